"""How far a student's picture is from its teacher's."""

import torch
import torch.nn.functional as F
from torch import Tensor


def distance(difference: Tensor) -> Tensor:
    """A robust distance that still punishes large errors, as PSNR does."""
    return torch.sqrt(difference * difference + 1e-6).mean() + 4.0 * (difference**2).mean()


def picture_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """
    student, teacher: (C, H, W) in about 0..1, the channels of one look
    returns: a scalar that counts colours, edges and the light over wide areas
    """
    difference = student - teacher
    across = difference[:, :, 1:] - difference[:, :, :-1]
    along = difference[:, 1:, :] - difference[:, :-1, :]
    wide = F.avg_pool2d(difference, 8)
    edges = across.abs().mean() + along.abs().mean()
    return distance(difference) + 0.5 * edges + 0.7 * wide.abs().mean()
