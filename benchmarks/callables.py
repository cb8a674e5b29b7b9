"""Generated NumPy functions against what one would write by hand, JAX, numerical Hessians and Monte Carlo metrics.

Usage: python benchmarks/callables.py [--write] [FAMILY...]

Score and expected information of ten families at a million parameter points, `benchmarks/baselines` beside them; both run
in turn, best of several. By hand means twice: with the checks that generated functions make (nan for a parameter outside its
domain), and without. JAX (if it is installed) differentiates the log-density, compiled and mapped; the numerical Hessian
takes central differences of the generated log-density; the Monte Carlo metric averages 100 outer products of the score by
hand. These three are timed on fewer points and scaled up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import page

sys.path.insert(0, str(Path(__file__).parent))

from baselines import BASELINES, Baseline, Domain, blockwise

from symfisher import derive
from symfisher.codegen import callables, module_source

POINTS, FEWER, DRAWS = 1_000_000, 10_000, 100
ROUNDS, LEAST, ENOUGH = 25, 5, 4.0
"""Rounds at most and at least, and seconds after which no further one is begun."""


def turns(*functions: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Return the least CPU seconds of each function, all run in turn."""
    best, begun = [np.inf] * len(functions), time.process_time()
    for done in range(rounds):
        if done >= LEAST and time.process_time() - begun > ENOUGH:
            break
        for n, function in enumerate(functions):
            start = time.process_time()
            function()
            best[n] = min(best[n], time.process_time() - start)
    return best


def compared(baseline: Baseline, found: Any, x: Any, theta: tuple[Any, ...]) -> list[float]:
    """Return ratios of score and information to those by hand, each with and without checks, once they agree."""
    k = len(theta)

    def score(domains: tuple[Domain, ...] | None = None) -> Any:
        return blockwise(baseline.score, (k,), x, *theta, domains=domains)

    def information(domains: tuple[Domain, ...] | None = None) -> Any:
        return blockwise(baseline.information, (k, k), *theta, domains=domains)

    np.testing.assert_allclose(found.score(x, *theta), score(), rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found.expected_information(*theta), information(), rtol=1e-9, atol=1e-12)
    ours, safe, bare = turns(lambda: found.score(x, *theta), lambda: score(baseline.domains), score)
    ours_2, safe_2, bare_2 = turns(
        lambda: found.expected_information(*theta), lambda: information(baseline.domains[1:]), information
    )
    return [ours / safe, ours_2 / safe_2, ours / bare, ours_2 / bare_2]


def jax_seconds(derivation: Any, x: Any, theta: tuple[Any, ...]) -> float | None:
    """Return seconds of JAX for the gradient of the log-density at all points, or ``None`` without JAX."""
    try:
        import jax
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)
    density = callables(derivation, "jax").log_density
    places = tuple(range(1, len(theta) + 1))
    gradient = jax.jit(jax.vmap(jax.grad(density, places)))
    arrays = [jax.numpy.asarray(a) for a in (x, *theta)]
    jax.block_until_ready(gradient(*arrays))
    return turns(lambda: jax.block_until_ready(gradient(*arrays)), rounds=3)[0]


def numerical_hessian(log_density: Callable[..., Any], x: Any, theta: tuple[Any, ...]) -> Any:
    """Return minus the Hessian by central differences."""
    k, step = len(theta), 1e-4

    def moved(*shifts: tuple[int, float]) -> Any:
        point = list(theta)
        for i, h in shifts:
            point[i] = point[i] + h
        return log_density(x, *point)

    out = np.empty((len(x), k, k))
    for i in range(k):
        for j in range(i, k):
            up, down = moved((i, step), (j, step)), moved((i, -step), (j, -step))
            out[:, i, j] = -(up - moved((i, step), (j, -step)) - moved((i, -step), (j, step)) + down) / (4 * step**2)
            out[:, j, i] = out[:, i, j]
    return out


def monte_carlo(baseline: Baseline, theta: tuple[Any, ...]) -> Any:
    """Return the mean of outer products of the score over draws, as NGBoost's default metric is made."""
    k, rng = len(theta), np.random.default_rng(1)
    total = np.zeros((len(theta[0]), k, k))
    for _ in range(DRAWS):
        s = blockwise(baseline.score, (k,), baseline.draw(rng, *theta), *theta)
        total += s[:, :, None] * s[:, None, :]
    return total / DRAWS


def row(name: str, baseline: Baseline) -> tuple[str, list[float]]:
    """Return a row of the table, and the ratios to what is written by hand."""
    rng = np.random.default_rng(0)
    theta = baseline.points(rng, POINTS)
    x = baseline.draw(rng, *theta)
    derivation = derive(baseline.density)
    start = time.process_time()
    module_source(derivation)
    generating = time.process_time() - start
    found = callables(derivation)
    ratios = compared(baseline, found, x, theta)
    ours_score, ours = turns(lambda: found.score(x, *theta), lambda: found.expected_information(*theta), rounds=3)
    gradient = jax_seconds(derivation, x, theta)
    few, x_few = tuple(t[:FEWER] for t in theta), x[:FEWER]
    hessian, metric = turns(
        lambda: numerical_hessian(found.log_density, x_few, few), lambda: monte_carlo(baseline, few), rounds=1
    )
    scale = POINTS / FEWER
    jax_ratio = "" if gradient is None else f"{gradient / ours_score:.2f}"
    cells = [*(f"{r:.2f}" for r in ratios), jax_ratio, f"{hessian * scale / ours:.0f}", f"{metric * scale / ours:.0f}",
             f"{generating:.2f}"]  # fmt: skip
    return f"| {name} | {' | '.join(cells)} |", ratios


def main() -> None:
    """Print the table, row by row; write it if asked to."""
    names = [name for name in sys.argv[1:] if name != "--write"]
    lines = [
        "| family | score / by hand | information / by hand | score / without checks | information / without checks"
        " | JAX gradient / score | numerical Hessian / information | Monte Carlo / information | generating, s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    print(*lines, sep="\n")
    ratios = []
    for name in names or BASELINES:
        line, found = row(name, BASELINES[name])
        lines.append(line)
        ratios.extend(found[:2])
        print(line, flush=True)
    within = sum(r <= 1.1 for r in ratios)
    lines += [
        "",
        f"{within} of {len(ratios)} ratios to functions by hand with the same checks are at most 1.1; largest"
        f" {max(ratios):.2f}.",
    ]
    print(lines[-1])
    if "--write" in sys.argv[1:]:
        page.write("callables", "\n".join(lines))


if __name__ == "__main__":
    main()
