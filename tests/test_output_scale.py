"""Another output scale: loaded beside the picture, handed over or given up."""

from threading import Event

import pytest
from fakes import FakeSession

from checkpoint.manifest import ModelManifest
from vtoonify_rt import output_scale
from vtoonify_rt.errors import ModelError
from vtoonify_rt.inference import Session


class Answer:
    """Stands for a governed stylizer that waits for an output scale."""

    def __init__(self) -> None:
        self.came = Event()
        self.given_up: list[int] = []
        self.sessions: list[Session] = []

    def reopened(self, session: Session) -> None:
        self.sessions.append(session)
        self.came.set()

    def give_up_scale(self, model: ModelManifest, scale: int) -> None:
        self.given_up.append(scale)
        self.came.set()


@pytest.mark.parametrize("fault", [ModelError("frame_x1.onnx is damaged"), MemoryError()])
def test_a_scale_that_cannot_be_opened_is_given_up(monkeypatch, fault):
    def fail(model, output_scale, backend):
        raise fault

    monkeypatch.setattr(output_scale, "open_session", fail)
    output_scale.load_scale(answer := Answer(), FakeSession().model, 1, backend=None)

    assert answer.came.wait(30)
    assert answer.given_up == [1]


def test_a_scale_that_opens_is_handed_over_on_the_backend_that_was_chosen(monkeypatch):
    opened, asked = FakeSession(), []

    def open_session(model, **options):
        asked.append(options)
        return opened

    monkeypatch.setattr(output_scale, "open_session", open_session)
    output_scale.load_scale(answer := Answer(), opened.model, 1, backend="openvino")

    assert answer.came.wait(30)
    assert answer.sessions == [opened]
    assert asked == [{"output_scale": 1, "backend": "openvino"}]
