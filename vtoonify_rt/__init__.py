"""Real-time portrait stylization: sources, faces, sessions, sinks and the pipeline between them."""

import os

__version__ = "0.1.0"

# ONNX Runtime, from 1.29 on, gives the computer an identifier and sends Microsoft what it runs,
# unless this is set before it is imported; every import of ours passes here first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
