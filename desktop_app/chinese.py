"""The Chinese of every text in the window; tests hold this table against the source."""

CHINESE: dict[str, str] = {}
