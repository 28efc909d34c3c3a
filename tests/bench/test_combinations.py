"""Measurements in processes of their own."""

import json
import os
import sys
from pathlib import Path
from threading import Event

import pytest
from made_bench import small_request, told

from checkpoint.child_process import END_WITH_STDIN
from checkpoint.errors import Stopped
from vtoonify_rt.bench import combinations
from vtoonify_rt.bench.combinations import arguments, measure_in_child
from vtoonify_rt.cli import main
from vtoonify_rt.errors import AppError


def child(code: str) -> list[str]:
    """Return a command that runs `code` in place of our own."""
    return [sys.executable, "-c", code]


def test_the_childs_figures_are_returned(clip):
    answer = measure_in_child(
        small_request(clip, frames=7),
        Event(),
        child("import json, sys; print(json.dumps({'words': sys.argv[1:]}))"),
    )

    assert answer["words"] == [*arguments(small_request(clip, frames=7)), END_WITH_STDIN]


def test_a_failure_is_told_in_the_childs_words(clip):
    say = "import sys; print('Error: The clip is gone. Look for it.', file=sys.stderr); sys.exit(1)"

    with pytest.raises(AppError) as error:
        measure_in_child(small_request(clip), Event(), child(say))

    assert str(error.value) == "The clip is gone. Look for it."


def test_a_child_that_dies_is_told(clip):
    with pytest.raises(AppError, match="ended with status 3"):
        measure_in_child(small_request(clip), Event(), child("import sys; sys.exit(3)"))


def test_warnings_are_passed_on(clip, capsys):
    say = "import sys; print('Warning: few faces', file=sys.stderr); print('{}')"
    measure_in_child(small_request(clip), Event(), child(say))

    assert capsys.readouterr().err == "Warning: few faces\n"


def test_a_stop_ends_the_child(clip, tmp_path):
    note = tmp_path / "pid"
    wait = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        measure_in_child(small_request(clip), stop, child(wait))

    if note.exists():  # it may have been ended before it wrote
        assert not _runs(int(note.read_text() or 0))


def test_the_child_sees_that_we_are_gone(clip, monkeypatch):
    """The pipe that is its stdin has one writer: us."""
    reads = "import os, json; print(json.dumps({'stdin': os.read(0, 1).decode()}))"
    real = combinations.subprocess.Popen

    def gone(*words, **options):
        child = real(*words, **options)
        child.stdin.close()  # as the system does when we are killed
        return child

    monkeypatch.setattr(combinations.subprocess, "Popen", gone)

    assert measure_in_child(small_request(clip), Event(), child(reads)) == {"stdin": ""}


@pytest.mark.parametrize(
    ("signalled", "status"), [(KeyboardInterrupt(), 130), (SystemExit(129), 129)]
)
def test_what_is_finished_is_printed_when_a_signal_ends_the_rest(
    clip, capsys, monkeypatch, signalled, status
):
    answers = iter([told(), signalled])

    def measure(request, stop):
        answer = next(answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(combinations, "measure_in_child", measure)
    words = ["bench", "--clip", str(clip), "--size", "128", "--size", "160", "--json"]
    try:
        ended = main(words)
    except SystemExit as end:
        ended = end.code
    assert ended == status
    assert json.loads(capsys.readouterr().out) == [told()]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return process != 0


def test_the_words_ask_for_the_same_measurement(clip, monkeypatch):
    asked = []
    monkeypatch.setattr("vtoonify_rt.cli_bench._one", lambda request, _: asked.append(request) or 0)
    request = small_request(clip, frames=7, seconds=1.5, camera_fps=60.0)
    main(arguments(request))

    assert asked == [request]


def test_each_combination_is_measured(clip, capsys):
    words = ["--clip", str(clip), "--size", "128", "--size", "160", "--frames", "2", "--json"]

    assert main(["bench", *words]) == 0
    found = json.loads(capsys.readouterr().out)

    assert [(result["clip"], result["crop_px"]) for result in found] == [
        ("clip.mp4", 128),
        ("clip.mp4", 160),
    ]


def test_one_that_fails_does_not_keep_the_others_from_it(clip, capsys):
    gone = str(clip.with_name("gone.mp4"))
    words = ["--clip", gone, "--clip", str(clip), "--size", "128", "--frames", "2", "--json"]

    assert main(["bench", *words]) == 1
    captured = capsys.readouterr()

    assert [result["clip"] for result in json.loads(captured.out)] == [Path(clip).name]
    assert f"Error: {gone} does not exist" in captured.err
