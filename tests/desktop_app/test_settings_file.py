"""The file of the settings: they come back as they were, and damage costs no more than it must."""

import json
import logging

import pytest

from desktop_app.settings import GallerySettings, Settings, WindowSettings
from desktop_app.settings_file import SettingsFile
from vtoonify_rt.config import GovernorConfig, Padding, StyleConfig
from vtoonify_rt.presets import Preset

CHOSEN = Settings(
    source="camera:046d:0825",
    stylize=StyleConfig(
        style="mine/oil",
        degree=0.35,
        padding=Padding(left=150, right=160, top=170, bottom=180),
        crop_px=512,
        no_face="hold",
        surroundings="camera",
        smoothing=0.25,
    ),
    governor=GovernorConfig(mode="latency", target=60),
    mirror=False,
    palettes=(("#000000", "#ffffff"), ("#112233", "#445566", "#778899")),
    palette_of={"poster": ("#000000", "#ffffff")},
    language="zh",
    geometry=b"\x01\x00\xff",
    gallery=GallerySettings(
        favourites=("mine/oil", "starter/comic"),
        degree_of={"mine/oil": 0.35},
        presets=(
            Preset(
                name="傍晚",
                model="mine",
                model_name="Mine",
                stylize=StyleConfig(style="oil", palette=("#000000", "#ffffff")),
                governor=GovernorConfig(mode="off"),
                mirror=True,
            ),
        ),
        own_face=True,
    ),
    window=WindowSettings(
        theme="dark",
        less_motion=True,
        compact=b"\x02",
        started=True,
        hints=False,
        hints_told={"dark": 2},
    ),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def write_with(path, place: str, value: object) -> None:
    """Write CHOSEN, but for `place` ("stylize.degree")."""
    SettingsFile(path).write(CHOSEN)
    content = json.loads(path.read_text("utf-8"))
    *tables, name = place.split(".")
    table = content["settings"]
    for key in tables:
        table = table[key]
    table[name] = value
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("settings", [CHOSEN, Settings()])
def test_settings_come_back_as_they_were(path, settings):
    SettingsFile(path).write(settings)

    assert SettingsFile(path).read() == (settings, None)


def test_no_file_gives_the_defaults(path):
    assert SettingsFile(path).read() == (Settings(), None)


@pytest.mark.parametrize(
    ("place", "damage"),
    [
        ("stylize.degree", 1.5),
        ("stylize.degree", "much"),
        ("stylize.padding", [1, 2, 3, 4]),
        ("stylize.padding.left", 1),
        ("stylize.crop_px", 7),
        ("stylize.crop_px", True),
        ("stylize.no_face", "scream"),
        ("stylize.style", 7),
        ("governor.mode", "fast"),
        ("governor.target", 1),
        ("mirror", "perhaps"),
        ("window.theme", "pink"),
        ("window.less_motion", "often"),
        ("window.hints_told", {"dark": "twice"}),
        ("palettes", [["#000000"]]),
        ("palettes", "text"),
        ("palettes", 7),
        ("palette_of", [1]),
        ("palette_of", {"poster": "#000000"}),
        ("language", "kl"),
        ("geometry", 5),
    ],
)
def test_a_damaged_value_takes_its_default_and_is_logged(path, caplog, place, damage):
    write_with(path, place, damage)

    with caplog.at_level(logging.WARNING):
        loaded, told = SettingsFile(path).read()

    value, default, chosen = loaded, Settings(), CHOSEN
    for name in place.split("."):
        value, default, chosen = (getattr(one, name) for one in (value, default, chosen))
    assert value == default != chosen
    assert loaded.source == CHOSEN.source
    assert loaded.stylize.surroundings == CHOSEN.stylize.surroundings
    assert f"setting {place} left out" in caplog.text
    assert told is None


def test_a_value_that_is_not_known_is_passed_over(path):
    write_with(path, "stylize.sparkle", 3)

    assert SettingsFile(path).read() == (CHOSEN, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{ torn", "damaged"),
        (b"[]", "damaged"),
        (b"", "damaged"),
        (b'{"version": 1}', "damaged"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b'{"version": 99, "settings": {}}', "version 99"),
    ],
)
def test_a_file_that_is_no_settings_is_set_aside_and_told(path, content, said):
    path.parent.mkdir()
    path.write_bytes(content)

    loaded, told = SettingsFile(path).read()

    aside = path.with_name("settings-set-aside.json")
    assert loaded == Settings()
    assert said in told.message
    assert str(aside) in told.hint
    assert aside.read_bytes() == content
    assert not path.exists()


def test_what_was_set_aside_before_is_kept(path):
    path.parent.mkdir()
    for content in (b"first", b"second"):
        path.write_bytes(content)
        SettingsFile(path).read()

    kept = sorted(file.read_bytes() for file in path.parent.iterdir())
    assert kept == [b"first", b"second"]


def test_settings_that_did_not_change_are_not_written_again(path):
    file = SettingsFile(path)
    file.write(CHOSEN)
    path.unlink()

    file.write(CHOSEN)

    assert not path.exists()


def test_a_crash_while_writing_leaves_the_file_as_it_was(path, monkeypatch):
    SettingsFile(path).write(CHOSEN)
    monkeypatch.setattr(json, "dump", lambda content, file, **_: file.write("{ half") and 1 / 0)

    with pytest.raises(ZeroDivisionError):
        SettingsFile(path).write(Settings())

    assert SettingsFile(path).read() == (CHOSEN, None)


def test_a_place_that_cannot_be_written_is_logged(tmp_path, caplog):
    (tmp_path / "file").write_text("not a folder")

    SettingsFile(tmp_path / "file" / "settings.json").write(CHOSEN)

    assert "settings not saved" in caplog.text
