"""Whatever a hub or the way to it says no with, the user is told, or it is tried again."""

import re
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path
from threading import Thread

import pytest
from fake_hub import Fault
from fetching import CONTENT, KEY, PATH, remote

from checkpoint.errors import FetchError
from checkpoint.remote_file import RemoteFile

HEAD, GET = "HEAD", "GET"
GATED = {"X-Error-Code": "GatedRepo"}


@pytest.fixture
def nobody() -> str:
    """An address that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that only its own server trusts, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    options = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    subprocess.run(
        [openssl, "req", "-x509", *options, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


def shake_hands(context: ssl.SSLContext, server: socket.socket) -> None:
    connection, _ = server.accept()
    with suppress(OSError), context.wrap_socket(connection, server_side=True):
        pass
    connection.close()


@pytest.mark.parametrize("on", [HEAD, GET])
@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (401, {"X-Error-Message": "Invalid credentials"}, "does not let us have some.pt (401)"),
        (401, GATED, "does not let us have some.pt (401)"),
        (403, GATED, "does not let us have some.pt (403)"),
        (403, {}, "does not let us have some.pt (403)"),
        (404, {"X-Error-Code": "RevisionNotFound"}, "has no file some.pt (404)"),
        (451, {}, "cannot give some.pt at the moment (error 451)"),
        (407, {}, "The proxy does not let us through"),
    ],
)
def test_a_refusal_is_said_at_once(bench, on, status, headers, said):
    bench.hub.fail(KEY, Fault(on=on, status=status, headers=headers, always=True))

    with pytest.raises(FetchError, match=re.escape(said)):
        bench.fetch()
    assert bench.waits == []


def test_a_file_that_is_not_there_is_said(bench):
    with pytest.raises(FetchError, match=r"has no file none.pt \(404\)"):
        bench.fetch(remote("none.pt"))


def test_a_repository_that_is_not_there_is_said(bench):
    with pytest.raises(FetchError, match="has no repository with some"):
        bench.fetch(RemoteFile(path=PATH, repository="owner/none"))


@pytest.mark.parametrize("on", [HEAD, GET])
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(bench, on, status):
    bench.hub.fail(KEY, Fault(on=on, status=status), Fault(on=on, status=status))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert len(bench.waits) == 2


def test_what_does_not_pass_is_said(bench):
    bench.hub.fail(KEY, Fault(on=HEAD, status=503, always=True))

    with pytest.raises(FetchError, match=r"cannot give some.pt at the moment \(error 503"):
        bench.fetch()
    assert len(bench.waits) == bench.retries.attempts - 1


def test_the_wait_doubles(bench):
    bench.hub.fail(KEY, *[Fault(on=HEAD, status=503)] * 2)

    bench.fetch()

    assert 0.5 <= bench.waits[0] <= 1 <= bench.waits[1] <= 2


def test_the_wait_that_a_hub_asks_for_is_kept(bench):
    date = formatdate(2_000_000_000)  # years from now
    asked = [{"Retry-After": "7"}, {"Retry-After": "soon"}]
    bench.hub.fail(KEY, *[Fault(on=HEAD, status=429, headers=headers) for headers in asked])

    bench.fetch()

    assert bench.waits[0] == 7
    bench.hub.fail("owner/name/other", Fault(on=HEAD, status=429, headers={"Retry-After": date}))
    with pytest.raises(FetchError, match=r"wants a rest of \d+ seconds"):
        bench.fetch(remote("other"))


def test_a_long_rest_is_said_instead_of_waited_for(bench):
    bench.hub.fail(KEY, Fault(on=HEAD, status=429, headers={"Retry-After": "3600"}))

    with pytest.raises(FetchError, match="wants a rest of 3600 seconds"):
        bench.fetch()
    assert bench.waits == []


@pytest.mark.parametrize(
    "answer", [{"no_etag": True}, {"status": 200}], ids=["mirror", "login page"]
)
def test_a_server_that_is_no_hub_is_said(bench, answer):
    bench.hub.fail(KEY, Fault(on=HEAD, **answer))

    with pytest.raises(FetchError, match="is no hub of models"):
        bench.fetch()


def test_an_address_that_nothing_listens_at_is_said(bench, nobody):
    with pytest.raises(FetchError, match="connection is refused") as error:
        bench.fetch(endpoint=nobody)

    assert "proxy" not in error.value.hint
    assert len(bench.waits) == bench.retries.attempts - 1


def test_a_name_that_is_not_known_is_said(bench):
    with pytest.raises(FetchError, match=r"no network, or no server called nobody\.invalid"):
        bench.fetch(endpoint="https://nobody.invalid")


def test_a_server_that_cannot_prove_itself_is_said(bench):
    with pytest.raises(FetchError, match="no secure connection"):
        bench.fetch(endpoint=bench.hub.endpoint.replace("http:", "https:"))
    assert bench.waits == []


def test_a_secure_connection_that_is_cut_is_tried_again(bench):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        Thread(target=lambda: [server.accept()[0].close() for _ in range(3)], daemon=True).start()

        with pytest.raises(FetchError, match="broke off"):
            bench.fetch(endpoint=f"https://127.0.0.1:{port}")
    assert len(bench.waits) == bench.retries.attempts - 1


def test_a_certificate_that_nobody_vouches_for_is_said(bench, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]
        thread = Thread(target=shake_hands, args=(context, plain))
        thread.start()

        with pytest.raises(FetchError, match=r"no secure connection .*CERTIFICATE_VERIFY_FAILED"):
            bench.fetch(endpoint=f"https://127.0.0.1:{port}")
        thread.join()
    assert bench.waits == []


def test_a_server_that_falls_silent_is_tried_again(bench, monkeypatch):
    monkeypatch.setattr("checkpoint.hub._TIMEOUT", (0.3, 0.3, 0.3, None))
    bench.hub.fail(KEY, Fault(hold_after=1000))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == [None, "bytes=1000-"]


def test_a_server_that_stays_silent_is_said(bench, monkeypatch):
    monkeypatch.setattr("checkpoint.hub._TIMEOUT", (0.1, 0.1, 0.1, None))
    bench.hub.fail(KEY, Fault(hold_after=0, always=True))

    with pytest.raises(FetchError, match="does not answer in time"):
        bench.fetch()


def test_proxies_are_used(bench, monkeypatch, nobody):
    monkeypatch.setenv("http_proxy", bench.hub.endpoint)

    [fetched] = bench.fetch(endpoint=nobody)

    assert fetched.path.read_bytes() == CONTENT
    assert all(request.proxied for request in bench.hub.requests)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxy_that_is_not_there_is_said(bench, monkeypatch, nobody, scheme):
    proxy = nobody.replace("http", scheme)
    monkeypatch.setenv("all_proxy", proxy.replace("//", "//user:secret@"))

    with pytest.raises(FetchError) as error:
        bench.fetch()

    assert f"the proxy {proxy.partition('//')[2]}" in error.value.hint
    assert "secret" not in str(error.value)


def test_proxy_settings_that_mean_nothing_are_said(bench, monkeypatch):
    monkeypatch.setenv("all_proxy", "socks://127.0.0.1:1080")

    with pytest.raises(FetchError, match="proxy settings of the system cannot be used"):
        bench.fetch()


def test_nothing_is_asked_for_offline(bench):
    with pytest.raises(FetchError, match="is not here yet, and offline mode is on"):
        bench.fetch(offline=True)
    assert bench.hub.requests == []


def test_the_offline_mode_of_the_library_counts(bench, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(FetchError, match="offline mode is on"):
        bench.fetch()
    with pytest.raises(FetchError, match="offline mode is on"):
        bench.fetcher().read(f"{bench.hub.endpoint}/catalog.toml")
    assert bench.hub.requests == []
