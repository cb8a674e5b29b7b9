"""JavaScript: an ECMAScript module without dependencies, its special functions embedded."""

from __future__ import annotations

import json
from collections.abc import Sequence

from symfisher.codegen.bodies import Body
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import Program
from symfisher.codegen.scalar import Public, Stored, Syntax, bare, commented, file_text
from symfisher.codegen.targets import Target

_MATH = "exp log abs sign floor ceil sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sqrt log1p expm1"

DIALECT = Dialect(
    language="JavaScript",
    calls={
        **{name: f"Math.{name}" for name in _MATH.split()},
        "maximum": "Math.max",
        "minimum": "Math.min",
        "erf": "erf",
        "erfc": "erfc",
        "erfinv": "erfInverse",
        "gamma": "gammaFunction",
        "log_gamma": "logGamma",
        "log_gamma_ratio": "logGammaRatio",
        "digamma": "polygamma(0, {0})",
        "polygamma": "polygamma",
        "polygamma_rest": "polygammaRest",
        "polygamma_drop": "polygammaDrop",
        "erfc_rest": "erfcRest",
        "bessel_rest": "besselRest",
        "log_rest": "logRest",
        "zeta": "zetaDerivative({0}, 0)",
        "zeta_derivative": "zetaDerivative",
        "scaled_bessel_i": "scaledBesselI",
        "scaled_bessel_i_real": "scaledBesselI",
        "log_scaled_bessel_i": "Math.log(scaledBesselI({0}, {1}))",
        "bessel_i": "(scaledBesselI({0}, {1})*Math.exp(Math.abs({1})))",
        "bessel_k": "besselK",
        "bessel_k_real": "besselK",
        "log_erfc": "logErfc",
        "e1": "expint(1, {0})",
        "expint": "expint",
        "ei": "expintEi",
        "gamma_p": "gammaP",
        "gamma_q": "gammaQ",
        "elliptic_k": "ellipticK",
        "elliptic_e": "ellipticE",
        "polylog": "polylog",
        "log_sum_exp": "logSumExp",
        "log_one_minus_exp": "logOneMinusExp",
        "heaviside": "((Math.sign({0}) + 1)/2)",
        "pivot": "pivot",
        "finite": "Number.isFinite({0})",
        "whole": "Number.isInteger({0})",
    },
    symbol=bare,
)

_WORDS = """await break case catch class const continue debugger default delete do else enum export extends false finally for
function if implements import in instanceof interface let new null package private protected public return static super
switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity Math Number"""


def camel(name: str) -> str:
    """Return a name as JavaScript spells functions: ``logDensity``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _function(name: str, arguments: Sequence[str], body: Body, entries: Sequence[str]) -> str:
    knowns = ", ".join(arguments)
    lines = [f"function {camel(name)}Values({knowns}) {{"]
    if entries:
        lines.append(f"  const [{', '.join(entries)}] = expectedInformationValues({knowns});")
    lines += [f"  const {symbol} = {text};" for symbol, text in body.assignments]
    return "\n".join([*lines, f"  return [{', '.join(body.results)}];", "}"])


def _condition(name: str, arguments: Sequence[str], tests: Sequence[str]) -> str:
    return f"function {name}({', '.join(arguments)}) {{\n  return {' && '.join(tests)};\n}}"


def _public(p: Public) -> str:
    data = [p.data] if p.variables == 1 else [f"...{p.data}"]
    every = ", ".join([*data, *p.knowns] if p.data else p.knowns)
    nan = _literal(p, "NaN", "NaN")
    lines = [commented(p.lines, "//"), f"export function {camel(p.name)}({', '.join(p.arguments)}) {{"]
    lines.append(f"  if (!valid({', '.join(p.knowns)})) return {nan};")
    if p.data:
        outside = "-Infinity" if p.name == "log_density" else nan
        lines += [f"  if (!known({data[0]})) return {nan};", f"  if (!inside({every})) return {outside};"]
    if p.impossible:
        return "\n".join([*lines, f"  return {nan};", "}"])
    lines += [
        f"  const values = {camel(p.formula)}Values({every});",
        f"  return {_literal(p, 'values[{}]', '0')};",
        "}",
    ]
    return "\n".join(lines)


def _literal(p: Public, form: str, zero: str) -> str:
    """Return the result with each place written by ``form``."""
    rows = [[zero if c is None else form.format(c) for c in row] for row in p.cells]
    if p.rank == 0:
        return rows[0][0]
    return f"[{', '.join(row[0] if p.rank == 1 else '[' + ', '.join(row) + ']' for row in rows)}]"


def _assemble(
    program: Program,
    heading: Sequence[str],
    helpers: str,
    private: Sequence[str],
    public: Sequence[str],
    stored: Sequence[Stored],
) -> str:
    rows = [_row(s, len(program.density.variables)) for s in stored]
    check = f"""const storedValues = [
{chr(10).join(f"  {row}," for row in rows)}
];

// Compare every function with values computed at 20 digits when this file was written; node FILE does so.
export function selfTest() {{
  for (const [name, f, given, expected] of storedValues) {{
    const found = [f(...given)].flat(2);
    found.forEach((value, i) => {{
      if (Math.abs(value - expected[i]) > 1e-9 * (1 + Math.abs(expected[i]))) {{
        throw new Error(`${{name}}: found ${{found}}, stored ${{expected}}`);
      }}
    }});
  }}
  return storedValues.length;
}}

if (typeof process !== "undefined" && process.argv && process.argv[1] && import.meta.url.endsWith(process.argv[1])) {{
  console.log(`${{selfTest()}} stored values agree`);
}}"""
    parts = [commented(heading, "//"), helpers, *private, *public, check]
    return "\n\n".join(part for part in parts if part)


def _row(s: Stored, variables: int) -> str:
    data = [] if not s.data else [list(s.data)] if variables > 1 else list(s.data)
    return f"[{json.dumps(s.name)}, {camel(s.name)}, {json.dumps([*data, *s.knowns])}, {json.dumps(list(s.numbers))}]"


SYNTAX = Syntax(DIALECT, "special.mjs", frozenset(_WORDS.split()), _function, _condition, _public, _assemble)


def source(program: Program) -> str:
    """Return the text of an ECMAScript module."""
    return file_text(program, SYNTAX)


TARGET = Target(name="javascript", suffix=".mjs", source=source, backends=("js",))
