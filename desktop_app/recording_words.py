"""What is said of a recording while it runs."""

from typing import TYPE_CHECKING

from desktop_app.translation import tr

if TYPE_CHECKING:
    from vtoonify_rt.take import Take

LEFT_S = 600.0  # from here on it is said for how long there is room
MANY_DROPPED = 0.02  # of the frames, from which on it is said


def light_text(take: "Take", fps: float) -> str:
    """Return time and size of what is recorded, and what the user should know of it."""
    state = "❚❚" if take.paused else "●"
    parts = [f"{state}  {elapsed_text(take.elapsed)}", size_text(take.bytes_written)]
    if take.paused:
        parts.insert(1, tr("paused"))
    if take.seconds_left < LEFT_S:
        parts.append(tr("room for {minutes} min", minutes=int(take.seconds_left // 60)))
    if take.dropped > MANY_DROPPED * max(take.elapsed, 1.0) * fps:
        parts.append(tr("{count} pictures lost", count=take.dropped))
    return "  ·  ".join(parts)


def elapsed_text(seconds: float) -> str:
    """Return a duration as m:ss, or h:mm:ss from an hour on."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    clock = f"{minutes}:{whole % 60:02d}"
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else clock


def size_text(size: int) -> str:
    """Return a size in megabytes, or in gigabytes from a thousand on."""
    megabytes = size / 1e6
    return f"{megabytes / 1000:.2f} GB" if megabytes >= 1000 else f"{megabytes:.1f} MB"
