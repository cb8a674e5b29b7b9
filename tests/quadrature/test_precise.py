"""Tests of integrals with many digits."""

import mpmath as mp
import pytest
from records import build, derivatives, point_of

from symfisher.errors import DomainError
from symfisher.quadrature import outer_precisely


@pytest.mark.parametrize(
    ("expression", "support", "values", "wanted"),
    [
        (
            "b**a*x**(a-1)*exp(-b*x)/gamma(a)",
            {"x": ("0", "oo")},
            {"a": "5/2", "b": "3"},
            lambda: mp.psi(1, mp.mpf(5) / 2),
        ),
        ("b*exp(-Abs(x-a)*b)/2", {"x": ("-oo", "oo")}, {"a": "1/3", "b": "2"}, lambda: mp.mpf(4)),
        ("b/(pi*(1+b**2*(x-a)**2))", {"x": ("-oo", "oo")}, {"a": "1/3", "b": "2"}, lambda: mp.mpf(2)),
    ],
)
def test_outer_precisely(expression: str, support: object, values: dict[str, str], wanted: object) -> None:
    """The first entry of the information has 25 right digits."""
    density = build(
        expression, support, {"a": "real" if "Abs" in expression or "pi" in expression else "a > 0", "b": "b > 0"}
    )
    log, score, _ = derivatives(density)
    found, _ = outer_precisely(density, log, score, point_of(density, values), 28)
    with mp.workdps(40):
        assert abs(found[0][0] - wanted()) < mp.mpf(10) ** -25


def test_discrete_refused() -> None:
    """Sums are refused with a reason."""
    density = build("exp(-a)*a**x/factorial(x)", {"x": ("0", "oo")}, {"a": "a > 0"}, discrete=True)
    log, score, _ = derivatives(density)
    with pytest.raises(DomainError, match="one continuous variable"):
        outer_precisely(density, log, score, point_of(density, {"a": "2"}))


def test_mass_that_is_not_found_is_no_answer() -> None:
    """Where the nodes see half of the mass only, the error is infinite."""
    density = build("b*exp(-b*x)/2", {"x": ("0", "oo")}, {"b": "b > 0"})
    log, score, _ = derivatives(density)
    _, error = outer_precisely(density, log, score, point_of(density, {"b": "2"}), 15)
    assert error == mp.inf
