"""A small catalog, and changes of it."""

CATALOG = """\
schema = 1
id = "mine"
name = "My models"
repository = "me/models"
homepage = "https://example.org"
named_styles = [{ id = "ink-portrait", model = "ink", style = "12" }]

[[licences]]
id = "cc-by"
name = "CC BY 4.0"
url = "https://example.org/cc-by"
commercial = true
summary = "Name the author."

[files.encoder]
path = "encoder.pt"

[[models]]
id = "ink"
name = "Ink"
name_zh = "水墨"
family = "vtoonify_d"
licence = "cc-by"
aliases = ["tusche"]
num_styles = 40
default_style = "7"
links = [{ name = "About", url = "https://example.org/ink" }]

[models.files]
encoder = "encoder"
faceparsing = { path = "faceparsing.pth", bytes = 53 }
codes = { path = "ink/exstyle_code.npy", approximate_bytes = 1000 }
checkpoint = { path = "ink/vtoonify_s_d.pt" }

[[models]]
id = "crayon"
name = "Crayon"
family = "lite"
licence = "cc-by"
num_styles = 3
default_style = "wax"

[models.files.pack]
url = "https://example.org/crayon.zip"
path = "crayon.zip"
sha256 = "60303AE22B998861BCE3B28F33EEC1BE758A213C86C93C076DBE9F558C11C752"
"""


def changed(*changes: tuple[str, str], text: str = CATALOG) -> str:
    """Return `text` with the first place of each old part replaced by the new one."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


NEWER = changed(('name = "Ink"', 'name = "Ink 2"'))  # a later state of CATALOG
