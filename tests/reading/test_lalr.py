"""The shift-reduce parser, apart from what is made of its nodes."""

import pytest

from symfisher.reading import lalr
from symfisher.reading.tokens import Token, scan


class Spelled(dict):
    """Shapes that write every rule with its children in brackets."""

    def __missing__(self, name):
        return lambda rule, children: f"{rule}({' '.join(c if isinstance(c, str) else c.text for c in children)})"


def parsed(text, start="argument"):
    return lalr.run(scan(text), start, Spelled(), len(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", "name(a)"),
        ("a - b - c", "sum(name(a) - name(b) - name(c))"),
        ("a^b^2", "power(name(a) ^ power(name(b) ^ number(2)))"),
        ("-a*b", "product(sign(- name(a)) * name(b))"),
        ("0 < a <= 1", "comparison(number(0) relation(<) name(a) relation(<=) number(1))"),
    ],
)
def test_rules_are_applied_as_the_grammar_groups_them(text, tree):
    """A lone child stands for itself, repetitions are flat, powers group to the right."""
    assert parsed(text) == tree


def test_a_wrong_token_names_what_was_expected():
    """The error carries the token and the kinds allowed in its place."""
    with pytest.raises(lalr.UnexpectedTokenError) as caught:
        parsed("a + *")
    assert caught.value.token == Token("TIMES", "*", 4, spaced=True)
    assert {"NAME", "NUMBER", "LPAR"} <= caught.value.expected
    assert "TIMES" not in caught.value.expected


def test_an_end_too_early_is_a_wrong_token():
    """What is missing at the end is reported like any other token, at the place of the end."""
    with pytest.raises(lalr.UnexpectedTokenError) as caught:
        parsed("a +", "condition")
    assert (caught.value.token.kind, caught.value.token.position) == (lalr.END, 3)
