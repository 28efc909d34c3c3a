"""Every backend that this program knows, whether this computer has it or not.

A new one is a line in `KINDS`: then it is tried, chosen when it is the quickest, named by
`--backend`, listed by the doctor and put through the conformance tests.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from checkpoint.manifest import ModelManifest
from vtoonify_rt.inference.backend import Backend, EnginePrecision, Precision, Threads

TENSORRT: dict[EnginePrecision, str] = {"f16": "tensorrt-f16", "f32": "tensorrt"}
CPU = "onnxruntime"  # it is always there, and what the others are compared with

# How near to the picture of single precision on the CPU one has to come, in dB of 255 levels.
# Sums in another order are 85 dB and more off, TF32 and half precision about 65. bfloat16 gives a
# Lite 52 to 57, and a VToonify about 45, which is seen: such a model takes it only when asked to.
LEAST_PSNR: dict[Precision, float] = {"f32": 50.0, "f16": 40.0, "bf16": 50.0, "int8": 36.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendKind:
    """A backend that may be here.

    `missing` says in a few words why it cannot run a model, "" if it may: it looks for packages and
    files, loads nothing large and takes milliseconds. What only a run can tell, the run tells.
    """

    id: str
    title: str  # of library and device, before it is open
    precision: Precision
    missing: Callable[[ModelManifest], str]
    open: Callable[[Threads], Backend]  # may raise BackendAbsent
    gpu: bool = False


def _provider(
    suffix: str,
    title: str,
    provider: str,
    *,
    precision: Precision = "f32",
    options: Callable[[], dict[str, str]] = dict,
    helpers: tuple[str, ...] = (),
    device: str = "cpu",
    fixed: bool = False,
) -> BackendKind:
    """Return one of ONNX Runtime's providers; see `OrtProvider`."""
    backend, title = f"{CPU}-{suffix}", f"ONNX Runtime {title}"

    def missing(model: ModelManifest) -> str:
        import onnxruntime

        if provider in onnxruntime.get_available_providers():
            return ""
        return f"this build of ONNX Runtime has no {provider}"

    def open_provider(threads: Threads) -> Backend:
        from vtoonify_rt.inference.ort_providers import OrtProvider

        return OrtProvider(
            id=backend,
            name=title,
            provider=provider,
            options=options(),
            helpers=helpers,
            device=device,
            fixed=fixed,
        )

    return BackendKind(
        id=backend, title=title, precision=precision, missing=missing, open=open_provider, gpu=True
    )


def _openvino_missing(model: ModelManifest) -> str:
    return "" if importlib.util.find_spec("openvino") else "the package openvino is not installed"


def _open_onnxruntime(threads: Threads) -> Backend:
    from vtoonify_rt.inference.ort import OrtCpu

    return OrtCpu(threads())


def _int8_missing(model: ModelManifest) -> str:
    return "" if model.int8_file else "the model has no graph in int8"


def _open_int8(threads: Threads) -> Backend:
    from vtoonify_rt.inference.ort import OrtCpu

    return OrtCpu(threads(), "int8")


def _open_openvino(threads: Threads) -> Backend:
    from vtoonify_rt.inference.ov import OvCpu

    return OvCpu(threads())


def _open_openvino_bf16(threads: Threads) -> Backend:
    from vtoonify_rt.inference.ov import OvCpu

    return OvCpu(threads(), "bf16")


def _open_openvino_gpu(threads: Threads) -> Backend:
    from vtoonify_rt.inference.ov import OvGpu

    return OvGpu()


def plans_folder(name: str) -> Path:
    """Return the folder where a library keeps what it made of the graphs, and make it."""
    folder = platformdirs.user_cache_path("vtoonify-rt") / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _tensorrt_options() -> dict[str, str]:
    folder = str(plans_folder("onnxruntime-tensorrt"))
    return {
        "trt_engine_cache_enable": "True",
        "trt_engine_cache_path": folder,
        "trt_timing_cache_enable": "True",
        "trt_timing_cache_path": folder,
    }


def _tensorrt(precision: EnginePrecision) -> BackendKind:
    """Return TensorRT itself, with engines that were built by us."""

    def missing(model: ModelManifest) -> str:
        from vtoonify_rt.inference.engine_lookup import why_no_engines

        return why_no_engines(model, precision)

    def open_engines(threads: Threads) -> Backend:
        from vtoonify_rt.inference.engine_lookup import open_tensorrt

        return open_tensorrt(precision)

    return BackendKind(
        id=TENSORRT[precision],
        title=f"TensorRT {precision}",
        precision=precision,
        missing=missing,
        open=open_engines,
        gpu=True,
    )


KINDS: tuple[BackendKind, ...] = (  # those that are expected to be quick first
    _tensorrt("f16"),
    _tensorrt("f32"),
    _provider(
        "tensorrt",
        "TensorRT",
        "TensorrtExecutionProvider",
        options=_tensorrt_options,
        helpers=("CUDAExecutionProvider",),
        device="cuda",
        fixed=True,
    ),
    _provider(
        "tensorrt-rtx",
        "TensorRT for RTX",
        "NvTensorRTRTXExecutionProvider",
        options=lambda: {"nv_runtime_cache_path": str(plans_folder("onnxruntime-tensorrt-rtx"))},
        device="cuda",
        fixed=True,
    ),
    _provider("cuda", "CUDA", "CUDAExecutionProvider", device="cuda"),
    _provider("directml", "DirectML", "DmlExecutionProvider", device="dml", fixed=True),
    _provider(
        "coreml",
        "Core ML",
        "CoreMLExecutionProvider",
        precision="f16",
        options=lambda: {
            "ModelFormat": "MLProgram",
            "ModelCacheDirectory": str(plans_folder("onnxruntime-coreml")),
        },
        fixed=True,
    ),
    BackendKind(
        id="openvino-gpu",
        title="OpenVINO GPU",
        precision="f16",
        missing=_openvino_missing,
        open=_open_openvino_gpu,
        gpu=True,
    ),
    BackendKind(
        id="openvino-bf16",
        title="OpenVINO CPU bf16",
        precision="bf16",
        missing=_openvino_missing,
        open=_open_openvino_bf16,
    ),
    BackendKind(
        id="openvino",
        title="OpenVINO CPU",
        precision="f32",
        missing=_openvino_missing,
        open=_open_openvino,
    ),
    BackendKind(
        id=f"{CPU}-int8",
        title="ONNX Runtime CPU int8",
        precision="int8",
        missing=_int8_missing,
        open=_open_int8,
    ),
    BackendKind(
        id=CPU,
        title="ONNX Runtime CPU",
        precision="f32",
        missing=lambda model: "",
        open=_open_onnxruntime,
    ),
)


def find_kind(backend: str) -> BackendKind | None:
    """Return the backend of this id, or None."""
    return next((kind for kind in KINDS if kind.id == backend), None)
