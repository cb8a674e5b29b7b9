"""What stands for something else is put in its place, and names that are said to be known are constants."""

from __future__ import annotations

import pytest

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading import read


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1/b exp(-(z+exp(-z))), z=(x-mu)/b", "1/b exp(-((x-mu)/b+exp(-((x-mu)/b))))"),
        ("1/b exp(-(z+exp(-z))) where z = (x-mu)/b and b > 0", "1/b exp(-((x-mu)/b+exp(-((x-mu)/b))))"),
        ("q^x p, q = 1 - p, x = 0, 1, 2, ...", "(1-p)^x p, x in {0, 1, ...}"),
        ("{0: q^2, 1: 2 p q, 2: p^2}, q = 1 - p", "{0: (1-p)^2, 1: 2 p (1-p), 2: p^2}"),
        ("x ~ beta(alpha, beta), alpha = mu*phi, beta = (1-mu)*phi", "x ~ beta(mu*phi, (1-mu)*phi)"),
        ("m exp(-m x), m = n, n = 1/b", "1/b exp(-x/b)"),
        ("C(n,x) p^x (1-p)^(n-x), n = 5", "C(5,x) p^x (1-p)^(5-x)"),
    ],
)
def test_a_definition_stands_for_its_name(text: str, plain: str) -> None:
    """A density with definitions is the density in which they are written out."""
    defined, written = read(text), read(plain)
    assert defined.expression == written.expression
    assert [(p.name, p.domain) for p in defined.parameters] == [(p.name, p.domain) for p in written.parameters]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a exp(-a x), a = a + 1", "defined by itself"),
        ("a exp(-a x), a = b, b = 2 a", "defined by itself"),
        ("f(x; a) = a exp(-a x), a = 1/b", "declared and defined"),
        ("a exp(-a x), a = 1/b, a > 0", "names in its definition"),
        ("gamma(x) exp(-x), gamma = a + b", "symbol"),
    ],
)
def test_a_definition_that_says_nothing_is_refused(text: str, said: str) -> None:
    """Circles, and names that are declared too, are errors."""
    with pytest.raises((ParseError, AmbiguityError), match=said):
        read(text)


def test_definitions_that_explode_are_refused() -> None:
    """Forty doublings are refused before they are written out."""
    chain = ", ".join(f"a{i} = a{i + 1} + a{i + 1}" for i in range(40))
    with pytest.raises(ParseError, match="too long"):
        read(f"a0 exp(-a0 x), {chain}")


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        ("C(n,x) p^x (1-p)^(n-x), n known", "n"),
        ("C(n,x) p^x (1-p)^(n-x) with n known", "n"),
        ("C(n,x) p^x (1-p)^(n-x) given n", "n"),
        ("x ~ normal(mu, sigma), sigma > 0 is known", "sigma"),
        ("x ~ normal(mu, sigma) for known sigma", "sigma"),
        ("x ~ poisson(lambda), lambda = exp(a + b z + c w), given z and w", "zw"),
        ("x ~ poisson(exp(a + b z + c w)), z, w fixed", "zw"),
    ],
)
def test_what_is_said_to_be_known_is_a_constant(text: str, constants: str) -> None:
    """``z known``, ``given z``, ``n is fixed`` take a name from the parameters."""
    assert "".join(c.name for c in read(text).constants) == constants
