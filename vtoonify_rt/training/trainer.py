"""Training of a Lite model on rendered samples, with one thread or many.

A run can be stopped at any time and resumed: step `n` draws its samples from the
seed and `n` alone, and the checkpoint holds everything else.  The learning rate
falls along a cosine, over a number of steps or, where the machine's speed is not
known, over a time.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from vtoonify_rt.nn.lite import LiteConfig, LiteModel
from vtoonify_rt.training.augment import through_webcam
from vtoonify_rt.training.dataset import SampleSet
from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.losses import picture_loss

CHECKPOINT_NAME = "checkpoint.pt"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Settings of one run; exactly one of `num_steps` and `minutes` is given."""

    num_steps: int | None = None
    minutes: float | None = None
    seed: int = 0
    batch_pixels: int = 330_000  # per step, over all pictures of the batch
    peak_rate: float = 1.5e-3
    steadiness: float = 4.0  # weight of the difference between twins
    ema_decay: float = 0.9985
    half_precision: bool = False  # bfloat16 convolutions
    look_weights: tuple[float, ...] = (1.4, 1.0, 0.9, 1.0, 1.6)  # how often each look is drawn

    def __post_init__(self) -> None:
        if (self.num_steps is None) == (self.minutes is None):
            raise ValueError("give either num_steps or minutes")


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures of one size, each with one look's version of it.

    The last is a twin of the first: the same picture through the webcam again.
    """

    pictures: Tensor  # (N, 3, H, W) in 0..1
    looks: Tensor  # (N,) indices
    targets: tuple[Tensor, ...]  # each (3 or 1, H, W) in 0..1


@dataclass(frozen=True, slots=True)
class Progress:
    """What is reported while a training runs."""

    step: int
    done: float  # 0..1
    loss: float
    seconds: float


def draw_batch(sets: Sequence[SampleSet], config: TrainingConfig, step: int) -> Batch:
    """Return the samples of one step; a function of the seed and the step."""
    rng = np.random.default_rng([config.seed, step])
    ready = [samples for samples in sets if len(samples) > 0]
    pixels = np.array([len(samples) * samples.config.size**2 for samples in ready], np.float64)
    samples = ready[rng.choice(len(ready), p=pixels / pixels.sum())]
    count = max(1, round(config.batch_pixels / samples.config.size**2))
    weights = np.array(config.look_weights) / sum(config.look_weights)
    looks = rng.choice(len(LOOKS), count, p=weights)
    looks[-1] = looks[0]
    clean, targets = [], []
    for look in looks[: max(1, count - 1)]:
        picture, target = samples.read(int(rng.integers(len(samples))), int(look))
        if LOOKS[look].mirrors and rng.random() < 0.5:
            picture, target = picture[:, ::-1], target[:, ::-1]
        clean.append(picture)
        targets.append(_to_tensor(target))
    if count > 1:
        clean.append(clean[0])
        targets.append(targets[0])
    pictures = [_to_tensor(through_webcam(picture, rng)) for picture in clean]
    return Batch(torch.stack(pictures), torch.from_numpy(looks), tuple(targets))


def _to_tensor(image: np.ndarray[Any, np.dtype[np.uint8]]) -> Tensor:
    channels_first = np.ascontiguousarray(image.transpose(2, 0, 1))
    return torch.from_numpy(channels_first).float() / 255.0


class Trainer:
    """A run: model, averaged weights, optimizer and where they are kept."""

    def __init__(self, model_config: LiteConfig, config: TrainingConfig, folder: Path) -> None:
        torch.manual_seed(config.seed)
        flags = tuple(look.kind == "tone" for look in LOOKS)
        self.config = config
        self.folder = folder
        self.model = LiteModel(model_config, flags)
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = LiteModel(model_config, flags)
        self.averaged.load_state_dict(self.model.state_dict())
        self.optimizer = torch.optim.Adam(self.model.parameters(), betas=(0.9, 0.99))
        self.usual_norm = 0.0  # running mean of the gradient's length
        self.step = 0
        self.seconds = 0.0

    @property
    def done(self) -> float:
        """How much of the run lies behind, 0..1."""
        if self.config.num_steps is not None:
            return min(1.0, self.step / self.config.num_steps)
        assert self.config.minutes is not None
        return min(1.0, self.seconds / (60.0 * self.config.minutes))

    def learning_rate(self) -> float:
        """Rise over the first 200 steps, then fall along a cosine to a hundredth."""
        warm = min(1.0, (self.step + 1) / 200.0)
        fall = 0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * self.done))
        return self.config.peak_rate * warm * fall

    def train_step(self, batch: Batch) -> float:
        """Learn from one batch; return its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate()
        pictures = batch.pictures.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.config.half_precision):
            student = self.model(pictures, batch.looks)
        loss = self._loss(student.float(), batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._clip_gradient()
        self.optimizer.step()
        self.step += 1
        self._average()
        return float(loss.detach())

    def _clip_gradient(self) -> None:
        """Shorten a gradient that is unusually long; one such step could undo many."""
        limit = 1.5 * self.usual_norm if self.step >= 50 else 1e9
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit))
        share = max(0.02, 1.0 / (self.step + 1))
        self.usual_norm += (min(norm, 2.0 * limit) - self.usual_norm) * share

    def _loss(self, student: Tensor, batch: Batch) -> Tensor:
        drawn = [
            picture[:3] if target.shape[0] == 3 else picture[3:]
            for picture, target in zip(student, batch.targets, strict=True)
        ]
        losses = [picture_loss(d, t) for d, t in zip(drawn, batch.targets, strict=True)]
        unsteady = (drawn[0] - drawn[-1]).abs().mean()
        total: Tensor = torch.stack(losses).mean() + self.config.steadiness * unsteady
        return total

    def _average(self) -> None:
        decay = min(self.config.ema_decay, (1.0 + self.step) / (10.0 + self.step))
        with torch.no_grad():
            pairs = zip(self.averaged.parameters(), self.model.parameters(), strict=True)
            for average, current in pairs:
                average.lerp_(current, 1.0 - decay)

    def save(self) -> None:
        """Write the checkpoint; a crash while writing leaves the older one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / CHECKPOINT_NAME
        state = {
            "model_config": asdict(self.model.config),
            "training_config": asdict(self.config),
            "model": self.model.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "usual_norm": self.usual_norm,
            "step": self.step,
            "seconds": self.seconds,
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)

    def resume(self) -> None:
        """Go on from the checkpoint in the folder."""
        state = torch.load(self.folder / CHECKPOINT_NAME, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.usual_norm = state["usual_norm"]
        self.step = state["step"]
        self.seconds = state["seconds"]

    def run(self, sets: Sequence[SampleSet], report: Callable[[Progress], None]) -> None:
        """Train to the end; save and report every 200 steps."""
        running = 0.0
        for step in self._steps():
            started = time.monotonic()
            loss = self.train_step(draw_batch(sets, self.config, step))
            self.seconds += time.monotonic() - started
            running += (loss - running) * max(0.005, 1.0 / self.step)
            if self.step % 200 == 0 or self.done >= 1.0:
                self.save()
                report(Progress(self.step, self.done, running, self.seconds))

    def _steps(self) -> Iterator[int]:
        while self.done < 1.0:
            yield self.step


def load_averaged(folder: Path) -> tuple[LiteModel, dict[str, Any]]:
    """Return the averaged model of a run and its checkpoint's other fields."""
    state = torch.load(folder / CHECKPOINT_NAME, weights_only=True)
    config = {key: _as_tuple(value) for key, value in state["model_config"].items()}
    model = LiteModel(LiteConfig(**config), tuple(look.kind == "tone" for look in LOOKS))
    model.load_state_dict(state["averaged"])
    return model.eval(), state


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
