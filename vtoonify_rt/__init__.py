"""Real-time portrait stylization: sources, faces, sessions, sinks and the pipeline between them."""

__version__ = "0.1.0"
