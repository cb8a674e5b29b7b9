# What SpecialFunctions lacks for generated Julia; sources are in NIST DLMF.

const _bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)

# what log Gamma(z) is more than (z - 1/2) log z - z + log(2 pi)/2, z > 20 (5.11.1)
function _stirling_tail(z)
    s = 1 / z^2
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / z
end

# log |Gamma(z + d)/Gamma(z)|, uncancelled at large z
function _log_gamma_ratio(z, d)
    w = z + d
    if !(z > 20 && w > 20)
        return _log_gamma(w) - _log_gamma(z)
    end
    return (w - 0.5) * log1p(d / z) + d * (log(z) - 1) + _stirling_tail(w) - _stirling_tail(z)
end

# log |Gamma(z)|
function _log_gamma(z)
    return first(logabsgamma(z))
end

# psi_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n (5.11.2, 5.15.8)
function _polygamma_rest(n, z)
    sign = iseven(n) ? -1.0 : 1.0
    if z <= 20
        return polygamma(n, z) - (n == 0 ? log(z) : sign * factorial(n - 1) / z^n)
    end
    series = factorial(n) / (2 * z^(n + 1))
    for k in 1:10
        weight = gamma(2.0 * k + n) / gamma(2.0 * k + 1)
        series += _bernoulli[k] * weight / z^(2 * k + n)
    end
    return sign * series
end

# z^-m - (z + d)^-m for positive d
function _power_drop(z, d, m)
    return -expm1(-m * log1p(d / z)) / z^m
end

# |psi_n(z)| - |psi_n(z + d)|, n >= 1, positive z and d, every digit of it: differences of the series of psi_n (5.15.8)
function _polygamma_drop(n, z, d)
    total = sum(factorial(n) * _power_drop(z + j, d, n + 1) for j in 0:15)
    w = z + 16
    total += factorial(n - 1) * _power_drop(w, d, n) + factorial(n) * _power_drop(w, d, n + 1) / 2
    for k in 1:10
        total += _bernoulli[k] * gamma(2.0 * k + n) / gamma(2.0 * k + 1) * _power_drop(w, d, 2 * k + n)
    end
    return total
end

# exp(-z^2)/erfc(z) - sqrt(pi) z =: R (n = 1), z^2 (1/2 - z R/sqrt(pi)) (n = 2), z >= 6: continued fraction (7.9.2)
function _erfc_rest(n, z)
    inner = z
    for k in 20:-1:3
        inner = z + 0.5 * k / inner
    end
    outer = z + 1 / inner
    return n == 1 ? sqrt(pi) / 2 / outer : 0.5 * (z / inner) * (z / outer)
end

# z^2 (1 - 1/(2z) - I_1(z)/I_0(z)), z >= 25: asymptotic series of both (10.40.1)
function _bessel_rest(z)
    zeroth, first, below, above = 1.0, 1.0, 1.0, 0.0
    for k in 1:23
        last = zeroth
        zeroth *= (2 * k - 1)^2 / (8 * k)
        first *= ((2 * k - 1)^2 - 4) / (8 * k)
        below += zeroth / z^k
        above += k > 1 ? (zeroth - last / 2 - first) / z^(k - 2) : 0.0
    end
    return above / below
end

# what log(1 + u) is more than its series up to order n - 1, over u^n, |u| <= 1/8
function _log_rest(n, u)
    total = 0.0
    for k in (n + 18):-1:n
        total = 1 / k - u * total
    end
    return iseven(n) ? -total : total
end

# derivative of order n of Riemann's zeta function, s > 1: Euler-Maclaurin (25.2.9), differentiated by Leibniz' rule
function _zeta_derivative(s, n)
    last = 16.0
    total = n == 0 ? 1.0 : 0.0
    for j in 2:15
        total += (-log(j))^n * j^(-s)
    end
    series = [last * (-1.0)^k / (s - 1)^(k + 1) + (k == 0 ? 0.5 : 0.0) for k in 0:n]
    rising = [k == 0 ? s : (k == 1 ? one(s) : zero(s)) for k in 0:n]
    for k in 1:10
        series = series .+ _bernoulli[k] / gamma(2.0 * k + 1) * last^(1 - 2 * k) .* rising
        for shift in (2 * k - 1, 2 * k)
            rising = [rising[i] * (s + shift) + (i > 1 ? rising[i-1] : zero(s)) for i in 1:(n+1)]
        end
    end
    tail = sum(series[k+1] * (-log(last))^(n - k) / factorial(n - k) for k in 0:n)
    return total + tail * factorial(n) * last^(-s)
end

# log erfc(z) without underflow
function _log_erfc(z)
    return z > 0 ? log(erfcx(z)) - z^2 : log1p(-erf(z))
end

# log(sum of exp(term)) without overflow
function _log_sum_exp(terms...)
    top = maximum(terms)
    return isfinite(top) ? top + log(sum(exp(t - top) for t in terms)) : top
end

# log(1 - exp(z)), z < 0 (Maechler 2012)
function _log_one_minus_exp(z)
    return z > -0.6931471805599453 ? log(-expm1(z)) : log1p(-exp(z))
end

# the polylogarithm Li_n(z), n >= 2, z <= 1: double-exponential rule (25.12.11)
function _polylog(n, z)
    total = zero(z)
    for k in 0:400
        t = -4.2 + 0.021 * k
        u = exp(pi / 4 * (exp(t) - exp(-t)))
        if u < 700
            total += u * pi / 4 * (exp(t) + exp(-t)) * 0.021 * u^(n - 1) / (expm1(u) + (1 - z))
        end
    end
    return z * total / factorial(n - 1)
end

# a pivot, or nan if it is no more than rounding errors of the entry it was computed from
function _pivot(value, entry)
    return value > 1e-14 * entry ? value : oftype(value, NaN)
end
