"""Functions for JAX and PyTorch: no branch depends on data, so that compiling, mapping and differentiating work.

``_np`` stands for ``jax.numpy`` or ``torch``, ``_special`` for their special functions; only names that NumPy shares with
both are used. Every branch of a `where` is evaluated at arguments at which it and its derivatives are finite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np
from scipy import special as _special

_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
"""The Bernoulli numbers B2, B4, …, B20."""


def _factorial(n: int) -> float:
    """Return n!."""
    return 1.0 if n < 2 else n * _factorial(n - 1)


def _fill(
    formula: Callable[..., Any],
    layout: Sequence[int | None],
    arrays: Sequence[Any],
    trailing: tuple[int, ...],
    masks: Sequence[tuple[Callable[..., Any], float]],
) -> Any:
    """Evaluate a formula on arrays of one shape S and return its entries, shape S + trailing.

    ``layout`` holds for each entry the place of its value, or ``None`` for an exact zero; where a condition of ``masks`` is
    not met, its value stands, later ones before earlier ones.
    """
    values = formula(*arrays)
    zero = 0.0 * arrays[0]
    zero = _np.where(zero == 0.0, zero, 0.0)
    out = _np.stack([zero if place is None else values[place] + zero for place in layout], -1)
    for condition, value in masks:
        out = _np.where(condition(*arrays)[..., None], out, value)
    return out.reshape(tuple(arrays[0].shape) + trailing)


def _whole(steps: Any) -> Any:
    """Say where a number is whole."""
    return steps == _np.round(steps)


def _number(value: Any) -> Any:
    """Return a value as the library's double-precision number; libraries replace this."""
    return value


def _select(conditions: Sequence[Any], values: Sequence[Any]) -> Any:
    """Return the value of the first condition that is met, nan where none is."""
    chosen: Any = float("nan")
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        chosen = value() if condition is True else _np.where(condition, _number(value()), _number(chosen))
    return chosen


def _maximum(a: Any, b: Any) -> Any:
    """Return the greater of two values."""
    return _np.where(a > b, a, b)


def _minimum(a: Any, b: Any) -> Any:
    """Return the smaller of two values."""
    return _np.where(a < b, a, b)


def _pivot(value: Any, entry: Any) -> Any:
    """Return the value where it is more than rounding errors of the entry it was computed from, else nan."""
    return _np.where(value > 1e-14 * entry, value, float("nan"))


def _log_sum_exp(*terms: Any) -> Any:
    """Return log Σ exp(term) without overflow."""
    top = terms[0]
    for term in terms[1:]:
        top = _maximum(top, term)
    total = 0.0
    for term in terms:
        total = total + _np.exp(term - top)
    return top + _np.log(total)


def _log_one_minus_exp(z: Any) -> Any:
    """Return log(1 - exp(z)) for z < 0, accurate at both ends (Mächler 2012)."""
    near = z > -0.6931471805599453
    return _np.where(near, _np.log(-_np.expm1(_np.where(near, z, -0.5))), _np.log1p(-_np.exp(_np.where(near, -1.0, z))))


def _log_erfc(z: Any) -> Any:
    """Return log erfc(z) without underflow, by a continued fraction for z > 2 (NIST DLMF 7.9.2)."""
    far = z > 2.0
    w = _np.where(far, z, 3.0)
    below = w
    for k in range(60, 0, -1):
        below = w + 0.5 * k / below
    series = -w * w - _np.log(below) - 0.5723649429247001
    return _np.where(far, series, _np.log(_special.erfc(_np.where(far, 0.0, z))))


def _erfc_rest(order: int, z: Any) -> Any:
    """Return R = exp(-z²)/erfc(z) - √π z (order 1) or z² (1/2 - z R/√π) (order 2), z >= 6, by NIST DLMF 7.9.2."""
    z = _maximum(z, 6.0)
    inner = z
    for k in range(20, 2, -1):
        inner = z + 0.5 * k / inner
    outer = z + 1.0 / inner
    return 0.8862269254527580 / outer if order == 1 else 0.5 * (z / inner) * (z / outer)


def _bessel_rest(z: Any) -> Any:
    """Return z² (1 - 1/(2z) - I_1(z)/I_0(z)) for z > 25, by the asymptotic series of both (NIST DLMF 10.40.1)."""
    inverse = 1.0 / _maximum(z, 25.0)
    zeroth, first, power, below, above = 1.0, 1.0, 1.0, 1.0, 0.0
    for k in range(1, 24):
        last, zeroth = zeroth, zeroth * (2 * k - 1) ** 2 / (8 * k)
        first = first * ((2 * k - 1) ** 2 - 4) / (8 * k)
        above = above + (zeroth - last / 2 - first) * power / inverse if k > 1 else above
        power = power * inverse
        below = below + zeroth * power
    return above / below


def _log_rest(order: int, u: Any) -> Any:
    """Return what log(1 + u) is more than its series up to order n - 1, over u^n, for |u| at most 1/8."""
    near = _minimum(_maximum(u, -0.125), 0.125)
    total = 0.0
    for k in range(order + 18, order - 1, -1):
        total = 1.0 / k - near * total
    return total if order % 2 else -total


def _log_gamma_ratio(z: Any, shift: Any) -> Any:
    """Return log |Γ(z + shift)/Γ(z)|, uncancelled at large z by Stirling's series (NIST DLMF 5.11.1)."""
    w = z + shift
    large = (z > 20) & (w > 20)
    p, q = _np.where(large, z, 21.0), _np.where(large, w, 21.0)
    step = _np.where(large, shift, 0.0)
    series = (q - 0.5) * _np.log1p(step / p) + step * (_np.log(p) - 1.0) + _stirling(q) - _stirling(p)
    plain = _special.gammaln(_np.where(large, 1.0, w)) - _special.gammaln(_np.where(large, 1.0, z))
    return _np.where(large, series, plain)


def _stirling(z: Any) -> Any:
    """Return what log Γ(z) is more than (z - 1/2) log z - z + log(2π)/2, for z > 20."""
    s = 1.0 / (z * z)
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / z


def _polygamma(order: int, z: Any) -> Any:
    """Return the polygamma function of an order at least 1 by recurrence and asymptotic series (NIST DLMF 5.15.8)."""
    total = 0.0
    w = z
    for _ in range(16):
        total = total + _factorial(order) / w ** (order + 1)
        w = w + 1.0
    return (-1.0) ** (order + 1) * (total + _polygamma_tail(order, w) + _factorial(order - 1) / w**order)


def _polygamma_tail(order: int, w: Any) -> Any:
    """Return what |ψ_n(w)| is more than its leading term, for w > 16."""
    series = _factorial(order) / (2 * w ** (order + 1)) if order else 0.5 / w
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        weight = _factorial(2 * k + order - 1) / _factorial(2 * k)
        series = series + bernoulli * weight / w ** (2 * k + order)
    return series


def _polygamma_rest(order: int, z: Any) -> Any:
    """Return ψ_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n, for z > 0."""
    sign = (-1.0) ** (order + 1)
    large = z > 20.0
    near = _np.where(large, 1.0, z)
    if order == 0:
        small = _special.digamma(near) - _np.log(near)
    else:
        small = _polygamma(order, near) - sign * _factorial(order - 1) / near**order
    return _np.where(large, sign * _polygamma_tail(order, _np.where(large, z, 21.0)), small)


def _polygamma_drop(order: int, z: Any, shift: Any) -> Any:
    """Return |ψ_n(z)| - |ψ_n(z + d)| for n >= 1 and z, d > 0, every digit of it, by differences of the same series."""
    total = 0.0
    for j in range(16):
        total = total + _factorial(order) * _power_drop(z + j, shift, order + 1)
    w = z + 16.0
    total = total + _factorial(order - 1) * _power_drop(w, shift, order)
    total = total + 0.5 * _factorial(order) * _power_drop(w, shift, order + 1)
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        weight = _factorial(2 * k + order - 1) / _factorial(2 * k)
        total = total + bernoulli * weight * _power_drop(w, shift, 2 * k + order)
    return total


def _power_drop(z: Any, shift: Any, power: int) -> Any:
    """Return z^-m - (z + d)^-m."""
    return -_np.expm1(-power * _np.log1p(shift / z)) / z**power


def _zeta_derivative(s: Any, order: int) -> Any:
    """Return the derivative of the given order of Riemann's zeta function, s > 1.

    Euler-Maclaurin: Σ_{j<N} j^-s, the integral from N, half the term at N, and Bernoulli terms; each summand is u(s) N^-s
    with a rational u, differentiated by Leibniz' rule on truncated Taylor series in s.
    """
    last, log_last = 16, 2.772588722239781
    total = 1.0 if order == 0 else 0.0
    for j in range(2, last):
        log_j = _LOGARITHMS[j - 2]
        total = total + (-log_j) ** order * _np.exp(-log_j * s)
    series = [last * (-1.0) ** k / (s - 1) ** (k + 1) for k in range(order + 1)]
    series[0] = series[0] + 0.5
    rising = [s] + [1.0 + 0.0 * s] * (order > 0) + [0.0 * s] * (order - 1)
    for k, bernoulli in enumerate(_BERNOULLI, start=1):
        factor = bernoulli / _factorial(2 * k) * float(last) ** (1 - 2 * k)
        series = [a + factor * b for a, b in zip(series, rising, strict=True)]
        for shift in (2 * k - 1, 2 * k):
            rising = [c * (s + shift) + (rising[i - 1] if i else 0.0) for i, c in enumerate(rising)]
    tail = 0.0
    for k in range(order + 1):
        tail = tail + series[k] * (-log_last) ** (order - k) / _factorial(order - k)
    return total + tail * _factorial(order) * _np.exp(-log_last * s)


_LOGARITHMS = (
    0.6931471805599453,
    1.0986122886681098,
    1.3862943611198906,
    1.6094379124341003,
    1.791759469228055,
    1.9459101490553132,
    2.0794415416798357,
    2.1972245773362196,
    2.302585092994046,
    2.3978952727983707,
    2.4849066497880004,
    2.5649493574615367,
    2.6390573296152584,
    2.70805020110221,
)
"""log 2, …, log 15."""


def _exp1(z: Any) -> Any:
    """Return the exponential integral E₁(z), z > 0."""
    near = z < 3.0
    s, total, term = _np.where(near, z, 1.0), 0.0, 1.0
    for k in range(1, 45):
        term = -term * s / k
        total = total - term / k
    w = _np.where(near, 3.0, z)
    below = w
    for k in range(60, 0, -1):
        below = w + k / (1.0 + k / below)
    return _np.where(near, total - _np.log(s) - 0.5772156649015329, _np.exp(-w) / below)


def _expint(order: int, z: Any) -> Any:
    """Return the exponential integral of an order at least 1, z > 0, by the recurrence (NIST DLMF 8.19.12)."""
    if order == 1:
        return _exp1(z)
    return (_np.exp(-z) - z * _expint(order - 1, z)) / (order - 1)


def _ei(z: Any) -> Any:
    """Return the exponential integral Ei(z), z ≠ 0."""
    negative, far = z < 0.0, z > 40.0
    s = _np.where(negative | far, 1.0, z)
    total, term = _np.log(s) + 0.5772156649015329, 1.0
    for k in range(1, 150):
        term = term * s / k
        total = total + term / k
    w = _np.where(far, z, 50.0)
    series, part = 1.0, 1.0
    for k in range(1, 40):
        part = part * k / w
        series = series + part
    return _np.where(negative, -_exp1(_np.where(negative, -z, 1.0)), _np.where(far, _np.exp(w) / w * series, total))


def _scaled_bessel_i(order: int, z: Any) -> Any:
    """Return exp(-|z|) I_n(z) of a non-negative whole order, n > 1 by the series or Hankel's expansion (NIST DLMF 10.40.1)."""
    if order == 0:
        return _special.i0e(z)
    if order == 1:
        return _special.i1e(z)
    far = _np.abs(z) > 30.0 + order * order
    near = _np.where(far, 1.0, z)
    term = _power(near / 2, order) / _factorial(order) * _np.exp(-_np.abs(near))
    total = term
    for k in range(1, 40 + order * order):
        term = term * (near / 2) * (near / 2) / (k * (k + order))
        total = total + term
    w = _np.where(far, _np.abs(z), 31.0 + order * order)
    part: Any = 1.0
    series = part
    for k in range(1, 24):
        part = -part * (4.0 * order * order - (2.0 * k - 1) ** 2) / (8.0 * k * w)
        series = series + part
    sign = 1.0 if order % 2 == 0 else _np.sign(z)
    return _np.where(far, sign * series / _np.sqrt(6.283185307179586 * w), total)


def _power(z: Any, exponent: int) -> Any:
    """Return a whole power."""
    return 1.0 + 0.0 * z if exponent == 0 else z * _power(z, exponent - 1)


def _gamma(z: Any) -> Any:
    """Return Γ(z), by the reflection formula for z < 1/2."""
    low = z < 0.5
    plain = _np.exp(_special.gammaln(_np.where(low, 1.0 - z, z)))
    return _np.where(low, 3.141592653589793 / (_np.sin(3.141592653589793 * _np.where(low, z, 0.25)) * plain), plain)


def _elliptic_k(m: Any) -> Any:
    """Return the complete elliptic integral of the first kind of parameter m < 1 (NIST DLMF 19.8.5)."""
    a, b = 1.0 + 0.0 * m, _np.sqrt(1.0 - m)
    for _ in range(8):
        a, b = (a + b) / 2, _np.sqrt(a * b)
    return 1.5707963267948966 / a


def _elliptic_e(m: Any) -> Any:
    """Return the complete elliptic integral of the second kind of parameter m < 1 (NIST DLMF 19.8.6)."""
    a, b, total, weight = 1.0 + 0.0 * m, _np.sqrt(1.0 - m), m / 2, 0.5
    for _ in range(8):
        a, b, c = (a + b) / 2, _np.sqrt(a * b), (a - b) / 2
        weight = 2 * weight
        total = total + weight * c * c
    return 1.5707963267948966 / a * (1.0 - total)


def _polylog(order: int, z: Any) -> Any:
    """Return the polylogarithm of an order at least 2, z <= 1: z/Γ(n) ∫ u^(n-1)/(e^u - z) du, double-exponential rule."""
    total: Any = 0.0
    for n in range(401):
        t = -4.2 + 8.4 * n / 400
        u = 2.718281828459045 ** (0.7853981633974483 * (2.718281828459045**t - 2.718281828459045**-t))
        if u < 700.0:
            slope = u * 0.7853981633974483 * (2.718281828459045**t + 2.718281828459045**-t)
            excess = 2.718281828459045**u - 1.0 if u > 1e-3 else u * (1.0 + u / 2 * (1.0 + u / 3 * (1.0 + u / 4)))
            total = total + slope * 0.021 * u ** (order - 1) / (excess + (1.0 - z))
    return z * total / _factorial(order - 1)
