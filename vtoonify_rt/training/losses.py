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
    returns: a scalar that counts colours, edges, how much is drawn in each
        neighbourhood and the light over wide areas

    The amount of drawing compares edges whatever their exact place.  Without it a
    student that is unsure where a line belongs draws a pale smear, and one that
    is unsure whether an area is flat leaves the grain in.
    """
    difference = student - teacher
    edges = difference.new_zeros(())
    amount = difference.new_zeros(())
    for axis in (1, 2):
        ours, theirs = student.diff(dim=axis), teacher.diff(dim=axis)
        edges = edges + (ours - theirs).abs().mean()
        drawn = F.avg_pool2d(ours.abs(), 8) - F.avg_pool2d(theirs.abs(), 8)
        amount = amount + drawn.abs().mean()
    wide = F.avg_pool2d(difference, 8).abs().mean()
    return distance(difference) + 0.5 * edges + 0.6 * amount + 0.7 * wide
