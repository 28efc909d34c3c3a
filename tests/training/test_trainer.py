"""Training a tiny net: it learns, and a resumed run is the uninterrupted run."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (extra 'train')")

from vtoonify_rt.nn.lite import LiteConfig  # noqa: E402
from vtoonify_rt.training.dataset import NUM_CHANNELS, SampleSet, SetConfig  # noqa: E402
from vtoonify_rt.training.losses import picture_loss  # noqa: E402
from vtoonify_rt.training.trainer import (  # noqa: E402
    Trainer,
    TrainingConfig,
    draw_batch,
    load_averaged,
)

TINY = LiteConfig(channels=(16, 16), encoder_blocks=(0, 1), decoder_blocks=(1,), code_size=4)
SETTINGS = TrainingConfig(num_steps=6, batch_pixels=2 * 32 * 32)


@pytest.fixture
def samples(tmp_path) -> SampleSet:
    config = SetConfig(size=32, count=4)
    samples = SampleSet(tmp_path / "samples", config)
    noise = np.random.default_rng(0).integers(0, 256, (4, 32, 32, NUM_CHANNELS), np.uint8)
    samples._data[:] = noise
    samples._done[:] = 1
    return samples


def test_a_batch_depends_on_seed_and_step_alone(samples):
    first = draw_batch([samples], SETTINGS, 3)
    second = draw_batch([samples], SETTINGS, 3)

    torch.testing.assert_close(first.pictures, second.pictures)
    assert first.looks.tolist() == second.looks.tolist()
    assert first.pictures.shape == (2, 3, 32, 32)


def test_a_resumed_run_ends_like_the_uninterrupted_one(samples, tmp_path):
    whole = Trainer(TINY, SETTINGS, tmp_path / "whole")
    whole.run([samples], lambda progress: None)

    begun = Trainer(TINY, SETTINGS, tmp_path / "cut")
    for step in range(3):
        begun.train_step(draw_batch([samples], SETTINGS, step))
    begun.save()
    resumed = Trainer(TINY, SETTINGS, tmp_path / "cut")
    resumed.resume()
    resumed.run([samples], lambda progress: None)

    assert resumed.step == whole.step == 6
    for ours, theirs in zip(
        resumed.averaged.parameters(), whole.averaged.parameters(), strict=True
    ):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=0)


def test_a_run_reports_its_end_and_leaves_a_loadable_model(samples, tmp_path):
    reports = []
    trainer = Trainer(TINY, SETTINGS, tmp_path / "run")
    trainer.run([samples], reports.append)
    model, state = load_averaged(tmp_path / "run")

    assert reports[-1].done == 1.0
    assert state["step"] == 6
    assert model.config == TINY


def test_repeating_one_batch_lowers_its_loss(samples, tmp_path):
    settings = TrainingConfig(num_steps=60, batch_pixels=32 * 32, peak_rate=2e-2)
    trainer = Trainer(TINY, settings, tmp_path / "run")
    batch = draw_batch([samples], settings, 0)
    losses = [trainer.train_step(batch) for _ in range(60)]

    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])


def test_an_interrupted_save_leaves_the_older_checkpoint(samples, tmp_path, monkeypatch):
    trainer = Trainer(TINY, SETTINGS, tmp_path / "run")
    trainer.save()
    monkeypatch.setattr(torch, "save", lambda state, path: path.write_bytes(b"half"))
    trainer.step = 5
    monkeypatch.setattr("pathlib.Path.replace", _fail)
    with pytest.raises(OSError, match="power"):
        trainer.save()

    assert load_averaged(tmp_path / "run")[1]["step"] == 0


def _fail(*args):
    raise OSError("power failed")


def test_the_learning_rate_rises_then_falls(tmp_path):
    trainer = Trainer(TINY, TrainingConfig(num_steps=1000), tmp_path)
    rates = []
    for trainer.step in (0, 199, 999):
        rates.append(trainer.learning_rate())

    assert rates[0] < rates[2] < rates[1]


def test_either_steps_or_minutes_are_given():
    with pytest.raises(ValueError, match="either"):
        TrainingConfig()


def test_the_loss_of_equal_pictures_is_nearly_nothing():
    picture = torch.rand(3, 16, 16)

    assert float(picture_loss(picture, picture)) < 0.002
    assert float(picture_loss(picture, picture + 0.1)) > 0.1
