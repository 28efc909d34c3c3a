"""The documents keep up with the code and with each other."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = [ROOT / name for name in (*READMES, "CHANGELOG.md")] + sorted(ROOT.glob("docs/*.md"))
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_blocks(name: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", read(name), re.DOTALL | re.MULTILINE)


def commands(program: str) -> list[list[str]]:
    """Return every call of `program` in README's code blocks, split in words, without comments."""
    lines = "".join(code_blocks("README.md")).splitlines()
    calls = [line.split("#")[0].split() for line in lines]
    return [words[1:] for words in calls if words and words[0] == program]


def headings(name: str) -> list[int]:
    """Return the level of each heading, in order."""
    text = re.sub(r"^```.*?^```", "", read(name), flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_both_readmes_have_the_same_sections() -> None:
    assert headings(READMES[0]) == headings(READMES[1])


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [re.sub(r"\s*#.*", "", block) for block in code_blocks(name)] for name in READMES
    )

    assert english == chinese


def test_both_readmes_show_the_same_pictures() -> None:
    english, chinese = (re.findall(r"\]\((\S+?\.(?:png|jpg|svg))\)", read(n)) for n in READMES)

    assert english == chinese


def test_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))

    assert {words[0] for words in commands("make")} <= targets


@pytest.mark.parametrize("words", commands("vtoonify-rt"), ids=" ".join)
def test_commands_in_the_readme_exist(words: list[str]) -> None:
    depth = 2 if words[:1] == ["models"] else 1  # commands before the arguments
    subcommand = [word for word in words[:depth] if re.fullmatch("[a-z][a-z-]*", word)]

    shown = subprocess.run(
        [sys.executable, "-m", "desktop_app", *subcommand, "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert shown.returncode == 0, shown.stderr
    assert [word for word in words if word.startswith("--") and word not in shown.stdout] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(
        r"(?:\]\(|src=\"|srcset=\"|href=\")([^)\"#\s]+)", document.read_text("utf-8")
    )
    local = [target for target in targets if "://" not in target]

    assert [target for target in local if not (document.parent / target).exists()] == []


def test_the_changelog_is_kept() -> None:
    text = read("CHANGELOG.md")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    dates = [re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\S+)", title) for title in titles[1:]]

    assert titles[0] == "[Unreleased]"
    assert all(found and date.fromisoformat(found[1]) for found in dates)
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= KINDS
