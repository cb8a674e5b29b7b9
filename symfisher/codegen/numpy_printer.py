"""SymPy expressions as NumPy source text, with SciPy's special functions and our own helpers of the runtime."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.codegen.literals import UnsupportedFunctionError
from symfisher.codegen.printing import Dialect
from symfisher.domains import Expr

__all__ = ["NUMPY", "UnsupportedFunctionError", "to_numpy"]


def select(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:  # noqa: ARG001 (nan always)
    """Return a choice element by element, of values that are computed if they are needed."""
    return f"_select(({', '.join(conditions)},), ({', '.join(f'lambda: {v}' for v in values)},))"


ELEMENTWISE = {
    **{name: f"_np.{name}" for name in "exp log abs sign floor ceil sin cos tan sinh cosh tanh sqrt square".split()},
    **{name: f"_np.arc{name[1:]}" for name in "asin acos atan asinh acosh atanh atan2".split()},
    "log1p": "_np.log1p",
    "expm1": "_np.expm1",
    "maximum": "_np.maximum",
    "minimum": "_np.minimum",
}
"""What NumPy itself has."""

SPECIAL = {
    "erf": "_special.erf",
    "erfc": "_special.erfc",
    "erfinv": "_special.erfinv",
    "gamma": "_special.gamma",
    "bessel_i_real": "_special.iv",
    "bessel_j_real": "_special.jv",
    "bessel_k_real": "_special.kv",
    "bessel_y_real": "_special.yv",
    "ei": "_special.expi",
    "e1": "_special.exp1",
    "expint": "_special.expn",
    "elliptic_k": "_special.ellipk",
    "elliptic_e": "_special.ellipe",
    "zeta": "_special.zeta",
    "hurwitz_zeta": "_special.zeta",
    "scaled_bessel_i_real": "_special.ive",
    "scaled_bessel_i_0": "_special.i0e",
    "scaled_bessel_i_1": "_special.i1e",
    "digamma": "_special.digamma",
    "hyp1f1": "_special.hyp1f1",
    "hyp2f1": "_special.hyp2f1",
    "gamma_p": "_special.gammainc",
    "gamma_q": "_special.gammaincc",
    "binomial": "_special.binom",
    "beta": "_special.beta",
}
"""What SciPy has."""

HELPERS = {
    "log_erfc": "_log_erfc",
    "log_sum_exp": "_log_sum_exp",
    "log_one_minus_exp": "_log_one_minus_exp",
    "log_gamma": "_loggamma",
    "log_gamma_ratio": "_log_gamma_ratio",
    "polygamma": "_polygamma",
    "zeta_derivative": "_zeta_derivative",
    "polylog": "_polylog",
    "hyp3f2_111_222": "_hyp3f2_111_222",
    "polygamma_rest": "_polygamma_rest",
    "polygamma_drop": "_polygamma_drop",
    "log_scaled_bessel_i": "_log_scaled_bessel_i",
    "erfc_rest": "_erfc_rest",
    "bessel_rest": "_bessel_rest",
    "log_rest": "_log_rest",
    "pivot": "_pivot",
}
"""What is embedded."""

NUMPY = Dialect(
    language="NumPy",
    calls={**ELEMENTWISE, **SPECIAL, **HELPERS, "heaviside": "_np.heaviside({0}, 0.5)", "imaginary": "1j"},
    infinity="_np.inf",
    nan="_np.nan",
    yes="True",
    no="False",
    conjunction="&",
    disjunction="|",
    negation="~",
    choice=select,
)


def to_numpy(expression: Expr) -> str:
    """Return the expression as NumPy source text.

    Raises
    ------
    UnsupportedFunctionError
        It contains a function without a NumPy form.

    Examples
    --------
    >>> import sympy as sp
    >>> t = sp.Symbol("_t1", positive=True)
    >>> to_numpy(2 / t**2 + sp.polygamma(1, t) - sp.sqrt(t))
    '2.0/(_t1*_t1) + _polygamma(1, _t1) - _np.sqrt(_t1)'
    """
    return NUMPY.write(expression)
