"""Julia: a module that needs SpecialFunctions only; its functions take any real type, dual numbers too."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.bodies import Body
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import FUNCTIONS, Program
from symfisher.codegen.scalar import Public, Stored, Syntax, commented, file_text
from symfisher.codegen.targets import Target

_BASE = """exp log abs sign floor ceil sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sqrt log1p expm1 erf erfc
erfinv gamma digamma trigamma polygamma zeta beta"""

_OWN = """log_gamma log_gamma_ratio polygamma_rest polygamma_drop erfc_rest bessel_rest log_rest zeta_derivative
log_erfc log_sum_exp log_one_minus_exp polylog pivot"""


def _choice(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    text = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        text = value if condition == "true" else f"(({condition}) ? ({value}) : ({text}))"
    return text


DIALECT = Dialect(
    language="Julia",
    calls={
        **{name: name for name in _BASE.split()},
        **{name: f"_{name}" for name in _OWN.split()},
        "atan2": "atan",
        "maximum": "max",
        "minimum": "min",
        "hurwitz_zeta": "zeta",
        "scaled_bessel_i": "besselix",
        "scaled_bessel_i_real": "besselix",
        "log_scaled_bessel_i": "log(besselix({0}, {1}))",
        "bessel_i": "besseli",
        "bessel_i_real": "besseli",
        "bessel_j": "besselj",
        "bessel_j_real": "besselj",
        "bessel_k": "besselk",
        "bessel_k_real": "besselk",
        "bessel_y": "bessely",
        "bessel_y_real": "bessely",
        "ei": "expinti",
        "expint": "expint",
        "gamma_p": "first(gamma_inc({0}, {1}))",
        "gamma_q": "last(gamma_inc({0}, {1}))",
        "elliptic_k": "ellipk",
        "elliptic_e": "ellipe",
        "heaviside": "((sign({0}) + 1)/2)",
        "finite": "isfinite({0})",
        "whole": "isinteger({0})",
    },
    power="{0}^{1}",
    infinity="Inf",
    choice=_choice,
)

_WORDS = """baremodule begin break catch const continue do else elseif end export false finally for function global if import
in isa let local macro module quote return struct true try using where while NaN Inf found"""


def _function(name: str, arguments: Sequence[str], body: Body, entries: Sequence[str]) -> str:
    lines = [f"function _{name}_values({', '.join(arguments)})"]
    if entries:
        lines.append(f"    ({', '.join(entries)},) = _expected_information_values({', '.join(arguments)})")
    lines += [f"    {symbol} = {text}" for symbol, text in body.assignments]
    results = ", ".join(body.results) + ("," if len(body.results) == 1 else "")
    return "\n".join([*lines, f"    return ({results})", "end"])


def _condition(name: str, arguments: Sequence[str], tests: Sequence[str]) -> str:
    return f"function _{name}({', '.join(arguments)})\n    return {' && '.join(tests)}\nend"


def _public(p: Public) -> str:
    data = [p.data] if p.variables == 1 else [f"{p.data}[{i}]" for i in range(1, p.variables + 1)]
    every = ", ".join([*data, *p.knowns] if p.data else p.knowns)
    nan = _literal(p, "NaN", "NaN")
    head = '"""\n    ' + f"{p.name}({', '.join(p.arguments)})\n\n" + "\n".join(p.lines).replace("$", "") + '\n"""'
    lines = [head, f"function {p.name}({', '.join(p.arguments)})"]
    lines += [f"    if !_valid({', '.join(p.knowns)})", f"        return {nan}", "    end"]
    if p.data:
        outside = "-Inf" if p.name == "log_density" else nan
        lines += [f"    if !_known({', '.join(data)})", f"        return {nan}", "    end"]
        lines += [f"    if !_inside({every})", f"        return {outside}", "    end"]
    if p.impossible:
        return "\n".join([*lines, f"    return {nan}", "end"])
    lines += ["    found = try", f"        _{p.formula}_values({every})", "    catch error",
              "        error isa DomainError || rethrow()", f"        return {nan}", "    end"]  # fmt: skip
    return "\n".join([*lines, f"    return {_literal(p, 'found[{}]', '0.0')}", "end"])


def _literal(p: Public, form: str, zero: str) -> str:
    """Return the result with each place, counted from one, written by ``form``."""
    rows = [[zero if c is None else form.format(c + 1) for c in row] for row in p.cells]
    if p.rank == 0:
        return rows[0][0]
    if p.rank == 1:
        return f"[{', '.join(row[0] for row in rows)}]"
    if len(rows) == 1:
        return f"fill({rows[0][0]}, 1, 1)"
    return f"[{'; '.join(' '.join(row) for row in rows)}]"


def _assemble(
    program: Program,
    heading: Sequence[str],
    helpers: str,
    private: Sequence[str],
    public: Sequence[str],
    stored: Sequence[Stored],
) -> str:
    rows = "\n".join(f"    {_row(s, len(program.density.variables))}," for s in stored)
    check = f"""const _stored = [
{rows}
]

\"\"\"
    self_test()

Compare every function with values computed at 20 digits when this file was written.
\"\"\"
function self_test()
    for (f, given, expected) in _stored
        found = f(given...)
        values = found isa AbstractMatrix ? vec(permutedims(found)) : vcat(found)
        for (v, e) in zip(values, expected)
            if abs(v - e) > 1e-9 * (1 + abs(e))
                error("$f: found $found, stored $expected")
            end
        end
    end
    return length(_stored)
end"""
    parts = [
        commented(heading, "#"),
        "module DerivedDensity",
        "using SpecialFunctions",
        f"export {', '.join(FUNCTIONS)}",
        helpers,
        *private,
        *public,
        check,
        "end # module",
        'if abspath(PROGRAM_FILE) == @__FILE__\n    println(DerivedDensity.self_test(), " stored values agree")\nend',
    ]
    return "\n\n".join(part for part in parts if part)


def _row(s: Stored, variables: int) -> str:
    vector = f"[{', '.join(map(repr, s.data))}]"
    data = [] if not s.data else [vector] if variables > 1 else [repr(s.data[0])]
    given = ", ".join([*data, *map(repr, s.knowns)])
    return f"({s.name}, ({given},), [{', '.join(map(repr, s.numbers))}])"


SYNTAX = Syntax(DIALECT, "special.jl", frozenset(_WORDS.split()), _function, _condition, _public, _assemble)


def source(program: Program) -> str:
    """Return the text of a module."""
    return file_text(program, SYNTAX)


TARGET = Target(name="julia", suffix=".jl", source=source)
