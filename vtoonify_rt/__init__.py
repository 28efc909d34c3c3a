"""Real-time portrait stylization: sources, faces, sessions, sinks and the pipeline between them.

`Stylizer` is the way in for other programs; it is loaded when it is asked for, since that takes a
second and most imports of this package want something smaller.
"""

import os
import sys
from typing import TYPE_CHECKING

__all__ = ["Stylizer", "__version__"]
__version__ = "0.1.0"

# ONNX Runtime, from 1.29 on, gives the computer an identifier and sends Microsoft what it runs,
# unless this is set before it is imported; every import of ours passes here first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# OpenVINO sends Google Analytics a mark whenever it is imported, and gives the user an identifier,
# by a package that it does without where there is none.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: not to be had

if TYPE_CHECKING:
    from vtoonify_rt.api import Stylizer
else:

    def __getattr__(name: str) -> object:
        """Load `Stylizer` when it is first asked for."""
        if name == "Stylizer":
            from vtoonify_rt.api import Stylizer

            return Stylizer
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
