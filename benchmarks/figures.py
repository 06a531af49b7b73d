"""Figures of a benchmark, its targets, and how they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Target:
    """What a figure should be: at most (or at least) this."""

    figure: str
    limit: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass
class Result:
    """The figures of one run by name, in the unit that the name ends with."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """One flat object: figures, targets, and whether each is met."""
        return {
            "benchmark": self.name,
            "figures": {name: round(value, 4) for name, value in self.figures.items()},
            "targets": [
                {
                    "figure": target.figure,
                    "limit": target.limit,
                    "at_least": target.at_least,
                    "is_met": target.is_met(self.figures[target.figure]),
                }
                for target in self.targets
            ],
            "notes": list(self.notes),
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0 to 1) of the values lies; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def p50(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return percentile(values, 0.95)


def show(result: Result) -> str:
    """The figures as lines, with the target behind those that have one."""
    targets = {target.figure: target for target in result.targets}
    lines = [result.name]
    for name, value in result.figures.items():
        line = f"  {name:<58}{value:>12.3f}"
        if name in targets:
            target = targets[name]
            word = "at least" if target.at_least else "at most"
            line += f"   target: {word} {target.limit:g}: {'met' if target.is_met(value) else 'NOT MET'}"
        lines.append(line)
    return "\n".join([*lines, *(f"  {note}" for note in result.notes)])
