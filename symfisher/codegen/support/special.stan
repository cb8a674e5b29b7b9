// What Stan lacks for generated functions; sources are in NIST DLMF.

// what log Gamma(z) is more than (z - 1/2) log z - z + log(2 pi)/2, z > 20 (5.11.1)
real stirling_tail(real z) {
  real s = 1 / square(z);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / z;
}

// log |Gamma(z + d)/Gamma(z)|, uncancelled at large z
real log_gamma_ratio(real z, real d) {
  real w = z + d;
  if (!(z > 20 && w > 20)) return lgamma(w) - lgamma(z);
  return (w - 0.5) * log1p(d / z) + d * (log(z) - 1) + stirling_tail(w) - stirling_tail(z);
}

// the Bernoulli numbers B2, B4, ..., B20
real bernoulli_number(int k) {
  array[10] real b = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
                      43867.0 / 798, -174611.0 / 330};
  return b[k];
}

// what |psi_n(w)| is more than its leading term, w > 16 (5.11.2, 5.15.8)
real polygamma_tail(int n, real w) {
  real series = tgamma(n + 1) / (2 * pow(w, n + 1));
  for (k in 1:10) {
    series += bernoulli_number(k) * tgamma(2 * k + n) / tgamma(2 * k + 1) / pow(w, 2 * k + n);
  }
  return series;
}

// psi_n(z), n >= 1: recurrence to z > 16 and the asymptotic series
real polygamma_of(int n, real z) {
  real total = 0;
  real w = z;
  while (w < 16.5) {
    total += tgamma(n + 1) / pow(w, n + 1);
    w += 1;
  }
  return (n % 2 == 0 ? -1 : 1) * (total + tgamma(n) / pow(w, n) + polygamma_tail(n, w));
}

// psi_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n
real polygamma_rest(int n, real z) {
  real sign = n % 2 == 0 ? -1 : 1;
  if (z > 20) return sign * polygamma_tail(n, z);
  return n == 0 ? digamma(z) - log(z) : polygamma_of(n, z) - sign * tgamma(n) / pow(z, n);
}

// z^-m - (z + d)^-m for positive d
real power_drop(real z, real d, int m) {
  return -expm1(-m * log1p(d / z)) / pow(z, m);
}

// |psi_n(z)| - |psi_n(z + d)|, n >= 1, positive z and d, every digit of it: differences of the series of psi_n (5.15.8)
real polygamma_drop(int n, real z, real d) {
  real w = z + 16;
  real total = tgamma(n) * power_drop(w, d, n) + tgamma(n + 1) * power_drop(w, d, n + 1) / 2;
  for (j in 0:15) total += tgamma(n + 1) * power_drop(z + j, d, n + 1);
  for (k in 1:10) {
    total += bernoulli_number(k) * tgamma(2 * k + n) / tgamma(2 * k + 1) * power_drop(w, d, 2 * k + n);
  }
  return total;
}

// exp(-z^2)/erfc(z) - sqrt(pi) z =: R (n = 1), z^2 (1/2 - z R/sqrt(pi)) (n = 2), z >= 6: continued fraction (7.9.2)
real erfc_rest(int n, real z) {
  real inner = z;
  real outer;
  for (j in 1:18) inner = z + 0.5 * (21 - j) / inner;
  outer = z + 1 / inner;
  return n == 1 ? sqrt(pi()) / 2 / outer : 0.5 * (z / inner) * (z / outer);
}

// z^2 (1 - 1/(2z) - I_1(z)/I_0(z)), z >= 25: asymptotic series of both (10.40.1)
real bessel_rest(real z) {
  real zeroth = 1;
  real first = 1;
  real last;
  real below = 1;
  real above = 0;
  for (k in 1:23) {
    last = zeroth;
    zeroth *= square(2.0 * k - 1) / (8 * k);
    first *= (square(2.0 * k - 1) - 4) / (8 * k);
    below += zeroth / pow(z, k);
    if (k > 1) above += (zeroth - last / 2 - first) / pow(z, k - 2);
  }
  return above / below;
}

// what log(1 + u) is more than its series up to order n - 1, over u^n, |u| <= 1/8
real log_rest(int n, real u) {
  real total = 0;
  for (j in 0:18) total = 1.0 / (n + 18 - j) - u * total;
  return n % 2 == 0 ? -total : total;
}

// derivative of order n of Riemann's zeta function, s > 1: Euler-Maclaurin (25.2.9), differentiated by Leibniz' rule
real zeta_derivative(real s, int n) {
  real last = 16;
  real total = n == 0 ? 1 : 0;
  vector[n + 1] series;
  vector[n + 1] rising = rep_vector(0, n + 1);
  real tail = 0;
  for (j in 2:15) total += pow(-log(j), n) * pow(j, -s);
  for (k in 0:n) series[k + 1] = last * (k % 2 == 0 ? 1 : -1) / pow(s - 1, k + 1) + (k == 0 ? 0.5 : 0);
  rising[1] = s;
  if (n > 0) rising[2] = 1;
  for (k in 1:10) {
    series += bernoulli_number(k) / tgamma(2 * k + 1) * pow(last, 1 - 2 * k) * rising;
    for (m in 0:1) {
      vector[n + 1] before = rising;
      rising = before * (s + 2 * k - 1 + m);
      for (i in 2:(n + 1)) rising[i] += before[i - 1];
    }
  }
  for (k in 0:n) tail += series[k + 1] * pow(-log(last), n - k) / tgamma(n - k + 1);
  return total + tail * tgamma(n + 1) * pow(last, -s);
}

// exp(-|z|) I_v(z)
real scaled_bessel_i(real v, real z) {
  real sign = z < 0 && fmod(v, 2) == 1 ? -1 : 1;
  return z == 0 ? (v == 0 ? 1 : 0) : sign * exp(log_modified_bessel_first_kind(v, abs(z)) - abs(z));
}

// log erfc(z) without underflow, by a continued fraction for z > 2 (7.9.2)
real log_erfc(real z) {
  real below = z;
  if (z <= 2) return z > 0 ? log(erfc(z)) : log1p(-erf(z));
  for (k in 1:80) below = z + 0.5 * (81 - k) / below;
  return -square(z) - 0.5723649429247001 - log(below);
}

// E_n(z), n >= 1, z > 0 (6.6.2, 8.9.2, 8.19.12)
real expint_of(int n, real z) {
  real below = z;
  if (z < 2) {
    real term = 1;
    real found = -log(z) - 0.5772156649015329;
    for (k in 1:60) {
      term *= -z / k;
      found -= term / k;
    }
    for (m in 1:(n - 1)) found = (exp(-z) - z * found) / m;
    return found;
  }
  for (k in 1:100) below = z + (n + 100 - k) / (1 + (101 - k) / below);
  return exp(-z) / below;
}

// Ei(z), z != 0 (6.6.2, 6.12.2)
real expint_ei(real z) {
  real term = 1;
  real total = log(abs(z)) + 0.5772156649015329;
  if (z < 0) return -expint_of(1, -z);
  if (z > 40) {
    total = 1;
    for (k in 1:39) {
      term *= k / z;
      total += term;
    }
    return exp(z) / z * total;
  }
  for (k in 1:200) {
    term *= z / k;
    total += term / k;
  }
  return total;
}

// the polylogarithm Li_n(z), n >= 2, z <= 1: double-exponential rule (25.12.11)
real polylog_of(int n, real z) {
  real total = 0;
  for (k in 0:400) {
    real t = -4.2 + 0.021 * k;
    real u = exp(pi() / 4 * (exp(t) - exp(-t)));
    if (u < 700) {
      total += u * pi() / 4 * (exp(t) + exp(-t)) * 0.021 * pow(u, n - 1) / (expm1(u) + (1 - z));
    }
  }
  return z * total / tgamma(n);
}

// complete elliptic integrals of parameter m < 1, by arithmetic-geometric means (19.8.5, 19.8.6)
real elliptic_k(real m) {
  real a = 1;
  real b = sqrt(1 - m);
  for (k in 1:8) {
    real mean = (a + b) / 2;
    b = sqrt(a * b);
    a = mean;
  }
  return pi() / 2 / a;
}

real elliptic_e(real m) {
  real a = 1;
  real b = sqrt(1 - m);
  real total = m / 2;
  real weight = 0.5;
  for (k in 1:8) {
    real c = (a - b) / 2;
    real mean = (a + b) / 2;
    b = sqrt(a * b);
    a = mean;
    weight *= 2;
    total += weight * square(c);
  }
  return pi() / 2 / a * (1 - total);
}

// -1, 0 or 1
real sign_of(real z) {
  return z > 0 ? 1 : (z < 0 ? -1 : 0);
}

// a pivot, or nan if it is no more than rounding errors of the entry it was computed from
real pivot(real value, real entry) {
  return value > 1e-14 * entry ? value : not_a_number();
}
