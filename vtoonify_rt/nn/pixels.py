"""Pictures as the networks take and give them."""

import torch
from torch import Tensor


def from_pixels(picture: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
    """(N, H, W, 3) RGB uint8 to (N, 3, H, W) in -1..1."""
    return picture.to(dtype).permute(0, 3, 1, 2) / 127.5 - 1.0


def to_pixels(image: Tensor) -> Tensor:
    """(N, 3, H, W), clamped to -1..1, to (N, H, W, 3) RGB uint8; truncated, as VToonify does."""
    levels = (image.float().clamp(-1.0, 1.0) + 1.0) * 127.5
    # The cast comes last, since TensorRT computes nothing in uint8.
    return levels.permute(0, 2, 3, 1).to(torch.uint8)
