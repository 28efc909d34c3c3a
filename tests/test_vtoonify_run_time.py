"""The run time on a VToonify that was really exported, tiny and with made up weights."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from stylize_fakes import FakeReport
from vtoonify_models import needs_export

needs_export()

from checkpoint.manifest import load_manifest  # noqa: E402
from vtoonify_rt.config import StyleConfig  # noqa: E402
from vtoonify_rt.face.landmarks import MediapipeLandmarker  # noqa: E402
from vtoonify_rt.face.tracker import find_faces  # noqa: E402
from vtoonify_rt.frame import Frame  # noqa: E402
from vtoonify_rt.image_io import read_image  # noqa: E402
from vtoonify_rt.inference import encoding, open_session  # noqa: E402
from vtoonify_rt.output_plan import plan_outputs  # noqa: E402
from vtoonify_rt.stop_signals import StopSignal  # noqa: E402
from vtoonify_rt.stylize_files import FileStylizer, stylize_files  # noqa: E402
from vtoonify_rt.stylizer import StylizeFilter  # noqa: E402
from vtoonify_rt.timing import Meter  # noqa: E402

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"
pytestmark = pytest.mark.timeout(400)  # the first to ask for the model waits for its export
CONFIG = {"crop_px": 128, "surroundings": "camera"}


@pytest.fixture(scope="module")
def model(tiny_vtoonify):
    return load_manifest(tiny_vtoonify)


@pytest.fixture(scope="module")
def portrait():
    """A picture and the landmarks in it."""
    image = read_image(PORTRAIT)
    landmarker = MediapipeLandmarker()
    (face,) = find_faces(landmarker, image)
    landmarker.close()
    return image, face


@pytest.fixture
def encoded(monkeypatch):
    """The faces that an encoder was opened for."""
    faces = []
    encode = encoding._encode

    def noted(model, face, threads):
        faces.append(face)
        return encode(model, face, threads)

    monkeypatch.setattr(encoding, "_memory", encoding._Memory())
    monkeypatch.setattr(encoding, "_encode", noted)
    return faces


@pytest.fixture
def stylizer(model):
    session = open_session(model, threads=1)
    stylizer = StylizeFilter(session, StyleConfig(style="1", **CONFIG), Meter(), waits=True)
    yield stylizer
    stylizer.close()


def graph(model, name: str) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model.folder / name, providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("scale", [4, 2, 1])
def test_the_session_adds_nothing_to_the_graphs(model, scale):
    rng = np.random.default_rng(2)
    picture = rng.integers(0, 256, (64, 96, 3), np.uint8)
    face = rng.integers(0, 256, (256, 256, 3), np.uint8)
    session = open_session(model, threads=1, output_scale=scale)
    session.condition("1", 0.7)
    session.encode(face)
    found = session.run(picture).astype(int)

    with np.load(model.folder / "styles.npz") as codes:
        code = codes[model.style("1").code][None]
    content = graph(model, "encode.onnx").run(None, {"face": face[None]})[0]
    degree, keeps = np.array([0.7], np.float32), np.array([0], np.float32)
    look = {"content": content, "code": code, "color_transfer": keeps, "degree": degree}
    conditioning = graph(model, "style.onnx").run(None, look)[0]
    parsing = graph(model, "parse.onnx").run(None, {"picture": picture[None]})[0]
    inputs = {"picture": picture[None], "parsing": parsing, "conditioning": conditioning}
    expected = graph(model, model.frame_file(scale)).run(None, inputs)[0][0]

    assert found.shape == (64 * scale, 96 * scale, 3)
    assert np.abs(found - expected).max() <= 1  # thread counts may round differently


@pytest.mark.parametrize("family", ["tiny_vtoonify", "tiny_vtoonify_t"])
def test_a_photo_is_stylized_in_place(request, family, tmp_path):
    model = load_manifest(request.getfixturevalue(family))
    config = StyleConfig(style=model.default_style, degree=model.default_degree, crop_px=128)
    stylizer = FileStylizer(model, config)
    output = tmp_path / "out.png"
    plan = plan_outputs([PORTRAIT], str(output))
    done = stylize_files(plan, stylizer, FakeReport(), StopSignal())
    stylizer.close()
    before, after = read_image(PORTRAIT), read_image(output)

    assert done
    assert after.shape == before.shape
    assert np.abs(after.astype(int) - before).mean() > 10


@pytest.mark.parametrize("change", [{"style": "2"}, {"degree": 0.0}])
def test_a_look_changes_on_the_next_frame_without_the_encoder(stylizer, portrait, encoded, change):
    image, face = portrait
    before = stylizer.apply(Frame(image, 0.0, face)).image
    stylizer.configure(StyleConfig(**{"style": "1", **CONFIG, **change}))
    after = stylizer.apply(Frame(image, 0.1, face)).image

    assert np.abs(after.astype(int) - before).max() > 5
    assert len(encoded) == 1


def test_frames_of_one_picture_are_one(stylizer, portrait):
    image, face = portrait
    shown = [stylizer.apply(Frame(image, index / 30, face)).image for index in range(3)]

    np.testing.assert_array_equal(shown[1], shown[0])
    np.testing.assert_array_equal(shown[2], shown[0])


def test_a_parsing_used_again_gives_the_same_for_the_same_picture(stylizer, portrait):
    image, face = portrait
    expected = stylizer.apply(Frame(image, 0.0, face)).image
    stylizer.configure(StyleConfig(style="1", parse_every=2, **CONFIG))
    shown = [stylizer.apply(Frame(image, 0.1 + index / 30, face)).image for index in range(3)]

    for image in shown:
        np.testing.assert_array_equal(image, expected)
