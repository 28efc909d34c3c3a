"""What makes the live picture slow, and what helps, each in a sentence."""

from collections.abc import Mapping

from vtoonify_rt.diagnosis import Cause, Code, Limit
from vtoonify_rt.wording import Wording

LIMITS: Mapping[Limit, str] = {
    "nothing": "It is as fast as it is meant to be",
    "source": "It waits for the source",
    "landmarks": "It waits for the face search",
    "generator": "It waits for the model that stylizes",
    "sinks": "It waits for a recording or another output",
    "rest": "It waits for the work around the model",
    "preview": "The window cannot paint as fast as pictures come",
}
# code: what is so, and what helps
CAUSES: Mapping[Code, tuple[str, str]] = {
    "camera_raw": (
        "{name} sends raw pictures ({format}, {width} × {height}), of which USB carries {fps} "  # noqa: RUF001
        "a second",
        "Choose MJPG or a smaller picture in the camera's own program, or use a USB 3 port",
    ),
    "camera_dark": (
        "{name} gives {fps} pictures a second instead of {promised}: it exposes for longer, "
        "as in dim light",
        "Turn a light on, or switch off low-light compensation in the camera's settings",
    ),
    "source_slow": (
        "{name} gives {fps} pictures a second",
        "Choose a camera or a video with {wanted} pictures a second",
    ),
    "landmarks": (
        "Finding the face takes {ms} ms a frame; {wanted} fps leave {period} ms",
        "Choose a smaller picture in the camera's settings, or let fewer people be in it",
    ),
    "generator": (
        "The model takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms",
        "Choose a smaller model, or use a machine with a graphics card",
    ),
    "sinks": (
        "Handing the picture out takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms",
        "Stop the recording, or record to a faster disk",
    ),
    "rest": (
        "The work around the model takes {ms} of {all} ms a frame; {wanted} fps leave {period} ms",
        "Choose the camera picture around the crop, or a smaller picture of the camera",
    ),
    "preview": (
        "The window paints {shown} of {fps} pictures a second",
        "Make the window smaller, or install the graphics card's driver",
    ),
    "crop_large": (
        "The crop has {px} pixels; {smaller} would be quick enough",
        "Choose less detail, or let it be lowered: Motion and speed, Keep it fluent",
    ),
    "crop_lowering": (
        "The crop has {px} pixels; {smaller} would be quick enough",
        "The detail is being lowered, as Motion and speed says; choose less to have it at once",
    ),
    "model_large": (
        "The model is too large for this machine: {fps} pictures a second, and no smaller crop "
        "is quick enough",
        "Choose a smaller model; the starter is the quickest",
    ),
    "backend": (
        "The model does not run on what it was meant to: {note}",
        "Run vtoonify-rt doctor to see what to do",
    ),
    "other_programs": (
        "Other programs use {used} of {cores} cores",
        "Close what you do not need, such as a browser with a video call",
    ),
    "cores_full": (
        "This program alone uses {used} of {cores} cores",
        "Choose less detail or a smaller model",
    ),
    "recording": (
        "The recording takes processor time from the picture",
        "Stop the recording, or choose less detail while it runs",
    ),
    "slowed_down": (
        "The model takes {ms} ms a frame; it took {quickest} before",
        "The machine may be hot or save power: plug it in, let air to it, choose full power",
    ),
}
TEXTS = (*LIMITS.values(), *(text for pair in CAUSES.values() for text in pair))


def limit_words(limiting: Limit) -> Wording:
    """Return the sentence that names what the picture waits for."""
    return Wording(LIMITS[limiting])


def cause_words(cause: Cause) -> tuple[Wording, Wording]:
    """Return what is so, and what helps."""
    what, remedy = CAUSES[cause.code]
    return Wording(what, cause.numbers), Wording(remedy, cause.numbers)
