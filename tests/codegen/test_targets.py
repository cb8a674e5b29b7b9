"""`symfisher.codegen.targets`: what every language has in common, and those that run without more packages."""

from __future__ import annotations

import ast
import re

import mpmath
import pytest
import sympy as sp

from symfisher.codegen import callables, module_source
from symfisher.codegen.linear import routines
from symfisher.codegen.literals import UnsupportedFunctionError
from symfisher.codegen.program import FUNCTIONS
from symfisher.codegen.targets import get
from tests.codegen.builders import case_derivation, cases, derivation, domain
from tests.codegen.languages import LANGUAGES, PYTHON

CASES = {case["id"]: case for case in cases()}
SOME = (
    "gamma-shape-rate",
    "von-mises",
    "zeta",
    "binomial-known-n",
    "kumaraswamy",
    "bivariate-normal",
    "normal-mixture-weight",
)


@pytest.mark.parametrize("language", PYTHON)
@pytest.mark.parametrize("name", ["kumaraswamy", "bivariate-normal"])
def test_python_modules_compile_and_import_one_library(language: str, name: str) -> None:
    """A module is Python, exports all functions and imports nothing but its library."""
    tree = ast.parse(module_source(case_derivation(CASES[name]), language))
    imported = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert imported == {language}
    assert set(FUNCTIONS) <= {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


@pytest.mark.parametrize("name", SOME)
def test_mpmath_modules_agree_with_stored_values(name: str) -> None:
    """The embedded test of the mpmath module passes."""
    names: dict = {"__name__": "module"}
    exec(module_source(case_derivation(CASES[name]), "mpmath"), names)
    assert names["_self_test"]() >= 6


def test_mpmath_follows_the_precision() -> None:
    """At 50 digits, and at a shape where the form is 0/0, Kumaraswamy's information has 45 right digits."""
    d = case_derivation(CASES["kumaraswamy"])
    f = callables(d, "mpmath")
    with mpmath.workdps(50):
        found = f.expected_information("1.5", 1)
    near = dict(zip(d.density.thetas, (sp.Rational(3, 2), 1 + sp.Rational(1, 10**60)), strict=True))
    exact = sp.N(d.own.expected_information.xreplace(near), 50, maxn=1000)
    with mpmath.workdps(50):
        assert all(abs(found[i, j] - mpmath.mpf(str(exact[i, j]))) < 1e-45 for i in (0, 1) for j in (0, 1))


def test_mpmath_keeps_domains_and_support() -> None:
    """Outside its domain nan, outside the support -inf; a string is read exactly."""
    f = callables(case_derivation(CASES["gamma-shape-rate"]), "mpmath")
    assert mpmath.isnan(f.expected_information(-1, 2)[0, 0])
    assert f.log_density(-1, 2, 1) == -mpmath.inf
    assert mpmath.isnan(f.log_density(1, -2, 1))
    with mpmath.workdps(30):
        assert f.expected_information("0.1", 1)[1, 1] == mpmath.mpf("0.1")


@pytest.mark.parametrize("language", [name for name in (*PYTHON, *LANGUAGES) if name != "mpmath"])
def test_what_a_language_lacks_is_refused_by_name(language: str) -> None:
    """The incomplete Bessel normaliser of this density has no form outside mpmath; the error names it."""
    d = derivation("hyper([1, a], [2, 3], x)", {"x": domain("0 < x < 1")}, {"a": domain("a > 0")})
    with pytest.raises(UnsupportedFunctionError, match=r"^(Subs|Derivative|2F2) has no form in generated .* code$"):
        module_source(d, language)


@pytest.mark.parametrize("language", [*PYTHON, *LANGUAGES])
def test_open_entries_are_said(language: str) -> None:
    """A file says which entry has no closed form and that it is nan."""
    text = module_source(case_derivation(CASES["normal-mixture-weight"], closed=False), language)
    assert "Without closed form here: entry" in text


@pytest.mark.parametrize("language", [*PYTHON, *LANGUAGES])
def test_no_name_of_a_user_reaches_code(language: str) -> None:
    """Names that are code, words of languages or not ASCII are spelled otherwise wherever they could be read as code."""
    hostile = {
        'a");system("ls': "a > 0",
        "double": "a > 0",
        "μ": "real",
        "function": "a > 0",
        "NaN": "a > 0",
        "vector": "a > 0",
    }
    x, symbols = sp.Symbol("x"), [sp.Symbol(n) for n in hostile]
    rate = sp.Mul(*(s for s in symbols if s.name != "μ"))
    d = derivation(rate * sp.exp(-rate * x), {"x": domain("a > 0")}, {n: domain(t) for n, t in hostile.items()})
    text = module_source(d, language)
    assert 'system("' not in text
    code = re.sub(r'"""[\s\S]*?"""|^ *(//|#).*$', "", text, flags=re.MULTILINE)
    if language in LANGUAGES:
        assert code.isascii()
        assert not re.search(r"\b(double double|real vector|function function|real double)\b", code)


@pytest.mark.parametrize("language", [*PYTHON, *LANGUAGES])
def test_suffixes(language: str) -> None:
    """Every language is found by name and says how its files end."""
    assert get(language).suffix.startswith(".")


def test_routines_are_factor_inverse_and_determinant() -> None:
    """The straight-line programs compute L with LLᵀ = I, the inverse and log √det."""
    matrix = sp.Matrix([[4, 1, 0], [1, 3, sp.Rational(1, 2)], [0, sp.Rational(1, 2), 2]])
    layout, entries = (0, 1, None, 1, 2, 3, None, 3, 4), (4, 1, 3, sp.Rational(1, 2), 2)

    def run(routine) -> list:
        known = {sp.Symbol(f"_e{n}"): sp.sympify(v) for n, v in enumerate(entries)}
        for symbol, value in routine.assignments:
            known[symbol] = value.xreplace(known).replace(lambda e: type(e).__name__ == "Pivot", lambda e: e.args[0])
        values = [v.xreplace(known) for v in routine.values]
        return [sp.Integer(0) if p is None else values[p] for p in routine.layout]

    factor, inverse, log_root = (run(r) for r in routines(layout))
    lower = sp.Matrix(3, 3, factor)
    assert (lower * lower.T - matrix).applyfunc(sp.simplify) == sp.zeros(3, 3)
    assert (sp.Matrix(3, 3, inverse) * matrix - sp.eye(3)).applyfunc(sp.simplify) == sp.zeros(3, 3)
    assert sp.N(log_root[0] - sp.log(matrix.det()) / 2) == pytest.approx(0, abs=1e-14)


def test_exact_zeros_stay_zeros() -> None:
    """A block-diagonal matrix has a block-diagonal factor and inverse, without a computed zero."""
    layout = (0, 1, None, 1, 2, None, None, None, 3)
    factor, inverse, _ = routines(layout)
    assert [p is None for p in inverse.layout] == [p is None for p in layout]
    assert factor.layout[6] is factor.layout[7] is None


@pytest.mark.parametrize("b", ["1", "2", "1.000001", "1.9999", "1.4", "2.44", "0.6"])
def test_series_at_removable_singularities(b: str) -> None:
    """The program given to other languages has Kumaraswamy's information right to 1e-13 at and near b = 1 and b = 2."""
    from symfisher.codegen.program import build
    from symfisher.codegen.series import with_series

    d = case_derivation(CASES["kumaraswamy"])
    at = {d.density.thetas[0]: sp.Rational(3, 2), d.density.thetas[1]: sp.Rational(b)}
    near = {**at, d.density.thetas[1]: sp.Rational(b) + sp.Rational(1, 10**30)}
    program = with_series(build(d, exact=True))
    for value, (i, j) in zip(program.expected_information.values, program.pairs, strict=True):
        wanted = sp.N(d.own.expected_information[i, j].xreplace(near), 20, maxn=500)
        branch = next(v for v, condition in value.args if condition.xreplace(at)) if value.is_Piecewise else value
        assert abs(sp.N(branch.xreplace(at).doit(), 17) / wanted - 1) < 1e-13
