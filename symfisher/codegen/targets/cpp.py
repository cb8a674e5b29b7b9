"""C++17: a header that needs the standard library and, where there are special functions, Boost.Math."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.bodies import Body
from symfisher.codegen.printing import Dialect
from symfisher.codegen.program import Program
from symfisher.codegen.scalar import Public, Stored, Syntax, bare, commented, file_text
from symfisher.codegen.targets import Target

_STANDARD = (
    "exp log abs floor ceil sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sqrt erf erfc log1p expm1"
)

_BOOST = {
    "gamma": ("tgamma({0}, policy())", "gamma"),
    "erfinv": ("erf_inv({0}, policy())", "erf"),
    "digamma": ("digamma({0}, policy())", "digamma"),
    "trigamma": ("trigamma({0}, policy())", "trigamma"),
    "polygamma": ("polygamma({0}, {1}, policy())", "polygamma"),
    "bessel_i": ("cyl_bessel_i({0}, {1}, policy())", "bessel"),
    "bessel_j": ("cyl_bessel_j({0}, {1}, policy())", "bessel"),
    "bessel_k": ("cyl_bessel_k({0}, {1}, policy())", "bessel"),
    "bessel_y": ("cyl_neumann({0}, {1}, policy())", "bessel"),
    "zeta": ("zeta({0}, policy())", "zeta"),
    "ei": ("expint({0}, policy())", "expint"),
    "expint": ("expint({0}, {1}, policy())", "expint"),
    "gamma_p": ("gamma_p({0}, {1}, policy())", "gamma"),
    "gamma_q": ("gamma_q({0}, {1}, policy())", "gamma"),
    "hyp1f1": ("hypergeometric_1F1({0}, {1}, {2}, policy())", "hypergeometric_1F1"),
}
"""Functions of Boost.Math, with the header they are in."""

_OWN = """log_gamma log_gamma_ratio polygamma_rest polygamma_drop erfc_rest bessel_rest log_rest zeta_derivative
scaled_bessel_i log_erfc log_one_minus_exp polylog pivot"""

DIALECT = Dialect(
    language="C++",
    calls={
        **{name: f"std::{name}" for name in _STANDARD.split()},
        **{name: f"boost::math::{form}" for name, (form, _) in _BOOST.items()},
        **{
            f"{name}_real": f"boost::math::{_BOOST[name][0]}"
            for name in ("bessel_i", "bessel_j", "bessel_k", "bessel_y")
        },
        **{name: name for name in _OWN.split()},
        "scaled_bessel_i_real": "scaled_bessel_i",
        "log_scaled_bessel_i": "std::log(scaled_bessel_i({0}, {1}))",
        "elliptic_k": "elliptic_k",
        "elliptic_e": "elliptic_e",
        "sign": "sign_of",
        "log_sum_exp": "log_sum_exp({{{all}}})",
        "maximum": "std::fmax",
        "minimum": "std::fmin",
        "heaviside": "((sign_of({0}) + 1)/2)",
        "finite": "std::isfinite({0})",
        "whole": "is_whole({0})",
    },
    symbol=bare,
    power="std::pow({0}, {1})",
    infinity="infinity",
    nan="nan",
)

_WORDS = """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl
concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double
dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept
not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return short signed sizeof
static static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename union
unsigned using virtual void volatile wchar_t while xor xor_eq std boost detail nan infinity"""


def _parameters(names: Sequence[str]) -> str:
    return ", ".join(f"[[maybe_unused]] double {name}" for name in names)


def _function(name: str, arguments: Sequence[str], body: Body, entries: Sequence[str]) -> str:
    size = len(body.results)
    lines = [f"inline std::array<double, {size}> {name}_values({_parameters(arguments)}) {{"]
    if entries:
        call = f"expected_information_values({', '.join(arguments)})"
        lines.append(f"  [[maybe_unused]] const auto [{', '.join(entries)}] = {call};")
    lines += [f"  const double {symbol} = {text};" for symbol, text in body.assignments]
    return "\n".join([*lines, f"  return {{{', '.join(body.results)}}};" if size else "  return {};", "}"])


def _condition(name: str, arguments: Sequence[str], tests: Sequence[str]) -> str:
    return f"inline bool {name}({_parameters(arguments)}) {{\n  return {' && '.join(tests)};\n}}"


def _public(p: Public) -> str:
    k = len(p.cells)
    kind = ("double", f"std::array<double, {k}>", f"std::array<std::array<double, {k}>, {k}>")[p.rank]
    data = [p.data] if p.variables == 1 else [f"{p.data}[{i}]" for i in range(p.variables)]
    every = ", ".join([*data, *p.knowns] if p.data else p.knowns)
    given = [f"double {p.data}" if p.variables == 1 else f"const std::array<double, {p.variables}>& {p.data}"]
    parameters = ", ".join([*(given if p.data else []), *(f"double {name}" for name in p.knowns)])
    lines = [commented(p.lines, "//"), f"inline {kind} {p.name}({parameters}) {{"]
    nan = _literal(p, "detail::nan", "detail::nan")
    lines.append(f"  if (!detail::valid({', '.join(p.knowns)})) return {nan};")
    if p.data:
        outside = "-detail::infinity" if p.name == "log_density" else nan
        lines += [f"  if (!detail::known({', '.join(data)})) return {nan};",
                  f"  if (!detail::inside({every})) return {outside};"]  # fmt: skip
    if p.impossible:
        return "\n".join([*lines, f"  return {nan};", "}"])
    lines += [
        f"  const auto found = detail::{p.formula}_values({every});",
        f"  return {_literal(p, 'found[{}]', '0.0')};",
    ]
    return "\n".join([*lines, "}"])


def _literal(p: Public, form: str, zero: str) -> str:
    """Return the result with each place written by ``form``."""
    rows = [[zero if c is None else form.format(c) for c in row] for row in p.cells]
    if p.rank == 0:
        return rows[0][0]
    if p.rank == 1:
        return f"{{{', '.join(row[0] for row in rows)}}}"
    return "{{" + ", ".join("{" + ", ".join(row) + "}" for row in rows) + "}}"


def _assemble(
    program: Program,
    heading: Sequence[str],
    helpers: str,
    private: Sequence[str],
    public: Sequence[str],
    stored: Sequence[Stored],
) -> str:
    code = "\n\n".join((helpers, *private))
    headers = sorted({f"<boost/math/special_functions/{h}.hpp>" for form, h in _BOOST.values() if _used(form, code)})
    headers += ["<boost/math/special_functions/gamma.hpp>"] if "boost::math::lgamma" in code else []
    standard = [
        "<algorithm>",
        "<array>",
        "<cmath>",
        "<cstdio>",
        "<cstdlib>",
        "<initializer_list>",
        "<limits>",
        "<vector>",
    ]
    includes = "\n".join(f"#include {h}" for h in [*standard, *dict.fromkeys(headers)])
    return f"""{commented(heading, "//")}
//
// Compile with -DSYMFISHER_SELF_TEST -x c++ to get a program that compares the functions with stored values.

#pragma once

{includes}

namespace density {{
namespace detail {{

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
{_POLICY if headers else ""}
inline bool is_whole(double z) {{ return z == std::floor(z); }}

{code}

}}  // namespace detail

{(chr(10) * 2).join(public)}

{_self_test(stored, len(program.density.variables))}

}}  // namespace density

#ifdef SYMFISHER_SELF_TEST
int main() {{
  std::printf("%d stored values agree\\n", density::self_test());
}}
#endif
"""


_POLICY = """
using policy = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;
"""


def _used(form: str, code: str) -> bool:
    return f"boost::math::{form.split('(')[0]}(" in code


def _self_test(stored: Sequence[Stored], variables: int) -> str:
    """Return a function that compares stored values and ends the program at the first that differs."""
    calls = []
    for s in stored:
        data = [f"{{{', '.join(map(repr, s.data))}}}"] if variables > 1 and s.data else [repr(v) for v in s.data]
        found = f"{s.name}({', '.join([*data, *map(repr, s.knowns)])})"
        k = round(len(s.numbers) ** 0.5)
        cells = [[""], [f"[{i}]" for i in range(len(s.numbers))], [f"[{i}][{j}]" for i in range(k) for j in range(k)]][
            s.rank
        ]
        lines = [f"    const auto found = {found};"]
        lines += [
            f'    same("{s.name}", found{cell}, {value!r});' for cell, value in zip(cells, s.numbers, strict=True)
        ]
        calls.append("\n".join(["  {", *lines, "  }"]))
    return f"""// Compare every function with values computed at 20 digits when this file was written.
inline int self_test() {{
  const auto same = [](const char* name, double value, double expected) {{
    if (std::abs(value - expected) > 1e-9 * (1 + std::abs(expected))) {{
      std::fprintf(stderr, "%s: found %.17g, stored %.17g\\n", name, value, expected);
      std::exit(1);
    }}
  }};
{chr(10).join(calls)}
  return {len(stored)};
}}"""


SYNTAX = Syntax(DIALECT, "special.hpp", frozenset(_WORDS.split()), _function, _condition, _public, _assemble)


def source(program: Program) -> str:
    """Return the text of a header."""
    return file_text(program, SYNTAX)


TARGET = Target(name="c++", suffix=".hpp", source=source, backends=("cpp",))
