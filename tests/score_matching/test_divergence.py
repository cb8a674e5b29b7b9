"""The Fisher divergence: its three terms, what flows over the ends, and the implicit objective."""

import pytest
import sympy as sp

from symfisher.errors import DomainError, ParseError
from symfisher.reading import read
from symfisher.score_matching.data_score import data_score
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.ends import boundary_flux, conditional_end
from symfisher.score_matching.location import location_information
from symfisher.signs import Signs

NORMAL = "exp(-(x-m)^2/(2*v))/sqrt(2*pi*v)"


def same(found, published):
    """Whether an expression is a published one, symbols compared by name."""
    symbols = {s.name: s for s in found.free_symbols}
    wanted = sp.sympify(published, locals={"lambda_": sp.Symbol("lambda_"), **symbols})
    return sp.simplify(found - wanted) == 0


@pytest.fixture(scope="module")
def gaussian():
    return fisher_divergence(NORMAL, parameters=["m", "v > 0"], model_score="-(x-a)/b", at="m=0, v=1, a=1, b=2")


def test_gaussian_terms(gaussian):
    """For N(m, v) and the score of N(a, b): cross term −2/b, J° = 1/v, D_F = v(1/v − 1/b)² + (m − a)²/b²."""
    assert same(gaussian.cross, "-2/b")
    assert same(gaussian.data_information, "1/v")
    assert same(gaussian.divergence, "v*(1/v-1/b)^2 + (m-a)^2/b^2")
    assert gaussian.flux == 0


def test_gaussian_minimum(gaussian):
    """The divergence is least, and zero, at the data's own mean and variance."""
    assert {k: str(v) for k, v in gaussian.minimizer.items()} == {"a": "m", "b": "v"}
    assert (gaussian.minimizer_kind, gaussian.minimum) == ("global", 0)


def test_cross_term_is_not_always_minus_twice(gaussian):
    """The cross term is −2J° exactly where b = v, for any a."""
    assert gaussian.cross_is_minus_twice == "exactly when b = v"


def test_numbers(gaussian):
    """With values given, the terms are integrated as well: 1/2, −1, 1 and their sum."""
    assert gaussian.values[0] == pytest.approx({"squared": 0.5, "cross": -1, "data_information": 1, "divergence": 0.5})


def test_verified(gaussian):
    """The sum is compared with quadrature at three points."""
    assert gaussian.verification.status == "passed"
    assert len(gaussian.verification.points) == 3
    assert gaussian.verification.max_relative_error < 1e-8


@pytest.fixture(scope="module")
def exponential():
    return fisher_divergence("x ~ exponential(lambda)", model_score="-(x-1)/b", model_parameters=["b > 0"])


def test_flux_is_computed(exponential):
    """For p = Exp(λ) and s = −(x − 1)/b the flux is −λ/b, so that Hyvärinen's identity needs the term 2λ/b."""
    assert same(exponential.flux, "-lambda_/b")
    assert [str(e) for e in exponential.flux_ends[0]] == ["lambda_/b", "0"]
    assert same(exponential.cross, "-2/b + 2*lambda_/b")


def test_flux_spoils_the_implicit_objective(exponential):
    """Divergence and implicit objective differ by J° + 2λ/b there, which moves with b."""
    assert same(exponential.constant, "lambda_^2 + 2*lambda_/b")
    assert "does not minimise" in exponential.answer["this difference"]


def test_jump_makes_location_information_infinite(exponential):
    """J° of the exponential density is λ², but it jumps at 0: the information about a shift is infinite."""
    assert same(exponential.data_information, "lambda_^2")
    assert exponential.location_information == sp.oo


def test_conditions_travel():
    """J° of a gamma density exists for a > 2 only, and the divergence of another gamma density says so."""
    found = fisher_divergence("x ~ gamma(a, b)", model_density="x ~ gamma(c, d)")
    assert [str(c) for c in found.conditions] == ["a > 2"]
    assert same(found.data_information, "b^2/(a-2)")
    assert {k: str(v) for k, v in found.minimizer.items()} == {"c": "a", "d": "b"}


def test_own_score():
    """The score of the density itself has divergence 0, and its cross term is −2J°."""
    found = fisher_divergence("x ~ logistic(m, s)", model_density="x ~ logistic(m, s)")
    assert found.divergence == 0
    assert found.cross_is_minus_twice == "always"
    assert same(found.location_information, "1/(3*s^2)")


def test_kink_is_no_jump():
    """A Laplace density has a kink, no jump: J = J° = 1/b², and the identity by parts holds."""
    found = fisher_divergence("x ~ laplace(m, b)", model_score="-(x-c)/d")
    assert same(found.location_information, "1/b^2")
    assert same(found.constant, "1/b^2")


def test_jump_of_the_model_score():
    """A model score that jumps inside adds to the flux: E[s ∂ₓ log p] is not −E[s′] for s = sign(x)."""
    found = fisher_divergence("exp(-x^2/2)/sqrt(2*pi)", model_score="-c*abs(x)/x")
    assert "s p jumps inside the support by" in [row.label for row in found.answer.rows]


def test_two_variables():
    """In two variables the divergence of s takes the place of s′."""
    density = "exp(-(x^2-2*r*x*y+y^2)/(2*(1-r^2)))/(2*pi*sqrt(1-r^2))"
    found = fisher_divergence(density, variables=["x", "y"], parameters=["-1 < r < 1"], model_score=["-k*x", "-k*y"])
    assert same(found.divergence, "2/(1-r^2) - 4*k + 2*k^2")
    assert same(found.implicit_objective, "2*k^2 - 4*k")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, ParseError, "give a model"),
        ({"model_score": "-x", "model_density": "x ~ normal(a, b)"}, ParseError, "give a model"),
        ({"model_score": ["-x", "-y"]}, ParseError, "one expression a variable"),
        ({"model_density": "x ~ gamma(a, b)"}, DomainError, "the model must cover it"),
    ],
)
def test_refused(options, error, message):
    """What is no model of this density is refused with the reason."""
    with pytest.raises(error, match=message):
        fisher_divergence("x ~ normal(m, s)", **options)


def test_discrete_refused():
    """A count has no derivative."""
    with pytest.raises(DomainError, match="discrete"):
        fisher_divergence("x ~ poisson(m)", model_score="-x")


def test_infinite_is_said():
    """E[x²] under a Cauchy density is infinite, and the row says so instead of that nothing was found."""
    found = fisher_divergence("x ~ cauchy(m, s)", model_score="-k*x")
    assert found.squared is None
    assert found.answer["E[s^2]"].startswith("infinite")
    assert same(found.data_information, "1/(2*s^2)")


def test_end_of_a_triangle():
    """A density that vanishes on all three sides of a triangle has no jump, though its first variable ends at a corner."""
    p = read("5040*x^2*y^2*(1-x-y)^2", support="x > 0, y > 0, x + y < 1", require_parameters=False)
    signs = Signs.of(p)
    assert [str(p.present(conditional_end(p, i, upper=True))) for i in (0, 1)] == ["1 - y", "1 - x"]
    assert boundary_flux(p, data_score(p), signs).total == 0
    assert location_information(p, sp.S.One, signs).value == 1


@pytest.mark.slow
def test_flux_through_a_slanted_side():
    """For 0 < x < y the flux through the side x = y is counted: −a/2 + b/2 for the fields −ax and −by."""
    found = fisher_divergence("2*exp(-x-y)", support="0 < x, x < y", variables=["x", "y"], model_score=["-a*x", "-b*y"])
    assert same(found.flux, "b/2-a/2")
    assert found.location_information == sp.oo


def test_minimum_of_the_same_family():
    """A model of the data's own family is least, and zero, at the data's parameters, whatever the gradient looks like."""
    found = fisher_divergence("x ~ weibull(k, l)", model_density="x ~ weibull(c, d)")
    assert ({n: str(v) for n, v in found.minimizer.items()}, found.minimum) == ({"c": "k", "d": "l"}, 0)


def test_minimum_is_global_where_coefficients_move_freely():
    """The divergence is convex in the coefficients a/b and −1/b: its only stationary place is a global minimum."""
    found = fisher_divergence("x ~ student_t(m, s, nu)", model_score="-(x-a)/b", model_parameters=["b > 0"])
    assert found.minimizer_kind == "global"
    assert same(found.minimizer["b"], "nu*s^2/(nu-2)")


def test_cross_term_with_two_ways_to_vanish():
    """The gap a(1 − c) between the cross term and −2J° vanishes for c = 1, and for a = 0 too: both are said."""
    found = fisher_divergence("x ~ normal(m, s)", model_score="-(x-m)/s^2 + a*(c-1)*(x-m)")
    said = found.cross_is_minus_twice
    assert said.startswith("exactly when")
    assert "a" in said
    assert "c" in said


def test_ends_of_a_circle():
    """A density on the circle meets itself at the ends: what flows out at one flows in at the other."""
    found = fisher_divergence("x ~ von_mises(m, k)", model_score="-c*sin(x)")
    assert found.flux == 0
    assert found.flux_ends[0][0] is not None


def test_model_without_a_normaliser():
    """A model exp(−ax⁴ − bx²) needs no constant and lives where the data do: E[s²] = 240a² + 48ab + 4b² for a standard normal."""
    found = fisher_divergence(
        "x ~ normal(0, 1)", model_density="exp(-a*x^4-b*x^2)", model_parameters=["a > 0", "b in R"]
    )
    assert same(found.squared, "240*a^2+48*a*b+4*b^2")
    assert same(found.divergence, "240*a^2+48*a*b+4*b^2-24*a-4*b+1")
    cut = fisher_divergence("x ~ uniform(0, t)", model_density="exp(-c*x^2)")
    assert same(cut.flux, "-2*c")


def test_perfect_model_typed_as_a_score():
    """A score with the shape of the data's is perfect at the data's parameters, also where its own are any real numbers."""
    found = fisher_divergence("x ~ von_mises(m, k)", model_score="-c*sin(x-a)")
    assert ({n: str(e) for n, e in found.minimizer.items()}, found.minimum) == ({"c": "k", "a": "m"}, 0)


@pytest.mark.slow
def test_direction_of_a_wrong_model():
    """A von Mises score for wrapped Cauchy data points in their direction; k = 2r/(1 − r²), as a numerical search finds too."""
    found = fisher_divergence(
        "x ~ wrapped_cauchy(m, r)", model_score="-k*sin(x-a)", model_parameters=["a in R", "k > 0"]
    )
    assert str(found.minimizer["a"]) == "m"
    assert same(found.minimizer["k"], "2*r/(1-r^2)")
    assert found.minimizer_kind == "global"
