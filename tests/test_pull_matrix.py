"""A few cases of the pull matrix; `python tests/pull_matrix.py` tries them all."""

import sys

import pytest
from matrix_case import Case, try_case
from pull_matrix import all_cases, quick_files
from vtoonify_models import needs_export

FEW = (
    "kill -9: middle of encoder.pt",
    "kill -9: between files, after 2 of 4",
    "kill -9: middle of the export, the exporter too",
    "kill -9: after landing, both",
    "cut once: last byte of vtoonify_s_d.pt",
    "wrong bytes always: faceparsing.pth",
    "500 always: GET",
    "Ctrl-C: the hub says no more",
    "disk full: the system writes no larger file",
    "damage on disk: finished files",
    "at once: two pulls",
)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    needs_export()  # a pull asks for its packages, though the quick exporter does without
    return {case.name: case for case in all_cases()}


def test_every_case_has_a_name_of_its_own():
    names = [case.name for case in all_cases()]

    assert len(set(names)) == len(names) > 100


@pytest.mark.skipif(sys.platform == "win32", reason="kills as only POSIX systems do")
@pytest.mark.parametrize("name", FEW)
def test_nothing_is_damaged_lost_or_fetched_twice(cases, name, tmp_path):
    outcome = try_case(cases[name], tmp_path, quick_files(), "quick")

    assert outcome.complaints == []
    assert outcome.looks > 0
