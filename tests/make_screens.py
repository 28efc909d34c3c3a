"""Makes the pictures of the window's states anew: `python tests/make_screens.py [STATE ...]`.

They lie in docs/screens, in both languages and colours; look at each before you commit it. With
`--folder F` they are written there instead, each at its full size, with `--size WIDTHxHEIGHT` and
QT_SCALE_FACTOR as you like.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run from anywhere
HOME = tempfile.mkdtemp()
os.environ |= {"HOME": HOME, "XDG_CONFIG_HOME": HOME}  # the user's own files are left alone
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2  # noqa: E402
from cut_off import faults  # noqa: E402
from screens import (  # noqa: E402
    COMPARED,
    FOLDER,
    LAYOUTS,
    VARIANTS,
    layout_of,
    picture_of,
    read_layouts,
    variants_of,
    write_layouts,
    write_sheet,
)
from screens_page import write_index  # noqa: E402
from window_rig import Rig, lacking_font, use_one_font  # noqa: E402
from window_states import STATES, WindowState  # noqa: E402

from desktop_app.app import make_application  # noqa: E402


def main() -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", nargs="*", choices=[[], *(state.name for state in STATES)])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--size", default="")
    asked = parser.parse_args()
    use_one_font(make_application())
    if lack := lacking_font("en") or lacking_font("zh"):
        sys.exit(lack)
    states = [state for state in STATES if state.name in (asked.states or [state.name])]
    if asked.folder is not None:
        asked.folder.mkdir(parents=True, exist_ok=True)
        for state in states:
            show_large(state, asked.folder, asked.size)
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = {state.name for state in STATES}
    layouts = read_layouts() if asked.states and LAYOUTS.exists() else {}
    for state in states:
        layouts[state.name] = show(state)
        print(state.name, flush=True)
    write_layouts({name: layout for name, layout in layouts.items() if name in names})
    write_index(STATES)
    for path in FOLDER.glob("*.jpg"):
        if path.stem not in names:
            path.unlink()


def show(state: WindowState) -> dict[str, dict[str, list[int]]]:
    """Keep the pictures of a state, and return its layout by language."""
    pictures, layouts = {}, {}
    wanted = list(COMPARED)
    while wanted:
        language, theme = variant = wanted.pop(0)
        rig = Rig(Path(tempfile.mkdtemp()), language, theme, state.settings)
        state.reach(rig)
        pictures[variant] = picture_of(rig.shown)
        layouts[language] = layout_of(rig.shown)
        rig.close()
        if not wanted:
            kept = variants_of(state.name, pictures[COMPARED[0]])
            wanted = [each for each in kept if each not in pictures]
    write_sheet(state.name, pictures)
    return layouts


def show_large(state: WindowState, folder: Path, size: str) -> None:
    """Write the pictures of a state as they are, and say what does not fit."""
    for language, theme in VARIANTS:
        rig = Rig(Path(tempfile.mkdtemp()), language, theme, state.settings)
        state.reach(rig)
        if size and rig.shown is rig.window:
            rig.resize(*map(int, size.split("x")))
        picture = cv2.cvtColor(picture_of(rig.shown), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(folder / f"{state.name}.{language}.{theme}.png"), picture)
        for fault in faults(rig.shown):
            print(f"{state.name} {language}: {fault}", flush=True)
        rig.close()


if __name__ == "__main__":
    main()
