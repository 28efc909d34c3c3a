"""What plays now and how it goes, for who looks for a fault."""

from pathlib import Path

from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.run_time import SAMPLE, is_camera
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.timing import Stats

LOOK_BACK = 5.0  # seconds that the figures are of


def state_lines(player: Player, playback: Playback) -> list[tuple[str, str]]:
    """Return (what, its value), "" for what is not known; in English, as all that is passed on."""
    live, config = playback.live, player.config
    stats = live.stats(LOOK_BACK) if live is not None else None
    info = live.source_info if live is not None else None
    error = playback.error
    return [
        ("state", playback.state.value),
        ("error", str(error) if error is not None else ""),
        ("source", source_kind(player.source)),
        ("picture", _picture(info)),
        ("backend", live.backend if live is not None else ""),
        ("backend note", live.backend_note if live is not None else ""),
        ("style", f"{config.style}, degree {config.degree:.2f}, {config.crop_px} px"),
        ("held", f"{player.settings.governor.mode} {player.settings.governor.target:g}"),
        ("figures", _figures(stats)),
        ("stages", _stages(stats)),
    ]


def personal_names(player: Player) -> list[str]:
    """Return texts of the state that are the user's own business."""
    source = player.source
    return [] if source == SAMPLE or is_camera(source) else [source, Path(source).name]


def source_kind(source: str) -> str:
    """Return what a source is, without its name where that is the user's."""
    if source == SAMPLE or not source:
        return source
    return source if is_camera(source) else f"a file ({Path(source).suffix})"


def _picture(info: SourceInfo | None) -> str:
    if info is None:
        return ""
    return f"{info.width} x {info.height}, {info.fps or 0:.0f} fps promised"


def _figures(stats: Stats | None) -> str:
    if stats is None or stats.latency is None:
        return ""
    latency = stats.latency
    return f"{stats.fps:.1f} fps, latency {latency.p50:.0f} ms, 95 % below {latency.p95:.0f} ms"


def _stages(stats: Stats | None) -> str:
    if stats is None:
        return ""
    return ", ".join(f"{stage} {times.p50:.1f} ms" for stage, times in stats.stages.items())
