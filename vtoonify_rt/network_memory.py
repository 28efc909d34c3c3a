"""How many pictures a network can have in work at once: asked before the work begins.

A network's memory grows with the pixels that it sees, and VToonify keeps 15 kB for each: a photo of
12 megapixels would need 180 GB as it is, and the system would end the program without a word.
"""

from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import AppError
from vtoonify_rt.memory import available_mb

# Measured at 128 x 128 and 256 x 256, one to four at a time; by output scale.
_VTOONIFY_BYTES = {4: 15_000, 2: 9_500, 1: 4_500}  # for each pixel that the network sees
_LITE_BYTES = 100
_SHARE = 0.8  # of the memory there is; the rest is for the pictures themselves, and others


def batch_that_fits(
    model: ModelManifest,
    output_scale: int,
    height: int,
    width: int,
    *,
    at_most: int,
    available: float | None = None,
) -> int:
    """Return how many pictures of this size fit in memory at a time, `at_most` or fewer.

    `available`: memory in MB; None: as the system says, and where it does not, all fit. Raises
    AppError where not even one fits.
    """
    if available is None:
        available = available_mb()
    if available is None:
        return at_most
    per_pixel = _VTOONIFY_BYTES.get(output_scale, _VTOONIFY_BYTES[4])
    needed = height * width * (per_pixel if model.is_vtoonify else _LITE_BYTES) / 1e6  # MB
    fitting = int(_SHARE * available / needed)
    if fitting < 1:
        raise AppError(
            f"{width} x {height} pixels at output scale {output_scale} need "
            f"{needed / 1000:.1f} GB of memory, and {available / 1000:.1f} GB are available",
            "Make the picture or the padding smaller, or give a smaller --output-scale",
        )
    return min(fitting, at_most)
