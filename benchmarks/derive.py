"""How long derivations take in a warm process, beside SymPy's ``integrate``/``summation`` on the same densities.

Usage: python benchmarks/derive.py [--no-sympy] [--only ID,ID] [--limit SECONDS] [--write]

For every reference case: symfisher's `derive`, regularity and verification included, and SymPy's own integration of
density·score·scoreᵀ with the declared assumptions, in a child process that is ended at the limit. Imports are not
counted on either side, and seconds are those of the processor, so that other work on the machine does not count (both
sides use one core; where the system has no such timer the limit is on the clock). Every answer is compared with the
stored numbers; ``--write`` puts the table into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import statistics
import time
from collections import Counter
from multiprocessing.connection import Connection
from typing import Any

import mpmath
import page
import sympy as sp
from cases import CASES, Case, arguments, assumptions

import symfisher

TOLERANCE = 1e-8
HAS_TIMER = hasattr(signal, "setitimer")


def main() -> None:
    """Run both sides case by case, print the table and its summary."""
    options = _options()
    cases = [c for c in CASES if not options.only or c["id"] in options.only.split(",")]
    symfisher.derive("theta*exp(-theta*x)")
    peer = None if options.no_sympy else Peer(options.limit)
    rows = []
    for case in cases:
        rows.append((case["id"], *ours(case), *(peer.answer(case) if peer else (None, ""))))
        print(line(rows[-1]), flush=True)
    if peer:
        peer.stop()
    text = "\n".join([*summary(rows, options.limit), "", *table(rows)])
    print("\n".join(["", *summary(rows, options.limit)]))
    if options.write:
        page.write("derive", text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-sympy", action="store_true", help="leave the slow side out")
    parser.add_argument("--only", default="", help="cases by id, separated by commas")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for SymPy on one case")
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/README.md")
    return parser.parse_args()


# ---------------------------------------------------------------- both sides


def ours(case: Case) -> tuple[float, str]:
    """Return symfisher's seconds and what the answer is worth."""
    request = arguments(case)
    start = time.process_time()
    derivation = symfisher.derive(request.pop("density"), **request)
    seconds = time.process_time() - start
    return seconds, judged(case, derivation.expected_information)


class Peer:
    """A child process that integrates with SymPy; ended at the limit, then another one takes over."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=integrate_cases, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.pipe.recv()

    def answer(self, case: Case) -> tuple[float, str]:
        """Return SymPy's seconds, at most the limit, and what the answer is worth."""
        self.pipe.send((case, self.limit))
        try:
            if not HAS_TIMER and not self.pipe.poll(self.limit):
                raise EOFError
            seconds, found = self.pipe.recv()
        except EOFError:
            self.stop()
            self._start()
            return self.limit, "ended"
        return seconds, found if isinstance(found, str) else judged(case, found)

    def stop(self) -> None:
        """End the child."""
        self.process.kill()
        self.process.join()


def integrate_cases(pipe: Connection) -> None:
    """Answer cases from the other end of a pipe (runs in the child, which a timer ends)."""
    pipe.send("ready")
    while True:
        case, limit = pipe.recv()
        if HAS_TIMER:
            signal.setitimer(signal.ITIMER_PROF, limit)
        start = time.process_time()
        try:
            found = recipe(case)
        except Exception as error:  # noqa: BLE001 (whatever SymPy raises counts as no answer)
            found = f"raised {type(error).__name__}"
        seconds = time.process_time() - start
        if HAS_TIMER:
            signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send((seconds, found))


def recipe(case: Case) -> Any:
    """Return E[score scoreᵀ] by SymPy, as its tutorials would do it."""
    names = {name: sp.Symbol(name, **given) for name, given in assumptions(case).items()}
    density = sp.sympify(case["density"], locals=names)
    score = [sp.diff(sp.expand_log(sp.log(density), force=True), names[name]) for name in case["params"]]
    limits = [
        (names[name], *(sp.sympify(end, locals=names) for end in case["support"][name]))
        for name in reversed(case["variables"])
    ]
    expectation = sp.summation if case["discrete"] else sp.integrate
    k = len(score)
    entries = {(i, j): expectation(density * score[i] * score[j], *limits) for i in range(k) for j in range(i, k)}
    return sp.ImmutableMatrix(k, k, lambda i, j: entries[min(i, j), max(i, j)])


# ---------------------------------------------------------------- what an answer is worth


def judged(case: Case, information: Any) -> str:
    """Return what an answer is worth.

    ``open``: an integral or sum is left; ``wrong``: another number at a point; ``right``: the stored numbers wherever
    it has a value (a removable singularity has none); ``no value``: none anywhere.
    """
    if information.has(sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.meijerg):
        return "open"
    found = [error for index in range(len(case["points"])) for error in _errors(case, information, index)]
    known = [error for error in found if error == error]
    if any(error > TOLERANCE for error in known):
        return "wrong"
    return "right" if known else "no value"


def _errors(case: Case, information: Any, index: int) -> list[float]:
    """Return the relative error of every entry at a stored point, nan where the answer has no value."""
    expected = [[float(number) for number in row] for row in case["numeric"][index]]
    values = {s: sp.Rational(case["points"][index][s.name]) for s in information.free_symbols}
    return [
        abs(_value(information[i, j], values) - number) / (expected[i][i] * expected[j][j]) ** 0.5
        for i, row in enumerate(expected)
        for j, number in enumerate(row)
    ]


class ZetaDerivative(sp.Function):
    """The derivative ζ⁽ᵏ⁾(s), which SymPy does not evaluate."""

    def _eval_evalf(self, precision: int) -> Any:
        s, k = self.args
        with mpmath.workprec(precision):
            return sp.Float(mpmath.zeta(mpmath.mpf(s.p) / s.q, 1, int(k)), precision=precision)


def _value(e: Any, values: dict[Any, Any]) -> complex:
    """Return the number that an expression is at a point."""
    named = e.replace(
        lambda d: isinstance(d, sp.Derivative) and isinstance(d.expr, sp.zeta),
        lambda d: ZetaDerivative(d.expr.args[0], d.derivative_count),
    )
    try:
        return complex(sp.N(named.xreplace(values), 25))
    except (TypeError, ValueError):
        return complex("nan")


# ---------------------------------------------------------------- tables


def line(row: tuple[Any, ...]) -> str:
    """Return one case as text."""
    name, seconds, worth, theirs, theirs_worth = row
    return f"{name:36} {seconds:7.3f} s {worth:6}" + (f" | {theirs:7.2f} s {theirs_worth}" if theirs_worth else "")


def summary(rows: list[tuple[Any, ...]], limit: float) -> list[str]:
    """Return medians, quantiles, totals and how many were right."""
    seconds = sorted(row[1] for row in rows)
    ninety = seconds[max(0, -(-len(seconds) * 9 // 10) - 1)]
    result = [
        f"symfisher: median {statistics.median(seconds):.3f} s, 90 % within {ninety:.3f} s, "
        f"longest {seconds[-1]:.2f} s, all {len(seconds)} cases {sum(seconds):.1f} s; {_counted(rows, 2)}."
    ]
    theirs = [row[3] for row in rows if row[3] is not None]
    if theirs:
        result.append(
            f"SymPy, ended at {limit:g} s a case: median {statistics.median(theirs):.2f} s, all {sum(theirs):.1f} s; "
            f"{_counted(rows, 4)}. Ratio of the totals: {sum(theirs) / sum(seconds):.0f}."
        )
    return result


def _counted(rows: list[tuple[Any, ...]], column: int) -> str:
    return ", ".join(f"{count} {word}" for word, count in Counter(row[column] for row in rows).most_common())


def table(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return the cases as a Markdown table."""
    head = ["| case | symfisher, s | answer | SymPy, s | answer |", "|---|---:|---|---:|---|"]
    return head + [
        f"| {name} | {seconds:.3f} | {worth} | {'' if theirs is None else f'{theirs:.2f}'} | {theirs_worth} |"
        for name, seconds, worth, theirs, theirs_worth in rows
    ]


if __name__ == "__main__":
    main()
