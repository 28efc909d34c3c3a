"""Who is seen: the encoder is opened for a new face, and for no other reason."""

from threading import Thread

import numpy as np
import pytest
from made_vtoonify import face, make_vtoonify, picture, shift

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, load_manifest
from vtoonify_rt.inference import open_session

pytestmark = pytest.mark.usefixtures("no_memory")


def opened(folder, **options):
    return open_session(load_manifest(folder), threads=1, **options)


def test_a_look_needs_no_encoder_once_there_was_a_face(tmp_path):
    folder = make_vtoonify(tmp_path / "model")
    session = opened(folder)
    session.encode(face(255))
    (folder / "encode.onnx").unlink()
    session.condition("0", 0.8)

    np.testing.assert_allclose(shift(session, picture()), [100, 10, 80], atol=1)


def test_another_person_is_in_the_next_picture_also_from_another_thread(session):
    session.condition("0", 0.0)
    session.encode(face(0))
    session.run(picture())
    thread = Thread(target=session.encode, args=(face(255),))
    thread.start()
    thread.join()

    np.testing.assert_allclose(shift(session, picture()), [100, 10, 0], atol=1)


def test_a_face_that_another_model_encoded_needs_no_encoder(tmp_path):
    first = make_vtoonify(tmp_path / "first")
    second = make_vtoonify(tmp_path / "second")
    opened(first).encode(face(255))
    (second / "encode.onnx").unlink()
    session = opened(second)
    session.encode(face(255))
    session.condition("0", 0.0)

    np.testing.assert_allclose(shift(session, picture()), [100, 10, 0], atol=1)


@pytest.mark.parametrize("name", ["encode.onnx", "encode.weights"])
def test_a_damaged_encoder_is_refused_when_it_is_needed(tmp_path, name):
    folder = make_vtoonify(tmp_path / "model")
    (folder / name).write_bytes(b"?")
    session = opened(folder)

    with pytest.raises(ModelError, match=f"{name} of model 'model' is damaged"):
        session.encode(face(0))


def test_a_face_of_another_size_is_refused(session):
    with pytest.raises(ValueError, match="an aligned face is"):
        session.encode(picture())


def test_the_encoder_is_checked_again_when_it_has_changed(tmp_path):
    folder = make_vtoonify(tmp_path / "model")
    session = opened(folder)
    session.encode(face(0))
    (folder / "encode.weights").write_bytes(b"?")

    with pytest.raises(ModelError, match="damaged"):
        session.encode(face(1))


def test_an_encoder_that_is_unchanged_is_checked_once(tmp_path, monkeypatch):
    session = opened(make_vtoonify(tmp_path / "model"))
    checked = []
    verify = ModelManifest.verify
    monkeypatch.setattr(
        ModelManifest, "verify", lambda model, name: checked.append(name) or verify(model, name)
    )
    for level in range(3):
        session.encode(face(level))

    assert sorted(checked) == ["encode.onnx", "encode.weights"]
