"""Functions of generated code that people do not write: each is a stable form of one that they do.

They are SymPy functions so that `sympy.cse` shares them; a printer gives each its name in its language. None of them
evaluates by itself.
"""

from __future__ import annotations

import sympy as sp


class StableFunction(sp.Function):  # type: ignore[misc]  # SymPy is untyped
    """Root of the functions below."""


class ScaledBesselI(StableFunction):
    """exp(-|z|) I_n(z), arguments (n, z)."""

    nargs = 2


class LogScaledBesselI(StableFunction):
    """log(exp(-|z|) I_n(z)) for n >= 0, also where I_n(z) underflows; arguments (n, z)."""

    nargs = 2


class LogErfc(StableFunction):
    """log erfc(z)."""

    nargs = 1


class ErfcRest(StableFunction):
    """Arguments (n, z), z at least 6: R = exp(-z²)/erfc(z) - √π·z for n = 1, z²·(1/2 - z·R/√π) for n = 2."""

    nargs = 2

    def _eval_is_positive(self) -> bool:
        return True


class BesselRest(StableFunction):
    """z²·(1 - 1/(2z) - I_1(z)/I_0(z)) for z of at least 25: it tends to 1/8."""

    nargs = 1

    def _eval_is_positive(self) -> bool:
        return True


class LogRest(StableFunction):
    """What log(1 + u) is more than its series up to order n - 1, over u^n, arguments (n, u) with |u| at most 1/8."""

    nargs = 2


class LogSumExp(StableFunction):
    """log(exp(a) + exp(b) + …)."""


class LogOneMinusExp(StableFunction):
    """log(1 - exp(z)) for z < 0."""

    nargs = 1


class LogOnePlus(StableFunction):
    """log(1 + z)."""

    nargs = 1


class ExpMinusOne(StableFunction):
    """exp(z) - 1."""

    nargs = 1


class LogGamma(StableFunction):
    """log |Γ(z)|."""

    nargs = 1


class LogGammaRatio(StableFunction):
    """log |Γ(z + d)/Γ(z)|, arguments (z, d)."""

    nargs = 2


class ZetaDerivative(StableFunction):
    """The n-th derivative of Riemann's zeta function, arguments (s, n)."""

    nargs = 2


class PolygammaRest(StableFunction):
    """ψ_n(z) less its leading term log z or (-1)^(n+1) (n-1)! z^-n, arguments (n, z): what is left at large z."""

    nargs = 2


class PolygammaDrop(StableFunction):
    """|ψ_n(z)| - |ψ_n(z + d)| for an order n of at least 1 and positive z, d, arguments (n, z, d)."""

    nargs = 3

    def _eval_is_positive(self) -> bool:
        return True


class Pivot(StableFunction):
    """The first argument where it is more than rounding errors of the second, else nan: a pivot of Cholesky's method."""

    nargs = 2
