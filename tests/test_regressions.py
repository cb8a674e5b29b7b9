"""What was found wrong once, or still is: one test for each, with the reason where it fails."""

import math

import pytest
import sympy as sp

import symfisher
from symfisher.rendering import render


def test_covariance_matrix_is_regular():
    """The determinant of a covariance matrix is positive on the declared domain, which is no condition."""
    found = symfisher.derive("mvnormal([0, 0], [[v1, c], [c, v2]])")
    assert (found.regularity.verdict, found.regularity.when) == ("regular", None)


def test_a_rounded_end_is_no_piece_of_the_support():
    """The Weibull information with a location replays: no sample lies between the end of the support and its rounding."""
    assert symfisher.derive("weibull_location(mu, s, k)").closed_form


def test_derivative_in_the_order_is_no_closed_form():
    """An unevaluated derivative, but for that of zeta, is no closed form."""
    assert not symfisher.derive("f(x; a) = x^(a-1)*exp(-x-1/x)/(2*besselk(a, 2)), x > 0, a > 1").closed_form


@pytest.mark.parametrize("rate", ["m(a)", "m(2*a)"])
def test_record_with_undefined_functions(rate):
    """A derivation with undefined functions, and their derivatives at any place, survives its JSON record."""
    found = symfisher.derive(f"x ~ poisson({rate})", functions=["m"])
    again = symfisher.Derivation.from_json(found.to_json())
    assert again.expected_information == found.expected_information


def test_functions_with_values_in_the_unit_interval():
    """A probability p(a) lies in (0, 1) because the density says so, and no condition remains."""
    found = symfisher.derive("p(a)^x*(1-p(a))^(1-x), x in {0, 1}", functions=["p"])
    assert found.regularity.verdict == "regular"


def test_many_coefficients_need_no_domains():
    """A regression with five covariates is read without declaring that coefficients and covariates are real."""
    predictor = " - ".join(f"b{i}*z{i}" for i in range(1, 6))
    density = f"f(y; b1, b2, b3, b4, b5, s) = exp(-(y - {predictor})^2/(2*s^2))/(s*sqrt(2*pi)), s > 0, y in R"
    assert symfisher.derive(density).closed_form


def test_zeta_of_a_sum():
    """The derivative of zeta at s + 1 is as closed as that at s, and is written with a prime."""
    found = symfisher.derive("x^(-(s+1))/zeta(s+1), x in {1, 2, ...}, s > 0")
    assert found.closed_form
    assert r"\zeta'\left(s + 1\right)" in found.latex()
    assert symfisher.Derivation.from_json(found.to_json()).expected_information == found.expected_information


def test_masses_at_points_may_be_added():
    """A mass at 0 or 1 that is added to a mass function is found as well as one written in branches."""
    assert symfisher.derive("w 1{x=0} + (1-w) e^-m m^x/x!").closed_form
    assert symfisher.derive("w 1{x=1} + (1-w) p (1-p)^(x-1), x in {1, 2, ...}, 0 < w < 1, 0 < p < 1").closed_form


def test_probit_of_three_categories_is_short():
    """A sum over categories is written as slope squared over mass where that is shorter than a common denominator."""
    found = symfisher.derive(
        "{1: Phi(a-t), 2: Phi(b-t)-Phi(a-t), 3: 1-Phi(b-t)}", parameters=["t"], constants=["a", "b > a"]
    )
    assert sp.count_ops(found.expected_information[0, 0]) < 70


def test_logarithms_decide_where_powers_do_not():
    """Log-Cauchy tails 1/(x log²x) are integrable though 1/x is not, and so is the squared score."""
    found = symfisher.derive("f(x; m, s) = s/(pi x (s^2+(log(x)-m)^2)), x>0, s>0")
    assert found.regularity.verdict == "regular"
    assert str(found.require_closed_form()) == "Matrix([[1/(2*s**2), 0], [0, 1/(2*s**2)]])"


@pytest.mark.parametrize(
    ("density", "support", "entry"),
    [
        ("x^(a-1)*(1-x)^(b-1)", "0 < x < 1", "polygamma(1, a) - polygamma(1, a + b)"),
        ("x^k*exp(-x/s)", "x > 0", "polygamma(1, k + 1)"),
        ("exp(k*cos(x-m))", "-pi < x < pi", "1 - besseli(1, k)**2/besseli(0, k)**2 - besseli(1, k)/(k*besseli(0, k))"),
        ("C(n,x)*w^x", "x in {0, ..., n}", "n/(w*(w + 1)**2)"),
        ("p^x/x", "x in {1, 2, ...}", "-(p + log(1 - p))/(p*(1 - p)**2*log(1 - p)**2)"),
    ],
)
def test_constants_are_found(density, support, entry):
    """--normalize finds the domains on which the mass is finite, also where it diverges slowly, and the mass itself."""
    found = symfisher.derive(density, support=support, normalize=True)
    assert str(found.expected_information[0, 0]) == entry


def test_a_lognormal_density_with_a_threshold():
    """The logarithm of x - c is normal: powers of x - c tilt it (Hill 1963, J. Am. Stat. Assoc. 58, 72-84)."""
    text = "f(x; c, m, s) = exp(-(log(x-c)-m)^2/(2*s^2))/((x-c)*s*sqrt(2*pi)), x > c, s > 0"
    derived = symfisher.derive(text, at="c=3/10, m=1/5, s=3/5")
    found = derived.values[0].expected_information
    assert derived.closed_form
    mean, variance = 0.2, 0.36
    wanted = (1 + variance) / variance * math.exp(2 * variance - 2 * mean)
    assert math.isclose(float(found[0][0]), wanted, rel_tol=1e-12)
    assert math.isclose(float(found[0][2]), -2 / 0.6 * math.exp(variance / 2 - mean), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("scale", "entry"),
    [
        ("exp(-(x-m)^2/(2*(1 + a*sign(x-m))^2))/sqrt(2*pi)", "3/(1 - a**2)"),
        ("exp(-abs(x-m)/(1 + a*sign(x-m)))/2", "2/(1 - a**2)"),
    ],
)
def test_scales_that_switch_by_a_sign(scale, entry):
    """A two-piece density may be written with sign(x - m) in its scale (Mudholkar and Hutson 2000, section 3)."""
    found = symfisher.derive(f"f(x; m, a) = {scale}, x in R, -1 < a < 1, m in R")
    assert str(found.require_closed_form()[1, 1]) == entry


@pytest.mark.parametrize(
    ("density", "support"), [("exp(-a x)", "x > 0"), ("x^a*(1-x)^b", "0 < x < 1"), ("exp(-(x-m)^2)", "x in R")]
)
def test_normalizing_finds_the_support(density, support):
    """A kernel without constant and support is read on the widest usual set on which its mass is finite."""
    found = symfisher.derive(density, normalize=True)
    assert found.density.inferred[0].startswith(f"support {support} (inferred")


@pytest.mark.parametrize("density", ["exp(k*cos(x))", "2+sin(a*x)"])
def test_normalizing_takes_no_interval_that_nothing_shows(density):
    """Where the kernel goes on beyond (0, 1) nothing says where it ends, and the message asks for the support."""
    with pytest.raises(symfisher.AmbiguityError, match="needs its support"):
        symfisher.derive(density, normalize=True)


@pytest.mark.parametrize(
    "density", ["cos(x - t)/2, t - pi/2 < x < t + pi/2", "2 sqrt(t^2-x^2)/(pi t^2), -t < x < t, t > 0"]
)
def test_infinite_is_no_failure_to_find(density):
    """Where f·score² is like 1/d at an end the information is infinite, which is said instead of 'not found'."""
    found = symfisher.derive(density, parameters=["t"] if "cos" in density else ["t > 0"])
    assert found.infinite == ((0, 0),)
    text = render(found)
    assert "Infinite: the expectation diverges" in text
    assert "No closed form found" not in text


@pytest.mark.parametrize(
    "support",
    ["x in {1, ..., y - 1}, y in {2, 3, ...}", "y in {2, 3, ...}, x in {1, ..., y - 1}"],
    ids=["first", "last"],
)
def test_a_support_that_ends_at_a_variable_named_later(support):
    """The order in which variables and supports are written does not matter."""
    d = symfisher.derive(f"f(x, y; p) = p^2*(1-p)^(y-2), {support}, 0 < p < 1")
    (p,) = d.expected_information.free_symbols
    assert sp.simplify(d.expected_information[0] - 2 / (p**2 * (1 - p))) == 0


@pytest.mark.parametrize("support", ["0 < x < y, y > 0", "y > 0, 0 < x < y", "x > 0, y > x, y > 0"])
def test_an_end_that_follows_from_another(support):
    """Where 0 < x < y, that y > 0 says nothing new."""
    d = symfisher.derive(f"f(x, y; a) = a^2*exp(-a*y), {support}, a > 0")
    (a,) = d.expected_information.free_symbols
    assert d.expected_information[0] == 2 / a**2


def test_two_ends_are_named_as_typed():
    """Where neither end follows from the other both are named in the user's words."""
    with pytest.raises(symfisher.errors.DomainError, match="two lower ends, x and 0"):
        symfisher.derive("f(x, y; a) = a^2*exp(-a*y), -1 < x < y, y > 0, a > 0")


def test_finite_entries_beside_infinite_ones():
    """A Rayleigh density with a location has infinite information about it, and 4/s**2 about its scale."""
    found = symfisher.derive("f(x; m, s) = (x-m)/s^2*exp(-(x-m)^2/(2*s^2)), x > m, s > 0")
    assert found.infinite == ((0, 0),)
    assert str(found.expected_information[1, 1]) == "4/s**2"


@pytest.mark.parametrize(
    ("density", "entry"),
    [
        ("(1 + a x^2)/(2 + 2a/3), -1 < x < 1, a > 0", "(-9/(a + 3) + 3*atan(sqrt(a))/sqrt(a))/(a**2*(a + 3))"),
        ("(1 - a x^2)/(2 - 2a/3), -1 < x < 1, 0 < a < 1", "3*(3/(a - 3) + atanh(sqrt(a))/sqrt(a))/(a**2*(3 - a))"),
    ],
)
def test_even_densities_on_a_bounded_interval(density, entry):
    """An even density on (-1, 1) is folded at its centre, so that x**2 is the new variable."""
    assert str(symfisher.derive(density).require_closed_form()[0, 0]) == entry


def test_factors_of_what_switches_are_looked_at_one_by_one():
    """In |x|/(1 + a*sign(x)) only the first factor switches, at a place that does not move."""
    found = symfisher.derive("f(x; a) = 3/(2*Gamma(1/3))*exp(-(|x|/(1 + a*sign(x)))^3), x in R, -1 < a < 1")
    assert found.regularity.verdict == "regular"


def test_an_argument_that_is_constant_is_no_pole():
    """Weibull with shape 3k/(1+k): polygammas at arguments that cancel to numbers have no fraction to take up."""
    shape = "(3*k/(1+k))"
    found = symfisher.derive(f"f(x; k, s) = {shape}/s*(x/s)^({shape}-1)*exp(-(x/s)^{shape}), x > 0, k > 0, s > 0")
    assert str(found.expected_information[0, 0]) == "((-1 + EulerGamma)**2 + pi**2/6)/(k**2*(k + 1)**2)"


def test_no_number_where_the_information_is_infinite():
    """Weibull with a location: for 1 < k < 2 E[score²] is infinite, though its closed form has a (negative) value there."""
    density = "k*(x-m)^(k-1)*exp(-(x-m)^k), x > m"
    found = symfisher.derive(density, at="k=3/2, m=0")
    assert found.values[0].expected_information[1][1] == "inf"
    for backend in ("numpy", "mpmath"):
        functions = found.callables(backend)
        assert str(functions.expected_information(1.5, 0)[1, 1]) == "nan"
        assert float(functions.expected_information(2.5, 0)[1, 1]) == pytest.approx(10.3293983519973, rel=1e-12)


def test_a_condition_in_brackets_is_no_set():
    """Ends in brackets on both sides do not make a condition an interval."""
    found = symfisher.derive("1/(2*s)", support="(m-s) < x < (m+s)", parameters=["m", "s > 0"])
    assert found.density.support_depends_on_parameters
    assert symfisher.derive("x^(a-1)*a", support="(0, 1)", parameters=["a > 0"]).closed_form
