"""What this computer can show to others: virtual cameras.

Each check takes what it asks as arguments, so that tests can answer.
"""

from collections.abc import Callable, Iterable, Iterator

from vtoonify_rt.doctor import Check, Finding
from vtoonify_rt.virtual_camera_setup import SetupFinding, examine_setup


def check_virtual_camera(
    examine: Callable[[], Iterable[SetupFinding]] = examine_setup,
) -> Iterator[Finding]:
    """Say what the virtual camera lacks; without one everything else works."""
    for found in examine():
        remedy = f"{found.remedy}: {found.command}" if found.command else found.remedy
        yield Finding(
            name="virtual camera",
            status="ok" if found.status == "ok" else "warning",
            detail=found.what,
            remedy=remedy,
            data={"command": found.command, "ready": found.status != "problem"},
        )


CHECKS: tuple[tuple[str, Check], ...] = (("virtual camera", check_virtual_camera),)
