"""The Amari-Chentsov tensor T_ijk = E[∂ᵢℓ ∂ⱼℓ ∂ₖℓ] and the α-connections Γ⁽ᵅ⁾_ij,k = Γ_ij,k − α/2·T_ijk.

References
----------
Amari & Nagaoka (2000), Methods of Information Geometry, §2.3-2.4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symfisher.derivation import Derivation
from symfisher.domains import REAL, Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.algebra import information_of, tidy
from symfisher.inference.answers import Answer, fresh_name, rows, with_constant
from symfisher.inference.expecting import expect, problem_of, told
from symfisher.inference.geometry import Tensor, lowered
from symfisher.signs import Signs


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
    first_kind = lowered(information_of(derivation), density.thetas)

    def bent(i: int, j: int, m: int) -> Expr:
        return tidy(first_kind[i][j][m] - alpha / 2 * third[tuple(sorted((i, j, m)))], signs)

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
