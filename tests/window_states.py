"""Every state of the window that has a picture.

A new state is one more function with `@state` in one of the modules below: given a `Rig`, whose
window is not shown yet, it brings it about. `python tests/make_screens.py NAME` makes its picture.
"""

import states_faces
import states_help
import states_looks
import states_others
import states_panel
import states_playing
import states_recording
import states_store
from window_state import STATES, WindowState

__all__ = ["MODULES", "STATES", "WindowState"]

MODULES = (  # importing them fills the list
    states_playing,
    states_panel,
    states_looks,
    states_faces,
    states_store,
    states_others,
    states_recording,
    states_help,
)
