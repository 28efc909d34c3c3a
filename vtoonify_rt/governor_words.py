"""What the governor did, in one sentence."""

from collections.abc import Mapping

from vtoonify_rt.governor import GovernorChange
from vtoonify_rt.ladder import Lever, lever_between
from vtoonify_rt.wording import Wording

STEPS: Mapping[Lever, str] = {
    "crop_px": "Crop {before} → {after} px",
    "output_scale": "Output scale {before} → {after}",
    "parse_every": "Face parsed once in {after} frames",
    "others_every": "Other faces painted once in {after} frames",
    "every": "Face looked for once in {after} frames",
}
FOR_FPS = "{step} to hold {target} fps (it was at {measured})"
FOR_LATENCY = "{step} to hold {target} ms latency (it was at {measured})"
ROOM = "{step}: there is room for it again"
MEMORY = "{step}: the memory was not enough"
NOT_LOADED = "{step}: the other could not be loaded"
FPS_OUT_OF_REACH = "{target} fps are out of reach here with this model: nothing was changed"
LATENCY_OUT_OF_REACH = "{target} ms are out of reach here with this model: nothing was changed"
TEXTS = (
    *STEPS.values(),
    *(FOR_FPS, FOR_LATENCY, ROOM, MEMORY, NOT_LOADED, FPS_OUT_OF_REACH, LATENCY_OUT_OF_REACH),
)


def change_words(change: GovernorChange) -> Wording:
    """Return the sentence that explains a change of level."""
    by_fps = change.config.mode == "fps"
    target = f"{change.config.target:.0f}"
    lever = lever_between(change.before, change.after)
    if change.reason == "out_of_reach" or lever is None:
        return Wording(FPS_OUT_OF_REACH if by_fps else LATENCY_OUT_OF_REACH, {"target": target})
    ends = {"before": getattr(change.before, lever), "after": getattr(change.after, lever)}
    step = Wording(STEPS[lever], ends)
    if change.reason != "slow":
        texts = {"room": ROOM, "memory": MEMORY, "choice": NOT_LOADED}
        return Wording(texts[change.reason], {"step": step})
    measured = f"{change.fps:.0f}" if by_fps else f"{1000 * change.latency:.0f}"
    text = FOR_FPS if by_fps else FOR_LATENCY
    return Wording(text, {"step": step, "target": target, "measured": measured})
