"""Stan: a ``functions`` block. The log-density is ``derived_lpdf`` (or ``_lpmf``), so ``x ~ derived(...)`` works."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.bodies import Body
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import Program
from symfisher.codegen.scalar import Public, Stored, Syntax, bare, commented, file_text
from symfisher.codegen.targets import Target

_STAN = """exp log abs floor ceil sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sqrt log1p expm1 erf erfc
digamma trigamma beta gamma_p gamma_q square"""

_OWN = """log_gamma_ratio polygamma_rest polygamma_drop erfc_rest bessel_rest log_rest zeta_derivative
scaled_bessel_i log_erfc elliptic_k elliptic_e pivot"""

DIALECT = Dialect(
    language="Stan",
    calls={
        **{name: name for name in _STAN.split()},
        **{name: name for name in _OWN.split()},
        "scaled_bessel_i_real": "scaled_bessel_i",
        "log_scaled_bessel_i": "log(scaled_bessel_i({0}, {1}))",
        "bessel_i": "modified_bessel_first_kind",
        "bessel_j": "bessel_first_kind",
        "bessel_k": "modified_bessel_second_kind",
        "bessel_y": "bessel_second_kind",
        "sign": "sign_of",
        "maximum": "fmax",
        "minimum": "fmin",
        "gamma": "tgamma",
        "log_gamma": "lgamma",
        "erfinv": "(inv_Phi(({0} + 1)/2)/sqrt(2))",
        "polygamma": "polygamma_of",
        "zeta": "zeta_derivative({0}, 0)",
        "expint": "expint_of",
        "ei": "expint_ei",
        "polylog": "polylog_of",
        "log_sum_exp": "log_sum_exp([{all}])",
        "log_one_minus_exp": "log1m_exp",
        "heaviside": "((sign_of({0}) + 1)/2)",
        "finite": "!is_nan({0}) && !is_inf({0})",
        "whole": "floor({0}) == {0}",
    },
    symbol=bare,
    power="pow({0}, {1})",
    infinity="positive_infinity()",
    nan="not_a_number()",
    yes="1",
    no="0",
)

_WORDS = """for in while repeat until if then else true false target int real double complex vector simplex unit_vector ordered
positive_ordered row_vector matrix cholesky_factor_corr cholesky_factor_cov corr_matrix cov_matrix functions model data
parameters quantities transformed generated var fvar auto return break continue array tuple void lower upper offset multiplier
print reject profile truncate jacobian found beta gamma normal poisson binomial exp log abs floor sqrt square digamma pi e"""


def _parameters(names: Sequence[str]) -> str:
    return ", ".join(f"real {name}" for name in names)


def _function(name: str, arguments: Sequence[str], body: Body, entries: Sequence[str]) -> str:
    lines = [f"vector {name}_values({_parameters(arguments)}) {{"]
    if entries:
        lines.append(f"  vector[{len(entries)}] found = expected_information_values({', '.join(arguments)});")
        lines += [f"  real {entry} = found[{n}];" for n, entry in enumerate(entries, start=1)]
    lines += [f"  real {symbol} = {text};" for symbol, text in body.assignments]
    results = f"[{', '.join(body.results)}]'" if body.results else "rep_vector(0, 0)"
    return "\n".join([*lines, f"  return {results};", "}"])


def _condition(name: str, arguments: Sequence[str], tests: Sequence[str]) -> str:
    return f"int {name}({_parameters(arguments)}) {{\n  return {' && '.join(tests)};\n}}"


def _public_of(discrete: bool, p: Public) -> str:
    """Return a function; that of the log-density gets the name by which Stan knows densities."""
    kind = ("real", "vector", "matrix")[p.rank]
    one = "int" if discrete else "real"
    data = [p.data] if p.variables == 1 else [f"{p.data}[{i}]" for i in range(1, p.variables + 1)]
    every = ", ".join([*data, *p.knowns] if p.data else p.knowns)
    given = [f"{one} {p.data}" if p.variables == 1 else f"{'array[] int' if discrete else 'vector'} {p.data}"]
    parameters = ", ".join([*(given if p.data else []), *(f"real {name}" for name in p.knowns)])
    name = {
        "log_density": f"derived_{'lpmf' if discrete else 'lpdf'}",
        "cholesky_factor": "information_cholesky_factor",
    }
    nan = _literal(p, "not_a_number()", "not_a_number()")
    lines = [commented(p.lines, "//"), f"{kind} {name.get(p.name, p.name)}({parameters}) {{"]
    lines.append(f"  if (!valid({', '.join(p.knowns)})) return {nan};")
    if p.data:
        outside = "negative_infinity()" if p.name == "log_density" else nan
        lines += [f"  if (!known({', '.join(data)})) return {nan};", f"  if (!inside({every})) return {outside};"]
    if p.impossible:
        return "\n".join([*lines, f"  return {nan};", "}"])
    places = max((c for row in p.cells for c in row if c is not None), default=-1) + 1
    lines.append(f"  vector[{places}] found = {p.formula}_values({every});")
    return "\n".join([*lines, f"  return {_literal(p, 'found[{}]', '0.0')};", "}"])


def _literal(p: Public, form: str, zero: str) -> str:
    """Return the result with each place, counted from one, written by ``form``."""
    rows = [[zero if c is None else form.format(c + 1) for c in row] for row in p.cells]
    if p.rank == 0:
        return rows[0][0]
    if p.rank == 1:
        return f"[{', '.join(row[0] for row in rows)}]'"
    return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]"


def _assemble(
    program: Program,
    heading: Sequence[str],
    helpers: str,
    private: Sequence[str],
    public: Sequence[str],
    stored: Sequence[Stored],
) -> str:
    block = "\n\n".join(part for part in (helpers, *private, *public, _self_test(stored, program)) if part)
    indented = "\n".join(f"  {line}" if line else "" for line in block.splitlines())
    return f"{commented(heading, '//')}\n\nfunctions {{\n{indented}\n}}\n"


def _self_test(stored: Sequence[Stored], program: Program) -> str:
    """Return a function that compares stored values; call it in ``transformed data``."""
    discrete, several = program.density.discrete, len(program.density.variables) > 1
    write = (lambda v: str(int(v))) if discrete else repr
    name = {
        "log_density": f"derived_{'lpmf' if discrete else 'lpdf'}",
        "cholesky_factor": "information_cholesky_factor",
    }
    lines = [
        "// Say how many values stored when this file was written, from 20 digits, agree; reject the first that does not.",
        "int self_test() {",
    ]
    for s in stored:
        numbers = ", ".join(write(v) for v in s.data)
        data = [] if not s.data else [f"{{{numbers}}}" if discrete else f"[{numbers}]'"] if several else [numbers]
        bar = " | " if s.name == "log_density" else ", "
        given = bar.join([*data, ", ".join(map(repr, s.knowns))])
        call = f"{name.get(s.name, s.name)}({given})"
        found = (f"[{call}]'", call, f"to_vector({call}')")[s.rank]
        wanted = f"[{', '.join(map(repr, s.numbers))}]'"
        lines.append(f'  if (max(abs({found} - {wanted})) > 1e-9 * (1 + max(abs({wanted})))) reject("{s.name}");')
    return "\n".join([*lines, f"  return {len(stored)};", "}"])


def _syntax(discrete: bool) -> Syntax:
    def public(p: Public) -> str:
        return _public_of(discrete, p)

    return Syntax(DIALECT, "special.stan", frozenset(_WORDS.split()), _function, _condition, public, _assemble)


def source(program: Program) -> str:
    """Return the text of a functions block."""
    return file_text(program, _syntax(program.density.discrete))


TARGET = Target(name="stan", suffix=".stan", source=source)
