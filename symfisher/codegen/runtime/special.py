"""Special functions in forms that neither overflow nor cancel, and those that SciPy lacks."""

from __future__ import annotations

from typing import Any

import numpy as _np
from scipy import special as _special

from symfisher.codegen.runtime.tracking import _trackable

_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
"""The Bernoulli numbers B2, B4, …, B20."""


@_trackable
def _polygamma(order: int, z: Any) -> Any:
    """Return the polygamma function of a non-negative order; real ``z`` of any sign, complex ``z`` off the poles.

    Notes
    -----
    Positive: (-1)^(n+1) n! ζ(n+1, z). Otherwise the recurrence up to Re z > 16 and the asymptotic series
    (NIST DLMF 5.15.8).
    """
    if order == 0:
        return _special.digamma(z)
    sign = -1.0 if order % 2 == 0 else 1.0
    if not _np.iscomplexobj(z):
        z = _np.asarray(z, dtype=float)
        if _np.all(z > 0):
            return _trigamma(z) if order == 1 else sign * _special.gamma(order + 1.0) * _special.zeta(order + 1.0, z)
        negative = _np.where(z > 0, _np.nan, _polygamma_shifted(order, z))
        positive = _special.gamma(order + 1.0) * _special.zeta(order + 1.0, _np.where(z > 0, z, 1.0))
        return sign * _np.where(z > 0, positive, negative)
    return sign * _polygamma_shifted(order, z)


def _trigamma(z: Any) -> Any:
    """Return ψ'(z) for real z > 0: Σ 1/(z + j)² up to j = 7, and the asymptotic series from there (NIST DLMF 5.15.8).

    Notes
    -----
    All terms are positive or small, so that no digits are lost; array operations take a tenth of the time of SciPy's zeta.
    """
    total = 1.0 / (z * z)
    w = z
    for _ in range(7):
        w = w + 1.0
        total += 1.0 / (w * w)
    inverse = 1.0 / (w + 1.0)
    square = inverse * inverse
    series = _BERNOULLI[8] * square
    for bernoulli in reversed(_BERNOULLI[:8]):
        series += bernoulli
        series *= square
    series *= inverse
    series += inverse
    series += 0.5 * square
    return total + series


def _polygamma_shifted(order: int, z: Any) -> Any:
    """Return |polygamma| up to sign, n! Σ (z + j)^(-n-1), by moving z far to the right."""
    factorial = float(_special.gamma(order + 1.0))
    shifts = 16 + max(0, int(_np.ceil(-_np.min(_np.real(z))))) if _np.size(z) else 0
    total = 0.0
    for j in range(min(shifts, 1000)):
        total = total + factorial / (z + j) ** (order + 1)
    w = z + shifts
    tail = float(_special.gamma(float(order))) / w**order + factorial / (2 * w ** (order + 1))
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        weight = float(_special.gamma(2.0 * k + order) / _special.gamma(2.0 * k + 1))
        tail = tail + bernoulli * weight / w ** (2 * k + order)
    return total + tail


@_trackable
def _loggamma(z: Any) -> Any:
    """Return log |Γ(z)| for real z, the principal log Γ for complex z."""
    return _special.loggamma(z) if _np.iscomplexobj(z) else _special.gammaln(z)


@_trackable
def _log_gamma_ratio(z: Any, shift: Any) -> Any:
    """Return log |Γ(z + shift)/Γ(z)| for real z, uncancelled at large z by Stirling's series (NIST DLMF 5.11.1)."""
    w = z + shift
    large = (z > 20) & (w > 20)
    if not _np.any(large):
        return _special.gammaln(w) - _special.gammaln(z)
    p, q = _np.where(large, z, 21.0), _np.where(large, w, 21.0)
    step = _np.where(large, shift, 0.0)
    series = (q - 0.5) * _np.log1p(step / p) + step * (_np.log(p) - 1.0) + _stirling(q) - _stirling(p)
    return _np.where(large, series, _special.gammaln(w) - _special.gammaln(z))


def _stirling(z: Any) -> Any:
    """Return what log Γ(z) is more than (z - 1/2) log z - z + log(2π)/2, for z > 20."""
    s = 1.0 / (z * z)
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / z


@_trackable
def _zeta_derivative(s: Any, order: int) -> Any:
    """Return the derivative of the given order of Riemann's zeta function, s > 1 (real) or Re s > 1.

    Notes
    -----
    Euler-Maclaurin: Σ_{j<N} j^-s, the integral from N, half the term at N, and Bernoulli terms; each summand is
    u(s) N^-s with a rational u, differentiated by Leibniz' rule on truncated Taylor series in s.
    """
    s = _np.asarray(s)
    last = 16
    total = 0.0
    for j in range(2, last):
        total = total + (-_np.log(j)) ** order * _np.power(float(j), -s)
    if order == 0:
        total = total + 1.0
    series = _add_series(_integral_series(s, order, last), _end_series(s, order, last))
    decay = [(-_np.log(last)) ** k / float(_special.gamma(k + 1.0)) for k in range(order + 1)]
    product = sum(series[k] * decay[order - k] for k in range(order + 1))
    return total + product * float(_special.gamma(order + 1.0)) * _np.power(float(last), -s)


def _integral_series(s: Any, order: int, last: int) -> list[Any]:
    """Return Taylor coefficients in s of N/(s - 1)."""
    return [last * (-1.0) ** k / (s - 1) ** (k + 1) for k in range(order + 1)]


def _end_series(s: Any, order: int, last: int) -> list[Any]:
    """Return Taylor coefficients in s of 1/2 + Σ B_2k/(2k)! s(s+1)…(s+2k-2) N^(1-2k)."""
    total = [0.5 + 0.0 * s] + [0.0 * s] * order
    rising = [s] + [1.0 + 0.0 * s] * (order > 0) + [0.0 * s] * (order - 1)
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        factor = bernoulli / float(_special.gamma(2.0 * k + 1)) * float(last) ** (1 - 2 * k)
        total = _add_series(total, [factor * c for c in rising])
        for shift in (2 * k - 1, 2 * k):
            rising = [c * (s + shift) + (rising[i - 1] if i else 0.0) for i, c in enumerate(rising)]
    return total


def _add_series(first: list[Any], second: list[Any]) -> list[Any]:
    """Add two truncated Taylor series."""
    return [a + b for a, b in zip(first, second, strict=True)]


@_trackable
def _log_erfc(z: Any) -> Any:
    """Return log erfc(z) without underflow."""
    positive = _np.maximum(z, 0.0)
    return _np.where(
        z > 0,
        _np.log(_special.erfcx(positive)) - positive * positive,
        _np.log1p(-_special.erf(_np.minimum(z, 0.0))),
    )


@_trackable
def _log_scaled_bessel_i(order: Any, z: Any) -> Any:
    """Return log(exp(-z) I_n(z)) for n >= 0, z > 0; where it underflows by the expansion for large n (NIST DLMF 10.41.3)."""
    scaled = _special.ive(order, z)
    lost = scaled < 1e-290
    if not _np.any(lost):
        return _np.log(scaled)
    n, x = _np.where(lost, order, 100.0), _np.where(lost, z, 1.0)
    root = _np.hypot(n, x)
    p = n / root
    q = p * p
    terms = (
        p * (3 - 5 * q) / 24,
        q * (81 - q * (462 - 385 * q)) / 1152,
        p * q * (30375 - q * (369603 - q * (765765 - 425425 * q))) / 414720,
        q * q * (4465125 - q * (94121676 - q * (349922430 - q * (446185740 - 185910725 * q)))) / 39813120,
    )
    series = sum(u / n**k for k, u in enumerate(terms, start=1))
    large = root - x + n * _np.log(x / (n + root)) - 0.5 * _np.log(2 * _np.pi * root) + _np.log1p(series)
    return _np.where(lost, large, _np.log(_np.where(lost, 1.0, scaled)))


@_trackable
def _erfc_rest(order: int, z: Any) -> Any:
    """Return R = exp(-z²)/erfc(z) - √π z (order 1) or z² (1/2 - z R/√π) (order 2), z >= 6, by NIST DLMF 7.9.2."""
    z = _np.maximum(z, 6.0)
    inner = z
    for k in range(20, 2, -1):
        inner = z + 0.5 * k / inner
    outer = z + 1.0 / inner
    return 0.8862269254527580 / outer if order == 1 else 0.5 * (z / inner) * (z / outer)


@_trackable
def _bessel_rest(z: Any) -> Any:
    """Return z² (1 - 1/(2z) - I_1(z)/I_0(z)) for z > 25, else 0, by the asymptotic series of both (NIST DLMF 10.40.1)."""
    far = _np.asarray(z) > 25.0
    rest = _np.zeros(far.shape, _np.result_type(z, float))
    inverse = 1.0 / _np.asarray(z)[far]
    zeroth, first, power, below, above = 1.0, 1.0, 1.0, 1.0, 0.0
    for k in range(1, 24 if inverse.size else 1):
        last, zeroth = zeroth, zeroth * (2 * k - 1) ** 2 / (8 * k)
        first = first * ((2 * k - 1) ** 2 - 4) / (8 * k)
        above = above + (zeroth - last / 2 - first) * power / inverse if k > 1 else above
        power = power * inverse
        below = below + zeroth * power
    rest[far] = above / below
    return rest


@_trackable
def _log_rest(order: int, u: Any) -> Any:
    """Return what log(1 + u) is more than its series up to order n - 1, over u^n, for |u| at most 1/8."""
    near = _np.minimum(_np.maximum(u, -0.125), 0.125)
    total = 0.0
    for k in range(order + 18, order - 1, -1):
        total = 1.0 / k - near * total
    return total if order % 2 else -total


@_trackable
def _log_sum_exp(*terms: Any) -> Any:
    """Return log Σ exp(term) without overflow."""
    total = terms[0]
    for term in terms[1:]:
        total = _np.logaddexp(total, term)
    return total


@_trackable
def _log_one_minus_exp(z: Any) -> Any:
    """Return log(1 - exp(z)) for z < 0, accurate at both ends (Mächler 2012)."""
    return _np.where(z > -0.6931471805599453, _np.log(-_np.expm1(z)), _np.log1p(-_np.exp(z)))


@_trackable
def _polylog(order: int, z: Any) -> Any:
    """Return the polylogarithm of an order at least 2 at real z <= 1, or complex z off the cut z > 1."""
    if order == 2:
        return _special.spence(1.0 - z)
    return _polylog_integral(order, _np.asarray(z) * 1.0)


def _polylog_integral(order: int, z: Any) -> Any:
    """Return z/Γ(n) ∫ u^(n-1)/(e^u - z) du by a double-exponential rule."""
    t = _np.linspace(-4.2, 4.2, 400)
    u = _np.exp(_np.pi / 2 * _np.sinh(t))
    weight = u * _np.pi / 2 * _np.cosh(t) * (t[1] - t[0]) * u ** (order - 1)
    kernel = weight / (_np.expm1(_np.minimum(u, 700.0)) + (1.0 - z[..., None]))
    return z * kernel.sum(axis=-1) / _special.gamma(float(order))


@_trackable
def _hyp3f2_111_222(z: Any) -> Any:
    """Return 3F2(1, 1, 1; 2, 2, 2; z), which is Σ z^j/((j + 1)² (j + 1)!), for real z < 700.

    Notes
    -----
    It is -∫ log(t) (exp(zt) - 1)/(zt) dt over (0, 1), here by a double-exponential rule.
    """
    z = _np.asarray(z, dtype=float)
    t = _np.linspace(-3.6, 3.6, 300)
    q = _np.exp(-_np.pi * _np.sinh(t))
    node = 1.0 / (1.0 + q)
    slope = _np.pi * _np.cosh(t) * q / (1.0 + q) ** 2 * (t[1] - t[0])
    zt = z[..., None] * node
    ratio = _np.where(zt == 0, 1.0, _np.expm1(zt) / _np.where(zt == 0, 1.0, zt))
    return _np.sum(-_np.log(node) * ratio * slope, axis=-1)


def _select(conditions: Any, values: Any) -> Any:
    """Return the value of the first condition that is met, nan where none is; what is met nowhere is not computed."""
    met = [(c, value) for c, value in zip(conditions, values, strict=True) if _np.any(c)]
    always = [bool(_np.all(c)) for c, _ in met]
    if any(always):
        met = met[: always.index(True) + 1]
    if len(met) == 1 and always[0]:
        return met[0][1]()
    return _chosen(len(met), *(c for c, _ in met), *(value() for _, value in met))


@_trackable
def _chosen(count: int, *inputs: Any) -> Any:
    """Return the value of the first condition that is met; conditions first, then as many values."""
    chosen: Any = _np.nan
    for condition, value in zip(reversed(inputs[:count]), reversed(inputs[count:]), strict=True):
        chosen = _np.where(condition, value, chosen)
    return chosen


@_trackable
def _polygamma_rest(order: int, z: Any) -> Any:
    """Return ψ_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n, for z > 0 (NIST DLMF 5.11.2, 5.15.8)."""
    z = _np.asarray(z, dtype=float)
    sign = -1.0 if order % 2 == 0 else 1.0
    leading = _np.log(z) if order == 0 else sign * float(_special.gamma(float(order))) / z**order
    near = _polygamma(order, z) - leading
    w = _np.maximum(z, 20.0)
    series = sign * float(_special.gamma(order + 1.0)) / (2 * w ** (order + 1))
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        weight = float(_special.gamma(2.0 * k + order) / _special.gamma(2.0 * k + 1))
        series = series + sign * bernoulli * weight / w ** (2 * k + order)
    return _np.where(z > 20.0, series, near)


@_trackable
def _polygamma_drop(order: int, z: Any, shift: Any) -> Any:
    """Return |ψ_n(z)| - |ψ_n(z + d)| for n >= 1 and z, d > 0, every digit of it: n! Σ of (z + j)^(-n-1) - (z + d + j)^(-n-1).

    Notes
    -----
    The first ten differences, and those of the asymptotic series from there (NIST DLMF 5.15.8).
    """
    factorial = float(_special.gamma(order + 1.0))
    total = factorial * _power_drop(z, shift, order + 1)
    for j in range(1, 10):
        total = total + factorial * _power_drop(z + j, shift, order + 1)
    w = z + 10.0
    total = (
        total + factorial / order * _power_drop(w, shift, order) + 0.5 * factorial * _power_drop(w, shift, order + 1)
    )
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        weight = float(_special.gamma(2.0 * k + order) / _special.gamma(2.0 * k + 1))
        total = total + bernoulli * weight * _power_drop(w, shift, 2 * k + order)
    return total


def _power_drop(z: Any, shift: Any, power: int) -> Any:
    """Return z^-m - (z + d)^-m as the product of 1/z - 1/(z + d) with Σ z^(i-m+1) (z + d)^-i, all of one sign."""
    first, second = 1.0 / z, 1.0 / (z + shift)
    total, last = 1.0, 1.0
    for _ in range(power - 1):
        last = last * second
        total = total * first + last
    return shift * first * second * total


@_trackable
def _pivot(value: Any, entry: Any) -> Any:
    """Return the value where it is more than rounding errors of the entry it was computed from, else nan."""
    return _np.where(value > 1e-14 * entry, value, _np.nan)
