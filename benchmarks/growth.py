"""How the time of a derivation grows with the number of parameters, dimensions or observations.

Usage: python benchmarks/growth.py [--write] [SERIES ...]

Every point is derived once in a warm process, verification included, with a limit of 60 s by the clock; a series ends
at the first point that does not make it. The exponent is the slope of log time against log size, by least squares
over the upper half of the series. The last column says which stage took most of the largest point. With ``--write``
the table is put into ``benchmarks/README.md``.
"""

from __future__ import annotations

import cProfile
import math
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import page

import symfisher

LIMIT = 60.0
STAGES = {
    "read": "reading",
    "differentiate": "derivatives",
    "gather": "numbers",
    "refuse_unless_density": "total mass",
    "decide": "regularity",
    "_prove": "routes and replay",
    "identifiability": "rank",
    "_notes": "catalogue",
}
"""Functions that the conductor calls, by name, and what they do."""


@dataclass(frozen=True)
class Series:
    """A kind of density, written out for several sizes."""

    title: str
    sizes: range
    write: Callable[[int], str]
    parameters: Callable[[int], int]


@dataclass(frozen=True)
class Point:
    """What one size took; ``outcome`` is ``closed``, ``open`` or the reason why there is none."""

    size: int
    parameters: int
    seconds: float
    outcome: str


def multinomial(k: int) -> str:
    """Return a multinomial distribution with ``k`` categories."""
    return f"multinomial(n, [{', '.join(f'p{i}' for i in range(1, k))}])"


def normal(d: int) -> str:
    """Return a normal distribution in ``d`` dimensions, all means and covariances unknown."""
    means = ", ".join(f"m{i}" for i in range(1, d + 1))
    rows = (", ".join(f"c{min(i, j)}{max(i, j)}" for j in range(1, d + 1)) for i in range(1, d + 1))
    return f"mvnormal([{means}], [{', '.join(f'[{row}]' for row in rows)}])"


def equicorrelated(d: int) -> str:
    """Return a normal distribution in ``d`` dimensions with one mean, one variance and one correlation."""
    rows = (", ".join("v" if i == j else "r*v" for j in range(d)) for i in range(d))
    return f"mvnormal([{', '.join(['m'] * d)}], [{', '.join(f'[{row}]' for row in rows)}])"


def regression(p: int) -> str:
    """Return a normal linear regression with ``p`` known covariates."""
    names = ", ".join(f"b{i}" for i in range(1, p + 1))
    predictor = "".join(f" - b{i}*z{i}" for i in range(1, p + 1))
    domains = ", ".join(f"b{i} in R, z{i} in R" for i in range(1, p + 1))  # more than eight are not inferred
    return f"f(y; {names}, s) = exp(-(y{predictor})^2/(2*s^2))/(s*sqrt(2*pi)), s > 0, y in R, {domains}"


def weibull_sample(n: int) -> str:
    """Return the joint density of ``n`` independent Weibull observations."""
    names = [f"x{i}" for i in range(1, n + 1)]
    factors = "*".join(f"k/s*({x}/s)^(k-1)*exp(-({x}/s)^k)" for x in names)
    return f"f({', '.join(names)}; k, s) = {factors}, {', '.join(f'{x} > 0' for x in names)}, k > 0, s > 0"


SERIES = {
    "multinomial": Series("multinomial, k categories", range(2, 13), multinomial, lambda k: k - 1),
    "normal": Series("normal in d dimensions, everything unknown", range(1, 6), normal, lambda d: d + d * (d + 1) // 2),
    "equicorrelated": Series(
        "normal in d dimensions, equicorrelated", range(1, 6), equicorrelated, lambda d: min(d + 1, 3)
    ),
    "regression": Series("linear regression, p covariates", range(1, 11), regression, lambda p: p + 1),
    "sample": Series("n independent Weibull observations", range(1, 7), weibull_sample, lambda _: 2),
}


def timed(text: str) -> tuple[float, str]:
    """Derive once; return seconds of processor time, which other work on the machine does not disturb, and outcome."""
    start = time.process_time()
    try:
        outcome = "closed" if symfisher.derive(text, timeout=LIMIT).closed_form else "open"
    except symfisher.SymfisherError as error:
        outcome = type(error).__name__
    return time.process_time() - start, outcome


def measured(series: Series) -> Iterator[Point]:
    """Yield the points of a series up to the first that has no closed form in time."""
    for size in series.sizes:
        seconds, outcome = timed(series.write(size))
        yield Point(size, series.parameters(size), seconds, outcome)
        if outcome != "closed":
            return


def exponent(points: list[Point]) -> float:
    """Return the slope of log seconds against log size over the upper half of the points; nan for fewer than two."""
    upper = points[len(points) // 2 :] if len(points) > 3 else points
    if len(upper) < 2:
        return math.nan
    xs, ys = [math.log(p.size) for p in upper], [math.log(p.seconds) for p in upper]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def heaviest_stage(text: str) -> str:
    """Return the stage of the conductor that takes most of a derivation, with its share."""
    profile = cProfile.Profile()
    profile.enable()
    timed(text)
    profile.disable()
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    shares: dict[str, float] = {}
    for (_, _, name), (*_, callers) in stats.items():
        for (file, _, caller), (*_, seconds) in callers.items():
            if name in STAGES and file.endswith("information.py") and caller in {"derive", "analyse"}:
                shares[STAGES[name]] = shares.get(STAGES[name], 0.0) + seconds
    heaviest = max(shares, key=lambda stage: shares[stage])
    return f"{heaviest} {100 * shares[heaviest] / sum(shares.values()):.0f} %"


def row(series: Series, points: list[Point]) -> str:
    """Write a series as a row of the table."""
    closed = [p for p in points if p.outcome == "closed"]
    times = ", ".join(f"{p.size}: {p.seconds:.2f}" for p in closed)
    stopped = [f" ({p.outcome} at {p.size})" for p in points if p.outcome != "closed"]
    stage = heaviest_stage(series.write(closed[-1].size)) if closed else ""
    largest = closed[-1].parameters if closed else 0
    return f"| {series.title} | {largest} parameters | {times}{''.join(stopped)} | {exponent(closed):.1f} | {stage} |"


def main() -> None:
    """Print the table, row by row; write it if asked to."""
    timed("normal(mu, sigma)"), timed("poisson(m)")  # fill the caches
    names = [name for name in sys.argv[1:] if name != "--write"]
    lines = [
        "| density | largest | size: CPU seconds | exponent | most of the time |",
        "| --- | --- | --- | --- | --- |",
    ]
    print(*lines, sep="\n")
    for name in names or SERIES:
        lines.append(row(SERIES[name], list(measured(SERIES[name]))))
        print(lines[-1], flush=True)
    if "--write" in sys.argv[1:]:
        page.write("growth", "\n".join(lines))


if __name__ == "__main__":
    main()
