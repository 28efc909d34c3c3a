"""The window's languages: English in the code, Chinese in one table.

A table in Python needs no build step and no file beside the program, and a test can hold it
against the source. Every text a user sees passes through `tr`; Qt's own dialogs are translated
by Qt's own files. After a change of language Qt sends `LanguageChange` to every widget, and each
sets its texts again.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from checkpoint.errors import AppError
from checkpoint.manifest import Style
from desktop_app.chinese import CHINESE
from desktop_app.chinese_errors import translate_sentence
from desktop_app.chinese_speed import SPEED_TEXTS
from desktop_app.window_hints import window_hint
from vtoonify_rt.wording import Wording

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_NO_TEXTS: Mapping[str, str] = {}
_texts: Mapping[str, str] = _NO_TEXTS
_qt_texts: QTranslator | None = None


def tr(text: str, **values: object) -> str:
    """Return `text` in the chosen language with `{name}` replaced by `values`."""
    translated = _texts.get(text, text)
    return translated.format(**values) if values else translated


def language() -> Language:
    """Return the language that `tr` translates to."""
    return "zh" if _texts is CHINESE else "en"


def system_language() -> Language:
    """Return the language of the desktop, or English where we do not speak it."""
    return "zh" if QLocale.system().uiLanguages()[:1][0].startswith("zh") else "en"


def set_language(chosen: Language) -> None:
    """Translate to `chosen` from now on; widgets that exist get a LanguageChange event."""
    global _texts, _qt_texts  # the language is one for the process, as Qt's is
    _texts = CHINESE if chosen == "zh" else _NO_TEXTS
    if _qt_texts is not None:
        QCoreApplication.removeTranslator(_qt_texts)
        _qt_texts = None
    if chosen == "zh":
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _qt_texts = QTranslator()
        _qt_texts.load("qtbase_zh_CN", folder)  # absent: Qt's own dialogs stay English
        QCoreApplication.installTranslator(_qt_texts)


def style_name(style: Style) -> str:
    """Return the name of a look in the chosen language."""
    return style.name_zh if language() == "zh" else style.name


def said(wording: Wording) -> str:
    """Return a sentence of the run time in the chosen language."""
    return wording.said(lambda text: SPEED_TEXTS.get(text, text) if language() == "zh" else text)


def sentence_text(sentence: str) -> str:
    """Return a sentence of the run time, or a backend's name, in the chosen language, as far as it
    is known."""
    return sentence if language() == "en" else translate_sentence(sentence)


def error_text(error: AppError) -> tuple[str, str]:
    """Return message and hint of an error in the chosen language, as far as it is known."""
    if language() == "en":
        return error.message, window_hint(error.hint)
    return translate_sentence(error.message), translate_sentence(error.hint)
