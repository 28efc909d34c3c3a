"""What the benchmark of a VToonify's graphs found out, for programs and for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from export.bench_turns import Turn
from vtoonify_rt.terminal import print_table

REFERENCE = "torch eager"
MATMUL = "matmul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured."""

    turns: Mapping[str, Sequence[Turn]]  # by variant; as many of each
    threads: int
    side: int
    gmac: float  # of the network at this size and output scale 4, 10^9 multiply-adds
    matmul_gflop: float  # of one product of matrices, 10^9 operations

    def seconds(self, name: str) -> float:
        """Return the median of a variant's turns."""
        return median(turn.seconds for turn in self.turns[name])

    def ratio(self, name: str, to: str) -> float | None:
        """Return the median over the rounds of the time of `name` over that of `to`; None where
        either was not measured."""
        if name not in self.turns or to not in self.turns:
            return None
        pairs = zip(self.turns[name], self.turns[to], strict=True)
        return median(turn.seconds / other.seconds for turn, other in pairs)

    def share_of_matmul(self, name: str) -> float | None:
        """Return the median over the rounds of the rate of `name` over that of the product of
        matrices beside it, by the multiply-adds of the published network at output scale 4."""
        inverse = self.ratio(name, MATMUL)
        return None if inverse is None else 2 * self.gmac / self.matmul_gflop / inverse

    def peak_mb(self, name: str) -> float | None:
        """Return the highest resident memory of the variant's process, in 10^6 bytes."""
        turns = self.turns.get(name)
        return turns[-1].peak_mb if turns else None


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, and the limit that it should keep to."""

    name: str
    limit: float
    at_least: bool
    figure: Callable[[Result], float | None]

    def met(self, value: float) -> bool:
        """Tell whether a figure keeps to the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


def _ratio(name: str, to: str, limit: float) -> Goal:
    return Goal(f"{name} / {to}", limit, False, lambda result: result.ratio(name, to))


def _memory(name: str, limit: float) -> Goal:
    return Goal(f"{name}, MB", limit, False, lambda result: result.peak_mb(name))


def _rate(name: str, limit: float) -> Goal:
    return Goal(f"{name} / matmul, rates", limit, True, lambda r: r.share_of_matmul(name))


def _style_ms(result: Result) -> float | None:
    return 1e3 * result.seconds("style") if "style" in result.turns else None


GOALS = (
    _ratio("onnxruntime x4", REFERENCE, 0.75),
    _ratio("openvino x4", REFERENCE, 0.70),
    _ratio("openvino bf16 x4", REFERENCE, 0.40),
    _rate("onnxruntime x4", 0.90),
    _rate("openvino x4", 0.90),
    *(_ratio(f"{backend} x2", f"{backend} x4", 0.92) for backend in ("onnxruntime", "openvino")),
    *(_ratio(f"{backend} x1", f"{backend} x4", 0.78) for backend in ("onnxruntime", "openvino")),
    *(
        _ratio(f"{backend} x4", f"{backend} folded", 1.05)
        for backend in ("onnxruntime", "openvino", "openvino bf16")
    ),
    _memory("onnxruntime x4", 2200.0),
    _memory("openvino x4", 1700.0),
    Goal("style, ms", 10.0, False, _style_ms),
)


def as_json(result: Result) -> dict[str, Any]:
    """Return every figure, and every turn."""
    return {
        "side": result.side,
        "threads": result.threads,
        "gmac": round(result.gmac, 3),
        "variants": {name: _figures(result, name) for name in result.turns},
        "goals": [
            {"name": goal.name, "value": value, "limit": goal.limit, "met": goal.met(value)}
            for goal in GOALS
            if (value := goal.figure(result)) is not None
        ],
    }


def _figures(result: Result, name: str) -> dict[str, Any]:
    turns = result.turns[name]
    return {
        "median_s": result.seconds(name),
        "best_s": min(turn.seconds for turn in turns),
        "cpu_s_per_thread": median(turn.cpu_seconds for turn in turns) / result.threads,
        "ratio": result.ratio(name, REFERENCE),
        "share_of_matmul": None if name == MATMUL else result.share_of_matmul(name),
        "peak_mb": result.peak_mb(name),
        "others": median(turn.others for turn in turns),
        "turns_s": [round(turn.seconds, 4) for turn in turns],
    }


def show(result: Result) -> None:
    """Print the figures as a table, and then the goals."""
    print(
        f"{result.side} x {result.side} pixels, {result.threads} threads, "
        f"{result.gmac:.1f} GMAC by the published network"
    )
    head = ("", "median ms", "best", "CPU / thread", "/ eager", "GFLOP/s", "of matmul", "MB")
    print_table((*head, "others"), [_row(result, name) for name in result.turns])
    rows = [
        (goal.name, f"{value:.3g}", f"{'>=' if goal.at_least else '<='} {goal.limit:g}", verdict)
        for goal in GOALS
        if (value := goal.figure(result)) is not None
        for verdict in ("met" if goal.met(value) else "missed",)
    ]
    print_table(("goal", "is", "should be", ""), rows)


def _row(result: Result, name: str) -> tuple[str, ...]:
    figures = _figures(result, name)
    gflop = 2 * result.gmac if name.endswith(("x4", "folded", "256", REFERENCE)) else None
    if name == MATMUL:
        gflop = result.matmul_gflop
    share = figures["share_of_matmul"] if gflop and name != MATMUL else None
    return (
        name,
        *(f"{1e3 * figures[key]:.1f}" for key in ("median_s", "best_s", "cpu_s_per_thread")),
        _cell(figures["ratio"], ".3f"),
        _cell(gflop and gflop / figures["median_s"], ".0f"),
        _cell(share, ".0%"),
        _cell(figures["peak_mb"], ".0f"),
        f"{figures['others']:.0%}",
    )


def _cell(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
