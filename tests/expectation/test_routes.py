"""Each route answers its kind, and declines what it has no proof for; every proof is replayed and compared with quadrature."""

import mpmath
import pytest
import sympy as sp
from scipy.integrate import quad

from symfisher.derivation import Proof
from symfisher.domains import COUNTS, POSITIVE, REAL, UNIT, FiniteSet, IntegerRange, Interval
from symfisher.expectation import constant, finite, gaussian, identified, independence, kernel, shift, span, tower
from symfisher.expectation.group import orbit
from symfisher.expectation.normalization import mass_by_routes
from symfisher.expectation.problem import Decline, with_exceptions
from symfisher.expectation.remainder import remainders
from symfisher.quadrature import draw_points, moments
from symfisher.reading import read
from tests.expectation.builders import density, equal, problem, solved

EULER = sp.EulerGamma


def weibull():
    return density(lambda x, k, s: k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k)), POSITIVE, POSITIVE, POSITIVE)


def test_span_covers_exponential_families():
    """Gamma: trigamma without any integration."""
    d = density(lambda x, a, b: b**a * x ** (a - 1) * sp.exp(-b * x) / sp.gamma(a), POSITIVE, POSITIVE, POSITIVE)
    a, b = d.thetas
    assert solved(span, d) == {(0, 0): sp.polygamma(1, a), (0, 1): -1 / b, (1, 1): a / b**2}


def test_span_needs_a_mean_score_of_zero():
    """Where E[score] = 0 is not established, the route declines."""
    d = weibull()
    p = problem(d)
    unsure = type(p)(d, p.calculus, p.signs, mean_score_zero=False)
    assert all(isinstance(v, Decline) for v in span.attempt(unsure, unsure.negative_hessian).values())


def test_kernel_of_a_weibull():
    """The textbook form of the shape entry, as a perfect square."""
    d = weibull()
    k, s = d.thetas
    found = solved(kernel, d)
    assert equal(found[0, 0], (sp.pi**2 / 6 + (1 - EULER) ** 2) / k**2)
    assert equal(found[0, 1], (EULER - 1) / s)


@pytest.mark.parametrize(
    ("write", "support", "domains", "wanted"),
    [
        (
            lambda x, m, s: sp.exp(-(x - m) / s) / (s * (1 + sp.exp(-(x - m) / s)) ** 2),
            REAL,
            (REAL, POSITIVE),
            lambda m, s: 1 / (3 * s**2),
        ),
        (
            lambda x, m, s: 1 / (sp.pi * s * (1 + ((x - m) / s) ** 2)),
            REAL,
            (REAL, POSITIVE),
            lambda m, s: 1 / (2 * s**2),
        ),
        (
            lambda x, m, s: sp.sech(sp.pi * (x - m) / (2 * s)) / (2 * s),
            REAL,
            (REAL, POSITIVE),
            lambda m, s: sp.pi**2 / (8 * s**2),
        ),
        (
            lambda x, a: sp.exp(-((x - a) ** 2) / (2 * a**2)) / (a * sp.sqrt(2 * sp.pi)),
            REAL,
            (POSITIVE,),
            lambda a: 3 / a**2,
        ),
    ],
    ids=["logistic", "cauchy", "hyperbolic secant", "curved normal"],
)
def test_kernels(write, support, domains, wanted):
    """Location entries by beta and gamma kernels, folded at the centre where the density is even."""
    d = density(write, support, *domains)
    assert equal(solved(kernel, d)[0, 0], wanted(*d.thetas))


def test_kernel_by_pieces():
    """A two-piece normal: each side is a gamma kernel with its own mass."""
    d = read(
        "Piecewise((exp(-(x-m)^2/(2 s^2)), x < m), (exp(-(x-m)^2/(2 t^2)), True)) sqrt(2/pi)/(s+t)",
        support="x in R",
        parameters=["m in R", "s > 0", "t > 0"],
    )
    _, s, t = d.thetas
    assert equal(solved(kernel, d)[0, 0], 1 / (s * t))


def test_kernel_of_a_difference_of_squares():
    """Under u = (x/s)² the factors 1 − √u and 1 + √u with one exponent are 1 − u."""
    d = read("f(x; a, s) = 2*a*x/s^2*(1 - x/s)^(a-1)*(1 + x/s)^(a-1), 0 < x < s, a > 0, s > 0")
    a, s = d.thetas
    p = problem(d)
    assert equal(kernel.attempt(p, p.score_products)[1, 1].value, 4 * a / (s**2 * (a - 2)))


def test_kernel_refuses_what_is_not_monotone():
    """Gompertz is no gamma density on (0, ∞), although its exponent looks like one."""
    d = density(lambda x, b, e: b * e * sp.exp(e + b * x - e * sp.exp(b * x)), POSITIVE, POSITIVE, POSITIVE)
    assert set(solved(kernel, d).values()) == {None}


def test_existence_is_that_of_the_whole_integrand():
    """Kumaraswamy's moments need b > 2 one by one, their sum only b > 0; the removable singularities are named."""
    d = density(lambda x, a, b: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1), UNIT, POSITIVE, POSITIVE)
    p = problem(d)
    answer = kernel.attempt(p, p.negative_hessian)[0, 0]
    assert isinstance(answer, Proof)
    assert answer.conditions == ()
    assert [str(c) for c in with_exceptions(answer, p.signs).conditions] == ["Ne(_t2 - 2, 0)"]


def test_existence_conditions_are_stated():
    """A generalised Pareto with a finite end has information only for ξ > −1/2, and the proof says so."""
    negative = Interval(-sp.oo, sp.S.Zero)
    s, xi = sp.Symbol("_t1", positive=True), sp.Symbol("_t2", negative=True)
    d = density(
        lambda x, s, xi: (1 + xi * x / s) ** (-1 / xi - 1) / s, Interval(sp.S.Zero, -s / xi), POSITIVE, negative
    )
    p = problem(d)
    answer = kernel.attempt(p, p.negative_hessian)[0, 0]
    assert isinstance(answer, Proof)
    assert equal(answer.value, 1 / (s**2 * (1 + 2 * xi)))
    assert any(c.xreplace({xi: -sp.Rational(2, 3)}) == sp.false for c in answer.conditions)
    assert all(c.xreplace({xi: -sp.Rational(1, 3)}) == sp.true for c in answer.conditions)


def test_finite_sums():
    """A genotype table with an unknown frequency."""
    d = read("{0: (1-t)^2, 1: 2t(1-t), 2: t^2}", parameters=["0 < t < 1"])
    (t,) = d.thetas
    assert equal(solved(finite, d)[0, 0], 2 / (t * (1 - t)))


def test_finite_declines_moving_supports():
    """A set of values that depends on a parameter, or is infinite, is not added up."""
    p = problem(density(lambda x, t: sp.exp(-t) * t**x / sp.factorial(x), COUNTS, POSITIVE))
    assert isinstance(finite.attempt(p, p.negative_hessian)[0, 0], Decline)


def test_constants_are_their_own_expectation():
    """Uniform on (0, θ): the score is a constant."""
    theta = sp.Symbol("_t1", positive=True)
    p = problem(density(lambda x, t: 1 / t, Interval(sp.S.Zero, theta), POSITIVE))
    assert constant.attempt(p, p.score_products)[0, 0].value == 1 / theta**2


def test_gaussian_trace_formula():
    """Five parameters of a bivariate normal, without integration; Lehmann & Casella, table 2.6."""
    d = read(
        "mvnormal([m1, m2], [[s^2, r s t], [r s t, t^2]])", parameters=["m1", "m2", "s > 0", "t > 0", "-1 < r < 1"]
    )
    p = problem(d)
    found = gaussian.attempt(p, p.score_products)
    r = d.thetas[4]
    assert equal(found[4, 4].value, (1 + r**2) / (1 - r**2) ** 2)
    assert found[0, 4].value == 0


def test_gaussian_declines_other_shapes():
    """A log-density that is not quadratic has no trace formula."""
    p = problem(weibull())
    assert isinstance(gaussian.attempt(p, p.score_products)[0, 0], Decline)


def test_shift_identities():
    """A zero-inflated Poisson: the atom apart, the tail by the derivative of its mass."""
    d = read(
        "Piecewise((w+(1-w)*exp(-t), Eq(x,0)), ((1-w)*exp(-t)*t^x/x!, True))",
        support="x in N0",
        parameters=["0 < w < 1", "t > 0"],
    )
    w, t = d.thetas
    assert equal(solved(shift, d)[0, 1], -sp.exp(-t) / (w + (1 - w) * sp.exp(-t)))


def test_shift_of_a_curved_family():
    """A Poisson mean that is not the parameter, with the chain rule."""
    d = density(lambda x, a: sp.exp(-sp.exp(a) - a**2) * (sp.exp(a) + a**2) ** x / sp.factorial(x), COUNTS, POSITIVE)
    (a,) = d.thetas
    assert equal(solved(shift, d)[0, 0], (sp.exp(a) + 2 * a) ** 2 / (sp.exp(a) + a**2))


def test_shift_declines_what_is_no_hypergeometric_term():
    """x^(−s) has no rational ratio."""
    p = problem(density(lambda x, s: x ** (-s) / sp.zeta(s), IntegerRange(sp.S.One, sp.oo), Interval(sp.S.One, sp.oo)))
    assert isinstance(shift.attempt(p, p.negative_hessian)[0, 0], Decline)


def test_independence_adds():
    """Two Weibull observations carry twice the information of one."""
    d = read(
        "k/s (x/s)^(k-1) exp(-(x/s)^k) k/s (y/s)^(k-1) exp(-(y/s)^k)",
        variables=["x", "y"],
        support="x > 0, y > 0",
        parameters=["k > 0", "s > 0"],
    )
    p = problem(d)
    k, _ = d.thetas
    assert equal(independence.attempt(p, p.negative_hessian)[0, 0].value, 2 * (sp.pi**2 / 6 + (1 - EULER) ** 2) / k**2)


def test_tower_rule():
    """A bivariate Pareto density: one variable at a time (Mardia 1962)."""
    d = read("a (a+1) (1+x+y)^(-a-2)/1", variables=["x", "y"], support="x > 0, y > 0", parameters=["a > 0"])
    p = problem(d)
    (a,) = d.thetas
    assert equal(tower.attempt(p, p.score_products)[0, 0].value, 1 / a**2 + 1 / (a + 1) ** 2)


def test_groups_reduce_to_a_point():
    """A location-scale family is derived at (0, 1); a shape has nothing to reduce it by."""
    d = density(lambda x, m, s: sp.exp(-(x - m) / s - sp.exp(-(x - m) / s)) / s, REAL, REAL, POSITIVE)
    found = orbit(problem(d))
    assert found is not None
    assert list(found.point.values()) == [0, 1]
    assert found.factor((0, 1)) == d.thetas[1] ** -2
    assert orbit(problem(density(lambda x, a: a * x ** (a - 1), UNIT, POSITIVE))) is None


def test_identified_constants_are_labelled():
    """The half-logistic scale: recognised from its digits, and said so."""
    d = density(lambda x, s: 2 * sp.exp(-x / s) / (s * (1 + sp.exp(-x / s)) ** 2), POSITIVE, POSITIVE)
    p = problem(d)
    answer = identified.attempt(p, p.score_products)[0, 0]
    assert answer.status == "identified"
    assert equal(answer.value, (3 + sp.pi**2) / (9 * d.thetas[0] ** 2))


def test_relations_need_digits_to_spare():
    """A number that is no small combination is not recognised."""
    with mpmath.workdps(identified.DIGITS):
        number = mpmath.sqrt(343) / 11
    assert identified.relation(number, identified.BASES[0]) is None


def test_remainders_are_short():
    """Negative binomial size: trigamma minus one series, not a square of digammas."""
    d = density(
        lambda x, r, p: sp.gamma(x + r) / (sp.factorial(x) * sp.gamma(r)) * p**r * (1 - p) ** x, COUNTS, POSITIVE, UNIT
    )
    left = remainders(problem(d), [(0, 0)], "score", True)[0, 0]
    (series,) = left.atoms(sp.Sum)
    assert left == sp.polygamma(1, d.thetas[0]) - series


def test_a_scale_leaves_a_number():
    """With a scale the integral that is left holds no parameter, and no sign function."""
    d = density(lambda x, a: sp.besselk(0, sp.sqrt(a) * sp.Abs(x)) * sp.sqrt(a) / sp.pi, REAL, POSITIVE)
    left = remainders(problem(d), [(0, 0)], "score", True)[0, 0]
    (integral,) = left.atoms(sp.Integral)
    assert not integral.free_symbols
    assert not integral.has(sp.sign)
    number = 2 * quad(sp.lambdify(integral.variables, integral.function, "scipy"), 0, 40)[0]
    point = draw_points(d, 1)[0]
    own = problem(d).calculus
    (right,) = moments(d, own.log_density, own.score, own.hessian, point).outer.ravel()
    assert abs(left.xreplace({integral: sp.Float(number), **point}) - right) < 1e-7


def test_a_remainder_is_a_number_at_the_reduced_point():
    """Where the point of the orbit makes a quotient 0/0, the expectation stays as it is."""
    d = density(
        lambda x, t: sp.log(t) * sp.sin(t - x) / (2 * sp.log(1 / t)),
        lambda: REAL,
        UNIT,
    )
    left = remainders(problem(d), [(0, 0)], "score", True)[0, 0]
    assert not left.has(sp.nan, sp.zoo)


def test_masses():
    """The normalising constant of a gamma kernel, and of a table."""
    d = density(lambda x, s: sp.exp(-(x**2) / (2 * s)), REAL, POSITIVE)
    assert equal(mass_by_routes(problem(d)), sp.sqrt(2 * sp.pi * d.thetas[0]))
    table = density(lambda x, t: t**x, FiniteSet((sp.S.Zero, sp.S.One)), POSITIVE)
    assert equal(mass_by_routes(problem(table)), 1 + table.thetas[0])
