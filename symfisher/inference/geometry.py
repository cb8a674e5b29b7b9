"""The statistical manifold: metric, connections, curvature, geodesics, distances.

With g = I: Γᵏ_ij = ½ gᵏˡ(∂ᵢ g_jl + ∂ⱼ g_il − ∂ₗ g_ij), curvature R from Γ, scalar curvature S = gʲᵏ Rⁱ_jik, for two
parameters Gaussian curvature K = S/2. The Amari-Chentsov tensor T_ijk = E[∂ᵢℓ ∂ⱼℓ ∂ₖℓ] bends the connection:
Γ⁽ᵅ⁾_ij,k = Γ_ij,k − α/2·T_ijk.

References
----------
Rao (1945); Amari & Nagaoka (2000), Methods of Information Geometry, §2.3-2.4; Atkinson & Mitchell (1981), Sankhyā A 43,
345-365 (distances); Skovgaard (1984), Scand. J. Statist. 11, 211-223 (normal).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import sympy as sp

from symfisher.density import Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import REAL, Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import Matrix, information_of, inverse, is_zero, tidy
from symfisher.inference.answers import Answer, fresh_name, rows, with_constant
from symfisher.inference.expecting import expect, problem_of, told
from symfisher.inference.reparametrization import line_element
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


def _lowered(metric: Matrix, thetas: Any) -> Any:
    """Return Γ_ij,l = ½(∂ᵢ g_jl + ∂ⱼ g_il − ∂ₗ g_ij) as ``[i][j][l]``."""
    k = range(len(thetas))
    d = [[[sp.diff(metric[i, j], t) for t in thetas] for j in k] for i in k]
    return [[[(d[j][m][i] + d[i][m][j] - d[i][j][m]) / 2 for m in k] for j in k] for i in k]


def _christoffel(metric: Matrix, thetas: Any, signs: Signs) -> Tensor:
    """Return Γᶜ_ij as ``[c][i][j]``."""
    lowered, raised = _lowered(metric, thetas), inverse(metric, signs)
    k = range(len(thetas))

    def entry(c: int, i: int, j: int) -> Expr:
        return tidy(sp.Add(*(raised[c, m] * lowered[i][j][m] for m in k)), signs)

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


# ---------------------------------------------------------------- the dual connections


@dataclass(frozen=True)
class DualConnections:
    """The Amari-Chentsov tensor and the α-connections, in the user's symbols.

    Attributes
    ----------
    tensor
        ``tensor[i][j][k]`` is E[∂ᵢℓ ∂ⱼℓ ∂ₖℓ], symmetric in all three.
    connection
        ``connection[i][j][k]`` is Γ⁽ᵅ⁾_ij,k with the symbol ``alpha``; α = 0 is the metric's own.
    """

    tensor: Tensor
    connection: Tensor
    answer: Answer = field(repr=False)


def dual_connections(derivation: Derivation) -> DualConnections:
    """Return E[∂ᵢℓ ∂ⱼℓ ∂ₖℓ] and the α-connections.

    Raises
    ------
    ClosedFormNotFoundError
        The information or one of the third moments has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> dual_connections(derive("x ~ poisson(m)")).tensor
    (((m**(-2),),),)
    """
    problem = problem_of(derivation)
    k = range(len(derivation.density.thetas))
    places = [(i, j, m) for i in k for j in k for m in k if i <= j <= m]
    proofs = expect(problem, [problem.score[i] * problem.score[j] * problem.score[m] for i, j, m in places])
    names = [p.name for p in derivation.density.parameters]
    third: dict[tuple[int, ...], Expr] = {}
    for place, proof in zip(places, proofs, strict=True):
        if proof is None:
            raise ClosedFormNotFoundError(f"no closed form found for the third moment {[names[i] for i in place]}")
        third[place] = proof.value
    density, alpha = with_constant(derivation.density, fresh_name(derivation.density, ("alpha", "a")), REAL)
    signs = Signs.of(density)
    lowered = _lowered(information_of(derivation), density.thetas)

    def bent(i: int, j: int, m: int) -> Expr:
        return tidy(lowered[i][j][m] - alpha / 2 * third[tuple(sorted((i, j, m)))], signs)

    tensor = tuple(tuple(tuple(third[tuple(sorted((i, j, m)))] for m in k) for j in k) for i in k)
    connection = tuple(tuple(tuple(bent(i, j, m) for m in k) for j in k) for i in k)
    found = rows(
        *((f"T_{names[i]},{names[j]},{names[m]}", third[i, j, m]) for i, j, m in places),
        *(
            (f"Gamma^(alpha)_{names[i]},{names[j]};{names[m]}", connection[i][j][m])
            for i in k
            for j in k
            if i <= j
            for m in k
        ),
    )
    steps = told(*proofs)
    show = density.present

    def shown(tables: Tensor) -> Tensor:
        return tuple(tuple(tuple(show(e) for e in row) for row in table) for table in tables)

    answer = Answer("Amari-Chentsov tensor and α-connections", density, found, steps).under(derivation, *proofs)
    return DualConnections(shown(tensor), shown(connection), answer)


# ---------------------------------------------------------------- distances and divergences between two members


@dataclass(frozen=True)
class Between:
    """A distance or divergence between the members at θ and at θ′, in the user's symbols.

    Attributes
    ----------
    value
        The parameters of the second member are called like those of the first with ``_2`` behind.
    """

    value: Expr
    answer: Answer = field(repr=False)


def _second(derivation: Derivation) -> tuple[Any, Mapping[Any, Any]]:
    """Return the density with a second set of parameters as constants, and the map onto it."""
    density = derivation.density
    image = {p.symbol: sp.Symbol(f"_w{i}", **p.symbol.assumptions0) for i, p in enumerate(density.parameters)}
    second = tuple(Quantity(f"{p.name}_2", image[p.symbol], p.domain.xreplace(image)) for p in density.parameters)
    return replace(density, constants=(*density.constants, *second)), image


def distance(derivation: Derivation) -> Between:
    """Return the Fisher-Rao distance between two members where it is closed.

    One parameter: |η(θ) − η(θ′)| with η = ∫ √I. Location and scale, I constant but for 1/σ²: the half-plane's distance.

    Raises
    ------
    ClosedFormNotFoundError
        It is neither, or √I has no closed antiderivative.

    Examples
    --------
    >>> from symfisher import derive
    >>> distance(derive("x ~ poisson(m)")).value
    2*Abs(sqrt(m) - sqrt(m_2))
    """
    density, image = _second(derivation)
    signs = Signs.of(density)
    metric, thetas = information_of(derivation), derivation.density.thetas
    if len(thetas) == 1:
        eta = line_element(metric[0], thetas[0], signs)
        value = None if eta is None else sp.factor_terms(sp.Abs(eta - eta.xreplace(image)))
    else:
        value = _half_plane(metric, thetas, image, signs)
    if value is None:
        raise ClosedFormNotFoundError("no closed form found for the Fisher-Rao distance")
    step = Step("distance", None, value, reference="Atkinson & Mitchell 1981")
    answer = Answer("Fisher-Rao distance", density, rows(("distance", value)), (step,))
    return Between(density.present(value), answer)


_Chart = tuple[Callable[[Expr], Expr], Callable[[Expr], Expr]]
_LOCATIONS: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (sp.log, lambda t: 1 / t))
_SCALES: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (lambda t: 1 / t, lambda t: -1 / t**2))
"""Location and scale of x or of log x: the parameter, or its logarithm or reciprocal; with slopes."""


def _half_plane(metric: Matrix, thetas: Any, image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance for g = [[a, b], [b, c]]/σ²: with μ + (b/a)σ for μ √c′ times the hyperbolic one."""
    for i in (0, 1) if len(thetas) == 2 else ():
        first, second = thetas[i], thetas[1 - i]
        for (location, slope), (scale, steep) in product(_LOCATIONS, _SCALES):
            if not second.is_positive or (location is sp.log and not first.is_positive):
                continue
            slopes = slope(first), steep(second)
            entries = ((i, i, 0, 0), (i, 1 - i, 0, 1), (1 - i, 1 - i, 1, 1))
            scaled = [
                tidy(metric[p, q] * scale(second) ** 2 / (slopes[m] * slopes[n]), signs) for p, q, m, n in entries
            ]
            if any(e.free_symbols & set(thetas) for e in scaled) or not signs.positive(scaled[0]):
                continue
            a, b, c = scaled
            c = tidy(c - b**2 / a, signs)
            sigmas = scale(second), scale(image[second])
            along = location(first) - location(image[first]) + b / a * (sigmas[0] - sigmas[1])
            inner = 1 + (a / c * along**2 + (sigmas[0] - sigmas[1]) ** 2) / (2 * sigmas[0] * sigmas[1])
            return sp.sqrt(c) * sp.acosh(inner)
    return None


def kullback_leibler(derivation: Derivation) -> Between:
    """Return the Kullback-Leibler divergence E_θ[log f(x; θ) − log f(x; θ′)].

    Its second derivative in θ′ at θ is the expected information; that is checked where the model is regular.

    Raises
    ------
    ClosedFormNotFoundError
        The expectation has no closed form that was found.
    DomainError
        The support depends on the parameters: the divergence may be infinite.

    Examples
    --------
    >>> from symfisher import derive
    >>> kullback_leibler(derive("x ~ poisson(m)")).value
    m*log(m) - m*log(m_2) - m + m_2
    """
    if derivation.density.support_depends_on_parameters:
        raise DomainError("the support depends on the parameters: the divergence is infinite for some of them")
    density, image = _second(derivation)
    problem = problem_of(replace(derivation, density=density))
    ratio = derivation.own.log_density - derivation.own.log_density.xreplace(image)
    (proof,) = expect(problem, [ratio])
    if proof is None:
        raise ClosedFormNotFoundError("no closed form found for the Kullback-Leibler divergence")
    value = min((proof.value, tidy(proof.value, problem.signs)), key=lambda e: (sp.count_ops(e), str(e)))
    _check_expansion(value, image, derivation)
    steps = (*told(proof), Step("expansion", None, derivation.own.expected_information))
    found = rows(("divergence", value), ("its Hessian at equal parameters", derivation.own.expected_information))
    return Between(density.present(value), Answer("Kullback-Leibler divergence", density, found, steps).under(proof))


def _check_expansion(value: Expr, image: Mapping[Any, Any], derivation: Derivation) -> None:
    """Refuse unless value, gradient and Hessian at θ′ = θ are 0, 0 and the information."""
    signs, thetas = Signs.of(derivation.density), derivation.density.thetas
    back = {new: old for old, new in image.items()}
    zeros = [value, *(sp.diff(value, image[t]) for t in thetas)]
    if (
        derivation.closed_form
        and derivation.regularity.cramer_rao == "applies"
        and derivation.own.hessian_information is None
    ):
        zeros += [
            sp.diff(value, image[s], image[t]) - derivation.own.expected_information[i, j].xreplace(image)
            for i, s in enumerate(thetas)
            for j, t in enumerate(thetas)
        ]
    if not all(is_zero(e.xreplace(back), signs) for e in zeros):
        raise ClosedFormNotFoundError("the divergence found does not expand to the information")
