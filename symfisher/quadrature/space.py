"""Expectations over several variables: product rules on the whitened mass, nested grids for discrete ones.

Every continuous variable is mapped to the whole line (x = a + exp z, x = a + (b − a)/(1 + exp(−z)), ends may depend on
the variables before it); there the mode and the Hessian of the log-density give z = mode + L v with L Lᵀ the inverse of
minus the Hessian, v = sinh t in two and three dimensions, and the trapezoidal rule runs over t. Halving the step gives
the error. In more dimensions products of Gauss-Hermite rules in v are used, of growing order: right for densities with
light tails, and reported as not converged for others.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.domains import FiniteSet, Interval
from symfisher.evaluation import Shifted, Walk
from symfisher.quadrature.line import integrate_line
from symfisher.quadrature.locate import distinct, find_mode, linear_switches, special_points, spread
from symfisher.quadrature.nested import Region, integrate_nested
from symfisher.quadrature.question import at_nodes, end_values
from symfisher.quadrature.results import Sums, nothing, products

_CHUNK = 40_000
_NODES = 1_500_000
_QUICK = 150_000
"""Nodes of a product rule in two dimensions, beyond which nested rules are the better ones."""
_TOLERANCE = 1e-11
_ACCEPTED = 1e-7
_DROP = 46.0
"""How far the log-density may fall below its mode before nodes are left out: a factor of 1e-20."""
_ORDERS = (6, 8, 11, 15)
_MOST_BOXES = 16


def integrate_space(question: Any, point: Mapping[Any, Any]) -> Sums:
    """Return the integrals or sums of a question about a density of several variables."""
    kinds = [v.domain.discrete for v in question.density.variables]
    if all(kinds):
        return _sum_grid(question, point)
    if not any(kinds):
        total = nothing(question.count)
        for piece in _pieces(question, point):
            total = total + _integrate_piece(question, point, piece)
        return total
    return _mixed(question, point)


# ---- several continuous variables


@dataclass(frozen=True)
class _Box:
    """A product of ranges, ends are expressions in the symbols before; ``values`` are those of parameters."""

    symbols: tuple[Any, ...]
    ends: tuple[tuple[Any, Any], ...]
    values: Mapping[Any, Any]

    def place(self, z: Any) -> tuple[dict[Any, Any], Any]:
        """Map z (d, n) to values of the variables and the log of the Jacobian (n,)."""
        known = dict(self.values)
        log_jacobian = np.zeros(z.shape[1])
        with np.errstate(all="ignore"):
            for symbol, (lower, upper), u in zip(self.symbols, self.ends, z, strict=True):
                walk = Walk(known)
                a, b = (np.broadcast_to(walk.value(e), u.shape) for e in (lower, upper))
                if lower.is_infinite and upper.is_infinite:
                    known[symbol] = u
                    continue
                if upper.is_infinite:
                    known[symbol], slope = Shifted(a, np.exp(u), None, u, np.ones(u.shape)), u
                elif lower.is_infinite:
                    known[symbol], slope = Shifted(b, -np.exp(u), None, u, -np.ones(u.shape)), u
                else:
                    left = u < 0
                    part = np.log(b - a) - np.logaddexp(0.0, np.abs(u))
                    side = np.where(left, 1.0, -1.0)
                    known[symbol] = Shifted(np.where(left, a, b), side * np.exp(part), None, part, side)
                    slope = part - np.logaddexp(0.0, -np.abs(u))
                log_jacobian = log_jacobian + slope
        return known, log_jacobian


def _pieces(question: Any, point: Mapping[Any, Any]) -> list[_Box]:
    """Divide the support at kinks: at those in one variable, and at those that move linearly with earlier ones."""
    density = question.density
    boxes: list[tuple[tuple[Any, Any], ...]] = [()]
    for n in range(len(density.variables)):
        cuts = _cuts(question, n, point)
        boxes = [(*box, ends) for box in boxes for ends in itertools.pairwise(cuts)]
        if len(boxes) > _MOST_BOXES:
            boxes = [(*(w.domain.ends for w in density.variables[: n + 1]),)]
    symbols = tuple(v.symbol for v in density.variables)
    return [_Box(symbols, ends, dict(point)) for ends in boxes]


def _cuts(question: Any, axis: int, point: Mapping[Any, Any]) -> list[Any]:
    """Return the ends of one variable with its kinks between them; those that move with earlier ones are clamped."""
    import sympy as sp

    xs = question.density.xs
    variable = question.density.variables[axis]
    lower, upper = variable.domain.ends
    if not any(s in e.free_symbols for e in (lower, upper) for s in xs):
        kinks, _ = special_points(question.watched, variable.symbol, point)
        low, high = end_values((lower, upper), point)
        fixed = [_number(k, exact) for k, exact in kinks.items() if low < k < high]
    else:
        fixed = []
    moving = linear_switches(question.watched, variable.symbol, set(xs[:axis]), set(xs[axis + 1 :]))
    moving = [m for m in moving if m not in (lower, upper)]
    if not moving:
        return [lower, *fixed, upper]
    inner = [sp.Max(lower, sp.Min(m, upper)) for m in (*fixed, *moving)]
    if len(inner) == 1:
        return [lower, inner[0], upper]
    if len(inner) == 2:
        return [lower, sp.Min(*inner), sp.Max(*inner), upper]
    return [lower, *fixed, upper]


def _number(value: float, exact: Any) -> Any:
    import sympy as sp

    return sp.Float(value, 17) if exact is None else sp.Rational(exact.numerator, exact.denominator)


def _integrate_piece(question: Any, point: Mapping[Any, Any], box: _Box) -> Sums:
    def log_density(z: Any) -> Any:
        known, log_jacobian = box.place(z)
        walk = Walk(known)
        with np.errstate(invalid="ignore"):  # where the density is zero and the jacobian infinite, there is no value
            return np.broadcast_to(question.log_density(walk), z.shape[1:]) + log_jacobian

    anchors = [special_points(question.watched, s, point)[1] for s in box.symbols]
    found = _whiten(log_density, len(box.symbols), anchors)
    if found is None:
        return nothing(question.count)
    if len(box.symbols) != 2:
        return _product_rule(question, box, log_density, *found, _NODES)
    return _confirmed(
        question, _opinions(question, box, anchors, lambda: _product_rule(question, box, log_density, *found, _QUICK))
    )


def _opinions(
    question: Any, box: _Box, anchors: list[list[float]], product: Callable[[], Sums]
) -> Iterator[Callable[[], Sums]]:
    """Yield rules that differ in their coordinates, those that are cheap and likely to be right first."""
    region = Region((box.symbols[0], box.symbols[1]), box.ends, box.values, (anchors[0], anchors[1]))
    yield product
    yield lambda: integrate_nested(question, region)
    if any(box.symbols[0] in e.free_symbols for e in box.ends[1]):
        yield lambda: integrate_nested(question, region, 1.6)
        return
    turned = Region(region.symbols[::-1], region.ends[::-1], region.values, (anchors[1], anchors[0]))
    yield lambda: integrate_nested(question, turned)
    yield lambda: integrate_nested(question, region, 1.6)
    yield lambda: integrate_nested(question, turned, 1.6)


def _confirmed(question: Any, opinions: Iterator[Callable[[], Sums]]) -> Sums:
    """Return the integrals on which two rules agree; if no two do, the best ones, said to have failed."""
    found: list[Sums] = []
    for rule in opinions:
        one = rule()
        for other in found:
            if (both := _agreeing(question, other, one)) is not None:
                return both
        found.append(one)
    best = min(found, key=lambda s: (int(s.failed.sum()), float(np.max(np.nan_to_num(s.errors, nan=1e300)))))
    gaps = np.max([np.abs(best.values - other.values) for other in found], axis=0)
    errors = np.maximum(best.errors, gaps)
    failed = best.failed | ~(errors <= _ACCEPTED * np.maximum(question.scales(best.sizes), 1e-300))
    reason = best.reason or ("two rules of integration do not agree" if failed.any() else "")
    return Sums(best.values, errors, best.sizes, best.divergent, failed, reason)


def _agreeing(question: Any, first: Sums, second: Sums) -> Sums | None:
    """Return one of two results with what they differ by as error, if they agree wherever they are to be trusted."""
    scale = np.maximum(question.scales(np.minimum(first.sizes, second.sizes)), 1e-300)
    with np.errstate(all="ignore"):
        gap = np.abs(first.values - second.values)
    best = min((second, first), key=lambda s: (int(s.failed.sum()), float(np.max(s.errors / scale))))
    apart = ~(gap <= _ACCEPTED * scale)
    if best.failed[0] or np.any(apart & ~best.failed):
        return None
    return Sums(best.values, np.maximum(best.errors, gap), best.sizes, best.divergent, best.failed | apart, best.reason)


def _whiten(log_density: Callable[[Any], Any], d: int, anchors: list[list[float]]) -> tuple[Any, Any] | None:
    """Return mode (d,) and L (d, d), the root of the inverse of minus the Hessian there, or None."""
    mode, widths = _climb(log_density, d, anchors)
    if mode is None:
        return None
    matrix = np.diag(widths)
    for _ in range(6):
        gradient, hessian = _differences(log_density, mode, matrix)
        values, vectors = np.linalg.eigh(-hessian)
        if not np.all(np.isfinite(values)) or np.max(values) <= 0:
            break
        values = np.maximum(values, 1e-3 * max(np.max(values), 1e-3))
        step = vectors @ ((vectors.T @ gradient) / values)
        here, there = log_density(np.stack([mode, mode + matrix @ step], axis=1))
        if np.isfinite(there) and there >= here:
            mode = mode + matrix @ step
        matrix = matrix @ vectors @ np.diag(values**-0.5) @ vectors.T
        if np.max(np.abs(step)) < 1e-3 and np.all(np.abs(values - 1) < 0.1):
            break
    return mode, matrix


def _climb(log_density: Callable[[Any], Any], d: int, anchors: list[list[float]]) -> tuple[Any, Any]:
    """Return a mode by maximising along one coordinate after the other, and the widths along them."""
    mode, widths = np.zeros(d), np.ones(d)
    trial = [spread([0.0, *a]) for a in anchors]
    for sweep in range(12):
        before = mode.copy()
        for i in range(d):

            def along(values: Any, i: int = i) -> Any:
                z = np.repeat(mode[:, None], len(values), axis=1)
                z[i] = values
                return log_density(z)

            near = mode[i] + widths[i] * np.linspace(-20, 20, 81)
            found = find_mode(along, distinct(np.concatenate([trial[i], near])) if sweep == 0 else distinct(near))
            if found is not None:
                mode[i], widths[i] = found[0], found[1]
        if np.all(np.abs(mode - before) < 0.05 * widths) and sweep:
            break
    start = log_density(mode[:, None])
    return (mode, widths) if np.isfinite(start[0]) else (None, widths)


def _differences(log_density: Callable[[Any], Any], mode: Any, matrix: Any, step: float = 0.05) -> tuple[Any, Any]:
    """Return gradient and Hessian of the log-density along the columns of ``matrix``, by central differences."""
    d = len(mode)
    unit = step * np.eye(d)
    pairs = list(itertools.combinations_with_replacement(range(d), 2))
    shifts = [unit[i] for i in range(d)] + [-unit[i] for i in range(d)]
    shifts += [s * unit[i] + r * unit[j] for i, j in pairs for s in (1, -1) for r in (1, -1)]
    f = log_density(mode[:, None] + matrix @ np.array(shifts).T)
    gradient = (f[:d] - f[d : 2 * d]) / (2 * step)
    hessian = np.empty((d, d))
    for n, (i, j) in enumerate(pairs):
        a, b, c, e = f[2 * d + 4 * n : 2 * d + 4 * n + 4]
        hessian[i, j] = hessian[j, i] = (a - b - c + e) / (4 * step**2)
    return gradient, hessian


def _product_rule(
    question: Any, box: _Box, log_density: Callable[[Any], Any], mode: Any, matrix: Any, most: float
) -> Sums:
    """Return the integrals by product rules, each finer than the one before, until they agree or are too large."""
    count = question.count
    rules = _trapezoids(log_density, mode, matrix, most) if len(mode) <= 3 else _hermite(len(mode))
    previous: Any = None
    change = np.full(count, np.inf)
    for axes in rules:
        sums, sizes, lost = _rule(question, box, mode, matrix, axes)
        scale = np.maximum(question.scales(sizes), 1e-300)
        if previous is not None:
            change = np.abs(sums - previous)
            if np.all(change < _TOLERANCE * scale):
                break
        previous = sums
    errors = change + 1e-15 * sizes
    failed = lost | ~(errors <= _ACCEPTED * scale)
    reason = f"quadrature did not converge: estimated error {np.max(errors / scale):.1e}" if failed.any() else ""
    return Sums(sums, errors, sizes, np.zeros(count, dtype=bool), failed, reason)


Axis = tuple[Any, Any]
"""Nodes v and the logarithms of their weights along one axis."""


def _trapezoids(log_density: Callable[[Any], Any], mode: Any, matrix: Any, most: float) -> Iterator[list[Axis]]:
    """Yield axes of the trapezoidal rule in t with v = sinh t, steps shrinking, while the product is affordable."""
    d = len(mode)
    reach = [_reach(log_density, mode, matrix[:, i]) for i in range(d)]
    step, ratio = 0.5, 2.0 if d <= 2 else 1.4
    for level in range(12):
        grids = [step * np.arange(np.floor(low / step), np.ceil(high / step) + 1) for low, high in reach]
        if level > 1 and np.prod([float(len(g)) for g in grids]) > most:
            return
        yield [(np.sinh(t), np.log(step * np.cosh(t))) for t in grids]
        step /= ratio


def _hermite(d: int) -> Iterator[list[Axis]]:
    """Yield axes of Gauss-Hermite rules of growing order; the weights are those for integrals without exp(−v²/2)."""
    for order in _ORDERS:
        v, weight = np.polynomial.hermite_e.hermegauss(order)
        if order**d <= _NODES:
            yield [(v, np.log(weight) + v * v / 2)] * d


def _reach(log_density: Callable[[Any], Any], mode: Any, direction: Any) -> tuple[float, float]:
    """Return the range of t along one axis outside which the density times dv/dt is negligible."""
    grid = np.arange(0.1, 60.0, 0.1)
    top = log_density(mode[:, None])[0]
    found = []
    for sign in (-1.0, 1.0):
        values = log_density(mode[:, None] + sign * direction[:, None] * np.sinh(grid)) + np.log(np.cosh(grid))
        alive = np.flatnonzero(values > top - _DROP)
        found.append(float(grid[min(alive[-1] + 1, len(grid) - 1)]) if len(alive) else float(grid[0]))
    return -1.1 * found[0], 1.1 * found[1]


def _rule(question: Any, box: _Box, mode: Any, matrix: Any, axes: list[Axis]) -> tuple[Any, Any, Any]:
    """Return sums and sums of sizes over the product of the axes, in chunks, and which integrals lost nodes."""
    shape = tuple(len(v) for v, _ in axes)
    number = int(np.prod(shape))
    volume = np.linalg.slogdet(matrix)[1]
    sums, sizes = np.zeros(question.count), np.zeros(question.count)
    failed = np.zeros(question.count, dtype=bool)
    for start in range(0, number, _CHUNK):
        index = np.unravel_index(np.arange(start, min(start + _CHUNK, number)), shape)
        v = np.stack([nodes[i] for (nodes, _), i in zip(axes, index, strict=True)])
        weight = volume + sum(logs[i] for (_, logs), i in zip(axes, index, strict=True))
        known, log_jacobian = box.place(mode[:, None] + matrix @ v)
        log, factors = at_nodes(question, Walk(known))
        total = log + log_jacobian + weight
        terms, lost = products(total, factors)
        sums += terms.sum(axis=1)
        sizes += np.abs(terms).sum(axis=1)
        failed |= np.any(lost & (total > -_DROP), axis=-1)
    return sums, sizes, failed


# ---- several discrete variables


def _sum_grid(question: Any, point: Mapping[Any, Any]) -> Sums:
    """Sum over nested ranges; infinite ones are cut, and the cut moved out until nothing changes."""
    previous: Any = None
    size = 32
    while True:
        known, number, cut = _grid(question, point, size)
        if number == 0:
            return nothing(question.count)
        if number > 4_000_000:
            break
        log, factors = at_nodes(question, Walk(known))
        terms, lost = products(log, factors)
        sums, sizes = terms.sum(axis=1), np.abs(terms).sum(axis=1)
        failed = np.any(lost, axis=-1) & np.ones(question.count, dtype=bool)
        if not cut:
            change = np.zeros(question.count)
            break
        change = np.full(question.count, np.inf) if previous is None else np.abs(sums - previous)
        if np.all(change <= 1e-15 * np.maximum(sizes, 1e-300)):
            break
        previous = sums
        size *= 2
    errors = change + 4e-16 * sizes
    failed = failed | ~(errors <= 1e-9 * np.maximum(question.scales(sizes), 1e-300))
    reason = "the sum did not converge" if failed.any() else ""
    return Sums(sums, errors, sizes, np.zeros(question.count, dtype=bool), failed, reason)


def _grid(question: Any, point: Mapping[Any, Any], size: int) -> tuple[dict[Any, Any], int, bool]:
    """Return all points of the support with infinite ranges cut to ``size`` terms, and whether any was cut."""
    known: dict[Any, Any] = dict(point)
    placed: dict[Any, Any] = {}
    count, cut = 1, False
    for v in question.density.variables:
        walk = Walk({**known, **placed})
        if isinstance(v.domain, FiniteSet):
            options = np.array([float(Walk(known).value(o)) for o in v.domain.values])
            placed = {s: np.repeat(x, len(options)) for s, x in placed.items()}
            placed[v.symbol] = np.tile(options, count)
            count *= len(options)
            continue
        lower, upper = (np.broadcast_to(walk.value(e), (count,)).astype(float) for e in v.domain.ends)
        step = v.domain.step
        cut = cut or bool(np.any(np.isinf(lower)) or np.any(np.isinf(upper)))
        lower = np.where(np.isinf(lower), np.where(np.isinf(upper), -step * size, upper - step * size), lower)
        upper = np.where(np.isinf(upper), lower + 2 * step * size, upper)
        numbers = np.maximum(np.floor((upper - lower) / step + 1e-9).astype(int) + 1, 0)
        total = int(numbers.sum())
        if total > 4_000_000:
            return {}, total, cut
        first = np.repeat(np.cumsum(numbers) - numbers, numbers)
        placed = {s: np.repeat(x, numbers) for s, x in placed.items()}
        placed[v.symbol] = np.repeat(lower, numbers) + step * (np.arange(total) - first)
        count = total
    return {**known, **placed}, count, cut


# ---- discrete and continuous together


def _mixed(question: Any, point: Mapping[Any, Any]) -> Sums:
    """Sum over the discrete variables the integrals over one continuous variable."""
    variables = question.density.variables
    continuous = [v for v in variables if isinstance(v.domain, Interval)]
    every = np.ones(question.count, dtype=bool)
    zero = np.zeros(question.count)
    if len(continuous) != 1:
        return Sums(zero, zero + np.inf, zero, ~every, every, "more than one continuous variable beside a discrete one")
    inner = continuous[0]
    outer = [v for v in variables if v is not inner]
    if any(inner.symbol in e.free_symbols for v in outer for e in v.domain.ends):
        return Sums(
            zero, zero + np.inf, zero, ~every, every, "the range of a discrete variable depends on a continuous one"
        )
    total = nothing(question.count)
    quiet = 0
    for values in _outwards(outer, point):
        if values is None:
            return Sums(total.values, total.errors, total.sizes, total.divergent, every, "too many discrete values")
        part = _inner(question, inner, {**point, **values})
        total = total + part
        quiet = quiet + 1 if np.all(part.sizes <= 1e-17 * np.maximum(total.sizes, 1e-300)) else 0
        if quiet > 12 and total.sizes[0] > 0:
            break
    return total


def _outwards(variables: list[Any], point: Mapping[Any, Any]) -> Any:
    """Yield the values of the discrete variables, at most 5000 of them, then None."""
    import sympy as sp

    if len(variables) != 1:
        yield None
        return
    v = variables[0]
    if isinstance(v.domain, FiniteSet):
        yield from ({v.symbol: o} for o in v.domain.values)
        return
    walk = Walk(dict(point))
    lower, upper = (float(walk.value(e)) for e in v.domain.ends)
    for n in range(5000):
        if np.isfinite(lower):
            value = lower + v.domain.step * n
        elif np.isfinite(upper):
            value = upper - v.domain.step * n
        else:
            value = v.domain.step * ((n + 1) // 2) * (1 if n % 2 else -1)
        if value > upper:
            return
        yield {v.symbol: sp.Integer(int(value))}
    yield None


def _inner(question: Any, variable: Any, point: Mapping[Any, Any]) -> Sums:
    def log_density(x: Any) -> Any:
        walk = Walk({**point, variable.symbol: x})
        return np.broadcast_to(question.log_density(walk), walk.shape)

    kinks, anchors = special_points(question.watched, variable.symbol, point)
    return integrate_line(
        lambda x: at_nodes(question, Walk({**point, variable.symbol: x})),
        log_density,
        end_values(variable.domain.ends, point),
        list(kinks),
        anchors,
        question.scales,
        question.count,
        None,
        {k: f for k, f in kinks.items() if f is not None},
    )
