"""Families with lists for arguments are written out as joint densities."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.errors import SymfisherError
from symfisher.quadrature import draw_points, total_mass
from symfisher.reading import read
from tests.reading.helpers import domains


@pytest.mark.parametrize(
    "text",
    [
        "mvnormal([m1, m2], [[a, b], [b, c]])",
        "mvnormal([0, 0], [[s^2, r*s^2], [r*s^2, s^2]])",
        "mvnormal([0, 0, 0], s^2*[[1, r, r^2], [r, 1, r], [r^2, r, 1]])",
        "multinomial(3, [p, q])",
        "categorical([p, q])",
        "dirichlet([a, b, c])",
        "dirichlet([a, 2])",
    ],
)
def test_total_mass_is_one(text: str) -> None:
    """The joint density has mass one at a drawn point."""
    density = read(text)
    assert total_mass(density, draw_points(density, 1)[0])[0] == pytest.approx(1, abs=1e-7)


def test_a_covariance_is_positive_definite_on_its_domain() -> None:
    """The off-diagonal entry is bounded by the diagonal ones."""
    density = read("mvnormal([m1, m2], [[a, b], [b, c]])")
    assert domains(density)["b"] == "-sqrt(a)*sqrt(c) < b < sqrt(a)*sqrt(c)"


def test_the_inverse_is_as_short_as_it_can_be() -> None:
    """The precision matrix of an autoregression is a band, and its determinant a power of 1 - r^2."""
    density = read("mvnormal([0,0,0,0], [[1,r,r^2,r^3],[r,1,r,r^2],[r^2,r,1,r],[r^3,r^2,r,1]])")
    assert sp.count_ops(density.expression) < 50
    assert not density.expression.has(sp.Abs)


@pytest.mark.parametrize("text", ["mvnormal([m, 0], [[1, 2], [2, 1]])", "mvnormal([m, 0], [[1, 1], [1, 1]])"])
def test_an_indefinite_covariance_is_refused(text: str) -> None:
    """Numbers that cannot be a covariance matrix are an error, not a number."""
    with pytest.raises(SymfisherError, match="not positive definite"):
        read(text)


def test_a_remaining_category_is_said() -> None:
    """Probabilities that do not sum to one leave one more category, and the record says so."""
    assert "one more category" in read("multinomial(n, [p, q])").inferred[0]
    assert read("multinomial(3, [p, q, 1-p-q])").inferred == ()


def test_independent_normals_are_a_product() -> None:
    """A diagonal covariance gives the product of the densities."""
    joint = read("mvnormal([a, b], [[1, 0], [0, 1]])")
    x, y = joint.xs
    a, b = joint.thetas
    assert sp.simplify(joint.expression - sp.exp(-((x - a) ** 2 + (y - b) ** 2) / 2) / (2 * sp.pi)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "mvnormal([a, b], [[1, 0]])",
        "mvnormal([a, b], [[1, r], [q, 1]])",
        "mvnormal(a, b)",
        "dirichlet([a])",
        "categorical([1])",
        "multinomial(1/2, [p, q])",
        "categorical([2, p])",
        "mvnormal([1,2,3,4,5,6], [1])",
    ],
)
def test_wrong_shapes_are_refused(text: str) -> None:
    """Lists that do not fit together are errors."""
    with pytest.raises(SymfisherError):
        read(text)


@pytest.mark.parametrize(
    ("rows", "name", "domain"),
    [
        ("[[s,r,r],[r,s,r],[r,r,s]]", "r", "-s/2 < r < s"),
        ("s^2*[[1,r,r,r],[r,1,r,r],[r,r,1,r],[r,r,r,1]]", "r", "-1/3 < r < 1"),
        ("[[1,r,q],[r,1,r],[q,r,1]]", "q", "2*r**2 - 1 < q < 1"),
        ("[[a,r,0],[r,b,0],[0,0,c]]", "r", "-sqrt(a)*sqrt(b) < r < sqrt(a)*sqrt(b)"),
    ],
)
def test_a_patterned_covariance_has_the_whole_domain_on_which_it_is_positive_definite(rows, name, domain):
    """What the leading minors say of a few symbols is solved for them, and nothing narrower is inferred."""
    density = read(f"mvnormal([{', '.join('0' for _ in range(rows.count('[') - 1))}], {rows})")
    assert domains(density)[name] == domain
