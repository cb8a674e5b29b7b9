"""From formulas as people write them to formulas that floating-point numbers survive.

Each rewriting is an identity; it changes nothing but where overflow, underflow and cancellation happen. The
log-density is written in logarithms throughout; quotients by sums of exponentials (logistic densities, mixtures) become
exponentials of differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.bessel import holds_data, without_scales
from symfisher.codegen.remainders import error_tail
from symfisher.domains import Expr
from symfisher.signs import Signs

LARGEST_QUESTION = 8
"""Number of summands up to which the sign of a sum is asked for."""

LARGEST_EXPANSION = 64
"""Number of summands up to which a product is multiplied out to merge exponentials."""


Positive = Callable[[Expr], bool]
"""Says whether an expression is proved to be positive."""


def assumed(expression: Expr) -> bool:
    """Say whether SymPy's assumptions prove an expression positive."""
    return bool(expression.is_positive)


def prover(signs: Signs) -> Positive:
    """Return a prover that asks the declared domains too, where SymPy's assumptions are silent."""

    def positive(expression: Expr) -> bool:
        if expression.is_positive is not None:
            return bool(expression.is_positive)
        return len(expression.args) <= LARGEST_QUESTION and not _internal(expression) and signs.positive(expression)

    return positive


def stable(expression: Expr, positive: Positive = assumed, fold: bool = True) -> Expr:
    """Return an expression of equal value that overflows, underflows and cancels less.

    Parameters
    ----------
    expression
        A formula.
    positive
        Proves signs; what it does not prove is left as it is.
    fold
        Whether numbers become decimal ones of 20 digits.
    """
    expression = without_scales(replace_zeta_derivatives(expression))
    for step in (_lower_functions, _lower_logs, _pair_gammas, _pair_polygammas, _merge_quotients, lower_differences):
        expression = bottom_up(expression, partial(step, positive=positive))
    return fold_numbers(expression) if fold else expression


def bottom_up(expression: Expr, rule: Callable[[Expr], Expr]) -> Expr:
    """Apply a rule to every node, arguments first."""
    memo: dict[Expr, Expr] = {}

    def walk(node: Expr) -> Expr:
        if not node.args or isinstance(node, fn.ZetaDerivative):
            return node
        if node not in memo:
            args = [walk(a) for a in node.args]
            memo[node] = rule(
                node.func(*args) if any(a is not b for a, b in zip(args, node.args, strict=True)) else node
            )
        return memo[node]

    return walk(expression)


def replace_zeta_derivatives(expression: Expr) -> Expr:
    """Write derivatives of Riemann's zeta function as a function of their own.

    Examples
    --------
    >>> s = sp.Symbol("s")
    >>> replace_zeta_derivatives(sp.Derivative(sp.zeta(s), (s, 2)))
    ZetaDerivative(s, 2)
    """
    found = {}
    for node in expression.atoms(sp.Derivative, sp.Subs):
        inner, points = (
            (node.expr, dict(zip(node.variables, node.point, strict=True))) if isinstance(node, sp.Subs) else (node, {})
        )
        if isinstance(inner, sp.Derivative) and isinstance(inner.expr, sp.zeta) and len(inner.expr.args) == 1:
            at = inner.expr.args[0]
            if len(inner.variable_count) == 1 and inner.variable_count[0][0] == at:
                found[node] = fn.ZetaDerivative(at.xreplace(points), inner.variable_count[0][1])
    return expression.xreplace(found)


# --- functions ------------------------------------------------------------------------------------


def _lower_functions(node: Expr, positive: Positive) -> Expr:
    """Write Bessel and hyperbolic functions and large factorials so that nothing overflows."""
    if isinstance(node, sp.besseli):
        order, z = node.args
        return fn.ScaledBesselI(order, z) * sp.exp(z if z.is_nonnegative else sp.Abs(z))
    if isinstance(node, (sp.factorial, sp.gamma)):
        shift = 1 if isinstance(node, sp.factorial) else 0
        z = node.args[0] + shift
        return sp.exp(fn.LogGamma(z)) if positive(z) else node.func(*node.args)
    if isinstance(node, sp.beta):
        a, b = (node.args * 2)[:2] if len(node.args) == 1 else node.args
        return sp.exp(fn.LogGamma(a) + fn.LogGamma(b) - fn.LogGamma(a + b)) if positive(a) and positive(b) else node
    if isinstance(node, sp.binomial):
        n, k = node.args
        return sp.exp(fn.LogGamma(n + 1) - fn.LogGamma(k + 1) - fn.LogGamma(n - k + 1))
    if isinstance(node, (sp.cosh, sp.sech, sp.sinh, sp.csch)):
        return _hyperbolic(node)
    if isinstance(node, sp.loggamma):
        return fn.LogGamma(node.args[0])
    return node


def _hyperbolic(node: Expr) -> Expr:
    """Write cosh, sech, sinh and csch by log cosh and tanh."""
    z = node.args[0]
    log_cosh = fn.LogSumExp(z, -z) - sp.log(2)
    if isinstance(node, (sp.cosh, sp.sech)):
        return sp.exp(log_cosh if isinstance(node, sp.cosh) else -log_cosh)
    return sp.exp(log_cosh) * sp.tanh(z) if isinstance(node, sp.sinh) else sp.exp(-log_cosh) / sp.tanh(z)


# --- logarithms -----------------------------------------------------------------------------------


def _lower_logs(node: Expr, positive: Positive) -> Expr:
    """Split a logarithm of products and write that of a sum by log1p, log-sum-exp and the like."""
    if not isinstance(node, sp.log):
        return node
    return log_of(node.args[0], positive)


def log_of(argument: Expr, positive: Positive = assumed) -> Expr:
    """Return the logarithm of an expression in terms that neither overflow nor underflow.

    Examples
    --------
    >>> x, p = sp.Symbol("x", real=True), sp.Symbol("p", positive=True)
    >>> log_of(p * sp.exp(-x**2))
    -x**2 + log(p)
    >>> log_of(1 + sp.exp(x))
    LogSumExp(0, x)
    """
    if isinstance(argument, sp.exp):
        return argument.args[0]
    if isinstance(argument, sp.Pow) and positive(argument.base):
        return argument.exp * log_of(argument.base, positive)
    if isinstance(argument, sp.Mul):
        return _log_of_product(argument, positive)
    if isinstance(argument, sp.Add):
        return _log_of_sum(argument, positive)
    if isinstance(argument, sp.erfc):
        return fn.LogErfc(argument.args[0])
    if isinstance(argument, fn.ScaledBesselI) and holds_data(argument.args[0]):
        return fn.LogScaledBesselI(*argument.args)
    if isinstance(argument, sp.gamma):
        return fn.LogGamma(argument.args[0])
    return sp.log(argument)


def _log_of_product(product: Expr, positive: Positive) -> Expr:
    """Split the logarithm of a product into its positive factors and one rest."""
    logs: list[Expr] = []
    rest: list[Expr] = []
    for factor in product.args:
        (logs if positive(factor) else rest).append(factor)
    total = sp.Add(*(log_of(f, positive) for f in logs))
    remaining = sp.Mul(*rest)
    return (
        total
        if remaining == 1
        else total + (sp.log(remaining) if isinstance(remaining, sp.Mul) else log_of(remaining, positive))
    )


def _log_of_sum(total: Expr, positive: Positive) -> Expr:
    """Return the logarithm of a sum."""
    tail = error_tail(total)
    if tail is not None and tail[0].is_positive:
        return sp.log(tail[0]) + fn.LogErfc(tail[1])
    if all(positive(t) for t in total.args) and any(_is_exponential(t) for t in total.args):
        return fn.LogSumExp(*sorted((log_of(t, positive) for t in total.args), key=sp.default_sort_key))
    constant, rest = total.as_coeff_Add()
    if constant == 1:
        return _log_of_one_plus(rest, positive)
    if constant == -1 and isinstance(rest, sp.exp) and positive(total):
        return rest.args[0] + fn.LogOneMinusExp(-rest.args[0])
    return sp.log(total)


def _log_of_one_plus(rest: Expr, positive: Positive) -> Expr:
    """Return log(1 + rest)."""
    exponent = _exponent(-rest, positive)
    if exponent is not None:
        return fn.LogOneMinusExp(exponent)
    return fn.LogOnePlus(rest)


def _exponent(term: Expr, positive: Positive) -> Expr | None:
    """Return z if the term is exp(z) or a real power that can be written so."""
    if isinstance(term, sp.exp):
        return term.args[0]
    if isinstance(term, sp.Pow) and term.exp.free_symbols and not term.exp.is_integer:
        return term.exp * log_of(term.base, positive)
    return None


def _is_exponential(term: Expr) -> bool:
    """Whether a term grows or falls exponentially in something that is no number."""
    return any(
        isinstance(f, sp.exp) or (isinstance(f, sp.Pow) and bool(f.exp.free_symbols)) for f in sp.Mul.make_args(term)
    )


def _pair_gammas(node: Expr, positive: Positive) -> Expr:  # noqa: ARG001 (all passes are called alike)
    """Write log Γ(x + a) - log Γ(x + b), which cancels at large data x, as the logarithm of a ratio."""
    if not isinstance(node, sp.Add) or not node.has(fn.LogGamma):
        return node
    above = [t for t in node.args if isinstance(t, fn.LogGamma)]
    below = [-t for t in node.args if isinstance(-t, fn.LogGamma)]
    total = node
    for first in above:
        for second in below:
            shift = sp.expand(first.args[0] - second.args[0])
            if holds_data(first) and not holds_data(shift):
                total = total - first + second + fn.LogGammaRatio(second.args[0], shift)
                below.remove(second)
                break
    return total


def _pair_polygammas(node: Expr, positive: Positive) -> Expr:
    """Write ψ_n(z) - ψ_n(z + d), n at least 1, of which little may be left, as a function of its own."""
    if not isinstance(node, sp.Add) or not node.has(sp.polygamma):
        return node
    terms = [(t.xreplace({p: sp.Integer(1)}), p, t) for t in node.args for p in sp.Mul.make_args(t) if _derived(p)]
    for factor, first, term in terms:
        order, z = first.args
        for other, second, rest in terms:
            shift = sp.expand(second.args[1] - z)
            if second.args[0] == order and other == -factor and positive(z) and positive(shift):
                drop = (-1) ** (order + 1) * fn.PolygammaDrop(order, z, shift)
                return _pair_polygammas(node - term - rest + factor * drop, positive)
    return node


def _derived(factor: Expr) -> bool:
    """Whether a factor is a polygamma function of whole order at least 1."""
    return isinstance(factor, sp.polygamma) and factor.args[0].is_Integer and factor.args[0] >= 1


# --- quotients ------------------------------------------------------------------------------------


def _merge_quotients(node: Expr, positive: Positive) -> Expr:
    """Write 1/(sum of exponentials) as an exponential and merge it with what it is multiplied by."""
    if isinstance(node, sp.Mul):
        return _merge_product(node, positive)
    if isinstance(node, sp.Pow) and (_needs_log(node, positive) or _near_one(node)):
        return sp.exp(node.exp * log_of(node.base, positive))
    return node


def _near_one(power: Expr) -> bool:
    """Whether a power is (1 + u)^p with a symbolic exponent, which is large where u is small: (1 + ξy)^(-1/ξ)."""
    return bool(power.exp.free_symbols and not power.exp.is_integer and power.base.as_coeff_Add()[0] == 1)


def _needs_log(power: Expr, positive: Positive) -> bool:
    """Whether a power is a negative one of a positive sum of exponentials, or of an error function."""
    if not (power.exp.is_Rational and power.exp.is_negative):
        return False
    base = power.base
    if isinstance(base, sp.erfc):
        return True
    if not isinstance(base, sp.Add) or not any(_is_exponential(t) for t in base.args):
        return isinstance(base, sp.Add) and (tail := error_tail(base)) is not None and bool(tail[0].is_positive)
    return all(positive(t) for t in base.args) or (
        bool(positive(base))
        and not base.has(fn.LogGamma)
        and base.as_coeff_Add()[0] == -1
        and isinstance(base + 1, sp.exp)
    )


_SCALED = (fn.LogScaledBesselI, fn.LogSumExp, fn.LogErfc, fn.LogOneMinusExp, fn.ScaledBesselI)
"""Functions that stand beside exponentials which may overflow where the product does not."""


def _merge_product(product: Expr, positive: Positive) -> Expr:
    """Multiply sums of exponentials by an exponential factor term by term, so that large exponents cancel."""
    factors = list(product.args)
    exponential = [f for f in factors if isinstance(f, sp.exp)]
    sums = [f for f in factors if _sum_power(f) and any(_is_exponential(t) for t in sp.Add.make_args(_base(f)))]
    if not exponential or not sums or not product.has(*_SCALED):
        return _as_exponentials(product, positive) if exponential else product
    size = 1
    for f in sums:
        size *= len(_base(f).args) ** int(f.exp if isinstance(f, sp.Pow) else 1)
    if size > LARGEST_EXPANSION:
        return product
    others = sp.Mul(*(f for f in factors if f not in sums and f not in exponential))
    grown = sp.expand_mul(sp.Mul(*(sp.expand_power_base(f) for f in sums)), deep=False)
    factor = sp.Mul(*exponential)
    return others * sp.Add(
        *(_as_exponentials(t * factor, positive) for t in sp.Add.make_args(sp.expand(grown, deep=False)))
    )


def _as_exponentials(product: Expr, positive: Positive) -> Expr:
    """Merge all exponentials and positive powers with symbolic exponents of a product into one exponential."""
    exponent, rest = [], []
    for f in sp.Mul.make_args(product):
        if isinstance(f, sp.exp):
            exponent.append(f.args[0])
        elif isinstance(f, sp.Pow) and positive(f.base) and f.exp.free_symbols:
            exponent.append(f.exp * log_of(f.base, positive))
        elif isinstance(f, sp.erfc):
            exponent.append(fn.LogErfc(f.args[0]))
        else:
            rest.append(f)
    return sp.Mul(*rest) * sp.exp(sp.Add(*exponent)) if exponent else product


def _base(factor: Expr) -> Expr:
    """Return the base of a power, or the factor itself."""
    return factor.base if isinstance(factor, sp.Pow) and not isinstance(factor, sp.exp) else factor


def _sum_power(factor: Expr) -> bool:
    """Whether a factor is a sum or a small positive power of one."""
    if isinstance(factor, sp.Add):
        return True
    return isinstance(factor, sp.Pow) and isinstance(factor.base, sp.Add) and factor.exp in (2, 3, 4)


# --- differences ----------------------------------------------------------------------------------


def lower_differences(node: Expr, positive: Positive) -> Expr:
    """Write exp(z) - 1 by expm1, 1 - erf(z) by erfc, cos(z) - 1 by sin(z/2)²."""
    if not isinstance(node, sp.Add):
        return node
    for wave in node.args:
        factor, cosine = wave.as_independent(sp.cos, as_Add=False)
        if isinstance(cosine, sp.cos) and -factor in node.args:
            return sp.Add(
                *(t for t in node.args if t not in (wave, -factor)), -2 * factor * sp.sin(cosine.args[0] / 2) ** 2
            )
    constant, rest = node.as_coeff_Add()
    for sign in (1, -1):
        exponent = _exponent(sign * rest, positive)
        if constant == -sign and exponent is not None:
            return sign * fn.ExpMinusOne(exponent)
        if constant == 1 and sign == -1 and isinstance(-rest, sp.erf):
            return sp.erfc((-rest).args[0])
    return node


# --- numbers --------------------------------------------------------------------------------------


def fold_numbers(expression: Expr) -> Expr:
    """Replace every part without symbols that is no rational number by its value with 20 digits.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> fold_numbers((sp.pi**2 / 6 + 1) * x**2 / 3).args[0]
    0.88164468894940881216
    """
    memo: dict[Expr, Expr] = {}

    def walk(node: Expr) -> Expr:
        if isinstance(node, (sp.Rational, sp.Float, sp.Symbol)) or (not isinstance(node, sp.Expr) and not node.args):
            return node
        if node not in memo:
            memo[node] = _fold(node, walk)
        return memo[node]

    return walk(expression)


def _fold(node: Expr, walk: Callable[[Expr], Expr]) -> Expr:
    """Fold one node: the whole if it is a number, the numbers among the arguments of a sum or a product."""
    if isinstance(node, sp.Expr) and not node.free_symbols and node.is_number and not _internal(node):
        value = sp.N(node, 20)
        return value if value.is_Float else node
    if isinstance(node, (sp.Add, sp.Mul)):
        numbers, others = _split(node.args, lambda a: a.is_number and not _internal(a))
        if len(numbers) > 1 or any(not isinstance(n, sp.Rational) for n in numbers):
            numbers = [sp.N(node.func(*numbers), 20)]
        return node.func(*numbers, *(walk(o) for o in others))
    return node.func(*(walk(a) for a in node.args)) if node.args else node


def _internal(node: Expr) -> bool:
    """Whether a number contains a function of ours, which SymPy cannot evaluate."""
    return bool(node.has(fn.StableFunction)) if node.args else False


def _split(items: Iterable[Any], test: Callable[[Any], bool]) -> tuple[list[Any], list[Any]]:
    """Return the items that pass the test and those that do not."""
    found: tuple[list[Any], list[Any]] = ([], [])
    for item in items:
        found[0 if test(item) else 1].append(item)
    return found
