"""Finds what was left out: the support and the domains on which a typed expression is a density.

Candidate supports meet parameter values drawn from a few regions (below −1, (−1, 0), 0, (0, 1), above 1); total masses
decide. The widest domains win, mirror images give way to the positive side, and what stays open is an `AmbiguityError`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import sympy as sp

from symfisher.density import Density, beside_a_mass
from symfisher.domains import COUNTS, NATURAL, REAL, Domain, Expr, IntegerRange, Interval
from symfisher.errors import AmbiguityError
from symfisher.evaluation import CannotEvaluateError
from symfisher.reading.boxes import domains_of, find_answers, find_box, goes_beyond, width_of
from symfisher.reading.candidates import candidate_supports, mirrored_supports
from symfisher.reading.predictors import joined
from symfisher.reading.question import MOST_OPEN, Box, Found, Question, Support, Unknown
from symfisher.reading.totals import fits

_MOST_NODES = 2500


def complete(expression: Expr, variables: Sequence[Unknown], quantities: Sequence[Unknown]) -> Found:
    """Return domains for every variable and quantity.

    Parameters
    ----------
    expression
        The density in real symbols.
    variables, quantities
        With their domains, or ``None`` where they are to be found.

    Raises
    ------
    AmbiguityError
        Nothing fits, or several answers fit equally; the message names them and the option that settles it.
    """
    forced = [_forced(q, variables) for q in quantities]
    said = [
        _shown_forced(q, [*variables, *quantities]) for q, was in zip(forced, quantities, strict=True) if q is not was
    ]
    quantities = forced
    if all(u.domain is not None for u in (*variables, *quantities)):
        return Found({u.name: u.domain for u in (*variables, *quantities) if u.domain is not None}, tuple(said))
    if _is_long(expression):
        raise AmbiguityError("too long an expression to find its support or domains: give --support and --param")
    try:
        found = _joined(expression, variables, quantities) or _search(Question(expression, variables, quantities))
        return Found(found.domains, (*said, *found.sentences))
    except CannotEvaluateError as error:
        raise AmbiguityError(f"support and domains must be given here ({error}): use --support and --param") from None


def _joined(expression: Expr, variables: Sequence[Unknown], quantities: Sequence[Unknown]) -> Found | None:
    """Search with one unknown for each predictor; ``None`` where there is none, or one that may not be any number."""
    open_symbols = [q.symbol for q in quantities if q.domain in (None, REAL)]
    if len(open_symbols) < 2:
        return None
    shorter, predictors = joined(expression, [v.symbol for v in variables], open_symbols)
    inside = {s for _, predictor in predictors for s in predictor.free_symbols}
    if not predictors or any(inside & e.free_symbols for v in variables if v.domain for e in v.domain.ends):
        return None
    stand_ins = [Unknown(str(symbol), symbol, None) for symbol, _ in predictors]
    rest = [q for q in quantities if q.symbol not in inside]
    try:
        found = _search(Question(shorter, variables, [*rest, *stand_ins]))
    except AmbiguityError:
        return None
    if any(found.domains[u.name] != REAL for u in stand_ins):
        return None
    new = [q for q in quantities if q.symbol in inside]
    said = [s for s in found.sentences if not any(u.name in s for u in stand_ins)]
    said += [_shown_real(q, variables, found) for q in new if q.domain is None]
    domains = {n: d for n, d in found.domains.items() if n not in {u.name for u in stand_ins}}
    return Found({**domains, **{q.name: REAL for q in new}}, tuple(said))


def _shown_real(quantity: Unknown, variables: Sequence[Unknown], found: Found) -> str:
    sums = "sums" if all(found.domains[v.name].discrete for v in variables) else "integrates"
    return f"domain {REAL.describe(quantity.name)} (inferred: the widest where the density {sums} to 1)"


def has_mass_one(density: Density) -> bool:
    """Whether a density whose supports and domains are all known has total mass one at a point inside them."""
    variables = [Unknown(v.name, v.symbol, v.domain) for v in density.variables]
    quantities = [Unknown(q.name, q.symbol, q.domain) for q in (*density.parameters, *density.constants)]
    try:
        return fits(Question(density.expression, variables, quantities), tuple(v.domain for v in density.variables), ())
    except CannotEvaluateError:
        return False


def _forced(quantity: Unknown, variables: Sequence[Unknown]) -> Unknown:
    """Give an integer domain to a quantity that ends a range of integers, and order to the ends of an interval."""
    if quantity.domain is not None:
        return quantity
    for variable in variables:
        if isinstance(variable.domain, Interval) and quantity.symbol == variable.domain.upper:
            lower = variable.domain.lower
            if lower.free_symbols - {v.symbol for v in variables} - {quantity.symbol}:
                return Unknown(quantity.name, quantity.symbol, Interval(lower, sp.oo))
    for variable in variables:
        if isinstance(variable.domain, IntegerRange):
            if quantity.symbol in variable.domain.upper.free_symbols:
                return Unknown(quantity.name, quantity.symbol, NATURAL)
            if quantity.symbol in variable.domain.lower.free_symbols:
                return Unknown(quantity.name, quantity.symbol, COUNTS)
    return quantity


def _is_long(expression: Expr) -> bool:
    """Whether evaluating the expression thousands of times would take long."""
    return sum(1 for _ in itertools.islice(sp.preorder_traversal(expression), _MOST_NODES)) == _MOST_NODES


def _shown_forced(quantity: Unknown, everything: Sequence[Unknown]) -> str:
    """Say that a domain follows from the support."""
    assert quantity.domain is not None
    domain = quantity.domain.xreplace({u.symbol: sp.Symbol(u.name) for u in everything})
    return f"domain {domain.describe(quantity.name)} (inferred: it ends the support)"


def _search(question: Question) -> Found:
    given = all(v.domain is not None for v in question.variables)
    if not given and _counts_what_is_left(question) and (counted := _integer_answer(question)) is not None:
        return counted
    answers = find_answers(
        question, [tuple(v.domain for v in question.variables if v.domain)] if given else candidate_supports(question)
    )
    if not answers and not given:
        answers = find_answers(question, mirrored_supports(question))
    if not answers and not given:
        integer = _integer_answer(question)
        if integer is not None:
            return integer
    if not answers and given:
        question.finite_only = True
        question.lines.clear()
        answers = find_answers(question, [tuple(v.domain for v in question.variables if v.domain)])
    if not answers:
        raise _nothing(question)
    return _chosen(question, answers)


def _counts_what_is_left(question: Question) -> bool:
    """Whether several variables and an open quantity stand in one factorial, as in (n - x - y)!: a multinomial count."""
    xs = {v.symbol for v in question.variables}
    arguments = [f.args[0].free_symbols for f in question.expression.atoms(sp.factorial, sp.gamma)]
    return len(xs) > 1 and any(xs < symbols for symbols in arguments)


def _integer_answer(question: Question) -> Found | None:
    """Try ``{0, ..., n}`` with each open quantity as ``n``; two counts and what they leave add up to it."""
    if len(question.variables) > 2:
        return None
    for quantity in question.open:
        left = quantity.symbol
        support: list[Domain] = []
        for variable in question.variables:
            support.append(IntegerRange(sp.Integer(0), left))
            left = left - variable.symbol
        replaced = [Unknown(q.name, q.symbol, NATURAL) if q is quantity else q for q in question.quantities]
        variables = [Unknown(v.name, v.symbol, d) for v, d in zip(question.variables, support, strict=True)]
        inner = Question(question.expression, variables, replaced)
        box = find_box(inner, tuple(support))
        if box is not None:
            found = _chosen(inner, [(tuple(support), box)])
            shown = [_shown(v.domain, question).describe(v.name) for v in variables if v.domain is not None]
            said = tuple(f"support {text} (inferred: the density sums to 1 there)" for text in shown)
            whole = f"{quantity.name} in {{1, 2, 3, ...}}, a known constant (inferred: it ends the support)"
            return Found(found.domains, (*said, whole, *found.sentences))
    return None


def _chosen(question: Question, answers: list[tuple[Support, Box]]) -> Found:
    best = max(width_of(box) for _, box in answers)
    left = _tightest(_without_empty_zero(question, [(s, b) for s, b in answers if width_of(b) == best]))
    if len(left) > 1 and any(v.domain is None for v in question.variables):
        names = " or ".join(_written(question, support) for support, _ in left)
        raise AmbiguityError(f'this is a density on {names}: settle it with --support "..."')
    support, box = left[0]
    domains = {v.name: d for v, d in zip(question.variables, support, strict=True)}
    domains |= {q.name: q.domain for q in question.quantities if q.domain is not None}
    domains |= domains_of(question, box)
    return Found(domains, tuple(_sentences(question, support, box)))


def _without_empty_zero(question: Question, answers: list[tuple[Support, Box]]) -> list[tuple[Support, Box]]:
    """Leave out {0, 1, ...} where the density is zero at 0, so that {1, 2, ...} says the same."""
    if all(s != (NATURAL,) for s, _ in answers):
        return answers
    zero = question.expression.xreplace({question.variables[0].symbol: sp.Integer(0)}) == 0
    return [(s, b) for s, b in answers if s != (COUNTS,) or not zero]


def _tightest(answers: list[tuple[Support, Box]]) -> list[tuple[Support, Box]]:
    """Leave out ranges of integers without end where one with an end holds the whole mass too."""
    ended = {(s[0].lower, b) for s, b in answers if isinstance(s[0], IntegerRange) and s[0].upper != sp.oo}

    def is_wider(support: Support, box: Box) -> bool:
        first = support[0]
        endless = isinstance(first, IntegerRange) and first.upper == sp.oo
        return len(support) == 1 and endless and (first.ends[0], box) in ended

    return [(s, b) for s, b in answers if not is_wider(s, b)]


def _sentences(question: Question, support: Support, box: Box) -> Iterator[str]:
    sums = "sums" if all(d.discrete for d in support) else "integrates"
    for variable, domain in zip(question.variables, support, strict=True):
        if variable.domain is None:
            shown = _shown(domain, question).describe(variable.name)
            yield f"support {shown} (inferred: the density {sums} to 1 there)"
    domains = domains_of(question, box)
    for index, quantity in enumerate(question.open):
        domain = _shown(domains[quantity.name], question)
        reason = f"the widest where the density {sums} to 1"
        if question.finite_only:
            reason = "the total mass is finite there"
        elif (end := goes_beyond(question, support, box, index)) is not None:
            reason = f"the density {sums} to 1 there, and beyond {end} too: declare the domain if you need more"
        yield f"domain {domain.describe(quantity.name)} (inferred: {reason})"


def _shown(domain: Domain, question: Question) -> Domain:
    """Return a domain with names instead of symbols, for a sentence."""
    named = {u.symbol: sp.Symbol(u.name) for u in (*question.variables, *question.quantities)}
    return domain.xreplace(named)


def _written(question: Question, support: Support) -> str:
    parts = [_shown(d, question).describe(v.name) for v, d in zip(question.variables, support, strict=True)]
    return "'" + ", ".join(parts) + "'"


def _nothing(question: Question) -> AmbiguityError:
    names = ", ".join(f"'{q.name}'" for q in question.open if not q.name.startswith("_"))
    if len(question.open) > MOST_OPEN:
        return AmbiguityError(
            f"the domains of {len(question.open)} names are left open, and at most {MOST_OPEN} can be found: declare "
            f'some of {names}, e.g. --param "{question.open[0].name} in R"'
        )
    mass = beside_a_mass(question.expression, (v.symbol for v in question.variables))
    if mass:
        return AmbiguityError(f"found no support on which this integrates or sums to 1{mass}")
    if all(v.domain is not None for v in question.variables):
        return AmbiguityError(
            f"found no domain of {names} on which this has finite mass on the given support: declare it, "
            f'e.g. --param "{question.open[0].name} > 0"'
        )
    tried = [_written(question, s) for s in candidate_supports(question)[:5]]
    doubt = f" and domains of {names}" if names else ""
    return AmbiguityError(
        f"found no support{doubt} on which this integrates or sums to 1 (tried {', '.join(tried)}, ...): "
        'give --support "..." and --param "..." (and --normalize if its constant is missing)' + _second(question)
    )


def _second(question: Question) -> str:
    """Say how several variables are named, if another usual name of a variable is open."""
    first = question.variables[0].name
    others = [q.name for q in question.open if q.name == {"x": "y", "x1": "x2", "x_1": "x_2"}.get(first)]
    return f"; if '{others[0]}' is observed, too: --variable {first} --variable {others[0]}" if others else ""
