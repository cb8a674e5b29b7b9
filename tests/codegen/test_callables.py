"""`symfisher.codegen.callables`: the derived functions on arrays."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy as sp

from symfisher import derive
from symfisher.codegen import callables, targets
from symfisher.errors import SymfisherError
from tests.codegen.builders import REAL, IntegerRange, Interval, case_derivation, cases, derivation, domain

CASES = {case["id"]: case for case in cases()}


def number(text: str) -> float:
    """Return an exact value of the reference file as a float."""
    return float(sp.sympify(text))


def largest_error(found: np.ndarray, wanted: np.ndarray) -> float:
    """Return the greatest difference relative to the roots of the diagonal."""
    diagonal = np.sqrt(np.abs(np.einsum("...ii->...i", wanted)))
    return float(np.max(np.abs(found - wanted) / (diagonal[..., :, None] * diagonal[..., None, :])))


def reference_error(case: dict, closed: bool) -> float:
    """Return the greatest error at the stored points of a case."""
    information = callables(case_derivation(case, closed)).expected_information
    worst = 0.0
    for point, stored in zip(case["points"], case["numeric"], strict=True):
        values = [number(point[name]) for name in [*case["params"], *case["constants"]]]
        wanted = np.array([[float(v) for v in row] for row in stored])
        worst = max(worst, largest_error(information(*values), wanted))
    return worst


@pytest.mark.parametrize("name", sorted(CASES))
def test_closed_forms_compute_the_stored_values(name: str) -> None:
    """Generated closed forms, or integrals where there are none, give the stored information to 1e-12."""
    assert reference_error(CASES[name], closed=True) < 1e-12


@pytest.mark.parametrize("name", sorted(CASES))
def test_integrals_compute_the_stored_values(name: str) -> None:
    """Without any closed form the information is integrated or summed to 1e-10."""
    assert reference_error(CASES[name], closed=False) < 1e-10


def test_shapes_follow_broadcasting() -> None:
    """Data and parameters of shape S give S, S + (k,), S + (k, k)."""
    f = callables(case_derivation(CASES["normal-mu-sigma"]))
    x, mu = np.zeros((3, 1)), np.zeros(4)
    assert f.log_density(x, mu, 1.0).shape == (3, 4)
    assert f.score(x, mu, 1.0).shape == (3, 4, 2)
    assert f.observed_information(x, mu, 1.0).shape == (3, 4, 2, 2)
    assert f.expected_information(mu, 1.0).shape == (4, 2, 2)
    assert f.expected_information(0, 1).shape == (2, 2)
    assert f.score(np.zeros(0), 0, 1).shape == (0, 2)


def test_results_do_not_depend_on_blocks() -> None:
    """Arrays longer than a block give what their elements give one by one."""
    f = callables(case_derivation(CASES["gamma-shape-rate"]))
    a = np.linspace(0.5, 9.0, 40_001)
    whole = f.expected_information(a, 2.0)
    assert np.array_equal(whole[20_000:20_005], f.expected_information(a[20_000:20_005], 2.0))


def test_several_variables_are_the_last_axis() -> None:
    """Data of two variables have shape S + (2,)."""
    f = callables(case_derivation(CASES["bivariate-normal"]))
    assert f.score(np.zeros((5, 2)), 0, 0, 1, 1, 0.5).shape == (5, 5)
    with pytest.raises(ValueError, match="last axis"):
        f.score(np.zeros((5, 3)), 0, 0, 1, 1, 0.5)


def test_arguments_go_by_safe_name() -> None:
    """A parameter typed ``lambda`` is the argument ``lambda_``."""
    rate, x = sp.symbols("lambda x")
    positive = domain("a > 0")
    f = callables(derivation(rate * sp.exp(-rate * x), {"x": positive}, {"lambda": positive}))
    assert f.arguments == ("x", "lambda_")
    assert f.log_density(x=1.0, lambda_=2.0) == pytest.approx(np.log(2) - 2)
    assert f.expected_information(lambda_=2.0)[0, 0] == pytest.approx(0.25)


def test_outside_the_support() -> None:
    """Outside the support, and between integers, the log-density is -inf and the score nan; nan data stay nan."""
    f = callables(case_derivation(CASES["poisson"]))
    x = np.array([1.0, 1.5, -1.0, np.nan])
    assert np.array_equal(np.isneginf(f.log_density(x, 2.0)), [False, True, True, False])
    assert np.array_equal(np.isnan(f.score(x, 2.0)[:, 0]), [False, True, True, True])
    assert np.isnan(f.log_density(np.nan, 2.0))


def test_outside_the_domain() -> None:
    """A parameter outside its domain, infinite or nan gives nan for that element only."""
    f = callables(case_derivation(CASES["normal-mu-sigma"]))
    found = f.expected_information([0, 1, np.nan, np.inf], [1, -1, 2, 3])
    assert np.array_equal(np.isnan(found).all(axis=(1, 2)), [False, True, True, True])
    assert np.isnan(f.log_density(0, 0, -1))


def test_domains_that_depend_on_each_other() -> None:
    """With p < 1 - q the pair (0.5, 0.6) is outside."""
    f = callables(case_derivation(CASES["trinomial-counts"]))
    assert np.isnan(f.expected_information(0.5, 0.6, 5)).all()
    assert np.isfinite(f.expected_information(0.5, 0.4, 5)).all()


@pytest.mark.parametrize(
    ("name", "x", "parameters", "expected"),
    [
        ("normal-mixture-weight", -1e3, (0.3,), -5e5 + np.log(0.3 / np.sqrt(2 * np.pi))),
        ("skew-normal-shape", -100.0, (3.0,), -50006.84852757314),
        ("logistic", 1e4, (0.0, 1.0), -1e4),
        ("von-mises", 0.1, (0.0, 1e4), -46.27212806986187),
        ("zero-truncated-poisson", 3.0, (1e4,), 3 * np.log(1e4) - 1e4 - np.log(6)),
    ],
)
def test_log_density_reaches_into_the_tails(
    name: str, x: float, parameters: tuple[float, ...], expected: float
) -> None:
    """Where the density underflows its logarithm is still right."""
    assert callables(case_derivation(CASES[name])).log_density(x, *parameters) == pytest.approx(expected, rel=1e-9)


def test_scores_reach_into_the_tails() -> None:
    """Quotients of underflowing exponentials keep their limits."""
    f = callables(case_derivation(CASES["normal-mixture-weight"]))
    assert f.score([-1e3, 1e3], 0.3)[:, 0] == pytest.approx([1 / 0.3, -1 / 0.7])
    g = callables(case_derivation(CASES["logistic"]))
    assert g.score([-1e4, 1e4], 0, 1)[:, 0] == pytest.approx([-1, 1])


@pytest.mark.parametrize("b", [1.0, 2.0, 1 + 1e-10, 1 + 1e-5, 2 - 1e-7, 1.01, 0.9])
def test_removable_singularities(b: float) -> None:
    """Kumaraswamy's form, 0/0 at b = 1 and b = 2, is right to 1e-11 at these shapes and near them."""
    d = case_derivation(CASES["kumaraswamy"])
    near = sp.Rational(b) + (sp.Rational(1, 10**20) if b in (1, 2) else 0)
    exact = d.own.expected_information.xreplace(dict(zip(d.density.thetas, (sp.Rational(3, 2), near), strict=True)))
    wanted = np.array(sp.N(exact, 60).tolist(), dtype=float)
    assert largest_error(callables(d).expected_information(1.5, b), wanted) < 1e-11


@pytest.mark.parametrize(("r", "expected"), [(1e-9, 1 / 3), (1e-6, 1 / 3), (1e-3, 0.33333326666667723), (1e4, 1e-8)])
def test_cancellation_at_the_edge_of_a_domain(r: float, expected: float) -> None:
    """The truncated exponential's 1/r² - c² e^{rc}/(e^{rc} - 1)² is right where both terms are huge."""
    f = callables(case_derivation(CASES["truncated-exponential"]))
    assert f.expected_information(r, 2.0) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("mean", [0.01, 30.0, 1e4, 1e6])
def test_sums_of_any_length(mean: float) -> None:
    """The Poisson sum is 1/mean whether it has ten terms or ten thousand that count."""
    f = callables(case_derivation(CASES["poisson"], closed=False))
    assert f.expected_information(mean) * mean == pytest.approx(1.0, rel=1e-8)


@pytest.mark.parametrize("n", [3, 511, 512, 513, 1024, 1025, 1026, 5000, 10**6])
def test_finite_sums_of_any_length(n: int) -> None:
    """The binomial sum is n/(p(1 - p)) on both sides of every internal limit."""
    f = callables(case_derivation(CASES["binomial-known-n"], closed=False))
    assert f.expected_information(0.3, n) * 0.21 / n == pytest.approx(1.0, rel=1e-9)


def test_two_sided_sum() -> None:
    """The discrete Laplace distribution on all integers has information Var|x|/p²."""
    d = derivation("(1-p)/(1+p)*p**Abs(x)", {"x": IntegerRange(-sp.oo, sp.oo)}, {"p": domain("0 < p < 1")})
    p = np.array([0.1, 0.5, 0.9])
    moments = 2 * p / (1 - p) ** 2
    mean = 2 * p / (1 - p * p)
    wanted = (moments - mean**2) / p**2
    assert callables(d).expected_information(p)[:, 0, 0] == pytest.approx(wanted, rel=1e-10)


def test_orders_of_bessel_functions_run_through_the_integers() -> None:
    """Skellam: both tails fade away, though I_n and I_-n are one function on the integers only; a sum fixes an entry.

    The score a·∂/∂a - b·∂/∂b of the log-density is x - (a - b), so that Var x = a + b is a quadratic form of I.
    """
    d = derivation(
        "exp(-a-b)*(a/b)**(x/2)*besseli(x, 2*sqrt(a*b))",
        {"x": IntegerRange(-sp.oo, sp.oo)},
        {"a": domain("a > 0"), "b": domain("b > 0")},
    )
    for a, b in ((0.3, 0.2), (100.0, 50.0)):
        weights = np.array([a, -b])
        assert weights @ callables(d).expected_information(a, b) @ weights == pytest.approx(a + b, rel=1e-11)


def test_heavy_tails() -> None:
    """Cauchy's and Lomax' tails are followed to where they count: 1/2 and a/(a + 2) at shape 0.1."""
    cauchy = callables(case_derivation(CASES["cauchy"], closed=False))
    assert largest_error(cauchy.expected_information(1e3, 1e-3), np.diag([5e5, 5e5])) < 1e-10
    lomax = callables(case_derivation(CASES["lomax"], closed=False))
    assert lomax.expected_information(0.1, 1.0)[1, 1] == pytest.approx(0.1 / 2.1, rel=1e-10)


def test_mass_out_of_reach_gives_nan() -> None:
    """A tail that floating-point numbers cannot follow gives nan, not a number that is nearly right."""
    lomax = callables(case_derivation(CASES["lomax"], closed=False))
    assert np.isnan(lomax.expected_information(0.01, 1.0)).all()


def test_kinks_cut_the_integral() -> None:
    """An asymmetric Laplace density with its kink anywhere is integrated to 1e-10."""
    d = derivation(
        "exp(Piecewise((-(x-m)/a, x > m), ((x-m)/b, True)))/(a+b)",
        {"x": REAL},
        {"m": REAL, "a": domain("a > 0"), "b": domain("b > 0")},
    )
    found = callables(d).expected_information([-3.3, 100.0], 2.0, 0.5)
    assert found[:, 0, 0] == pytest.approx(1.0, rel=1e-10)


def test_integration_without_closed_form_of_some_entries_only() -> None:
    """Entries with a closed form come from it, the others are integrated."""
    case = dict(CASES["gamma-shape-rate"], information=[["polygamma(1,a)", None], [None, "a/b**2"]])
    found = callables(case_derivation(case)).expected_information([0.5, 3.0], 2.0)
    assert found[:, 0, 1] == pytest.approx(-0.5, rel=1e-10)


def test_noisy_closed_forms_beside_open_entries_are_integrated() -> None:
    """Where one entry is open and another, closed, is 0/0, both are integrated."""
    case = dict(CASES["kumaraswamy"])
    matrix = [list(row) for row in case["information"]]
    matrix[0][0] = None
    found = callables(case_derivation(dict(case, information=matrix))).expected_information(1.5, [1.0, 2.0, 1 + 1e-9])
    wanted = callables(case_derivation(case)).expected_information(1.5, [1.0, 2.0, 1 + 1e-9])
    assert largest_error(found, wanted) < 1e-11


def test_kinks_that_cannot_be_told_are_refused_by_name() -> None:
    """No rule for a density with kinks at unknown places: the entry is named, no number is given."""
    d = derivation("a*exp(-a*Abs(x**5 - x - 1))", {"x": REAL}, {"a": domain("a > 0")})
    with pytest.raises(NotImplementedError, match=r"\(0, 0\)"):
        callables(d).expected_information(1.0)


def test_unknown_backend() -> None:
    """An unknown backend is an error that lists the known ones."""
    with pytest.raises(SymfisherError, match="numpy"):
        callables(case_derivation(CASES["poisson"]), "fortran")
    assert "python" in targets()


def test_interval_may_be_closed() -> None:
    """A closed end belongs to the support."""
    unit = Interval(sp.Integer(0), sp.Integer(1), True, True)
    f = callables(derivation("1 + a*(2*x - 1)", {"x": unit}, {"a": domain("-1 < a < 1")}))
    assert f.log_density([0.0, 1.0], 0.5) == pytest.approx(np.log([0.5, 1.5]))


def test_dilogarithms_near_a_removable_singularity() -> None:
    """Near independence the information of the Morgenstern copula is 1/9 + a²/25, though its form is 0/0 at a = 0."""
    a = np.array([-1e-3, 1e-9, 0.0, 1e-5])
    found = derive("farlie_gumbel_morgenstern(a)").callables("numpy").expected_information(a).ravel()
    assert found == pytest.approx(1 / 9 + a**2 / 25, rel=1e-11)


@pytest.mark.parametrize(("a", "b"), [(2.0, 3.0), (1e6, 1e-3), (300.0, 1e-7), (1e-8, 1e4)])
def test_differences_of_trigamma_at_shapes_far_apart(a: float, b: float) -> None:
    """ψ'(a) - ψ'(a + b) keeps its digits where b is far below a, beside elements that need no care."""
    with mpmath.workdps(60):
        wanted = float(mpmath.psi(1, a) - mpmath.psi(1, mpmath.mpf(a) + b))
    found = derive("x ~ beta(a, b)").callables().expected_information([2.0, a], [3.0, b])
    assert found[1, 0, 0] == pytest.approx(wanted, rel=1e-14)


def test_curvature_of_large_concentrations() -> None:
    """The observed information of von Mises neither overflows nor loses its size at a large concentration."""
    found = derive("x ~ von_mises(mu, kappa)").callables().observed_information(0.3, 0.1, [1e3, 1e4])
    assert found[:, 1, 1] == pytest.approx([5.0025037575e-07, 5.00025003e-09], rel=1e-6)


def test_peaks_far_apart() -> None:
    """The line is cut at the centres of a mixture: each peak is integrated, however far the other is."""
    d = derivation(
        "w/(pi*(1+(x-a)**2)) + (1-w)/(pi*(1+(x-b)**2))",
        {"x": domain("real")},
        {"w": domain("0 < w < 1"), "a": domain("real"), "b": domain("real")},
    )
    found = callables(d).expected_information(0.5, [-200.0, 3.0], [1e8, -1e8])
    assert largest_error(found, np.broadcast_to(np.diag([4.0, 0.25, 0.25]), (2, 3, 3))) < 1e-6
