"""The kernels that TensorRT for RTX compiles for the card when a size is first used, kept on disk.

TensorRT checks itself whether they fit card, driver and version, and takes no others.
"""

import logging
import os
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)


class KernelCache:
    """The compiled kernels of one engine; does nothing for a library without such a cache."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cache: Any = None
        self._saved = 0  # bytes on disk

    def attach(self, config: Any) -> None:
        """Let contexts of this configuration use what is on disk, and add to it."""
        self._cache = config.create_runtime_cache()
        try:
            kept = self._path.read_bytes()
        except FileNotFoundError:
            kept = b""
        except OSError as error:
            logger.warning("%s cannot be read: %s", self._path.name, error)
            kept = b""
        if kept and self._cache.deserialize(kept):
            self._saved = len(kept)
        elif kept:
            logger.info("%s is of another driver or version; kernels are compiled anew", self._path)
        config.set_runtime_cache(self._cache)

    def save(self) -> None:
        """Write to disk, if there is more than before; what cannot be written is compiled again
        at the next start."""
        if self._cache is None:
            return
        kernels = bytes(self._cache.serialize())
        if len(kernels) == self._saved:
            return
        partial = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            partial.write_bytes(kernels)
            partial.replace(self._path)
        except OSError as error:
            logger.warning("%s cannot be written: %s", self._path.name, error)
            return
        self._saved = len(kernels)


def context_config(api: Any, engine: Any, kernels: KernelCache) -> Any:
    """Return what `create_execution_context` takes: scratch memory is ours, and on TensorRT for
    RTX kernels for a size are compiled before its first picture, since recorded work keeps those
    that it was recorded with."""
    ours = api.ExecutionContextAllocationStrategy.USER_MANAGED
    if not hasattr(engine, "create_runtime_config"):  # before TensorRT 10.11
        return ours
    config = engine.create_runtime_config()
    config.set_execution_context_allocation_strategy(ours)
    if hasattr(config, "create_runtime_cache"):
        strategies = api.DynamicShapesKernelSpecializationStrategy
        config.dynamic_shapes_kernel_specialization_strategy = strategies.EAGER
        kernels.attach(config)
    return config
