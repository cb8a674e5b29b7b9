"""`symfisher.check`: verdicts and named relations."""

import pytest
import sympy as sp

import symfisher
from symfisher import check, expectation
from symfisher.families import get

NORMAL = symfisher.derive("x ~ normal(mu, sigma)")
GAMMA = symfisher.derive("x ~ gamma(a, b)")
EXPONENTIAL = symfisher.derive("theta*exp(-theta*x)", support="x > 0", parameters=["theta > 0"])
UNIFORM = symfisher.derive("1/theta", support="0 < x < theta", parameters=["theta > 0"])
OBSERVED = "[[1/sigma^2, 2*(x-mu)/sigma^3], [2*(x-mu)/sigma^3, 3*(x-mu)^2/sigma^4 - 1/sigma^2]]"


@pytest.mark.parametrize(
    "claim",
    [
        "[[1/sigma^2, 0], [0, 2/sigma^2]]",
        "[1/sigma^2, 0; 0, 2/sigma^2]",
        "diag(1/sigma^2, 2/sigma^2)",
        "Matrix([[1/sigma**2, 0], [0, 2/sigma**2]])",
        r"\begin{pmatrix} \frac{1}{\sigma^2} & 0 \\ 0 & \frac{2}{\sigma^2} \end{pmatrix}",
        [["1/sigma^2", 0], [0, "2/sigma^2"]],
        sp.diag(1, 2) / sp.Symbol("sigma", positive=True) ** 2,
    ],
    ids=["rows", "semicolons", "diag", "Matrix", "LaTeX", "lists", "SymPy"],
)
def test_right_however_written(claim):
    """A right matrix is right in every spelling, and shown as an identity."""
    found = check(NORMAL, claim)
    assert (found.verdict, found.relation, found.basis) == ("right", None, "exact")


@pytest.mark.parametrize(
    ("claim", "relation"),
    [
        ("[[n/sigma^2, 0], [0, 2*n/sigma^2]]", "factor n"),
        ("[[10/sigma^2, 0], [0, 20/sigma^2]]", "factor n = 10"),
        ("[[1/sigma^2, 0], [0, 2]]", "log(sigma) instead of sigma"),
        ("[[1/sigma^2, 0], [0, 1/(2*sigma^4)]]", "sigma^2 instead of sigma"),
        ("[[1/sigma, 0], [0, 1/(2*sigma^2)]]", "sigma written for sigma^2"),
        ("[[2/sigma^2, 0], [0, 1/sigma^2]]", "order sigma, mu"),
        ("[[sigma^2, 0], [0, sigma^2/2]]", "inverse"),
        ("[[sigma^2/n, 0], [0, sigma^2/(2*n)]]", "inverse, factor 1/n"),
        ("[[-1/sigma^2, 0], [0, -2/sigma^2]]", "sign"),
        ("[[sigma, 0], [0, sigma/sqrt(2)]]", "square root of the inverse"),
    ],
)
def test_relations_of_the_normal(claim, relation):
    """A claim that answers another question is right up to the relation that names it."""
    found = check(NORMAL, claim)
    assert (found.verdict, found.relation, found.basis) == ("right-up-to", relation, "exact")


def test_combined_relations():
    """Order, coordinates and number of observations are found together."""
    found = check(NORMAL, "[[2*n, 0], [0, n/sigma^2]]")
    assert found.relation == "factor n, order sigma, mu, log(sigma) instead of sigma"


def test_rate_and_scale():
    """A matrix for the scale, written with the letter of the rate, is recognised by its mixed entry."""
    found = check(GAMMA, "[[trigamma(a), 1/b], [1/b, a/b^2]]")
    assert (found.verdict, found.relation) == ("right-up-to", "b written for 1/b")
    assert "rate" in str(found)


def test_relations_that_cannot_be_told_apart_are_both_named():
    """For an exponential, the inverse of the information is also the information about the mean."""
    assert check(EXPONENTIAL, "theta^2").relation == "inverse or 1/theta instead of theta"


def test_logit():
    """p(1-p) is the information about logit(p)."""
    assert "logit(p) instead of p" in check("x ~ bernoulli(p)", "p*(1-p)").relation


def test_wrong_entry_is_shown():
    """A wrong claim comes with the entry, a point and both numbers."""
    found = check(GAMMA, "[[trigamma(a), -1/b], [-1/b, 2*a/b^2]]")
    assert (found.verdict, found.relation, found.entry) == ("wrong", "entry (b, b): factor 2", ("b", "b"))
    assert found.claimed == pytest.approx(2 * found.derived)
    assert {name: str(value) for name, value in found.at.items()} == {"a": "2", "b": "3"}


def test_asymmetric_claim():
    """One sign wrong above the diagonal is one wrong entry."""
    found = check(GAMMA, "[[trigamma(a), 1/b], [-1/b, a/b^2]]")
    assert (found.verdict, found.relation) == ("wrong", "entry (a, b): wrong sign")


def test_given_order_is_taken_at_its_word():
    """With the order of the rows given, no other order is tried."""
    swapped = "[[2/sigma^2, 0], [0, 1/sigma^2]]"
    assert check(NORMAL, swapped, claim_order="sigma, mu").verdict == "right"
    assert check(NORMAL, swapped, claim_order="mu, sigma").verdict == "wrong"


def test_rounded_decimals():
    """Decimals are compared to the digits that are written."""
    assert check("x ~ logistic(mu, s)", "[[1/(3*s^2), 0], [0, 1.43/s^2]]").relation == "rounded to 3 digits"
    assert check("x ~ logistic(mu, s)", "[[1/(3*s^2), 0], [0, 1.45/s^2]]").verdict == "wrong"


def test_fisher_information_holds_no_data():
    """A claim that contains the variable is wrong as Fisher information, and said to be the observed one if it is."""
    found = check(NORMAL, OBSERVED)
    assert (found.verdict, found.relation) == ("wrong", "observed information")
    assert "contains no data" in str(found)
    other = check(EXPONENTIAL, "x/theta")
    assert (other.verdict, other.relation) == ("wrong", None)
    assert "not the observed information either" in str(other)


def test_the_score_is_no_information():
    """A score that is handed in as the information is recognised, since that is a common slip."""
    checked = symfisher.check("theta*exp(-theta*x)", "1/theta - x")
    assert (checked.verdict, checked.relation) == ("wrong", "score")


def test_variable_that_cancels():
    """A variable that drops out is no data."""
    assert check(EXPONENTIAL, "(x + 1)^2/(theta^2*(x^2 + 2*x + 1))").verdict == "right"


def test_observed_and_score():
    """Functions of the data are compared at points of parameters and data."""
    assert check(NORMAL, OBSERVED, of="observed").basis == "exact"
    score = "[(x-mu)/sigma^2, ((x-mu)^2 - sigma^2)/sigma^3]"
    assert check(NORMAL, score, of="score").verdict == "right"
    assert check(NORMAL, "[-(x-mu)/sigma^2, (sigma^2 - (x-mu)^2)/sigma^3]", of="score").relation == "sign"
    log_sigma = "[(x-mu)/sigma^2, (x-mu)^2/sigma^2 - 1]"
    assert check(NORMAL, log_sigma, of="score").relation == "log(sigma) instead of sigma"
    assert check(NORMAL, "[[1/sigma^2, 0], [0, 2/sigma^2]]", of="observed").relation == "expected information"


def test_bound():
    """A bound is the inverse; one that contains n is that for n observations; where there is none, it is not right."""
    assert check(EXPONENTIAL, "theta^2", of="bound").verdict == "right"
    assert check(EXPONENTIAL, "theta^2/n", of="bound").verdict == "right"
    assert check(EXPONENTIAL, "theta^2/n^2", of="bound").verdict == "wrong"
    assert check(EXPONENTIAL, "-theta^2/n", of="bound").relation == "sign"
    assert check(EXPONENTIAL, "n/theta^2", of="bound").relation == "inverse, factor n"
    assert check(EXPONENTIAL, "theta^2/5", of="bound").relation == "factor 1/n = 5"
    assert check(UNIFORM, "theta^2", of="bound").relation == "no bound"
    assert check("x ~ normal(a + b, 1)", "[[1, 0], [0, 1]]", of="bound").relation == "no bound"


def test_hessian_form():
    """Minus the expected Hessian is named where it is not the Fisher information."""
    assert check("x ~ laplace(mu, b)", "[[0, 0], [0, 1/b^2]]").relation == "Hessian form"
    assert check(UNIFORM, "-1/theta^2").relation == "Hessian form or sign"
    assert check(UNIFORM, "1/theta^2").verdict == "right"
    assert check(UNIFORM, "1/theta^2", of="expected-hessian").verdict == "right"


def test_without_a_proof(monkeypatch):
    """Numbers alone decide where the identity is not shown, and the record says so."""
    monkeypatch.setattr(expectation, "ROUTES", ())
    found = check("theta*exp(-theta*x)", "1/theta^2")
    assert (found.verdict, found.basis) == ("right", "numbers")
    assert "an identity was not shown" in str(found)


def test_removable_singularity():
    """A published form with a hole, (shape - 2) in a denominator, is right although it has no value there."""
    family = get("exponentiated_exponential")
    claim = "[" + ", ".join("[" + ", ".join(row) + "]" for row in family.information) + "]"
    assert check(family.density, claim, support=family.support, parameters=["a > 0", "lam > 0"]).verdict == "right"


def test_claim_that_is_no_real_number():
    """A claim without real value where the information has one is wrong."""
    assert check(EXPONENTIAL, "sqrt(-theta)").verdict == "wrong"


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("[[1, 2], [3, 4]]", "1 × 1; the claim is 2 × 2"),
        ("[[1, 2], [3]]", "differ in length"),
        ("1/kappa", "undeclared symbol 'kappa'"),
        ("__import__('os')", "no meaning here"),
        ("[1", "never closed"),
        ("", "empty"),
        (True, "expected text"),
        ("9^9^9^9", "refused"),
    ],
)
def test_refused_claims(claim, message):
    """What cannot be read is refused with the reason; nothing of it is evaluated."""
    with pytest.raises(symfisher.SymfisherError, match=message):
        check(EXPONENTIAL, claim)


def test_refused_order_and_kind():
    """The order names each parameter once, and only five things can be claimed."""
    with pytest.raises(symfisher.ParseError, match="each parameter once"):
        check(NORMAL, "[[1, 0], [0, 1]]", claim_order="mu, mu")
    with pytest.raises(symfisher.DomainError, match="a claim is one of"):
        check(NORMAL, "[[1, 0], [0, 1]]", of="prior")


def test_record():
    """The JSON record holds what the command prints."""
    record = check(EXPONENTIAL, "2/theta^2").to_json()
    assert list(record)[:6] == ["verdict", "relation", "entry", "at", "claimed", "derived"]
    assert record["at"] == {"theta": "2"}


def test_derives_first():
    """A density is derived with the options that are given."""
    found = check(
        "p^x*(1-p)^(m-x)*binomial(m,x)", "m/(p*(1-p))", support="x in {0, 1, ..., m}", parameters=["0 < p < 1"]
    )
    assert found.verdict == "right"


@pytest.mark.parametrize("claim", ["(1 + 10^(-13))/theta^2", "(1 + 10^(-30))/theta^2"])
def test_nearly_right_is_wrong(claim):
    """Closed forms that agree in double precision are compared to many more digits."""
    assert check(EXPONENTIAL, claim).verdict == "wrong"


@pytest.mark.parametrize("claim", ["erf(exp(exp(exp(theta))))", "exp(exp(exp(12*theta)))", "gamma(exp(exp(theta^5)))"])
def test_claims_beyond_reach(claim):
    """A claim whose numbers cannot be had is undecided, or compared where they can; it never coincides by rounding."""
    assert check(EXPONENTIAL, claim).verdict in ("undecided", "wrong")


@pytest.mark.parametrize("name", "beta gumbel lognormal lomax inverse_gaussian negative_binomial weibull".split())
@pytest.mark.parametrize("change", ["3*({})", "-({})", "({}) + 1/1000", "({})*(1 + 1/10^9)"])
def test_a_changed_entry_is_never_right(name, change):
    """Whatever is done to one entry of a right matrix, the result is not called right."""
    family = get(name)
    rows = [list(row) for row in family.information]
    options = {"parameters": [p.domain for p in family.parameters], "constants": [c.domain for c in family.constants]}
    rows[-1][-1] = change.format(rows[-1][-1])
    assert check(family.density, rows, support=family.support, **options).verdict in ("wrong", "right-up-to")
