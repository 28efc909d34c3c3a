"""Sizes, times and progress as people read them."""

import dataclasses
import io
import re
import sys

import pytest

from checkpoint.manifest import load_manifest
from checkpoint.progress import Progress
from checkpoint.store import STARTER
from vtoonify_rt.cli_models.bar import Bar, describe, figures
from vtoonify_rt.cli_models.texts import duration, how_to_try, size

MB = 10**6


@pytest.mark.parametrize(
    ("num_bytes", "told"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (12_000, "12 kB"),
        (4_240_000, "4.2 MB"),
        (666_000_000, "666 MB"),
        (999_700_000, "1.0 GB"),
        (1_200_000_000, "1.2 GB"),
        (None, "?"),
    ],
)
def test_sizes(num_bytes, told):
    assert size(num_bytes) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0273, "0.027 s"),
        (2.44, "2.4 s"),
        (9.2, "9 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (125, "2 min"),
        (3600, "1 h"),
        (4800, "1 h 20 min"),
    ],
)
def test_durations(seconds, told):
    assert duration(seconds) == told


@pytest.mark.parametrize(
    ("style", "told"), [(None, "comic"), ("oil", "oil"), ("64", "comic")], ids=str
)
def test_a_command_to_try_names_a_style_that_the_model_has(style, told):
    assert f"--model starter --style {told} -o out.png" in how_to_try(load_manifest(STARTER), style)


def test_a_model_of_one_style_needs_no_style():
    starter = load_manifest(STARTER)
    model = dataclasses.replace(starter, styles=starter.styles[:1])

    assert how_to_try(model) == "vtoonify-rt stylize photo.jpg --model starter -o out.png"


def test_a_download_is_told_in_bytes_speed_and_time():
    progress = Progress(
        model="cartoon",
        phase="fetching",
        step="vtoonify_s_d.pt",
        done=120 * MB,
        total=666 * MB,
        bytes_per_second=4.2e6,
        seconds_left=130.0,
    )

    assert describe(progress) == "cartoon: vtoonify_s_d.pt"
    assert figures(progress) == "120 MB of 666 MB  4.2 MB/s  2 min left"


def test_what_is_not_known_is_left_out():
    progress = Progress(model="cartoon", phase="fetching", step="a.pt", done=3 * MB)

    assert figures(progress) == "3.0 MB"


def test_an_export_is_told_in_steps():
    progress = Progress(model="cartoon", phase="exporting", step="frame.onnx", done=3, total=9)

    assert describe(progress) == "cartoon: making it run: frame.onnx"
    assert figures(progress) == "step 3 of 9"


def test_waiting_says_for_what():
    progress = Progress(model="cartoon", phase="waiting")

    assert describe(progress) == "cartoon: waiting for another process"
    assert figures(progress) == ""


def test_another_try_says_what_went_wrong():
    progress = Progress(model="cartoon", phase="fetching", step="a.pt", trouble="It broke off")

    assert describe(progress) == "cartoon: trying again (It broke off)"


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_the_bar_stays_on_one_line(monkeypatch, columns):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress(
        model="caricature-s039-d0.5",
        phase="fetching",
        step="vtoonify_s039_d0.5.pt",
        done=120 * MB,
        total=666 * MB,
        bytes_per_second=4.2e6,
        seconds_left=4800.0,
    )

    with Bar() as bar:
        bar.show(progress)
    drawn = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in screen.getvalue().split("\r")]
    assert "1 h 20 min left" in screen.getvalue()
    assert max(len(line.strip()) for line in drawn) <= int(columns)
