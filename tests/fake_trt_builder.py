"""TensorRT's builder without it: an engine is the path of its graph, as fake_trt.py runs it."""

from enum import IntEnum
from types import SimpleNamespace
from typing import Any


class FakeBuilderTrt:
    """What of the module a build asks for. `fails`: what TensorRT logs instead of building."""

    __version__ = "1.2.3"
    ILogger = type("ILogger", (), {"ERROR": 1, "INTERNAL_ERROR": 0, "WARNING": 2})
    IProgressMonitor = type("IProgressMonitor", (), {})
    BuilderFlag = SimpleNamespace(REQUIRE_USER_ALLOCATION="ours")
    NetworkDefinitionCreationFlag = IntEnum("Flag", {"STRONGLY_TYPED": 1})
    ComputeCapability = IntEnum("ComputeCapability", ["NONE", "SM89", "SM120"])

    def __init__(self) -> None:
        self.fails = ""
        self.built: list[Any] = []  # the configuration of each build

    def Builder(self, log: Any) -> "FakeBuilder":
        return FakeBuilder(self, log)

    def OnnxParser(self, network: Any, log: Any) -> "FakeParser":
        return FakeParser(network)


class FakeParser:
    def __init__(self, network: Any) -> None:
        self._network = network

    def parse(self, graph: bytes, path: str) -> bool:
        self._network.path = path
        return True


class FakeBuilder:
    def __init__(self, trt: FakeBuilderTrt, log: Any) -> None:
        self._trt, self._log = trt, log

    def create_network(self, flags: int) -> Any:
        picture = SimpleNamespace(name="picture", shape=(-1, -1, -1, 3))
        assert flags == 2  # strongly typed
        return SimpleNamespace(num_inputs=1, num_layers=3, get_input=lambda index: picture)

    def create_builder_config(self) -> "FakeBuilderConfig":
        return FakeBuilderConfig()

    def create_optimization_profile(self) -> "FakeProfile":
        return FakeProfile()

    def build_serialized_network(self, network: Any, config: "FakeBuilderConfig") -> bytes | None:
        self._trt.built.append(config)
        if self._trt.fails:
            self._log.log(self._log.ERROR, self._trt.fails)
            return None
        config.progress_monitor.phase_start("all", None, 2)
        config.progress_monitor.step_complete("all", 0)
        config.progress_monitor.phase_finish("all")
        return str(network.path).encode()


class FakeBuilderConfig:
    progress_monitor: Any
    num_compute_capabilities = 0

    def __init__(self) -> None:
        self.flags: list[str] = []
        self.capabilities: list[Any] = []
        self.profile: Any = None

    def set_flag(self, flag: str) -> None:
        self.flags.append(flag)

    def set_compute_capability(self, capability: Any, index: int) -> None:
        self.capabilities.append(capability)

    def add_optimization_profile(self, profile: "FakeProfile") -> None:
        self.profile = profile


class FakeProfile:
    def __init__(self) -> None:
        self.shapes: dict[str, tuple[Any, ...]] = {}

    def set_shape(self, name: str, *shapes: Any) -> None:
        self.shapes[name] = shapes
