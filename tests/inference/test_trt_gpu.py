"""TensorRT on a real graphics card, with engines that are built for the test.

A computer without one skips all of it. `vtoonify-rt doctor --gpu-selftest` does the same and more
for a user.
"""

import numpy as np
import pytest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.doctor.trt_selftest import trt_rows
from vtoonify_rt.engines import ModelEngines
from vtoonify_rt.inference.conditioning import default_conditioning
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.engine_key import SizeRange
from vtoonify_rt.inference.engine_lookup import EngineTarget
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.inference.frames import FrameGraphs, open_frames
from vtoonify_rt.inference.known_backends import LEAST_PSNR
from vtoonify_rt.inference.ort import OrtCpu
from vtoonify_rt.inference.trial import known_picture
from vtoonify_rt.likeness import psnr

pytestmark = [pytest.mark.gpu, pytest.mark.timeout(600)]
SIZES = SizeRange(smallest=64, best=256, largest=512)


@pytest.fixture(scope="module")
def target() -> EngineTarget:
    try:
        return EngineTarget.this_computer()
    except ModelError as error:
        pytest.skip(error.message)


@pytest.fixture(scope="module", params=["starter", "made"])
def model(request):
    if request.param == "starter":
        return load_manifest(STARTER)
    return request.getfixturevalue("made_vtoonify")


@pytest.fixture(scope="module")
def engines(model, target, tmp_path_factory) -> ModelEngines:
    store = EngineStore(tmp_path_factory.mktemp("engines"))
    engines = ModelEngines(model, target, sizes=SIZES, precision="f32", store=store)
    engines.build()
    return engines


def frames_of(model, backend) -> FrameGraphs:
    frames = open_frames(model, backend, model.output_scale)
    frames.conditioning[:] = default_conditioning(model)
    return frames


@pytest.mark.parametrize("record", [True, False], ids=["recorded", "not recorded"])
def test_the_pictures_are_those_of_onnx_runtime(engines, model, record):
    ours = frames_of(model, engines.backend(record=record))
    others = frames_of(model, OrtCpu(1))
    picture = known_picture(model)

    for turns in range(4):  # the first records, the others replay
        turned = np.ascontiguousarray(np.rot90(picture, turns))[None]
        likeness = psnr(ours.run(turned)[0], others.run(turned)[0])
        assert likeness >= LEAST_PSNR["f32"]


def test_two_sizes_take_turns(engines, model):
    ours, others = frames_of(model, engines.backend()), frames_of(model, OrtCpu(1))
    large = np.kron(known_picture(model), np.ones((2, 1, 1), np.uint8))[None]
    small = known_picture(model)[None]

    for pictures in (small, large, small, large):
        likeness = psnr(ours.run(pictures)[0], others.run(pictures)[0])
        assert likeness >= LEAST_PSNR["f32"]


def test_work_is_recorded_as_a_cuda_graph(engines, model):
    frames = frames_of(model, engines.backend())
    frames.run(known_picture(model)[None])
    (buffers,) = frames._buffers.values()

    assert (buffers.run_both or buffers.run_frame).is_recorded


def test_the_gpu_gets_its_memory_back(engines, model):
    cuda = Cuda.load()
    frames = frames_of(model, engines.backend(cuda))
    frames.run(known_picture(model)[None])
    held, _ = cuda.memory()
    frames.close()
    del frames

    assert cuda.memory()[0] > held


def test_compiled_kernels_are_kept(engines, model):
    frames_of(model, engines.backend()).run(known_picture(model)[None])

    assert engines.target.library.name != "tensorrt_rtx" or all(
        engine.kernels.stat().st_size > 0 for engine in engines.ready()
    )


def test_the_selftest_finds_nothing_wrong(target):
    assert {row.outcome for row in trt_rows(load_manifest(STARTER))} == {"ok"}
