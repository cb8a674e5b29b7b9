"""The statistical manifold: metric, Levi-Civita connection, curvature, geodesics.

With g = I: Γᵏ_ij = ½ gᵏˡ(∂ᵢ g_jl + ∂ⱼ g_il − ∂ₗ g_ij), curvature R from Γ, scalar curvature S = gʲᵏ Rⁱ_jik, for two
parameters Gaussian curvature K = S/2.

References
----------
Rao (1945), Bull. Calcutta Math. Soc. 37, 81-91; Amari & Nagaoka (2000), Methods of Information Geometry, §2.3;
Skovgaard (1984), Scand. J. Statist. 11, 211-223 (normal).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.density import Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.inference.algebra import Matrix, information_of, inverse, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.signs import Signs

Tensor = tuple[tuple[tuple[Expr, ...], ...], ...]


@dataclass(frozen=True)
class Geometry:
    """The Fisher-Rao geometry of a model with k parameters, in the user's symbols.

    Attributes
    ----------
    metric
        The information, shape (k, k).
    christoffel
        ``christoffel[k][i][j]`` is Γᵏ_ij.
    scalar_curvature
        Zero for one parameter.
    gaussian_curvature
        For two parameters, half the scalar curvature, else ``None``.
    geodesics
        Right sides of θ̈ᵏ = −Γᵏ_ij θ̇ⁱ θ̇ʲ, the velocities being called ``d`` and the parameter's name.
    """

    metric: Any
    christoffel: Tensor
    scalar_curvature: Expr
    gaussian_curvature: Expr | None
    geodesics: tuple[Expr, ...]
    answer: Answer = field(repr=False)


def geometry(derivation: Derivation) -> Geometry:
    """Return connection, curvature and geodesic equations of the Fisher-Rao metric.

    Raises
    ------
    ClosedFormNotFoundError
        The information has no closed form.
    RegularityError
        It is singular.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = geometry(derive("x ~ normal(mu, sigma)"))
    >>> found.gaussian_curvature, found.scalar_curvature
    (-1/2, -1)
    """
    density, signs = derivation.density, Signs.of(derivation.density)
    metric = information_of(derivation)
    gamma = _christoffel(metric, density.thetas, signs)
    scalar = _scalar_curvature(metric, gamma, density.thetas, signs)
    k = len(density.thetas)
    velocities = tuple(
        Quantity(f"d{p.name}", sp.Symbol(f"_v{i}", real=True), p.domain) for i, p in enumerate(density.parameters)
    )
    v = [q.symbol for q in velocities]
    geodesics = [
        tidy(-sp.Add(*(gamma[c][i][j] * v[i] * v[j] for i in range(k) for j in range(k))), signs) for c in range(k)
    ]
    gaussian = tidy(scalar / 2, signs) if k == 2 else None
    spelled = replace(density, constants=(*density.constants, *velocities))
    names = [p.name for p in density.parameters]
    symbols = [
        (f"Gamma^{names[c]}_{names[i]},{names[j]}", gamma[c][i][j])
        for c in range(k)
        for i in range(k)
        for j in range(i, k)
        if gamma[c][i][j] != 0
    ]
    found = rows(
        ("metric", metric[0] if k == 1 else metric),
        *symbols,
        ("Gaussian curvature", gaussian),
        ("scalar curvature", scalar),
        *((f"d^2 {name}/ds^2", g) for name, g in zip(names, geodesics, strict=True)),
    )
    steps = (Step("metric", None, metric), Step("curvature", None, scalar, reference="Amari & Nagaoka 2000, §2.3"))
    show = spelled.present
    return Geometry(
        show(metric),
        tuple(tuple(tuple(show(e) for e in row) for row in table) for table in gamma),
        show(scalar),
        None if gaussian is None else show(gaussian),
        tuple(show(g) for g in geodesics),
        Answer("Fisher-Rao geometry", spelled, found, steps).under(derivation),
    )


def lowered(metric: Matrix, thetas: Any) -> Any:
    """Return Γ_ij,l = ½(∂ᵢ g_jl + ∂ⱼ g_il − ∂ₗ g_ij) as ``[i][j][l]``."""
    k = range(len(thetas))
    d = [[[sp.diff(metric[i, j], t) for t in thetas] for j in k] for i in k]
    return [[[(d[j][m][i] + d[i][m][j] - d[i][j][m]) / 2 for m in k] for j in k] for i in k]


def _christoffel(metric: Matrix, thetas: Any, signs: Signs) -> Tensor:
    """Return Γᶜ_ij as ``[c][i][j]``."""
    first_kind, raised = lowered(metric, thetas), inverse(metric, signs)
    k = range(len(thetas))

    def entry(c: int, i: int, j: int) -> Expr:
        return tidy(sp.Add(*(raised[c, m] * first_kind[i][j][m] for m in k)), signs)

    upper = {(c, i, j): entry(c, i, j) for c in k for i in k for j in k if i <= j}
    return tuple(tuple(tuple(upper[c, min(i, j), max(i, j)] for j in k) for i in k) for c in k)


def _scalar_curvature(metric: Matrix, gamma: Tensor, thetas: Any, signs: Signs) -> Expr:
    """Return gʲᵐ R_jm with R_jm = ∂ᵢ Γⁱ_jm − ∂ⱼ Γⁱ_im + Γⁱ_il Γˡ_jm − Γⁱ_jl Γˡ_im."""
    if len(thetas) == 1:
        return sp.S.Zero
    raised, k = inverse(metric, signs), range(len(thetas))

    def ricci(j: int, m: int) -> Expr:
        straight = [sp.diff(gamma[i][j][m], thetas[i]) - sp.diff(gamma[i][i][m], thetas[j]) for i in k]
        bent = [gamma[i][i][n] * gamma[n][j][m] - gamma[i][j][n] * gamma[n][i][m] for i in k for n in k]
        return sp.Add(*straight, *bent)

    return tidy(sp.Add(*(raised[j, m] * ricci(j, m) for j in k for m in k)), signs)
