"""Steps of the kernel route: the substitution, the density and the integrand in the new variable, every moment used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.kernel import Part
from symfisher.expectation.moments import BetaKernel, GammaKernel, Kernel, LognormalKernel, Term
from symfisher.expectation.substitution import Branch
from symfisher.notation import Mean, MeanOf, named
from symfisher.signs import Signs
from symfisher.steps.places import WHERE, Place


def kernel_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the steps of one expectation by gamma, beta or lognormal kernels."""
    c = proof.certificate
    (x,) = density.xs
    several = len(c.parts) > 1
    terms: list[Expr] = []
    signs = Signs.of(density)
    for part in c.parts:
        yield from substitution_steps(part.branch, part.u, x)
        yield kernel_density(part, density)
        summands = [k * monomial(part, t) for k, t in part.terms]
        ends = (("from", part.branch.support.low), ("to", part.branch.support.high))
        rule, shown = ("integrand-there", ends) if several else ("integrand-in-u", ())
        where = (WHERE, place(part.branch, part.u, x))
        yield Step(rule, h, sp.Add(*summands), (*shown, ("x", x), where))
        for _, term in part.terms:
            mean = mean_of(part, term)
            if isinstance(mean, MeanOf):
                needs = tuple(sp.Gt(n, 0) for n in _needs(part.kernel, term, signs))
                plain = _moment_rule(part.kernel, term)
                rule, more = ("moment-continued", (("needs", needs),)) if needs else (plain, ())
                value = part.kernel.moment(term)
                through = (("through", _through(part.kernel, term, value)),)
                yield Step(rule, mean, value, (("kernel", _kernel_name(part.kernel)), *through, *more))
        terms += [part.weight * k * mean_of(part, t) for k, t in part.terms]
    total = sp.Add(*terms)
    if total == proof.value:
        yield Step("parts-cancel" if several and total == 0 else "moments-inserted", Mean(h), total)
        return
    yield Step("linearity", Mean(h), total)
    yield Step("moments-inserted", total, proof.value)


def _moment_rule(kernel: Kernel, t: Term) -> str:
    if isinstance(kernel, LognormalKernel):
        return "moment-tilted"
    return "moment" if t.m or t.n else "moment-ratio"


def settled(end: Expr) -> Expr:
    """Return an end of an interval without fractions that cancel: π for π(m + s)/s − πm/s."""
    return sp.cancel(end) if end.is_finite is not False and not end.is_number else end


def substitution_steps(branch: Branch, u: Any, x: Any) -> Iterator[Step]:
    """Yield u = φ(x) and its inverse."""
    where = (WHERE, place(branch, u, x))
    ends = (("u", u), ("low", settled(branch.image.low)), ("high", settled(branch.image.high)))
    rule = "substitution-increasing" if branch.increasing else "substitution-decreasing"
    yield Step(rule, u, branch.phi, (*ends, where, ("from", branch.support.low), ("to", branch.support.high), ("x", x)))
    if branch.inverse != x and branch.phi != x:
        yield Step("inverse", x, branch.inverse, (where,))


def place(branch: Branch, u: Any, x: Any) -> Place:
    """Return where steps about this branch may be compared."""
    return Place(u, branch.image.low, branch.image.high, x, branch.inverse)


def kernel_density(part: Part, density: Density) -> Step:
    """Return the density in the new variable."""
    (x,) = density.xs
    b, u = part.branch, part.u
    slope = sp.diff(b.inverse, u) * (1 if b.increasing else -1)
    shown = named("density-in-u", density.expression * slope, *density.xs, u)
    arguments = (("kernel", _kernel_name(part.kernel)), ("shapes", shapes(part.kernel)), ("u", u))
    rule = "lognormal-kernel" if isinstance(part.kernel, LognormalKernel) else "kernel"
    if part.weight != 1:
        rule, arguments = f"{rule}-part", (*arguments, ("weight", part.weight))
    return Step(rule, shown, part.weight * weight(part.kernel, u), (*arguments, (WHERE, place(b, u, x))))


def _needs(kernel: Any, t: Term, signs: Signs) -> list[Expr]:
    """Return what must be positive for a single moment to exist, where that is not proved."""
    if isinstance(kernel, LognormalKernel):
        return []
    needs = [kernel.p + t.a]
    if isinstance(kernel, BetaKernel):
        needs.append(kernel.q - t.a - t.b if kernel.prime else kernel.q + t.b)
    return [n for n in map(sp.expand, needs) if not signs.positive(n)]


def _through(kernel: Any, t: Term, value: Expr) -> Expr:
    """Return the moment as it is found: derivatives of Γ or B at the shifted shape, over Γ or B."""
    if isinstance(kernel, LognormalKernel):
        return value
    if isinstance(kernel, GammaKernel):
        return named(f"gamma-moment-{min(t.m, 3)}", value, sp.expand(kernel.p + t.a), kernel.p, sp.Integer(t.m))
    moved = kernel.p + t.a, kernel.q - t.a - t.b if kernel.prime else kernel.q + t.b
    places = (*map(sp.expand, moved), *shapes(kernel))
    if not (t.m or t.n):
        return named("beta-ratio", value, *places)
    return value if kernel.prime or max(t.m, t.n) > 4 else named(f"beta-moment-{t.m}-{t.n}", value, *places)


def _kernel_name(kernel: Any) -> str:
    if isinstance(kernel, LognormalKernel):
        return "lognormal"
    if isinstance(kernel, GammaKernel):
        return "gamma"
    return "beta-prime" if kernel.prime else "beta"


def shapes(kernel: Kernel) -> tuple[Expr, ...]:
    """Return the shape parameters; of a lognormal density, mean and variance of the logarithm."""
    if isinstance(kernel, LognormalKernel):
        return (kernel.mean, kernel.variance)
    return (kernel.p,) if isinstance(kernel, GammaKernel) else (kernel.p, kernel.q)


def weight(kernel: Kernel, u: Any) -> Expr:
    """Return the density of the kernel at u."""
    if isinstance(kernel, LognormalKernel):
        spread = (sp.log(u) - kernel.mean) ** 2 / (2 * kernel.variance)
        return sp.exp(-spread) / (u * sp.sqrt(2 * sp.pi * kernel.variance))
    if isinstance(kernel, GammaKernel):
        return u ** (kernel.p - 1) * sp.exp(-u) / sp.gamma(kernel.p)
    p, q = kernel.p, kernel.q
    rest = (1 + u) ** (-p - q) if kernel.prime else (1 - u) ** (q - 1)
    return u ** (p - 1) * rest / sp.beta(p, q)


def monomial(part: Part, t: Term) -> Expr:
    """Return u^a (1±u)^b log^m u log^n (1±u)."""
    u, kernel = part.u, part.kernel
    other = 1 - u if isinstance(kernel, BetaKernel) and not kernel.prime else 1 + u
    return u**t.a * other**t.b * sp.log(u) ** t.m * sp.log(other) ** t.n


def mean_of(part: Part, t: Term) -> Expr:
    """Return the mean of a term under the kernel, not evaluated; the mean of 1 is 1."""
    g = monomial(part, t)
    if g == 1:
        return sp.S.One
    high = sp.oo if not isinstance(part.kernel, BetaKernel) or part.kernel.prime else sp.S.One
    return MeanOf(g, part.u, weight(part.kernel, part.u), sp.S.Zero, high)
