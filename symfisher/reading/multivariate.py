"""Families with lists for arguments: ``mvnormal([m1, m2], [[a, b], [b, c]])``, ``multinomial(n, [p, q])``, ….

The joint density is written out in ordinary variables, so that everything else treats it like any typed density.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import NATURAL, POSITIVE, REAL, UNIT, Domain, Expr, IntegerRange, Interval
from symfisher.errors import DomainError, ParseError
from symfisher.normal_form import Element, Field
from symfisher.polynomials import common_denominator, inverse, leading_minors
from symfisher.reading.covariance import positive_definite
from symfisher.reading.draft import Draft, working_symbols
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.family_call import call_constants, call_variables
from symfisher.reading.options import Options, Typed, functions_of, settle_domains
from symfisher.reading.statement import Statement
from symfisher.reading.syntax import Node
from symfisher.reading.tables import table_density

_LARGEST = {"mvnormal": 5, "multinomial": 12, "categorical": 40, "dirichlet": 12}


def read_call(statement: Statement, name: str, args: Sequence[Node], typed: Typed, options: Options) -> Draft:
    """Read a call of ``mvnormal``, ``multinomial``, ``categorical`` or ``dirichlet``.

    Raises
    ------
    ParseError
        The arguments do not have the shape that the family needs.
    DomainError
        A covariance matrix that is not symmetric.
    """
    shape = {
        "mvnormal": ("list", "list"),
        "multinomial": ("", "list"),
        "categorical": ("list",),
        "dirichlet": ("list",),
    }[name]
    usage = {
        "mvnormal": "mvnormal([m1, m2], [[a, b], [b, c]])",
        "multinomial": "multinomial(n, [p, q])",
        "categorical": "categorical([p, q])",
        "dirichlet": "dirichlet([a, b, c])",
    }[name]
    args, scales = zip(*map(_scaled, args), strict=True) if args else ((), ())
    fits = len(args) == len(shape) and all(not kind or a.kind == kind for kind, a in zip(shape, args, strict=False))
    if not fits:
        raise ParseError(f"write {usage}", statement.source, args[0].position if args else 0)
    size = len(args[-1].parts)
    if size > _LARGEST[name]:
        raise ParseError(f"{name} is written out for at most {_LARGEST[name]} components, got {size}")
    if name != "mvnormal" and any(scales):
        raise ParseError(f"write {usage}", statement.source, args[0].position)
    if name == "mvnormal":
        return _normal(statement, args, scales, typed, options)
    return _MAKERS[name](statement, args, typed, options)


def _scaled(node: Node) -> tuple[Node, tuple[Any, ...]]:
    """Split ``s^2*[[1, r], [r, 1]]`` into the list and its factors, pairs of an operator and a node."""
    if node.kind != "product":
        return node, ()
    lists = [pair for pair in node.parts if pair[1].kind == "list" and pair[0] != "DIVIDE"]
    if len(lists) != 1:
        return node, ()
    return lists[0][1], tuple(pair for pair in node.parts if pair is not lists[0])


def _start(
    statement: Statement, args: Sequence[Node], usual: Sequence[str], typed: Typed, options: Options
) -> tuple[Draft, Scope]:
    """Return a draft with its names, still without a density."""
    names = list(dict.fromkeys(n for a in args for n in free_names(a)))
    usual = [v if v not in names else f"{v}_" for v in usual]
    variables = call_variables(statement, options, usual)
    symbols = working_symbols([*names, *variables, *(n for o in (typed, *options.all) for n in o.mentioned)])
    functions = functions_of(options)
    draft = Draft(sp.Integer(1), symbols, variables, options.parameter_names, origin=statement.source)
    draft.functions = options.functions
    return draft, Scope(symbols, functions, statement.source)


def _settle(
    draft: Draft, domains: dict[Any, Domain], typed: Typed, options: Options, known: Sequence[Expr] = ()
) -> Draft:
    """Add the domains: those of the family (by symbol), then what was declared."""
    by_symbol = {s: n for n, s in draft.symbols.items()}
    draft.constants = call_constants(draft, known, options)
    own: dict[str, Domain | None] = {by_symbol[s]: d for s, d in domains.items() if s in by_symbol}
    draft.domains = own | {n: d for n, d in settle_domains(draft, typed, options).items() if d is not None}
    return draft


def _built(node: Node, scope: Scope) -> list[Expr]:
    return [build(part, scope) for part in node.parts]


# ---------------------------------------------------------------- multivariate normal


def _normal(
    statement: Statement, args: Sequence[Node], scales: Sequence[tuple[Any, ...]], typed: Typed, options: Options
) -> Draft:
    size = len(args[0].parts)
    rows = args[1].parts
    if len(rows) != size or any(r.kind != "list" or len(r.parts) != size for r in rows):
        raise ParseError(f"the covariance must be a {size} by {size} list of lists", statement.source, args[1].position)
    factors = [node for pairs in scales for _, node in pairs]
    flat = [args[0], *factors, *rows]
    draft, scope = _start(statement, flat, [f"x{i}" for i in range(1, size + 1)], typed, options)
    scale_mean, scale = (_factor(pairs, scope) for pairs in scales)
    mean = [scale_mean * m for m in _built(args[0], scope)]
    covariance = sp.Matrix([[scale * e for e in _built(row, scope)] for row in rows])
    if any(sp.expand(covariance[i, j] - covariance[j, i]) != 0 for i in range(size) for j in range(i)):
        raise DomainError("the covariance matrix is not symmetric")
    field, elements = _read(covariance)
    minors = leading_minors(field.K, elements)
    factored = [_in_factors(field, m, _typical(covariance)) for m in minors]
    leading = [sp.Mul(*f) for f in factored]
    if any(m.is_nonpositive for m in leading):
        raise DomainError("the covariance matrix is not positive definite")
    xs = [draft.symbols[v] for v in draft.variables]
    draft.expression = normal_density(xs, mean, covariance)
    domains: dict[Any, Domain] = dict.fromkeys(xs, REAL)
    domains |= dict.fromkeys((m for m in mean if m.is_Symbol), REAL)
    domains |= _by_factors(covariance, factored) or _covariance_domains(draft, covariance.tolist())
    least = leading[0] if size == 1 else sp.Min(*leading, evaluate=False)
    draft.proxy = sp.exp(-(xs[0] ** 2) / (2 * least)) / sp.sqrt(2 * sp.pi * least)
    return _settle(draft, domains, typed, options)


def _factor(pairs: Sequence[Any], scope: Scope) -> Expr:
    values = [(operator, build(node, scope)) for operator, node in pairs]
    return sp.Mul(*(1 / value if operator == "DIVIDE" else value for operator, value in values))


def _read(matrix: Any) -> tuple[Field, list[list[Element]]]:
    """Return the entries of a SymPy matrix as elements of one field."""
    rows = matrix.applyfunc(sp.expand_power_exp).tolist()
    field = Field([e for row in rows for e in row])
    return field, [[field.convert(e) for e in row] for row in rows]


def _in_factors(field: Field, element: Element, typical: Mapping[Any, Expr]) -> tuple[int, Expr]:
    """Return a sign and factors that are positive at a typical point, as ``1 - r`` is and ``r - 1`` is not."""
    parts, sign = [], 1
    for part in sp.Mul.make_args(field.factored(field.reduce(element))):
        base, power = part.as_base_exp()
        if part == -1 or (base.is_Add and power.is_Integer and _is_negative(base, typical)):
            sign *= (-1) ** int(power) if part != -1 else -1
            part = (-base) ** power if part != -1 else sp.S.One
        parts.append(part)
    return sign, sp.Mul(*parts)


def _is_negative(base: Expr, typical: Mapping[Any, Expr]) -> bool:
    value = base.xreplace(dict(typical))
    return bool((value if value.is_number and value.is_nonzero else base.as_coeff_Add()[0]).is_negative)


def _typical(covariance: Any) -> dict[Any, Expr]:
    """Return a point at which a covariance matrix is likely to be positive definite: variances one, the rest zero."""
    diagonal = {s for e in covariance.diagonal() for s in e.free_symbols}
    return {s: sp.Integer(s in diagonal) for s in covariance.free_symbols}


def normal_density(xs: Sequence[Expr], mean: Sequence[Expr], covariance: Any) -> Expr:
    """Return the density of the multivariate normal distribution, written out.

    The inverse is found in the field of the entries, so that it is as short as it can be: a band for AR(1). Quotients of
    successive leading minors are positive, so that the root of the determinant is the product of theirs.
    """
    field, elements = _read(covariance)
    K, typical = field.K, _typical(covariance)
    precision = [[field.reduce(e) for e in row] for row in inverse(K, elements) or []]
    whole = common_denominator(K, [e for row in precision for e in row])
    sign, below = _in_factors(field, whole, typical)
    shifted = [x - m for x, m in zip(xs, mean, strict=True)]
    terms = [
        field.expression(field.reduce(e * whole * sign)) * shifted[i] * shifted[j]
        for i, row in enumerate(precision)
        for j, e in enumerate(row)
    ]
    minors = leading_minors(K, elements)
    roots = [sp.sqrt(sp.Mul(*_in_factors(field, b / a, typical))) for a, b in itertools.pairwise([K.one, *minors])]
    exponent = sp.Mul(-sp.Rational(1, 2), sp.Add(*terms), 1 / below)
    return sp.exp(exponent) / sp.Mul((2 * sp.pi) ** sp.Rational(len(xs), 2), *roots)


def _covariance_domains(draft: Draft, covariance: Sequence[Sequence[Expr]]) -> dict[Any, Domain]:
    """Return domains on which a matrix of symbols is positive definite: all for two dimensions, a part beyond."""
    size = len(covariance)
    diagonal = [covariance[i][i] for i in range(size)]
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    entries = [covariance[i][j] for i, j in pairs]
    symbols = [*diagonal, *(e for e in entries if e != 0)]
    if not all(e.is_Symbol for e in symbols) or len(set(symbols)) < len(symbols):
        return {}
    domains: dict[Any, Domain] = dict.fromkeys(diagonal, POSITIVE)
    for (i, j), entry in zip(pairs, entries, strict=True):
        if entry != 0:
            bound = sp.sqrt(diagonal[i] * diagonal[j]) / (size - 1)
            domains[entry] = Interval(-bound, bound)
    if size > 2 and any(e != 0 for e in entries):
        draft.notes.append(
            f"covariances are bounded by sqrt(v_i v_j)/{size - 1}, where the matrix is sure to be positive definite "
            "(the results hold wherever it is)"
        )
    return domains


def _by_factors(covariance: Any, minors: Sequence[tuple[int, Expr]]) -> dict[Any, Domain]:
    """Return domains that say neither more nor less than that the leading minors, given in factors, are positive."""
    bases = [f.as_base_exp()[0] for sign, m in minors if sign == 1 for f in sp.Mul.make_args(m)]
    variances = {s for e in covariance.diagonal() for s in e.free_symbols}
    plain = all(e.is_number or e.as_coeff_Mul()[1].as_base_exp()[0].is_Symbol for e in covariance.diagonal())
    if not plain or any(sign == -1 for sign, _ in minors):
        return {}
    return positive_definite(bases, variances, covariance.free_symbols)


# ---------------------------------------------------------------- probabilities in a list


def _probabilities(draft: Draft, args: Node, scope: Scope) -> tuple[list[Expr], dict[Any, Domain]]:
    """Return all the probabilities, the last one implied if the list does not sum to one, with domains."""
    listed = _built(args, scope)
    rest = sp.expand(1 - sp.Add(*listed))
    if rest == 0:
        if len(listed) < 2:
            raise ParseError("one category leaves nothing to observe", scope.source, args.position)
        return listed, _simplex(listed[:-1])
    if rest.is_number and rest.is_negative:
        raise DomainError("the probabilities sum to more than one")
    draft.notes.append(
        f"one more category, with the remaining probability (the {len(listed)} given ones do not sum to 1)"
    )
    return [*listed, 1 - sp.Add(*listed)], _simplex(listed)


def _simplex(probabilities: Sequence[Expr]) -> dict[Any, Domain]:
    """Return the domains of the probabilities that are symbols, if they all are."""
    if not all(p.is_Symbol for p in probabilities) or len(set(probabilities)) < len(probabilities):
        return {}
    return {p: Interval(sp.Integer(0), 1 - sp.Add(*(q for q in probabilities if q != p))) for p in probabilities}


def _multinomial(statement: Statement, args: Sequence[Node], typed: Typed, options: Options) -> Draft:
    # The number of variables is known only when the probabilities are: build them once to see whether they sum to one.
    trial = working_symbols(n for a in args for n in free_names(a))
    functions = functions_of(options)
    complete = sp.expand(1 - sp.Add(*_built(args[1], Scope(trial, functions, statement.source)))) == 0
    size = len(args[1].parts) - complete
    usual = ["x"] if size == 1 else [f"x{i}" for i in range(1, size + 1)]
    draft, scope = _start(statement, args, usual, typed, options)
    probabilities, domains = _probabilities(draft, args[1], scope)
    n = build(args[0], scope)
    if n.is_number and not (n.is_Integer and n > 0):
        raise DomainError(f"n of multinomial: got {n}, needs a positive integer")
    xs = [draft.symbols[v] for v in draft.variables]
    counts = [*xs, n - sp.Add(*xs)]
    powers = [p**c for p, c in zip(probabilities, counts, strict=True)]
    draft.expression = sp.factorial(n) / sp.Mul(*(sp.factorial(c) for c in counts)) * sp.Mul(*powers)
    left = n
    for x in xs:
        domains[x] = IntegerRange(sp.Integer(0), left)
        left = left - x
    if n.is_Symbol:
        domains[n] = NATURAL
    return _settle(draft, domains, typed, options, [n])


def _categorical(statement: Statement, args: Sequence[Node], typed: Typed, options: Options) -> Draft:
    draft, scope = _start(statement, args, ["x"], typed, options)
    probabilities, domains = _probabilities(draft, args[0], scope)
    x = draft.symbols[draft.variables[0]]
    values = [sp.Integer(i) for i in range(1, len(probabilities) + 1)]
    support, draft.expression = table_density(values, probabilities, x)
    return _settle(draft, domains | {x: support}, typed, options)


def _dirichlet(statement: Statement, args: Sequence[Node], typed: Typed, options: Options) -> Draft:
    size = len(args[0].parts)
    if size < 2:
        raise ParseError("dirichlet needs two components or more", statement.source, args[0].position)
    usual = ["x"] if size == 2 else [f"x{i}" for i in range(1, size)]
    draft, scope = _start(statement, args, usual, typed, options)
    shapes = _built(args[0], scope)
    xs = [draft.symbols[v] for v in draft.variables]
    parts = [*xs, 1 - sp.Add(*xs)]
    powers = [p ** (a - 1) for p, a in zip(parts, shapes, strict=True)]
    constant = sp.gamma(sp.Add(*shapes)) / sp.Mul(*(sp.gamma(a) for a in shapes))
    draft.expression = constant * sp.Mul(*powers)
    domains: dict[Any, Domain] = {a: POSITIVE for a in shapes if a.is_Symbol}
    left: Expr = sp.Integer(1)
    for x in xs:
        domains[x] = UNIT if left == 1 else Interval(sp.Integer(0), left)
        left = left - x
    return _settle(draft, domains, typed, options)


_MAKERS = {"multinomial": _multinomial, "categorical": _categorical, "dirichlet": _dirichlet}
