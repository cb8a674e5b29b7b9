"""Tests of the moments of score and Hessian against independent numbers."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from records import build, cases, derivatives, from_case, point_of

from symfisher.quadrature import draw_points, expectations, moments, total_mass

CASES = cases()


def relative(found: Any, wanted: Any) -> float:
    """Return the greatest difference relative to sqrt(I_ii I_jj)."""
    wanted = np.array(wanted, dtype=float)
    root = np.sqrt(np.abs(np.diag(found)))
    return float(np.max(np.abs(found - wanted) / np.outer(root, root)))


def at(
    expression: str, support: Any, parameters: Any, values: Any, constants: Any = None, discrete: bool = False
) -> Any:
    """Return the moments of a density written as a string."""
    density = build(expression, support, parameters, constants, discrete)
    return moments(density, *derivatives(density), point_of(density, values))


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_reference_cases(case: dict[str, Any]) -> None:
    """Outer product and Hessian form agree with the stored numbers to 1e-11 at every stored point."""
    density = from_case(case)
    derived = derivatives(density)
    for number, (values, wanted) in enumerate(zip(case["points"], case["numeric"], strict=True)):
        found = moments(density, *derived, point_of(density, values))
        assert found.ok, found.reason
        assert relative(found.outer, wanted) < 1e-11
        assert found.relative_error < 1e-10
        hessian = case.get("numeric_hessian_form", case["numeric"])[number]
        scale = found.scale.max()
        assert np.max(np.abs(found.neg_hessian - np.array(hessian, dtype=float))) < 1e-10 * scale
        assert found.mass == pytest.approx(1.0, abs=1e-11)


LINE = {"x": ("-oo", "oo")}
HALF = {"x": ("0", "oo")}
UNIT = {"x": ("0", "1")}
NORMAL = "exp(-(x-mu)**2/(2*s**2))/(s*sqrt(2*pi))"
LOCATION_SCALE = {"mu": "real", "s": "s > 0"}
GAMMA = "b**a*x**(a-1)*exp(-b*x)/gamma(a)"
BETA = "x**(a-1)*(1-x)**(b-1)/beta(a,b)"
SHAPES = {"a": "a > 0", "b": "b > 0"}


def trigamma(z: str) -> float:
    """Return ψ′ at a rational."""
    return float(mp.psi(1, mp.mpf(sp.Rational(z).p) / sp.Rational(z).q))


def beta_information(a: str, b: str) -> list[list[float]]:
    """Return the information of the beta density."""
    both = trigamma(str(sp.Rational(a) + sp.Rational(b)))
    return [[trigamma(a) - both, -both], [-both, trigamma(b) - both]]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ((NORMAL, LINE, LOCATION_SCALE, {"mu": "1000", "s": "1/100"}), [[1e4, 0], [0, 2e4]]),
        ((NORMAL, LINE, LOCATION_SCALE, {"mu": "1000000", "s": "1/1000"}), [[1e6, 0], [0, 2e6]]),
        (("1/(pi*s*(1+((x-mu)/s)**2))", LINE, LOCATION_SCALE, {"mu": "7", "s": "1/1000"}), [[5e5, 0], [0, 5e5]]),
        (("exp(-Abs(x-mu)/s)/(2*s)", LINE, LOCATION_SCALE, {"mu": "617/5", "s": "1/30"}), [[900, 0], [0, 900]]),
        ((BETA, UNIT, SHAPES, {"a": "1/5", "b": "3/10"}), beta_information("1/5", "3/10")),
        ((BETA, UNIT, SHAPES, {"a": "1/50", "b": "3/100"}), beta_information("1/50", "3/100")),
        ((GAMMA, HALF, SHAPES, {"a": "1/20", "b": "3"}), [[trigamma("1/20"), -1 / 3], [-1 / 3, 0.05 / 9]]),
        ((GAMMA, HALF, SHAPES, {"a": "1/100", "b": "3"}), [[trigamma("1/100"), -1 / 3], [-1 / 3, 0.01 / 9]]),
        (("t*exp(x)*exp(-t*(exp(x)-1))", HALF, {"t": "t > 0"}, {"t": "1/1000"}), [[1e6]]),
        (
            ("Piecewise((2*x/c,x<c),(2*(1-x)/(1-c),True))", UNIT, {"c": "(c > 0) & (c < 1)"}, {"c": "3/10"}),
            [[1 / 0.21]],
        ),
    ],
)
def test_one_variable_hard(arguments: Any, wanted: Any) -> None:
    """Far-off, narrow, heavy-tailed, singular and kinked densities on a line are right to 1e-10."""
    found = at(*arguments)
    assert found.ok, found.reason
    assert relative(found.outer, wanted) < 1e-10


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values"),
    [
        (
            "exp(-(1+xi*(x-mu)/s)**(-1/xi))*(1+xi*(x-mu)/s)**(-1/xi-1)/s",
            {"x": ("mu-s/xi", "oo")},
            {**LOCATION_SCALE, "xi": "xi > 0"},
            {"mu": "1", "s": "2", "xi": "1/5"},
        ),
        (
            "exp(-(1-k*(x-mu)/s)**(1/k))*(1-k*(x-mu)/s)**(1/k-1)/s",
            {"x": ("-oo", "mu+s/k")},
            {**LOCATION_SCALE, "k": "k > 0"},
            {"mu": "1", "s": "2", "k": "3/10"},
        ),
        (
            "w*exp(-(x-m)**2/2)/sqrt(2*pi)+(1-w)*exp(-(x-50)**2/(2*s**2))/sqrt(2*pi)/s",
            LINE,
            {"w": "(w > 0) & (w < 1)", "m": "real", "s": "s > 0"},
            {"w": "3/10", "m": "-40", "s": "1/100"},
        ),
        (
            "exp(k*cos(x-mu))/(2*pi*besseli(0,k))",
            {"x": ("-pi", "pi")},
            {"mu": "real", "k": "k > 0"},
            {"mu": "1/3", "k": "200"},
        ),
        ("(1+cos(pi*(x-mu)))/2", {"x": ("mu-1", "mu+1")}, {"mu": "real"}, {"mu": "1/3"}),
        ("2*exp(-x**2/2)/sqrt(2*pi)*(1+erf(a*x/sqrt(2)))/2", LINE, {"a": "real"}, {"a": "30"}),
        ("k*(x-m)**(k-1)*exp(-(x-m)**k)", {"x": ("m", "oo")}, {"m": "real", "k": "k > 0"}, {"m": "10", "k": "5/2"}),
        ("a*b*exp(-b*x)*(1-exp(-b*x))**(a-1)", HALF, SHAPES, {"a": "1/4", "b": "3"}),
    ],
)
def test_two_forms_agree(expression: str, support: Any, parameters: Any, values: Any) -> None:
    """In regular densities the outer product equals minus the expected Hessian to 1e-10, and the mean score is zero."""
    found = at(expression, support, parameters, values)
    assert found.ok, found.reason
    assert relative(found.outer, found.neg_hessian) < 1e-10
    assert np.max(np.abs(found.mean_score) / np.sqrt(np.diag(found.outer))) < 1e-10


COUNTS = {"x": ("0", "oo")}
POSITIVE = {"x": ("1", "oo")}
PROBABILITY = {"p": "(p > 0) & (p < 1)"}


def zeta_information(s: float) -> float:
    """Return (log ζ)″."""
    return float(mp.zeta(s, 1, 2) / mp.zeta(s) - (mp.zeta(s, 1, 1) / mp.zeta(s)) ** 2)


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values", "wanted"),
    [
        ("t**x*exp(-t)/factorial(x)", COUNTS, {"t": "t > 0"}, {"t": "10000"}, 1e-4),
        ("binomial(1000,x)*p**x*(1-p)**(1000-x)", {"x": ("0", "1000")}, PROBABILITY, {"p": "3/10"}, 1000 / 0.21),
        ("x**(-s)/zeta(s)", POSITIVE, {"s": "s > 1"}, {"s": "6/5"}, zeta_information(1.2)),
        ("p*(1-p)**x", COUNTS, PROBABILITY, {"p": "1/100000"}, 1e10 / (1 - 1e-5)),
        ("exp(-p*x)*(p*x)**(x-1)/factorial(x)", POSITIVE, PROBABILITY, {"p": "99/100"}, 1 / (0.99 * 0.01)),
    ],
)
def test_sums(expression: str, support: Any, parameters: Any, values: Any, wanted: float) -> None:
    """Long and heavy-tailed sums are right to 1e-10."""
    found = at(expression, support, parameters, values, discrete=True)
    assert found.ok, found.reason
    assert found.outer[0, 0] == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("expression", ["r*beta(x,r+1)", "r*gamma(x)*gamma(r+1)/gamma(x+r+1)"])
def test_yule_simon(expression: str) -> None:
    """Yule-Simon sums, whose terms fall like a power, agree in both forms to 1e-11."""
    found = at(expression, POSITIVE, {"r": "r > 0"}, {"r": "7/10"}, discrete=True)
    assert found.ok, found.reason
    assert relative(found.outer, found.neg_hessian) < 1e-11


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values"),
    [
        ("2/(pi*4)*sqrt(4-(x-mu)**2)", {"x": ("mu-2", "mu+2")}, {"mu": "real"}, {"mu": "1/3"}),
        ("3*(1-(x-mu)**2)/4", {"x": ("mu-1", "mu+1")}, {"mu": "real"}, {"mu": "1/3"}),
        ("k*(x-m)**(k-1)*exp(-(x-m)**k)", {"x": ("m", "oo")}, {"m": "real", "k": "k > 0"}, {"m": "10", "k": "3/2"}),
    ],
)
def test_divergent(expression: str, support: Any, parameters: Any, values: Any) -> None:
    """Information that is infinite is reported as divergent, never as a number."""
    found = at(expression, support, parameters, values)
    assert not found.ok
    assert found.divergent[0, 0]
    assert found.outer[0, 0] == np.inf


def test_outer_without_hessian() -> None:
    """Where only the expected Hessian diverges the outer product is still given."""
    found = at("b/(2*gamma(1/b))*exp(-Abs(x-mu)**b)", LINE, {"mu": "real", "b": "b > 0"}, {"mu": "1/3", "b": "4/5"})
    assert found.ok
    assert not found.hessian_ok


PLANE = {"x": ("-oo", "oo"), "y": ("-oo", "oo")}


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values"),
    [
        (
            "x**(a-1)*y**(b-1)*(1-x-y)**(c-1)*gamma(a+b+c)/gamma(a)/gamma(b)/gamma(c)",
            {"x": ("0", "1"), "y": ("0", "1-x")},
            {"a": "a > 0", "b": "b > 0", "c": "c > 0"},
            {"a": "1/2", "b": "5/3", "c": "1/5"},
        ),
        (
            "(1+t)*(x*y)**(-1-t)*(x**(-t)+y**(-t)-1)**(-2-1/t)",
            {"x": ("0", "1"), "y": ("0", "1")},
            {"t": "t > 0"},
            {"t": "3/2"},
        ),
        ("n**2*exp(-n*y)", {"x": ("0", "oo"), "y": ("x", "oo")}, {"n": "n > 0"}, {"n": "3/2"}),
        (
            "1/(pi*s*(1+((x-m)/s)**2))/(pi*s*(1+((y-m)/s)**2))",
            PLANE,
            {"m": "real", "s": "s > 0"},
            {"m": "3/2", "s": "2"},
        ),
        (
            "exp(-((x-m)**2+(y-m)**2+(z-m)**2+(w-m)**2)/(2*s**2))/(s*sqrt(2*pi))**4",
            dict.fromkeys("xyzw", ("-oo", "oo")),
            {"m": "real", "s": "s > 0"},
            {"m": "3/2", "s": "2"},
        ),
    ],
)
def test_several_variables(expression: str, support: Any, parameters: Any, values: Any) -> None:
    """Over two to four variables both forms agree to 1e-9."""
    found = at(expression, support, parameters, values)
    assert found.ok, found.reason
    assert relative(found.outer, found.neg_hessian) < 1e-9
    assert found.mass == pytest.approx(1.0, abs=1e-9)


def test_mixed_variables() -> None:
    """A count beside a continuous variable is summed over integrals."""
    density = build("t**n*exp(-t)/factorial(n)*exp(-(x-n*m)**2/2)/sqrt(2*pi)", PLANE, {"t": "t > 0", "m": "real"})
    from dataclasses import replace

    from symfisher.density import Quantity, own_symbol
    from symfisher.domains import COUNTS as RANGE

    symbol = own_symbol("x", 3, RANGE)
    plain = sp.Symbol("n")
    expression = density.expression.xreplace({plain: symbol})
    variables = (Quantity("n", symbol, RANGE), density.variables[0])
    density = replace(density, expression=expression, variables=variables)
    found = moments(density, *derivatives(density), point_of(density, {"t": "3/2", "m": "2/3"}))
    assert found.ok, found.reason
    assert relative(found.outer, [[2 / 3, 0], [0, 1.5 + 1.5**2]]) < 1e-10


def test_total_mass() -> None:
    """The mass is found for what is not normalised, and a divergent integral is infinite."""
    density = build("exp(-x/s)", HALF, {"s": "s > 0"})
    assert total_mass(density, point_of(density, {"s": "7/3"}))[0] == pytest.approx(7 / 3, rel=1e-12)
    density = build("1/(1+x*s)", HALF, {"s": "s > 0"})
    assert total_mass(density, point_of(density, {"s": "7/3"}))[0] == np.inf


def test_expectations() -> None:
    """Expectations of given functions come with errors; a mean that does not exist is infinite."""
    density = build(NORMAL, LINE, LOCATION_SCALE)
    x = density.xs[0]
    values, errors = expectations(density, [x, x**2, sp.cos(x)], point_of(density, {"mu": "2", "s": "1/2"}))
    assert values == pytest.approx([2, 4.25, np.cos(2) * np.exp(-1 / 8)], rel=1e-12)
    assert np.all(errors < 1e-10)
    cauchy = build("1/(pi*s*(1+((x-mu)/s)**2))", LINE, LOCATION_SCALE)
    values, _ = expectations(cauchy, [sp.Abs(cauchy.xs[0])], point_of(cauchy, {"mu": "0", "s": "1"}))
    assert values[0] == np.inf


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_points(case: dict[str, Any]) -> None:
    """Points are drawn inside every domain, differ, and are the same at every call."""
    density = from_case(case)
    points = draw_points(density)
    assert points == draw_points(density)
    assert len(points) == 3
    assert all(q.domain.contains(p[q.symbol], p) for p in points for q in (*density.parameters, *density.constants))
    for p in points:
        reals = [v for v in p.values() if not v.is_Integer]
        assert len(set(reals)) == len(reals)


def test_points_of_dependent_domains() -> None:
    """Domains that refer to each other (p + q < 1, b > a) are respected."""
    density = build("1", LINE, {"p": "(p > 0) & (p < 1 - q)", "q": "(q > 0) & (q < 1 - p)", "a": "real", "b": "b > a"})
    for point in draw_points(density, 4):
        p, q, a, b = (point[t] for t in density.thetas)
        assert 0 < p < 1
        assert 0 < q < 1 - p
        assert a < b


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values"),
    [
        (
            "exp(-Abs(log(x)-m)/b)/(2*b*x)",
            {"x": ("0", "oo")},
            {"m": "real", "b": "b > 0"},
            {"m": "1/3", "b": "3/2"},
        ),
        (
            "exp(-Piecewise((((x-m)/s)**2/2, Abs(x-m)<=k*s), (k*Abs(x-m)/s-k**2/2, True)))"
            "/(s*(sqrt(2*pi)*erf(k/sqrt(2))+2*exp(-k**2/2)/k))",
            {"x": ("-oo", "oo")},
            {"m": "real", "s": "s > 0", "k": "k > 0"},
            {"m": "-1/3", "s": "2", "k": "3/2"},
        ),
    ],
)
def test_kinks_under_functions(expression: str, support: Any, parameters: Any, values: Any) -> None:
    """Kinks inside a logarithm and beside an absolute value are found: ten digits, of the Hessian form too."""
    found = at(expression, support, parameters, values)
    assert found.ok, found.reason
    assert found.hessian_ok
    assert found.mass == pytest.approx(1.0, abs=1e-12)
    assert found.relative_error < 1e-10
