"""What is to become of the figures of `vtoonify-rt bench`: files, and a comparison."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from vtoonify_rt.errors import UsageError
from vtoonify_rt.output_file import check_can_write

if TYPE_CHECKING:
    from vtoonify_rt.bench.compare import Result
    from vtoonify_rt.bench.request import BenchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to become of the figures."""

    earlier: "tuple[Path, list[Result]] | None"  # to set them beside
    trace: Path | None
    plot: Path | None
    as_json: bool

    @classmethod
    def read(
        cls, compare: Path | None, trace: Path | None, plot: Path | None, as_json: bool
    ) -> Self:
        """Return the wishes, with the results in `compare`; UsageError if it has none."""
        from vtoonify_rt.bench.compare import read_results

        earlier = None if compare is None else (compare, read_results(compare))
        return cls(earlier=earlier, trace=trace, plot=plot, as_json=as_json)

    def check(self, requests: "Sequence[BenchRequest]") -> None:
        """Raise AppError before anything is measured, if a file cannot be made of it."""
        from vtoonify_rt.bench.plot import check_length, check_plot

        files = [path for path in (self.trace, self.plot) if path is not None]
        if files and len(requests) > 1:
            raise UsageError(
                "--trace and --plot are of one measurement", "Name one combination only"
            )
        if self.plot is not None:
            check_plot(self.plot)
            check_length(requests[0])
        for path in files:
            check_can_write(path)

    def compared(self, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Set the figures beside earlier ones: add "compared" for programs, print for people."""
        from vtoonify_rt.bench.compare import (
            compare,
            ratios,
            show_comparison,
            without_counterpart,
        )

        if self.earlier is None:
            return told
        file, then = self.earlier
        comparison = compare(told, then)
        if not self.as_json:
            show_comparison(comparison, file)
            return told
        for line in without_counterpart(comparison, file):
            print(line, file=sys.stderr)
        return [
            {**now, "compared": None if before is None else ratios(now, before)}
            for now, before in comparison.pairs
        ]
