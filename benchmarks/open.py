"""Densities whose information has no known closed form: what is found, how soon, and the accuracy of the functions.

Usage: python benchmarks/open.py [--write] [NAME...]

Each density is derived as it would be typed, in one warm process. The generated NumPy function of the expected information
is compared with the numbers of ``--at``, which come from other code (double-exponential quadrature, mpmath where digits
lack), relative to sqrt(I_ii I_jj); then it is run on 10 000 parameter points within a fifth around the first one.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import page

import symfisher

POINTS = 10_000
COUNTS, LINE, HALF = "x in {0, 1, 2, ...}", "x in R", "x > 0"

CASES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "skew-normal": (
        "exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))*(1+erf(a*(x-m)/(s*sqrt(2))))", LINE, ["m", "s > 0", "a"],
        ["m=0, s=1, a=2", "m=3, s=0.1, a=-0.5", "m=0, s=1, a=8"]),
    "Student-like skew": (
        "8/(sqrt(3)*pi)*(1/2+atan(a*x)/pi)/(2*(1+x^2/3)^2)", LINE, ["a"], ["a=1", "a=-4"]),
    "skew logistic": ("2*exp(-x)/((1+exp(-x))^2*(1+exp(-a*x)))", LINE, ["a"], ["a=1", "a=-3"]),
    "negative binomial, size": (
        "gamma(x+r)/(factorial(x)*gamma(r))*p^r*(1-p)^x", COUNTS, ["r > 0", "0 < p < 1"],
        ["r=2.5, p=0.3", "r=0.4, p=0.05", "r=60, p=0.7"]),
    "beta-geometric": (
        "beta(a+1,b+x)/beta(a,b)", COUNTS, ["a > 0", "b > 0"], ["a=3, b=2", "a=8, b=0.5"]),
    "discrete Rayleigh": ("q^(x^2)-q^((x+1)^2)", COUNTS, ["0 < q < 1"], ["q=0.7", "q=0.999"]),
    "discrete Weibull": (
        "q^(x^b)-q^((x+1)^b)", COUNTS, ["0 < q < 1", "b > 0"], ["q=0.7, b=1.3", "q=0.5, b=0.6"]),
    "Poisson mixture": (
        "w*exp(-a)*a^x/factorial(x)+(1-w)*exp(-b)*b^x/factorial(x)", COUNTS, ["0 < w < 1", "a > 0", "b > 0"],
        ["w=0.3, a=1, b=5", "w=0.5, a=2, b=80"]),
    "Poisson-Lindley": ("a^2*(x+a+2)/(a+1)^(x+3)", COUNTS, ["a > 0"], ["a=1", "a=0.05"]),
    "zero-inflated negative binomial": (
        "Piecewise((w+(1-w)*p^r, Eq(x, 0)), ((1-w)*gamma(x+r)/(factorial(x)*gamma(r))*p^r*(1-p)^x, True))", COUNTS,
        ["0 < w < 1", "r > 0", "0 < p < 1"], ["w=0.2, r=2, p=0.4"]),
    "Skellam": (
        "exp(-a-b)*(a/b)^(x/2)*besseli(Abs(x), 2*sqrt(a*b))", "x in Z", ["a > 0", "b > 0"], ["a=2, b=1", "a=300, b=0.5"]),
    "Rice": (
        "x/s^2*exp(-(x^2+v^2)/(2*s^2))*besseli(0, x*v/s^2)", HALF, ["v > 0", "s > 0"], ["v=1, s=1", "v=30, s=0.5"]),
    "normal mixture": (
        "w*exp(-(x-a)^2/2)/sqrt(2*pi)+(1-w)*exp(-(x-b)^2/2)/sqrt(2*pi)", LINE, ["0 < w < 1", "a", "b"],
        ["w=0.3, a=0, b=2", "w=0.3, a=0, b=50", "w=0.5, a=-3, b=1000"]),
    "Cauchy mixture": (
        "w/(pi*(1+(x-a)^2))+(1-w)/(pi*(1+(x-b)^2))", LINE, ["0 < w < 1", "a", "b"],
        ["w=0.3, a=0, b=3", "w=0.3, a=0, b=1000", "w=0.3, a=-200, b=100000"]),
    "Pareto mixture": (
        "w*a*x^(-a-1)+(1-w)*b*x^(-b-1)", "x > 1", ["0 < w < 1", "a > 0", "b > 0"], ["w=0.4, a=1, b=3", "w=0.4, a=0.4, b=9"]),
    "exponentiated Weibull": (
        "a*k/l*(x/l)^(k-1)*exp(-(x/l)^k)*(1-exp(-(x/l)^k))^(a-1)", HALF, ["k > 0", "l > 0", "a > 0"],
        ["k=1.5, l=2, a=2", "k=0.7, l=1, a=0.4"]),
    "exponentiated Fréchet": (
        "a*t*x^(-a-1)*exp(-x^(-a))*(1-exp(-x^(-a)))^(t-1)", HALF, ["a > 0", "t > 0"], ["a=2, t=1.5", "a=0.5, t=4"]),
    "Marshall-Olkin Weibull": (
        "a*k*x^(k-1)*exp(-x^k)/(1-(1-a)*exp(-x^k))^2", HALF, ["a > 0", "k > 0"], ["a=2, k=1.5", "a=0.1, k=3"]),
    "exponentiated Kumaraswamy": (
        "t*a*b*x^(a-1)*(1-x^a)^(b-1)*(1-(1-x^a)^b)^(t-1)", "0 < x < 1", ["a > 0", "b > 0", "t > 0"],
        ["a=2, b=2, t=1.5", "a=0.5, b=3, t=0.8"]),
    "Gompertz-Makeham": (
        "(l+a*exp(b*x))*exp(-l*x-a/b*(exp(b*x)-1))", HALF, ["a > 0", "b > 0", "l > 0"],
        ["a=0.1, b=1, l=0.5", "a=0.0001, b=0.1, l=0.001"]),
    "ex-Gaussian": (
        "l/2*exp(l/2*(2*m+l*s^2-2*x))*erfc((m+l*s^2-x)/(sqrt(2)*s))", LINE, ["m", "s > 0", "l > 0"],
        ["m=0, s=1, l=1", "m=0, s=1, l=0.01", "m=0, s=1, l=20"]),
    "folded normal": (
        "1/(s*sqrt(2*pi))*(exp(-(x-m)^2/(2*s^2))+exp(-(x+m)^2/(2*s^2)))", HALF, ["m", "s > 0"], ["m=1, s=1", "m=9, s=0.5"]),
    "folded Cauchy": (
        "1/(pi*s)*(1/(1+((x-m)/s)^2)+1/(1+((x+m)/s)^2))", HALF, ["m", "s > 0"], ["m=1, s=1", "m=700, s=0.5"]),
    "Champernowne": (
        "a*sin(t)/(t*x*((x/n)^a+2*cos(t)+(x/n)^(-a)))", HALF, ["a > 0", "n > 0", "0 < t < pi"],
        ["a=2, n=1, t=1", "a=0.5, n=3, t=3"]),
    "beta-binomial": (
        "binomial(n, x)*beta(x+a, n-x+b)/beta(a, b)", "x in {0, 1, ..., n}", ["a > 0", "b > 0"], ["a=2, b=3, n=10"]),
    "Gumbel's bivariate exponential": (
        "((1+t*x)*(1+t*y)-t)*exp(-x-y-t*x*y)", "x > 0, y > 0", ["0 < t < 1"], ["t=0.5", "t=0.9"]),
    "Moran-Downton": (
        "1/(1-r)*exp(-(x+y)/(1-r))*besseli(0, 2*sqrt(r*x*y)/(1-r))", "x > 0, y > 0", ["0 < r < 1"], ["r=0.4", "r=0.8"]),
}  # fmt: skip
"""Name to density, support, parameters, points."""


def derived(name: str, at: Any = None) -> Any:
    """Return the derivation of one density, with numbers at points if asked for."""
    text, support, parameters, points = CASES[name]
    return symfisher.derive(
        text,
        variables=["x", "y"] if "y" in support else None,
        support=support,
        parameters=parameters,
        constants=["n in {1, 2, ...}"] if "n=" in points[0] and "Champernowne" not in name else None,
        at=at,
    )


def row(name: str) -> str:
    """Derive one density and return its line of the table."""
    points = CASES[name][3]
    start = time.perf_counter()
    found = derived(name)
    seconds = time.perf_counter() - start
    entries = [proof for i, line in enumerate(found.proofs) for proof in line[i:]]
    said = "closed" if found.closed_form else "known to have none" if found.notes else "not found"
    start = time.perf_counter()
    information = found.callables().expected_information
    writing = time.perf_counter() - start
    errors = [
        error(information, value, point) for value, point in zip(derived(name, points).values, points, strict=True)
    ]
    count = POINTS if len(found.density.variables) == 1 else POINTS // 50
    many, start = around(points[0], len(found.density.parameters), count), time.perf_counter()
    lost = np.isnan(information(*many)).any(axis=(1, 2)).sum()
    all_points = (time.perf_counter() - start) * POINTS / count
    cells = [f"{seconds:.2f}", f"{sum(p is not None for p in entries)} of {len(entries)}", said,
             ", ".join(f"{e:.0e}" for e in errors), f"{writing:.2f}", f"{all_points:.1f}", str(lost or "")]  # fmt: skip
    return f"| {name} | {' | '.join(cells)} |"


def error(information: Any, value: Any, point: str) -> float:
    """Return the largest difference of the function from ``--at`` at a point, relative to sqrt(I_ii I_jj)."""
    wanted = np.array(value.expected_information, dtype=float)
    scale = np.sqrt(np.outer(np.diag(wanted), np.diag(wanted)))
    return float(np.max(np.abs(information(*numbers(point)) - wanted) / scale))


def numbers(point: str) -> list[float]:
    """Return the numbers of a point, parameters in order, then constants."""
    return [float(part.partition("=")[2]) for part in point.split(",")]


def around(point: str, parameters: int, count: int) -> list[Any]:
    """Return arrays of parameters within a fifth around a point; constants stay."""
    rng, values = np.random.default_rng(0), numbers(point)
    near = [v * rng.uniform(0.8, 1.2, count) + (v == 0) * rng.uniform(-0.2, 0.2, count) for v in values[:parameters]]
    return [*near, *values[parameters:]]


def main() -> None:
    """Print the table, row by row; write it if asked to."""
    names = [name for name in sys.argv[1:] if name != "--write"]
    symfisher.derive("t*exp(-t*x)")
    lines = [
        "| density | derived, s | closed entries | said | error at each point | writing functions, s | 10 000 points, s | nan |",
        "|---|---:|---:|---|---|---:|---:|---:|",
    ]
    print(*lines, sep="\n")
    for name in names or CASES:
        lines.append(row(name))
        print(lines[-1], flush=True)
    if "--write" in sys.argv[1:]:
        page.write("open", "\n".join(lines))


if __name__ == "__main__":
    main()
