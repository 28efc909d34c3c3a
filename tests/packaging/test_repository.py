"""Promises of the repository itself: versions, pins, imports, documents."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CHECKED = [  # what `make env` and `make test` install
    Requirement(line)
    for line in sorted(
        {*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["train"], *EXTRAS["export"]}
    )
]
PINS = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
LONG_FILES: set[str] = set()  # a path, and beside it the reason why it is not split
MAX_LINES = 250


def source_files() -> list[Path]:
    folders = ("checkpoint", "desktop_app", "export", "packaging", "tests", "vtoonify_rt")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()  # it would hide PyPI's `packaging`


def test_packaging_on_the_path_is_the_library() -> None:
    import packaging.version

    assert ROOT / "packaging" not in Path(packaging.version.__file__).parents


def test_the_app_starts_without_torch() -> None:
    probe = (
        "import sys, desktop_app.app, vtoonify_rt.cli;"
        "assert not {'torch', 'onnxscript', 'skimage'} & set(sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_the_base_install_has_no_torch() -> None:
    base = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}

    assert base.isdisjoint({"torch", "torchvision", "onnxscript", "scikit-image"})


def test_only_one_wheel_brings_cv2() -> None:
    everything = [Requirement(line) for lines in EXTRAS.values() for line in lines] + CHECKED

    assert [r.name for r in everything if r.name.startswith("opencv")] == []  # mediapipe's is it


def test_the_version_is_written_once() -> None:
    version = re.search(r'__version__ = "(.+)"', (ROOT / "vtoonify_rt/__init__.py").read_text())
    assert version is not None

    others = [
        path.relative_to(ROOT).as_posix()
        for path in [*source_files(), ROOT / "pyproject.toml"]
        if f'"{version[1]}"' in path.read_text("utf-8")
    ]

    assert others == ["vtoonify_rt/__init__.py"]


@pytest.mark.parametrize("line", PINS)
def test_constraints_are_names_and_versions(line: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*", line)


@pytest.mark.parametrize("requirement", CHECKED, ids=str)
def test_constraints_pin_what_is_required(requirement: Requirement) -> None:
    pins = {canonicalize_name(name): version for name, version in (p.split("==") for p in PINS)}

    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_import_contracts_are_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_files_are_short() -> None:
    too_long = {
        path.relative_to(ROOT).as_posix()
        for path in source_files()
        if len(path.read_text("utf-8").splitlines()) > MAX_LINES
    }

    assert too_long <= LONG_FILES
