"""Settings: they come back as they were, and damage is left out."""

import logging

import pytest
from PySide6.QtCore import QSettings

from desktop_app.settings import Settings, load_settings, save_settings
from vtoonify_rt.config import GovernorConfig, Padding, StyleConfig

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
)


@pytest.fixture
def store(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_settings_come_back_as_they_were(store, tmp_path):
    save_settings(store, CHOSEN)

    again = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    assert load_settings(again) == CHOSEN


def test_no_settings_give_the_defaults(store):
    assert load_settings(store) == Settings()


def test_the_language_of_the_desktop_comes_back(store):
    save_settings(store, Settings(language=None))

    assert load_settings(store).language is None


@pytest.mark.parametrize(
    ("key", "damage"),
    [
        ("degree", "1.5"),
        ("degree", "much"),
        ("padding", "[1, 2, 3, 4]"),
        ("padding", "[200, 200]"),
        ("padding", "{"),
        ("crop_px", "7"),
        ("crop_px", ["a", "b"]),
        ("no_face", "scream"),
        ("surroundings", "fog"),
        ("smoothing", "-0.1"),
        ("governor", "fps 1"),
        ("governor", "fast 30"),
        ("governor", "30"),
        ("mirror", "perhaps"),
        ("style", ""),
        ("palettes", '[["#000000"]]'),
        ("palettes", '"text"'),
        ("palettes", "7"),
        ("palette_of", "[1]"),
        ("palette_of", '{"poster": "#000000"}'),
        ("language", "kl"),
        ("geometry", "xyz"),
    ],
)
def test_a_damaged_value_takes_its_default_and_is_logged(store, caplog, key, damage):
    save_settings(store, CHOSEN)
    store.setValue(key, damage)

    with caplog.at_level(logging.WARNING):
        loaded = load_settings(store)

    default = Settings()
    holder = loaded.stylize if hasattr(loaded.stylize, key) else loaded
    wanted = default.stylize if hasattr(default.stylize, key) else default
    assert getattr(holder, key) == getattr(wanted, key)
    assert loaded.source == CHOSEN.source
    assert f"setting {key} left out" in caplog.text


def test_a_store_that_cannot_be_written_is_logged(tmp_path, caplog):
    (tmp_path / "file").write_text("not a folder")
    store = QSettings(str(tmp_path / "file" / "settings.ini"), QSettings.Format.IniFormat)

    save_settings(store, CHOSEN)

    assert "settings not saved" in caplog.text
