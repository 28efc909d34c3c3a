import pytest

from vtoonify_rt.microphone import devices


@pytest.fixture(autouse=True)
def _no_stream_is_open(monkeypatch):
    """Let no test see the streams that another has left open."""
    monkeypatch.setattr(devices, "_open_streams", 0)
