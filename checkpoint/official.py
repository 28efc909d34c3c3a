"""What a PyTorch file of VToonify's surroundings is, told from its keys, and whether it is whole.

It works on tables of shapes, so it needs no PyTorch: whoever reads the file hands over key ->
shape of its state dict, and the names of the top-level entries.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from checkpoint.errors import ModelError

FileKind = Literal[
    "vtoonify_d",
    "vtoonify_t",
    "psp_encoder",
    "faceparsing",
    "dualstylegan",
    "stylegan2",
    "vtoonify_pretrain",
    "raft",
    "unknown",
]
Shapes = Mapping[str, Sequence[int]]

KIND_NAMES: Mapping[FileKind, str] = {
    "vtoonify_d": "a VToonify-D checkpoint",
    "vtoonify_t": "a VToonify-T checkpoint",
    "psp_encoder": "a pSp encoder (encoder.pt)",
    "faceparsing": "a face parser (faceparsing.pth)",
    "dualstylegan": "a DualStyleGAN generator, which is for training",
    "stylegan2": "a StyleGAN2 generator, which is for training",
    "vtoonify_pretrain": "a pre-trained VToonify encoder, which is for training",
    "raft": "an optical flow network (RAFT)",
    "unknown": "none of the files that VToonify uses",
}
NUM_LISTED = 4  # groups of keys that an error names; the others are counted


def identify(shapes: Shapes, top_level: Collection[str]) -> FileKind:
    """Return what a file is whose state dict has these keys; "unknown" if none of upstream's.

    A part that is missing does not make it another file: `check_keys` tells that. `top_level`
    are the entries beside or around the state dict.
    """
    heads = {key.split(".")[0] for key in shapes}
    has_decoder = {"convs", "to_rgbs", "input"} & heads
    if any(key.startswith("generator.generator.") for key in shapes):
        return "vtoonify_d"
    if "generator" in heads and heads & {"encoder", "fusion_out", "fusion_skip"}:
        return "vtoonify_t"
    if any(key.startswith(("encoder.input_layer.", "encoder.styles.")) for key in shapes):
        return "psp_encoder"
    if "cp" in heads and heads & {"ffm", "conv_out"}:
        return "faceparsing"
    if any(key.startswith("module.update_block.") for key in shapes):
        return "raft"
    if "generator" in heads and "res" in heads:
        return "dualstylegan"
    if has_decoder and "style" in heads:
        return "stylegan2"
    if "g_ema" in top_level and heads and all(head.isdecimal() for head in heads):
        return "vtoonify_pretrain"
    return "unknown"


def check_kind(found: FileKind, wanted: Collection[FileKind], what: str) -> None:
    """Raise ModelError, naming the file as `what`, unless it is of a kind that is `wanted`."""
    if found not in wanted:
        known = " or ".join(KIND_NAMES[kind] for kind in wanted)
        raise ModelError(
            f"{what} is not what is wanted here: it is {KIND_NAMES[found]}",
            f"Choose {known} instead",
        )


def check_top_level(kind: FileKind, top_level: Collection[str], what: str) -> None:
    """Raise ModelError if an entry beside the state dict that this kind needs is missing."""
    if kind == "psp_encoder" and "latent_avg" not in top_level:
        raise ModelError(
            f"{what} lacks latent_avg, which the codes of a face start from",
            "Use the encoder.pt that VToonify publishes",
        )


def check_keys(found: Shapes, expected: Shapes, what: str) -> None:
    """Raise ModelError in one sentence unless `found` has exactly the keys and shapes expected.

    The sentence names the file as `what`, and the missing, unexpected and misshapen parts, each
    by the longest part of the name that all of its keys have in common.
    """
    problems = [
        _listed("missing", _groups(expected.keys() - found.keys(), found)),
        _listed("unexpected", _groups(found.keys() - expected.keys(), expected)),
        _listed("of another shape", _misshapen(found, expected)),
    ]
    told = "; ".join(problem for problem in problems if problem)
    if told:
        raise ModelError(
            f"{what} does not fit: {told}",
            "Use a file as VToonify publishes it, or as its training writes it",
        )


def _listed(what: str, parts: Sequence[str]) -> str:
    if not parts:
        return ""
    more = f" and {len(parts) - NUM_LISTED} more" if len(parts) > NUM_LISTED else ""
    return f"{what}: {', '.join(parts[:NUM_LISTED])}{more}"


def _groups(keys: Collection[str], others: Collection[str]) -> list[str]:
    """Return `keys` as groups "fusion_out.* (24 keys)", none of which has any of `others`."""
    taken = {prefix for key in others for prefix in _prefixes(key)}
    members: dict[str, list[str]] = {}
    for key in sorted(keys):
        group = next((prefix for prefix in _prefixes(key) if prefix not in taken), key)
        members.setdefault(group, []).append(key)
    return [
        group if names == [group] else f"{group}.* ({_count(names)})"
        for group, names in members.items()
    ]


def _count(names: Sequence[str]) -> str:
    return "1 key" if len(names) == 1 else f"{len(names)} keys"


def _prefixes(key: str) -> list[str]:
    """Return "a", "a.b", "a.b.c" of the key "a.b.c"."""
    parts = key.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _misshapen(found: Shapes, expected: Shapes) -> list[str]:
    return [
        f"{key} is {list(found[key])}, not {list(shape)}"
        for key, shape in expected.items()
        if key in found and tuple(found[key]) != tuple(shape)
    ]
