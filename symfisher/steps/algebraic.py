"""Steps of the routes without integration: constants, combinations of scores, quadratic log-densities, digits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import Expr
from symfisher.notation import Mean, named, single
from symfisher.textbook import in_short


def constant_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield that what does not contain the observation is its own mean, and its shortest form."""
    if h.meaning.free_symbols & set(d.density.xs):
        yield Step("constant-almost-everywhere", Mean(h), proof.value)
        return
    yield Step("constant", Mean(h), h.meaning)
    if h.meaning != proof.value:
        yield Step("simplified", h.meaning, proof.value)


def span_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the identity with the scores and its mean."""
    c = proof.certificate
    shown = [named("score", s, t) for s, t in zip(d.written.score, d.density.thetas, strict=True)]
    terms = [w * s for w, s in zip(c.weights, shown, strict=True) if w != 0]
    if not terms:
        yield from constant_steps(proof, d, h)
        return
    yield Step("span", h, sp.Add(c.constant, *terms))
    mean = sp.Add(c.constant, *(w * Mean(s) for w, s in zip(c.weights, shown, strict=True) if w != 0))
    yield Step("linearity", Mean(h), mean)
    yield Step("scores-vanish", mean, proof.value)


def _listed(mean: Any) -> Any:
    """Return the only entry of a vector, or a tuple of its entries."""
    return mean[0, 0] if len(mean) == 1 else sp.Tuple(*mean)


def gaussian_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield mean, precision, their derivatives and the trace formula."""
    del h
    c, density = proof.certificate, d.density
    (i, j), mean = c.entry, sp.ImmutableMatrix(c.mean)
    precision = sp.ImmutableMatrix(c.precision)
    log_density = d.own.log_density
    curvature = -sp.ImmutableMatrix(sp.hessian(log_density, density.xs))
    yield Step("precision", named("precision", single(curvature)), single(precision))
    gradient = sp.ImmutableMatrix([sp.diff(log_density, x) for x in density.xs])
    at_mean = gradient.xreplace(dict(zip(density.xs, c.mean, strict=True)))
    zero = sp.ImmutableMatrix(sp.zeros(len(c.mean), 1))
    yield Step("gaussian-mean", named("gradient-at-mean", single(at_mean)), single(zero), (("mean", _listed(mean)),))
    for t in dict.fromkeys((density.thetas[i], density.thetas[j])):
        for kind, matrix in (("mean", mean), ("precision", precision)):
            shown = sp.ImmutableMatrix(matrix.applyfunc(lambda e, t=t: sp.Derivative(e, t)))
            slope = sp.ImmutableMatrix(matrix.diff(t).applyfunc(lambda e: in_short(e, density)))
            yield Step(f"slope-of-{kind}", named(f"slope-of-{kind}", single(shown), t), single(slope))
    first, second = _trace_terms(c, density.thetas[i], density.thetas[j])
    marks = density.thetas[i], density.thetas[j]
    total = sp.Add(named("mean-part", first, *marks), named("trace-part", second, *marks))
    yield Step("trace-formula", named("information", proof.value, *marks), total)
    yield Step("trace-values", total, proof.value)


def _trace_terms(c: Any, s: Expr, t: Expr) -> tuple[Any, Any]:
    """Return ∂_s mᵀ A ∂_t m and ½ tr(A⁻¹ ∂_s A A⁻¹ ∂_t A)."""
    mean, precision = sp.ImmutableMatrix(c.mean), c.precision
    first = (mean.diff(s).T * precision * mean.diff(t))[0, 0]
    if precision.diff(s).is_zero_matrix or precision.diff(t).is_zero_matrix:
        return first, sp.S.Zero
    left, right = (c.covariance * precision.diff(v) for v in (s, t))
    return first, (left * right).trace() / 2


def identified_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the reduction by the group, the digits, and the constants recognised in them."""
    del d
    c = proof.certificate
    if any(k != v for k, v in c.orbit.point.items()):
        rules = tuple(sp.Eq(k, v, evaluate=False) for k, v in c.orbit.point.items() if k != v)
        yield Step("orbit", arguments=(("point", rules),))
    number = sp.Add(*(k * b for k, b in zip(c.coefficients, c.basis, strict=True)))
    yield Step("digits", arguments=(("digits", c.digits[:25] + "…"), ("number", number)))
    yield Step("identified", Mean(h), proof.value)


def evaluated_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the value alone, for a certificate that holds no proof to be told."""
    del d
    yield Step("evaluated", None if h is None else Mean(h), proof.value, (("route", proof.route),))
