"""The levels of quality between what the user chose and the fastest there is.

Each level lowers one thing more than the one before, in the order of `_LEVERS`: first what hardly
shows, last what shows most for the least gain. Nothing ever rises above the user's choice. Crop
sizes are few, so that a session meets the same ones again and has them planned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import StyleConfig

CROPS = (896, 768, 640, 512, 448, 384, 320, 256)  # pixels; coarser ones are no portrait
RAREST_OTHERS = 3  # frames that one painting of a face beside the main one serves at most
SLOWEST_LOOKS = 4  # frames that one look for landmarks serves at most; 0.13 s at 30 fps
STALEST_PARSING = 2  # frames that one parsing serves at most; older ones show where the face was
LEAST_CUT = 0.9  # a smaller crop has at most so many of the pixels along a side
PARSE_SHARE = 0.06  # of VToonify's multiplications
# Multiplications by output scale, of those at scale 4: 229, 214 and 180 billion at 256 pixels.
SCALE_COST: Mapping[int, float] = {4: 1.0, 2: 214 / 229, 1: 180 / 229}

Lever = Literal["every", "parse_every", "others_every", "crop_px", "output_scale"]
# The output scale comes last: it saves a fifth at most, loads the model anew, and shows an
# intermediate picture of the network.
_LEVERS: tuple[Lever, ...] = ("every", "parse_every", "others_every", "crop_px", "output_scale")
# The one that shows most comes first.
_SHOWN: tuple[Lever, ...] = ("crop_px", "output_scale", "others_every", "parse_every", "every")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of quality."""

    every: int  # frames that one look for landmarks serves
    parse_every: int  # frames that one parsing of the face serves
    crop_px: int  # network pixels along 400 padded pixels
    output_scale: int  # output pixels per network pixel, along one side
    others_every: int = 1  # frames that one painting of a face beside the main one serves

    @property
    def cost(self) -> float:
        """The work of the generator for one face, in a unit that is the same for all levels of one
        model."""
        return self.cost_of(1)

    def cost_of(self, faces: int) -> float:
        """Return the work of the generator for so many faces, in the same unit."""
        parsing = 1 - PARSE_SHARE * (1 - 1 / self.parse_every)
        crops = 1 + (faces - 1) / self.others_every
        return crops * self.crop_px**2 * SCALE_COST.get(self.output_scale, 1.0) * parsing

    def apply(self, config: StyleConfig) -> StyleConfig:
        """Return `config` at this level."""
        faces = replace(config.faces, others_every=self.others_every)
        return replace(config, crop_px=self.crop_px, parse_every=self.parse_every, faces=faces)


def ladder(model: ModelManifest, config: StyleConfig, every: int) -> tuple[Level, ...]:
    """Return the levels for a model, from the user's choice downwards; at least one.

    `every`: how often landmarks are looked for when nothing is short.
    """
    level = Level(
        every=every,
        parse_every=config.parse_every,
        crop_px=config.crop_px,
        output_scale=model.output_scale,
        others_every=config.faces.others_every,
    )
    others = range(level.others_every + 1, RAREST_OTHERS + 1) if config.faces.mode == "all" else ()
    parsings = range(config.parse_every + 1, STALEST_PARSING + 1) if model.is_vtoonify else ()
    values: dict[Lever, Any] = {
        "every": range(every + 1, SLOWEST_LOOKS + 1),
        "parse_every": parsings,
        "others_every": others,
        "crop_px": [px for px in CROPS if px <= LEAST_CUT * config.crop_px],
        "output_scale": [scale for scale in model.output_scales if scale < model.output_scale],
    }
    levels = [level]
    for lever in _LEVERS:
        for value in values[lever]:
            levels.append(replace(levels[-1], **{lever: value}))
    return tuple(levels)


def lever_between(before: Level, after: Level) -> Lever | None:
    """Return what shows most of what differs between two levels; None: nothing does."""
    return next((v for v in _SHOWN if getattr(before, v) != getattr(after, v)), None)
