"""The wheel has everything that a user needs, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("checkpoint", "desktop_app", "export", "vtoonify_rt")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "out", "*.egg-info")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: what an earlier build left in the tree must not get in."""
    source = tmp_path_factory.mktemp("source") / "vtoonify-rt"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="session")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked, as pip would lay it."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_from(site: Path, *command: str) -> str:
    """Run Python with `site` ahead of everything else, outside the tree; return its output."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def metadata(site: Path) -> Distribution:
    return PathDistribution(next(site.glob("*.dist-info")))


def test_top_level_is_the_four_packages(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_every_tracked_file_of_the_packages_is_in(names: set[str]) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.check_output(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, text=True)

    missing = set(filter(None, listing.split("\0"))) - names

    assert missing == set()


@pytest.mark.parametrize(
    "name",
    [
        "checkpoint/catalogs/vtoonify.toml",
        "checkpoint/starter/manifest.toml",
        "checkpoint/starter/frame.onnx",
        "vtoonify_rt/face/face_landmarker.task",
    ],
)
def test_what_the_app_cannot_start_without_is_in(names: set[str], name: str) -> None:
    assert name in names


def test_the_sample_clip_is_in(names: set[str]) -> None:
    assert any(name.startswith("vtoonify_rt/sources/") and name.endswith(".mp4") for name in names)


def test_it_passes_check_wheel_contents(wheel: Path) -> None:
    tool = Path(sys.executable).with_name("check-wheel-contents")
    command = [tool, "--no-config", "--toplevel", ",".join(PACKAGES), "--ignore", "W009", wheel]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_it_carries_the_licence_and_the_credits(names: set[str]) -> None:
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}

    assert licences == {"LICENSE", "NOTICE"}


def test_its_version_is_the_one_in_the_code(site: Path) -> None:
    version = run_from(site, "-c", "import vtoonify_rt; print(vtoonify_rt.__version__)").strip()

    assert metadata(site).version == version


def test_the_base_install_asks_for_no_torch(site: Path) -> None:
    requires = metadata(site).requires or []

    assert [line for line in requires if "torch" in line and "extra ==" not in line] == []


def test_it_runs_without_the_tree(site: Path) -> None:
    where = run_from(site, "-c", "import vtoonify_rt; print(vtoonify_rt.__file__)").strip()
    assert Path(where).is_relative_to(site)  # else the next line would run the tree's code

    styles = json.loads(run_from(site, "-m", "desktop_app", "styles", "--json"))

    assert styles


def test_its_command_is_vtoonify_rt(site: Path) -> None:
    scripts = metadata(site).entry_points.select(group="console_scripts")

    assert [(script.name, script.value) for script in scripts] == [
        ("vtoonify-rt", "desktop_app.__main__:main")
    ]
