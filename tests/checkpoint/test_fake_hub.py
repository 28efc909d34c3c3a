"""The fake hub is one for the real client."""

from pathlib import Path

import pytest
from fake_hub import FakeHub

LARGE = bytes(range(256)) * 4096


@pytest.fixture
def client(tmp_path, monkeypatch):
    """The library's own client, with nothing of the user's."""
    import huggingface_hub
    import huggingface_hub.errors
    from huggingface_hub.utils import disable_progress_bars

    disable_progress_bars()
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "token"))
    yield huggingface_hub
    huggingface_hub.close_session()


@pytest.mark.parametrize("lfs", [True, False])
def test_the_real_client_gets_a_file(client, tmp_path, lfs):
    with FakeHub() as hub:
        hub.put("owner/name", "models/some.pt", LARGE, lfs=lfs)

        path = client.hf_hub_download(
            "owner/name", "models/some.pt", endpoint=hub.endpoint, cache_dir=tmp_path
        )

    assert Path(path).read_bytes() == LARGE
    assert [each.to_cdn for each in hub.requests_of("GET", "owner/name/models/some.pt")] == [lfs]


def test_the_real_client_understands_what_is_not_there(client, tmp_path):
    with FakeHub() as hub:
        hub.put("owner/name", "some.pt", b"some")

        with pytest.raises(client.errors.RemoteEntryNotFoundError):
            client.hf_hub_download(
                "owner/name", "other.pt", endpoint=hub.endpoint, cache_dir=tmp_path
            )
        with pytest.raises(client.errors.RepositoryNotFoundError):
            client.hf_hub_download(
                "owner/other", "some.pt", endpoint=hub.endpoint, cache_dir=tmp_path
            )
