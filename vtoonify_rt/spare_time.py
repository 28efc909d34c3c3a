"""Whether the live picture is as quick as it is to be, so that other work may be done beside it."""

from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.workload import Workload

ENOUGH = 0.95  # of the rate that is wanted
BUSIEST = 0.85  # share of the time that the busier thread of the picture may work


def has_spare_time(load: Workload | None, goal: GovernorConfig) -> bool:
    """Tell whether frames came of late as `goal` wants, or as fast as the source gives them.

    `load`: None as long as nothing is known, as at the start: then there is no time to spare.
    """
    if load is None or load.busy > BUSIEST:
        return False
    if goal.mode == "latency" and load.latency * 1000 > goal.target:
        return False
    wanted = min(load.source_fps, goal.target) if goal.mode == "fps" else load.source_fps
    return load.fps >= ENOUGH * wanted
