"""Look at this computer and this installation, and say what to do about each problem.

One broken part never hides the others: what a check does not expect becomes a finding as well.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from vtoonify_rt import __version__
from vtoonify_rt.errors import AppError

logger = logging.getLogger(__name__)

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, and for a warning or a problem what to do about it.

    A problem keeps everyone from stylizing anything; a warning keeps someone from something.
    """

    name: str
    status: Status
    detail: str
    remedy: str = ""
    data: Any = field(default=None)  # the same for programs: lists and dicts


Check = Callable[[], Iterable[Finding]]


def examine(checks: Sequence[tuple[str, Check]]) -> list[Finding]:
    """Return the findings of every check, in order; a check that fails is a problem itself."""
    findings: list[Finding] = []
    for name, check in checks:
        try:
            findings += check()
        except AppError as error:
            findings.append(
                Finding(name=name, status="problem", detail=error.message, remedy=error.hint)
            )
        except Exception as error:  # the border of each check
            logger.exception("the check of %s failed", name)
            findings.append(
                Finding(
                    name=name,
                    status="problem",
                    detail=f"The check failed: {error}",
                    remedy="Install again; if that does not help, report it with the log",
                )
            )
    return findings


def is_well(findings: Iterable[Finding]) -> bool:
    """Tell whether pictures can be stylized here."""
    return all(finding.status != "problem" for finding in findings)


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings for programs."""
    return {
        "ok": is_well(findings),
        "version": __version__,
        "findings": [asdict(finding) for finding in findings],
    }


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings for people: a line each, with the remedy below where one is needed."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.status:<8} {finding.name}: {finding.detail}")
        if finding.remedy:
            lines.append(f"{'':<8} -> {finding.remedy}")
    return "\n".join([*lines, "", _summary(findings)])


def _summary(findings: Sequence[Finding]) -> str:
    if not is_well(findings):
        return "It does not work yet: see each problem above."
    if any(finding.status == "warning" for finding in findings):
        return "Ready to stylize; see the warnings above."
    return "Everything is well."
