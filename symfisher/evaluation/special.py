"""Special functions by the name of their SymPy class: scalars through mpmath, arrays through scipy.special.

SciPy is imported at the first array argument of a special function and not before: its import costs as much as SymPy's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np

from symfisher.errors import SymfisherError

Value = Any
"""A float or an array of floats."""


class CannotEvaluateError(SymfisherError):
    """An expression contains a function that has no evaluator here; the message names it."""


MPMATH: dict[str, Callable[..., Any]] = {
    "Abs": abs,
    "sign": mp.sign,
    "exp": mp.exp,
    "log": mp.log,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "cot": mp.cot,
    "sec": mp.sec,
    "csc": mp.csc,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "acot": mp.acot,
    "atan2": mp.atan2,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "coth": mp.coth,
    "sech": mp.sech,
    "csch": mp.csch,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "floor": mp.floor,
    "ceiling": mp.ceil,
    "erf": mp.erf,
    "erfc": mp.erfc,
    "erfi": mp.erfi,
    "erfinv": mp.erfinv,
    "gamma": mp.gamma,
    "loggamma": mp.loggamma,
    "factorial": mp.factorial,
    "binomial": mp.binomial,
    "beta": mp.beta,
    "digamma": mp.digamma,
    "polygamma": lambda n, z: mp.psi(int(n), z),
    "harmonic": lambda n, m=1: mp.harmonic(n) if m == 1 else mp.zeta(m) - mp.zeta(m, n + 1),
    "RisingFactorial": mp.rf,
    "FallingFactorial": mp.ff,
    "zeta": lambda s, a=1: mp.zeta(s, a),
    "dirichlet_eta": mp.altzeta,
    "besseli": lambda n, z: mp.besseli(n, z) if mp.isfinite(z) else z,
    "besselj": mp.besselj,
    "besselk": mp.besselk,
    "bessely": mp.bessely,
    "expint": mp.expint,
    "Ei": mp.ei,
    "li": mp.li,
    "Si": mp.si,
    "Ci": mp.ci,
    "Shi": mp.shi,
    "Chi": mp.chi,
    "uppergamma": lambda a, z: mp.gammainc(a, z),
    "lowergamma": lambda a, z: mp.gammainc(a, 0, z),
    "polylog": mp.polylog,
    "lerchphi": mp.lerchphi,
    "LambertW": lambda z, k=0: mp.lambertw(z, int(k)),
    "elliptic_k": mp.ellipk,
    "elliptic_e": lambda *a: mp.ellipe(*a),
    "elliptic_f": mp.ellipf,
    "airyai": mp.airyai,
    "airybi": mp.airybi,
    "fresnels": mp.fresnels,
    "fresnelc": mp.fresnelc,
}
"""mpmath functions by the name of the SymPy class; `hyper` and derivatives are read by the walks themselves."""

NUMPY: dict[str, Callable[..., Any]] = {
    "Abs": np.abs,
    "sign": np.sign,
    "exp": np.exp,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda z: 1 / np.tan(z),
    "sec": lambda z: 1 / np.cos(z),
    "csc": lambda z: 1 / np.sin(z),
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "coth": lambda z: 1 / np.tanh(z),
    "sech": lambda z: 2 * np.exp(-np.abs(z)) / (1 + np.exp(-2 * np.abs(z))),
    "csch": lambda z: 1 / np.sinh(z),
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "floor": np.floor,
    "ceiling": np.ceil,
}
"""Functions that NumPy has itself, for scalars and arrays."""


LEAST = 1e-290
"""Sizes below which digits are lost to underflow."""


def _scipy() -> Any:
    import scipy.special

    return scipy.special


def _expint(order: Value, z: Value) -> Value:
    sc = _scipy()
    if np.ndim(order) == 0 and order >= 0 and order == np.floor(order) and np.isfinite(order):
        return sc.expn(int(order), z)
    return elementwise(mp.expint, order, z)


def _polylog(order: Value, z: Value) -> Value:
    if np.ndim(order) == 0 and order == 2:
        return np.where(z <= 1, _scipy().spence(1 - np.minimum(z, 1.0)), np.nan)
    if np.ndim(order) == 0 and order == 1:
        return -np.log1p(-z)
    return elementwise(mp.polylog, order, z)


def _uppergamma(a: Value, z: Value) -> Value:
    if np.all(np.asarray(a) > 0):
        return _scipy().gammaincc(a, z) * _scipy().gamma(a)
    return elementwise(MPMATH["uppergamma"], a, z)


def _binomial(n: Value, k: Value) -> Value:
    sc = _scipy()
    return np.exp(log_gamma_shift(k + 1.0, n - k) - sc.gammaln(n - k + 1.0))


SCIPY: dict[str, Callable[..., Any]] = {
    "erf": lambda z: _scipy().erf(z),
    "erfc": lambda z: _scipy().erfc(z),
    "erfi": lambda z: _scipy().erfi(z),
    "erfinv": lambda z: _scipy().erfinv(z),
    "gamma": lambda z: _scipy().gamma(z),
    "loggamma": lambda z: np.where(np.asarray(z) > 0, _scipy().gammaln(z), np.nan),
    "factorial": lambda z: _scipy().gamma(z + 1.0),
    "binomial": _binomial,
    "beta": lambda a, b: np.exp(_scipy().betaln(a, b)),
    "digamma": lambda z: _scipy().digamma(z),
    "polygamma": lambda n, z: _scipy().digamma(z) if np.all(np.asarray(n) == 0) else _scipy().polygamma(n, z),
    "zeta": lambda s, a=1.0: _scipy().zeta(s, a),
    "besseli": lambda n, z: _bessel_i(n, z),
    "besselj": lambda n, z: _scipy().jv(n, z),
    "besselk": lambda n, z: _scipy().kv(n, z),
    "bessely": lambda n, z: _scipy().yv(n, z),
    "expint": _expint,
    "Ei": lambda z: _scipy().expi(z),
    "uppergamma": _uppergamma,
    "lowergamma": lambda a, z: _scipy().gammainc(a, z) * _scipy().gamma(a),
    "polylog": _polylog,
    "elliptic_k": lambda m: _scipy().ellipk(m),
    "RisingFactorial": lambda z, n: np.exp(log_gamma_shift(z, n)),
}
"""Functions of arrays by SciPy; those not listed are computed element by element with mpmath."""


def real(value: Any) -> float:
    """Return an mpmath number as a float: nan if it is not real, infinite if it is too large."""
    if isinstance(value, mp.mpc):
        if value.imag != 0:
            return float("nan")
        value = value.real
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def scalar(function: Callable[..., Any], *arguments: float) -> float:
    """Return an mpmath function at floats, rounded to a float; nan at poles and off the real domain."""
    if any(a != a for a in arguments):
        return float("nan")
    try:
        with mp.workdps(20):
            return real(function(*[mp.mpf(float(a)) for a in arguments]))
    except (ValueError, ZeroDivisionError, ArithmeticError, mp.libmp.NoConvergence):
        return float("nan")


def elementwise(function: Callable[..., Any], *arguments: Value) -> Value:
    """Return an mpmath function at broadcast arrays, element by element."""
    grids = np.broadcast_arrays(*[np.asarray(a, dtype=float) for a in arguments])
    flat = [scalar(function, *point) for point in zip(*[g.ravel() for g in grids], strict=True)]
    return np.array(flat).reshape(grids[0].shape)


def call(name: str, *arguments: Value) -> Value:
    """Return the function of SymPy class ``name`` at floats or arrays.

    Raises
    ------
    CannotEvaluateError
        No evaluator is known for ``name``.
    """
    if name in NUMPY:
        return NUMPY[name](*arguments)
    if name not in MPMATH:
        raise CannotEvaluateError(f"no numerical evaluator for the function '{name}'")
    if all(np.ndim(a) == 0 for a in arguments):
        return scalar(MPMATH[name], *arguments)
    if name in SCIPY:
        return SCIPY[name](*arguments)
    return elementwise(MPMATH[name], *arguments)


def log_gamma(z: Value) -> Value:
    """Return log Γ(z) for z > 0 and nan elsewhere."""
    return call("loggamma", z)


_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def _stirling(z: Value) -> Value:
    inverse = 1.0 / z
    square = inverse * inverse
    total: Value = 0.0
    for coefficient in reversed(_STIRLING):
        total = total * square + coefficient
    return total * inverse


def log_gamma_shift(z: Value, shift: Value) -> Value:
    """Return log Γ(z + shift) − log Γ(z) for positive arguments without cancellation where z is large.

    Notes
    -----
    By Stirling's series, (z − ½) log(1 + d/z) + d log(z + d) − d + ω(z + d) − ω(z), for z and z + d above 30.
    """
    z, shift = np.asarray(z, dtype=float), np.asarray(shift, dtype=float)
    large = (z > 30) & (z + shift > 30)
    zl, dl = np.where(large & (z < 1e15), z, 100.0), np.where(large, shift, 1.0)
    series = (zl - 0.5) * np.log1p(dl / zl) + dl * np.log(zl + dl) - dl + _stirling(zl + dl) - _stirling(zl)
    series = np.where(z < 1e15, series, np.where(shift == 0, 0.0, shift * np.log(z)))
    if bool(np.all(large)):
        return series
    zs, ds = np.where(large, 1.0, z), np.where(large, 1.0, shift)
    return np.where(large, series, log_gamma(zs + ds) - log_gamma(zs))


def _bessel_i(order: Value, z: Value) -> Value:
    """Return I_order(z), nan where it underflows: its logarithm is known there."""
    value = _scipy().iv(order, z)
    return np.where((np.abs(value) < LEAST) & (z != 0), np.nan, value)[()]


def log_bessel_i(order: Value, z: Value) -> Value:
    """Return log I_order(z) for z > 0, scaled so that it neither overflows nor underflows."""
    if np.ndim(order) == 0 and np.ndim(z) == 0:
        return scalar(lambda n, x: mp.log(mp.besseli(n, x)), order, z)
    size = np.abs(z)
    far = size > 1e9 * (1 + np.abs(order)) ** 2  # where ive gives up, and one term of Hankel's expansion is exact
    scaled = _scipy().ive(order, z)
    lost = (scaled < LEAST) & ~far & (np.asarray(order) > 20)
    near = np.where(lost, _log_bessel_of_large_order(order, size, lost), np.log(scaled) + size)
    return np.where(far, size - np.log(2 * np.pi * size) / 2, near)[()]


def _log_bessel_of_large_order(order: Value, z: Value, where: Value) -> Value:
    """Return log I_n(z) by its uniform expansion for large n (NIST DLMF 10.41.3)."""
    n, x = np.where(where, order, 100.0), np.where(where, z, 1.0)
    root = np.hypot(n, x)
    p = n / root
    q = p * p
    terms = (
        p * (3 - 5 * q) / 24,
        q * (81 - q * (462 - 385 * q)) / 1152,
        p * q * (30375 - q * (369603 - q * (765765 - 425425 * q))) / 414720,
        q * q * (4465125 - q * (94121676 - q * (349922430 - q * (446185740 - 185910725 * q)))) / 39813120,
    )
    series = sum(u / n**k for k, u in enumerate(terms, start=1))
    return root + n * np.log(x / (n + root)) - 0.5 * np.log(2 * np.pi * root) + np.log1p(series)


def log_erfc(z: Value) -> Value:
    """Return log erfc(z), also where erfc underflows."""
    if np.ndim(z) == 0:
        return scalar(lambda x: mp.log(mp.erfc(x)), z)
    sc = _scipy()
    positive = z > 0
    right = np.log(sc.erfcx(np.where(positive, z, 1.0))) - np.where(positive, z, 1.0) ** 2
    return np.where(positive, right, np.log(sc.erfc(np.where(positive, 0.0, z))))
