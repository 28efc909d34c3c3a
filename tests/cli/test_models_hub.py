"""From somebody's catalog to a stylized picture, with the real store and a hub on this machine."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from fake_hub import FakeHub, Fault

from vtoonify_rt.cli import main

CATALOG = """
schema = 1
id = "friends"
name = "Friends"
repository = "friends/models"

[[licences]]
id = "mine"
name = "My terms"
url = "https://example.org/terms"
commercial = true
summary = "Do as you like."
summary_zh = "随意使用。"

[[models]]
id = "mine"
name = "Mine"
family = "lite"
licence = "mine"
num_styles = 9
default_style = "comic"
files.pack = {{ path = "mine.zip", sha256 = "{sha256}" }}
"""
KEY = "friends/models/mine.zip"


@pytest.fixture
def hub(my_model, folder, monkeypatch, capsys):
    """A hub that has the model "mine" as a pack, in a catalog that was added; it is not here."""
    assert main(["models", "export-pack", "mine", "-o", "mine.zip"]) == 0
    shutil.rmtree(my_model)
    pack = (folder / "mine.zip").read_bytes()
    catalog = CATALOG.format(sha256=hashlib.sha256(pack).hexdigest())
    Path("friends.toml").write_text(catalog, encoding="utf-8")
    assert main(["models", "add-catalog", "friends.toml"]) == 0
    capsys.readouterr()
    with FakeHub() as hub:
        hub.put("friends/models", "mine.zip", pack)
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


def test_a_model_is_found_pulled_and_used(hub, portrait, capsys):
    assert main(["models", "search", "friends"]) == 0
    assert "mine   Mine       9" in capsys.readouterr().out
    assert main(["models", "pull", "mine", "--accept-licence"]) == 0
    assert main(["stylize", str(portrait), "--model", "mine", "-o", "out.png"]) == 0
    assert Path("out.png").is_file()
    assert main(["models", "verify", "mine"]) == 0


def test_what_was_fetched_is_not_fetched_again(hub, capsys):
    main(["models", "pull", "mine", "--accept-licence"])

    assert main(["models", "pull", "mine"]) == 0
    assert "'mine' is installed" in capsys.readouterr().out
    assert len(hub.requests_of("GET", KEY)) == 1


def test_a_pull_that_failed_is_listed_and_gone_on_with(hub, capsys):
    hub.fail(KEY, Fault(status=404))

    assert main(["models", "pull", "mine", "--accept-licence"]) == 1
    capsys.readouterr()
    main(["models", "list", "--json"])
    (job,) = json.loads(capsys.readouterr().out)["unfinished"]
    assert (job["model"], job["state"]) == ("mine", "failed")
    assert "404" in job["error"]
    assert main(["models", "pull"]) == 0
    assert "Installed 'mine'" in capsys.readouterr().out


def test_other_bytes_than_the_catalog_says_are_refused(hub, capsys):
    hub.put("friends/models", "mine.zip", b"something else")

    assert main(["models", "pull", "mine", "--accept-licence"]) == 1
    assert "mine.zip" in capsys.readouterr().err
    assert not (Path(os.environ["VTOONIFY_RT_MODELS"]) / "mine").exists()


def test_an_installed_model_of_a_removed_catalog_stays(hub, capsys):
    main(["models", "pull", "mine", "--accept-licence"])

    assert main(["models", "remove-catalog", "friends"]) == 0
    assert main(["models", "info", "mine"]) == 0
    assert "installed" in capsys.readouterr().out


def test_offline_nothing_is_asked_of_the_network(hub, capsys):
    assert main(["models", "pull", "mine", "--accept-licence", "--offline"]) == 1
    assert "offline" in capsys.readouterr().err
    assert hub.requests == []
