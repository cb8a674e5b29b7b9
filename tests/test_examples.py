"""The scripts of examples/asked answer what was asked, with the published formulas, each beside its trap."""

import re
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

ASKED = Path(__file__).parent.parent / "examples" / "asked"
SCRIPTS = sorted(ASKED.glob("[0-9][0-9]_*.py"))
SLOW = {18}
"""Scripts that take longer than all others together; they run with ``-m slow``."""
_PLACES = """
a 7/5, alpha 7/3, b 5/3, c 3/7, g 5/4, k 11/7, kappa 9/5, l 1/3, lam 8/7, lambda 8/7, lambda_ 8/7, m 9/4, m1
1/5, m2 2/5, mu 13/9, n 6, nu 7, omega 5/6, p 2/9, q 1/3, r 1/4, rho 2/5, s 6/5, s1 5/4, s2 3/4, sigma 6/7, t0
3/8, t1 2/7, theta 3/2, v 7/6, v1 4/3, v2 6/5, w 2/7
"""
POINT = {pair.split()[0]: sp.Rational(pair.split()[1]) for pair in _PLACES.split(",")}
"""A value for every symbol: the formulas are compared there."""

_TRUNCATED = "exp(mu)*(exp(mu)-1-mu)/(mu*(exp(mu)-1)**2)"
_ZIP = "w+(1-w)*exp(-mu)"
_A = "besseli(1, kappa)/besseli(0, kappa)"
PUBLISHED: dict[int, dict[str, str]] = {
    1: {"information[0, 0]": "m/(mu*(mu+m))", "information[0, 1]": "0"},
    2: {"information": "1/2"},
    3: {"information": "nu/(2*(nu+3)*v**2)", "bound": "2*v**2*(nu+3)/nu"},
    4: {
        "two": "[[(nu+1)/(nu+3)*exp(-2*l), 0], [0, 2*nu/(nu+3)]]",
        "three[1, 2]": "-2*exp(k)/((exp(k)+1)*(exp(k)+3))",
        "three[2, 2]": (
            "exp(2*k)/4*(polygamma(1, exp(k)/2)-polygamma(1, (exp(k)+1)/2)-2*(exp(k)+5)/(exp(k)*(exp(k)+1)*(exp(k)+3)))"
        ),
    },
    5: {
        "information": (
            "[[(pi**2/6+(1-EulerGamma)**2)/k**2, -(1-EulerGamma)/lambda_], [-(1-EulerGamma)/lambda_, k**2/lambda_**2]]"
        )
    },
    6: {"information": "1/s**2"},
    7: {"information": "1/b**2", "hessian": "0"},
    8: {"information": "1/theta**2", "hessian": "-1/theta**2", "mean": "-1/theta"},
    9: {"information": "9/theta**2", "hessian": "-3/theta**2"},
    10: {
        "information": "[[1/alpha**2, 0], [0, alpha**2/k**2]]",
        "hessian": "[[1/alpha**2, -1/k], [-1/k, alpha/k**2]]",
    },
    11: {"information": _TRUNCATED, "by the mean": _TRUNCATED},
    12: {"known": "(1+rho**2)/(1-rho**2)**2", "effective": "1/(1-rho**2)**2"},
    13: {"new": "[[polygamma(1, a)-1/a, 0], [0, a/m**2]]", "carried": "[[polygamma(1, a)-1/a, 0], [0, a/m**2]]"},
    14: {
        "information": "[[polygamma(1, p), 1/theta], [1/theta, p/theta**2]]",
        "bound": "[[p, -theta], [-theta, theta**2*polygamma(1, p)]]/(p*polygamma(1, p)-1)",
    },
    15: {"information[1, 1]": "1/b**2", "information[1, 2]": "a/(b+1)", "information[2, 2]": "a**2*b/(b+2)"},
    16: {
        "structured[0, 0]": "3/(v*(1+2*r))",
        "structured[1, 1]": "by trace[0, 0]",
        "structured[1, 2]": "by trace[0, 1]",
        "structured[2, 2]": "by trace[1, 1]",
        "full[3, 3]": "(v1*v2+c**2)/(v1*v2-c**2)**2",
    },
    17: {
        "information[2, 2]": "(2-rho**2)/(s1**2*(1-rho**2))",
        "information[2, 3]": "-rho**2/(s1*s2*(1-rho**2))",
        "information[2, 4]": "-rho/(s1*(1-rho**2))",
        "information[0, 1]": "-rho/(s1*s2*(1-rho**2))",
        "information[0, 2]": "0",
        "information[4, 4]": "(1+rho**2)/(1-rho**2)**2",
    },
    20: {
        "information": "[[1/omega**2, 0, sqrt(2/pi)/omega], [0, 2/omega**2, 0], [sqrt(2/pi)/omega, 0, 2/pi]]",
        "rank": "2",
    },
    21: {"constrained": "1/(t1*(1-t1))", "divided[0, 1]": "-1/(t0+t1)**2", "rank": "1"},
    22: {"statistic": "3/(p*(1-p))-1", "whole": "3/(p*(1-p))"},
    23: {
        "blocks[0]": "1/lambda_**2",
        "blocks[1]": "2/lambda_**2",
        "blocks[2]": "3/lambda_**2",
        "general": "r/lambda_**2",
    },
    24: {
        "information[0, 0]": f"(1-exp(-mu))/((1-w)*({_ZIP}))",
        "information[0, 1]": f"-exp(-mu)/({_ZIP})",
        "information[1, 1]": f"(1-w)/mu - w*(1-w)*exp(-mu)/({_ZIP})",
    },
    25: {"information": f"[[kappa*{_A}, 0], [0, 1-({_A})**2-{_A}/kappa]]"},
    27: {
        "pareto[0, 0]": "a/(g**2*s**2*(a+2))",
        "pareto[0, 2]": "-1/(g*s*(a+1))",
        "pareto[2, 2]": "1/a**2",
        "burr[0, 1]": "(1-polygamma(0, k)-EulerGamma)/(c*(k+1))",
        "burr[1, 1]": "1/k**2",
    },
    29: {"zero": "lam*exp(-2*lam)/n", "square": "4*lam**3/n"},
    30: {
        "blocks[0]": "[[1/v, 0], [0, 1/(2*v**2)]]",
        "blocks[1]": "[[1/v, 0], [0, 2/(2*v**2)]]",
        "blocks[2]": "[[1/v, 0], [0, 3/(2*v**2)]]",
        "blocks[3]": "[[1/v, 0], [0, 4/(2*v**2)]]",
        "general": "[[1/v, 0], [0, n/(2*v**2)]]",
    },
}
"""Number of the script to what its ``main`` returns, from the books and papers that `symfisher families` cites."""

ANSWERS: dict[int, tuple[dict[str, object], str]] = {}


def marked(script: Path) -> object:
    number = int(script.name[:2])
    return pytest.param(number, marks=pytest.mark.slow if number in SLOW else (), id=script.stem)


def answer(number, capsys, monkeypatch):
    """Run a script once; return what its main gives and prints."""
    if number not in ANSWERS:
        monkeypatch.syspath_prepend(str(ASKED))
        (script,) = ASKED.glob(f"{number:02d}_*.py")
        found = runpy.run_path(str(script))["main"]()
        ANSWERS[number] = found, capsys.readouterr().out
        sys.modules.pop("page", None)
    return ANSWERS[number]


def value(expression) -> np.ndarray:
    """An expression, a matrix or a number as an array, at `POINT`."""
    matrix = sp.Matrix(expression) if isinstance(expression, (sp.MatrixBase, list)) else sp.Matrix([[expression]])
    named = matrix.subs({s: POINT[s.name] for s in matrix.free_symbols})
    return np.array(named.evalf(20).tolist(), dtype=float)


def looked_up(found, key):
    """Return ``found["name"]`` or an entry of it for ``name[i, j]``."""
    name, *indices = re.split(r"[\[\],]+", key.rstrip("]"))
    if not indices:
        return found[name]
    place = tuple(int(i) for i in indices)
    return found[name][place if len(place) > 1 else place[0]]


def published(text, found):
    """Read a published formula of this file, or the key of another answer."""
    if text.split("[")[0] in found:
        return looked_up(found, text)
    matrix, _, factor = text.partition("]]/")
    if factor:
        return sp.Matrix(sp.sympify(f"{matrix}]]")) / sp.sympify(factor)
    return sp.Matrix(sp.sympify(text)) if text.startswith("[[") else sp.sympify(text)


@pytest.mark.parametrize("number", [marked(s) for s in SCRIPTS])
def test_answer(number, capsys, monkeypatch):
    """A script prints the question, the answer and the trap, and its answer is the published one."""
    found, printed = answer(number, capsys, monkeypatch)
    assert re.findall(r"^(\w+):", printed, re.MULTILINE) == ["Asked", "Answer", "Trap"]
    assert len(re.findall(r"\d", printed.split("Trap:")[1])) >= 2
    for key, text in PUBLISHED.get(number, {}).items():
        np.testing.assert_allclose(value(looked_up(found, key)), value(published(text, found)), rtol=1e-12, atol=1e-12)


def test_all_thirty():
    """There is one script for each of the thirty questions, and the page lists it."""
    assert [int(s.name[:2]) for s in SCRIPTS] == list(range(1, 31))
    page = (ASKED / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\[\d+\]\((\w+\.py)\)", page) == [s.name for s in SCRIPTS]


def test_series_of_the_size(capsys, monkeypatch):
    """The information about the size of a negative binomial is its series of trigamma functions."""
    found, _ = answer(1, capsys, monkeypatch)
    assert found["I_mm at (3, 2)"] == pytest.approx(found["series"], rel=1e-9)


def test_logistic_shape(capsys, monkeypatch):
    """The closed form of the generalised logistic information is that found by quadrature."""
    found, _ = answer(15, capsys, monkeypatch)
    closed = float(found["information"][0, 0].subs({"a": 2, "b": 3, "c": 0}))
    assert closed == pytest.approx(found["I_aa at (2, 3, 0)"], rel=1e-10)


def test_chain_rule(capsys, monkeypatch):
    """With undefined functions of the parameter, the information is that of the chain rule."""
    found, _ = answer(19, capsys, monkeypatch)
    assert sp.simplify(found["information"] - found["chain"]) == 0


def test_extreme_values(capsys, monkeypatch):
    """The extreme value information needs a shape above -1/2, and its functions are stable at shape 0."""
    found, _ = answer(26, capsys, monkeypatch)
    assert found["when"] == "xi > -1/2"
    assert found["stable"][1, 1] == pytest.approx(found["limit"], rel=1e-6)


def test_skew_normal_numbers(capsys, monkeypatch):
    """At shape 0 the information of the skew-normal distribution is singular, in numbers as well."""
    found, _ = answer(20, capsys, monkeypatch)
    assert abs(np.linalg.det(found["numbers"])) < 1e-9


def test_every_dimension(capsys, monkeypatch):
    """The formulas for any number of categories or dimensions agree with what is derived for small ones."""
    found, _ = answer(28, capsys, monkeypatch)
    for formula, derived in found["pairs"]:
        np.testing.assert_allclose(value(formula), value(derived), rtol=1e-12, atol=1e-12)


def test_best_estimators_miss_the_bound(capsys, monkeypatch):
    """The variances of the best unbiased estimators lie above the bounds that are not attained."""
    found, _ = answer(29, capsys, monkeypatch)
    for best, bound in (("best", "zero"), ("best square", "square")):
        assert value(found[best]) > value(found[bound])


@pytest.mark.slow
def test_mixture(capsys, monkeypatch):
    """A mixture has no closed form, and its numbers are those found by quadrature."""
    found, _ = answer(18, capsys, monkeypatch)
    assert not found["closed form"]
    assert found["matrix"][0, 0] == pytest.approx(found["I_ww"], rel=1e-9)
