"""R: base R only. The log-density takes vectors, as densities of R do; the other functions take one point."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.bodies import Body
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import Program
from symfisher.codegen.scalar import Public, Stored, Syntax, bare, commented, file_text
from symfisher.codegen.targets import Target

_BASE = """exp log abs sign floor sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sqrt log1p expm1 gamma
digamma trigamma beta"""

_OWN = """erf erfc erfinv log_gamma_ratio polygamma polygamma_rest polygamma_drop erfc_rest bessel_rest log_rest
zeta_derivative scaled_bessel_i log_erfc log_one_minus_exp log_sum_exp expint ei gamma_p gamma_q elliptic_k
elliptic_e polylog pivot"""


def _choice(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    text = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        text = value if condition == "TRUE" else f"(if (isTRUE({condition})) ({value}) else ({text}))"
    return text


DIALECT = Dialect(
    language="R",
    calls={
        **{name: name for name in _BASE.split()},
        **{name: f".{name}" for name in _OWN.split()},
        "ceil": "ceiling",
        "maximum": "max",
        "minimum": "min",
        "log_gamma": "lgamma",
        "zeta": ".zeta_derivative({0}, 0)",
        "scaled_bessel_i_real": ".scaled_bessel_i",
        "log_scaled_bessel_i": "log(.scaled_bessel_i({0}, {1}))",
        "bessel_i": "besselI({1}, {0})",
        "bessel_j": "besselJ({1}, {0})",
        "bessel_k": "besselK({1}, {0})",
        "bessel_k_real": "besselK({1}, {0})",
        "bessel_y": "besselY({1}, {0})",
        "heaviside": "((sign({0}) + 1)/2)",
        "finite": "is.finite({0})",
        "whole": "(({0}) == round({0}))",
    },
    symbol=bare,
    power="{0}^{1}",
    infinity="Inf",
    yes="TRUE",
    no="FALSE",
    choice=_choice,
)

_WORDS = (
    "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA T F c matrix mapply found suppressWarnings"
)


def _function(name: str, arguments: Sequence[str], body: Body, entries: Sequence[str]) -> str:
    lines = [f".{name}_values <- function({', '.join(arguments)}) {{"]
    if entries:
        lines.append(f"  found <- .expected_information_values({', '.join(arguments)})")
        lines += [f"  {entry} <- found[{n}]" for n, entry in enumerate(entries, start=1)]
    lines += [f"  {symbol} <- {text}" for symbol, text in body.assignments]
    return "\n".join([*lines, f"  c({', '.join(body.results)})", "}"])


def _condition(name: str, arguments: Sequence[str], tests: Sequence[str]) -> str:
    return f".{name} <- function({', '.join(arguments)}) {{\n  isTRUE({' && '.join(tests)})\n}}"


def _public(p: Public) -> str:
    data = [p.data] if p.variables == 1 else [f"{p.data}[{i}]" for i in range(1, p.variables + 1)]
    every = ", ".join([*data, *p.knowns] if p.data else p.knowns)
    nan = _literal(p, "NaN", "NaN")
    arguments = ", ".join(p.arguments)
    lines = [f"  if (!.valid({', '.join(p.knowns)})) return({nan})"]
    if p.data:
        outside = "-Inf" if p.name == "log_density" else nan
        lines += [f"  if (!.known({', '.join(data)})) return({nan})", f"  if (!.inside({every})) return({outside})"]
    result = nan if p.impossible else _literal(p, "found[{}]", "0")
    if not p.impossible:
        lines.append(f"  found <- suppressWarnings(.{p.formula}_values({every}))")
    lines.append(f"  {result}")
    vectors = p.name == "log_density" and p.variables == 1
    head = f".{p.name}" if vectors else p.name
    text = "\n".join([commented(p.lines, "#"), f"{head} <- function({arguments}) {{", *lines, "}"])
    if not vectors:
        return text
    call = f"mapply(.{p.name}, {arguments}, USE.NAMES = FALSE)"
    return f"{text}\n\n{p.name} <- function({arguments}) {{\n  {call}\n}}"


def _literal(p: Public, form: str, zero: str) -> str:
    """Return the result with each place, counted from one, written by ``form``."""
    cells = [zero if c is None else form.format(c + 1) for row in p.cells for c in row]
    if p.rank == 0:
        return cells[0]
    vector = f"c({', '.join(cells)})"
    return vector if p.rank == 1 else f"matrix({vector}, {len(p.cells)}, byrow = TRUE)"


def _assemble(
    program: Program,
    heading: Sequence[str],
    helpers: str,
    private: Sequence[str],
    public: Sequence[str],
    stored: Sequence[Stored],
) -> str:
    rows = ",\n".join(f"  {_row(s, len(program.density.variables))}" for s in stored)
    check = f"""# Compare every function with values computed at 20 digits when this file was written; Rscript FILE does so.
.stored <- list(
{rows}
)

self_test <- function() {{
  for (row in .stored) {{
    found <- as.vector(t(do.call(row$name, unname(row$given))))
    if (any(abs(found - row$expected) > 1e-9 * (1 + abs(row$expected)), na.rm = TRUE)) {{
      stop(row$name, ": not as stored")
    }}
  }}
  length(.stored)
}}

if (sys.nframe() == 0L) cat(self_test(), "stored values agree\\n")"""
    parts = [commented(heading, "#"), helpers, *private, *public, check]
    return "\n\n".join(part for part in parts if part)


def _row(s: Stored, variables: int) -> str:
    vector = f"c({', '.join(map(repr, s.data))})"
    data = [] if not s.data else [vector] if variables > 1 else [repr(s.data[0])]
    given = ", ".join([*data, *map(repr, s.knowns)])
    return f'list(name = "{s.name}", given = list({given}), expected = c({", ".join(map(repr, s.numbers))}))'


SYNTAX = Syntax(DIALECT, "special.r", frozenset(_WORDS.split()), _function, _condition, _public, _assemble)


def source(program: Program) -> str:
    """Return the text of an R script."""
    return file_text(program, SYNTAX)


TARGET = Target(name="r", suffix=".R", source=source)
