"""Functions that occur in generated code but not in formulas as people write them: each is a stable form of one that does.

They are SymPy functions so that `sympy.cse` shares them; a printer gives each its name in its language. None of them
evaluates by itself.
"""

from __future__ import annotations

import sympy as sp


class ScaledBesselI(sp.Function):
    """exp(-|z|) I_n(z), arguments (n, z)."""

    nargs = 2


class LogErfc(sp.Function):
    """log erfc(z)."""

    nargs = 1


class LogSumExp(sp.Function):
    """log(exp(a) + exp(b) + …)."""


class LogOneMinusExp(sp.Function):
    """log(1 - exp(z)) for z < 0."""

    nargs = 1


class LogOnePlus(sp.Function):
    """log(1 + z)."""

    nargs = 1


class ExpMinusOne(sp.Function):
    """exp(z) - 1."""

    nargs = 1


class LogGamma(sp.Function):
    """log |Γ(z)|."""

    nargs = 1


class LogGammaRatio(sp.Function):
    """log |Γ(z + d)/Γ(z)|, arguments (z, d)."""

    nargs = 2


class ZetaDerivative(sp.Function):
    """The n-th derivative of Riemann's zeta function, arguments (s, n)."""

    nargs = 2
