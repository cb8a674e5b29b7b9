# What R lacks for generated code; sources are in NIST DLMF.

.erf <- function(z) sign(z) * pgamma(z^2, 0.5)

.erfc <- function(z) 2 * pnorm(-z * sqrt(2))

.log_erfc <- function(z) log(2) + pnorm(-z * sqrt(2), log.p = TRUE)

.erfinv <- function(y) sign(y) * sqrt(qgamma(abs(y), 0.5))

.gamma_p <- function(a, z) pgamma(z, a)

.gamma_q <- function(a, z) pgamma(z, a, lower.tail = FALSE)

# B2, B4, ..., B20
.bernoulli <- c(1/6, -1/30, 1/42, -1/30, 5/66, -691/2730, 7/6, -3617/510, 43867/798, -174611/330)

# what log Gamma(z) is more than (z - 1/2) log z - z + log(2 pi)/2, z > 20 (5.11.1)
.stirling_tail <- function(z) {
  s <- 1 / z^2
  (1/12 - s * (1/360 - s * (1/1260 - s * (1/1680 - s / 1188)))) / z
}

# log |Gamma(z + d)/Gamma(z)|, uncancelled at large z
.log_gamma_ratio <- function(z, d) {
  w <- z + d
  if (!isTRUE(z > 20 && w > 20)) return(lgamma(w) - lgamma(z))
  (w - 0.5) * log1p(d / z) + d * (log(z) - 1) + .stirling_tail(w) - .stirling_tail(z)
}

# psi_n(z): recurrence to z > 16 and the asymptotic series (5.11.2, 5.15.8)
.polygamma <- function(n, z) {
  sign <- if (n %% 2 == 0) -1 else 1
  total <- 0
  while (z < 16.5) {
    total <- total + factorial(n) / z^(n + 1)
    z <- z + 1
  }
  leading <- if (n == 0) -log(z) else factorial(n - 1) / z^n
  sign * (total + leading + .polygamma_tail(n, z))
}

# what |psi_n(w)| is more than its leading term, w > 16
.polygamma_tail <- function(n, w) {
  k <- 1:10
  factorial(n) / (2 * w^(n + 1)) + sum(.bernoulli * factorial(2 * k + n - 1) / factorial(2 * k) / w^(2 * k + n))
}

# psi_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n
.polygamma_rest <- function(n, z) {
  sign <- if (n %% 2 == 0) -1 else 1
  if (z > 20) return(sign * .polygamma_tail(n, z))
  .polygamma(n, z) - (if (n == 0) log(z) else sign * factorial(n - 1) / z^n)
}

# z^-m - (z + d)^-m for positive d
.power_drop <- function(z, d, m) -expm1(-m * log1p(d / z)) / z^m

# |psi_n(z)| - |psi_n(z + d)|, n >= 1, positive z and d, every digit of it: differences of the series of psi_n (5.15.8)
.polygamma_drop <- function(n, z, d) {
  w <- z + 16
  k <- 1:10
  total <- factorial(n) * sum(.power_drop(z + 0:15, d, n + 1))
  total <- total + factorial(n - 1) * .power_drop(w, d, n) + factorial(n) * .power_drop(w, d, n + 1) / 2
  total + sum(.bernoulli * factorial(2 * k + n - 1) / factorial(2 * k) * .power_drop(w, d, 2 * k + n))
}

# exp(-z^2)/erfc(z) - sqrt(pi) z =: R (n = 1), z^2 (1/2 - z R/sqrt(pi)) (n = 2), z >= 6: continued fraction (7.9.2)
.erfc_rest <- function(n, z) {
  inner <- z
  for (k in 20:3) inner <- z + 0.5 * k / inner
  outer <- z + 1 / inner
  if (n == 1) sqrt(pi) / 2 / outer else 0.5 * (z / inner) * (z / outer)
}

# z^2 (1 - 1/(2z) - I_1(z)/I_0(z)), z >= 25: asymptotic series of both (10.40.1)
.bessel_rest <- function(z) {
  zeroth <- 1
  first <- 1
  below <- 1
  above <- 0
  for (k in 1:23) {
    last <- zeroth
    zeroth <- zeroth * (2 * k - 1)^2 / (8 * k)
    first <- first * ((2 * k - 1)^2 - 4) / (8 * k)
    below <- below + zeroth / z^k
    if (k > 1) above <- above + (zeroth - last / 2 - first) / z^(k - 2)
  }
  above / below
}

# what log(1 + u) is more than its series up to order n - 1, over u^n, |u| <= 1/8
.log_rest <- function(n, u) {
  total <- 0
  for (k in (n + 18):n) total <- 1 / k - u * total
  if (n %% 2 == 0) -total else total
}

# derivative of order n of Riemann's zeta function, s > 1: Euler-Maclaurin (25.2.9), differentiated by Leibniz' rule
.zeta_derivative <- function(s, n) {
  last <- 16
  j <- 2:(last - 1)
  total <- (n == 0) + sum((-log(j))^n * j^-s)
  k <- 0:n
  series <- last * (-1)^k / (s - 1)^(k + 1) + 0.5 * (k == 0)
  rising <- c(s, as.numeric(seq_len(n) == 1))
  for (m in 1:10) {
    series <- series + .bernoulli[m] / factorial(2 * m) * last^(1 - 2 * m) * rising
    for (shift in c(2 * m - 1, 2 * m)) rising <- rising * (s + shift) + c(0, rising)[k + 1]
  }
  total + sum(series * (-log(last))^(n - k) / factorial(n - k)) * factorial(n) * last^-s
}

# exp(-|z|) I_v(z); Hankel's expansion at large z, the power series otherwise (10.25.2, 10.40.1)
.scaled_bessel_i <- function(v, z) {
  w <- abs(z)
  sign <- if (z < 0 && v %% 2 == 1) -1 else 1
  if (w == 0) return(as.numeric(v == 0))
  if (w > 40 + v^2) {
    k <- 1:29
    return(sign * (1 + sum(cumprod(-(4 * v^2 - (2 * k - 1)^2) / (8 * k * w)))) / sqrt(2 * pi * w))
  }
  k <- 0:(60 + ceiling(2 * w))
  sign * sum(exp((2 * k + v) * log(w / 2) - lgamma(k + 1) - lgamma(k + v + 1) - w))
}

# E_n(z), n >= 1, z > 0 (6.6.2, 8.9.2, 8.19.12)
.expint <- function(n, z) {
  if (z < 2) {
    k <- 1:60
    found <- -sum(cumprod(-z / k) / k) - log(z) - 0.5772156649015329
    for (m in seq_len(n - 1)) found <- (exp(-z) - z * found) / m
    return(found)
  }
  below <- z
  for (k in 100:1) below <- z + (n + k - 1) / (1 + k / below)
  exp(-z) / below
}

# Ei(z), z != 0 (6.6.2, 6.12.2)
.ei <- function(z) {
  if (z < 0) return(-.expint(1, -z))
  if (z > 40) return(exp(z) / z * (1 + sum(cumprod(1:39 / z))))
  k <- 1:200
  sum(cumprod(z / k) / k) + log(z) + 0.5772156649015329
}

# complete elliptic integrals of parameter m < 1, by arithmetic-geometric means (19.8.5, 19.8.6)
.elliptic_k <- function(m) {
  a <- 1
  b <- sqrt(1 - m)
  for (k in 1:8) {
    mean <- (a + b) / 2
    b <- sqrt(a * b)
    a <- mean
  }
  pi / 2 / a
}

.elliptic_e <- function(m) {
  a <- 1
  b <- sqrt(1 - m)
  total <- m / 2
  for (k in 0:7) {
    total <- total + 2^k * ((a - b) / 2)^2
    mean <- (a + b) / 2
    b <- sqrt(a * b)
    a <- mean
  }
  pi / 2 / a * (1 - total)
}

# the polylogarithm Li_n(z), n >= 2, z <= 1: double-exponential rule (25.12.11)
.polylog <- function(n, z) {
  t <- -4.2 + 0.021 * 0:400
  u <- exp(pi / 4 * (exp(t) - exp(-t)))
  t <- t[u < 700]
  u <- u[u < 700]
  z * sum(u * pi / 4 * (exp(t) + exp(-t)) * 0.021 * u^(n - 1) / (expm1(u) + (1 - z))) / factorial(n - 1)
}

# log(sum of exp(term)) without overflow
.log_sum_exp <- function(...) {
  top <- max(...)
  if (!is.finite(top)) top else top + log(sum(exp(c(...) - top)))
}

# log(1 - exp(z)), z < 0 (Maechler 2012)
.log_one_minus_exp <- function(z) if (isTRUE(z > -log(2))) log(-expm1(z)) else log1p(-exp(z))

# a pivot, or nan if it is no more than rounding errors of the entry it was computed from
.pivot <- function(value, entry) if (isTRUE(value > 1e-14 * entry)) value else NaN
