"""Nobody on the way can change what comes, and no token goes where it does not belong."""

import pytest
from fake_hub import FakeHub, Fault
from fetching import CONTENT

from checkpoint.errors import FetchError
from checkpoint.hub import check_way
from checkpoint.remote_file import RemoteFile


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://example.org", "hf-mirror.com", "https://", "http://["]
)
def test_an_address_that_others_could_read_along_is_refused(bench, address):
    with pytest.raises(FetchError, match="is no address that models can be fetched from"):
        bench.fetch(endpoint=address)
    with pytest.raises(FetchError, match="is no address that models can be fetched from"):
        bench.fetch(RemoteFile(path="some.zip", url=f"{address}/some.zip", sha256="0" * 64))


def test_a_redirect_to_where_others_could_read_along_is_refused(bench, monkeypatch):
    monkeypatch.setenv("http_proxy", bench.hub.endpoint)  # so that it has example.org, too
    bench.hub.put_plain("other", b"id = 1")
    url = bench.hub.put_plain("catalog.toml", b"id = 1")
    location = {"Location": "http://example.org/other"}
    bench.hub.fail("catalog.toml", Fault(status=302, headers=location))

    with pytest.raises(FetchError, match=r"'http://example.org/other' is no address"):
        bench.fetcher().read(url)


def test_no_server_elsewhere_leads_to_one_on_this_computer():
    with pytest.raises(FetchError, match=r"'http://127\.0\.0\.1/admin' is no address"):
        check_way(["https://example.org/a.pt", "http://127.0.0.1/admin"])


def test_a_hub_on_this_computer_may_lead_further_on_it():
    check_way(["http://127.0.0.1:1/a.pt", "http://localhost:2/b", "https://example.org/c"])


@pytest.mark.parametrize("repository", ["a b/c", "a/b/c", "-/-", "../.."])
def test_what_cannot_be_a_repository_is_said(bench, repository):
    with pytest.raises(FetchError, match=r"cannot be (a repository|one here)"):
        bench.fetch(RemoteFile(path="some.pt", repository=repository))


def test_the_endpoint_of_the_environment_is_used(bench, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", f"{bench.hub.endpoint}/")

    [fetched] = bench.fetch(endpoint=None)

    assert fetched.path.read_bytes() == CONTENT


def sent(hub: FakeHub) -> dict[bool, set[str | None]]:
    """What the CDN (True) and the hub itself were sent for an authorization."""
    found: dict[bool, set[str | None]] = {}
    for request in hub.requests + hub.redirects:
        found.setdefault(request.to_cdn, set()).add(request.authorization)
    return found


@pytest.fixture
def login(bench, monkeypatch, tmp_path):
    """The user is logged in at the hub."""
    import huggingface_hub.constants

    (tmp_path / "token").write_text("hf_stored")
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "token"))


def test_the_token_of_a_login_goes_to_no_mirror(bench, login):
    bench.fetch()

    assert sent(bench.hub) == {False: {None}, True: {None}}


def test_the_token_of_a_login_goes_to_the_hub_but_not_to_its_cdn(bench, login, monkeypatch):
    monkeypatch.setattr("checkpoint.hub._OWN", {bench.hub.endpoint})

    bench.fetch()

    assert sent(bench.hub) == {False: {"Bearer hf_stored"}, True: {None}}


def test_a_token_of_the_environment_is_meant_for_the_endpoint(bench, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_given\n")

    bench.fetch()

    assert sent(bench.hub) == {False: {"Bearer hf_given"}, True: {None}}


def test_no_token_goes_to_an_address_outside_of_the_hub(bench, login, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_given")
    url = bench.hub.put_plain("catalog.toml", b"id = 1")

    bench.fetcher(endpoint="https://elsewhere.invalid").read(url)

    assert [request.authorization for request in bench.hub.requests] == [None]
