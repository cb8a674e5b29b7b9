// What Boost.Math lacks for generated C++; sources are in NIST DLMF.

// log |Gamma(z)|
inline double log_gamma(double z) { return boost::math::lgamma(z, policy()); }

// what log Gamma(z) is more than (z - 1/2) log z - z + log(2 pi)/2, z > 20 (5.11.1)
inline double stirling_tail(double z) {
  const double s = 1 / (z * z);
  return (1. / 12 - s * (1. / 360 - s * (1. / 1260 - s * (1. / 1680 - s / 1188)))) / z;
}

// log |Gamma(z + d)/Gamma(z)|, uncancelled at large z
inline double log_gamma_ratio(double z, double d) {
  const double w = z + d;
  if (!(z > 20 && w > 20)) return log_gamma(w) - log_gamma(z);
  return (w - 0.5) * std::log1p(d / z) + d * (std::log(z) - 1) + stirling_tail(w) - stirling_tail(z);
}

// B2, B4, ..., B20
inline double bernoulli(int k) {
  static const double b[] = {1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6, -3617. / 510, 43867. / 798, -174611. / 330};
  return b[k - 1];
}

// n!
inline double factorial_of(int n) { return n < 2 ? 1. : n * factorial_of(n - 1); }

// psi_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n (5.11.2, 5.15.8)
inline double polygamma_rest(int n, double z) {
  const double sign = n % 2 == 0 ? -1 : 1;
  if (z <= 20) {
    const double leading = n == 0 ? std::log(z) : sign * factorial_of(n - 1) / std::pow(z, n);
    return boost::math::polygamma(n, z, policy()) - leading;
  }
  double series = factorial_of(n) / (2 * std::pow(z, n + 1));
  for (int k = 1; k <= 10; ++k) series += bernoulli(k) * factorial_of(2 * k + n - 1) / factorial_of(2 * k) / std::pow(z, 2 * k + n);
  return sign * series;
}

// z^-m - (z + d)^-m for positive d
inline double power_drop(double z, double d, int m) { return -std::expm1(-m * std::log1p(d / z)) / std::pow(z, m); }

// |psi_n(z)| - |psi_n(z + d)|, n >= 1, positive z and d, every digit of it: differences of the series of psi_n (5.15.8)
inline double polygamma_drop(int n, double z, double d) {
  double total = 0;
  for (int j = 0; j < 16; ++j) total += factorial_of(n) * power_drop(z + j, d, n + 1);
  const double w = z + 16;
  total += factorial_of(n - 1) * power_drop(w, d, n) + factorial_of(n) * power_drop(w, d, n + 1) / 2;
  for (int k = 1; k <= 10; ++k) total += bernoulli(k) * factorial_of(2 * k + n - 1) / factorial_of(2 * k) * power_drop(w, d, 2 * k + n);
  return total;
}

// exp(-z^2)/erfc(z) - sqrt(pi) z =: R (n = 1), z^2 (1/2 - z R/sqrt(pi)) (n = 2), z >= 6: continued fraction (7.9.2)
inline double erfc_rest(int n, double z) {
  double inner = z;
  for (int k = 20; k > 2; --k) inner = z + 0.5 * k / inner;
  const double outer = z + 1 / inner;
  return n == 1 ? 0.8862269254527580 / outer : 0.5 * (z / inner) * (z / outer);
}

// z^2 (1 - 1/(2z) - I_1(z)/I_0(z)), z >= 25: asymptotic series of both (10.40.1)
inline double bessel_rest(double z) {
  double zeroth = 1, first = 1, below = 1, above = 0;
  for (int k = 1; k < 24; ++k) {
    const double last = zeroth;
    zeroth *= std::pow(2 * k - 1, 2) / (8 * k);
    first *= (std::pow(2 * k - 1, 2) - 4) / (8 * k);
    below += zeroth / std::pow(z, k);
    if (k > 1) above += (zeroth - last / 2 - first) / std::pow(z, k - 2);
  }
  return above / below;
}

// what log(1 + u) is more than its series up to order n - 1, over u^n, |u| <= 1/8
inline double log_rest(int n, double u) {
  double total = 0;
  for (int k = n + 18; k >= n; --k) total = 1. / k - u * total;
  return n % 2 == 0 ? -total : total;
}

// derivative of order n of Riemann's zeta function, s > 1: Euler-Maclaurin (25.2.9), differentiated by Leibniz' rule
inline double zeta_derivative(double s, int n) {
  const int last = 16;
  double total = n == 0 ? 1 : 0;
  for (int j = 2; j < last; ++j) total += std::pow(-std::log(double(j)), n) * std::pow(double(j), -s);
  std::vector<double> series(n + 1), rising(n + 1, 0.);
  for (int k = 0; k <= n; ++k) series[k] = last * (k % 2 ? -1. : 1.) / std::pow(s - 1, k + 1) + (k == 0 ? 0.5 : 0.);
  rising[0] = s;
  if (n > 0) rising[1] = 1;
  for (int k = 1; k <= 10; ++k) {
    const double factor = bernoulli(k) / factorial_of(2 * k) * std::pow(double(last), 1 - 2 * k);
    for (int i = 0; i <= n; ++i) series[i] += factor * rising[i];
    for (int shift = 2 * k - 1; shift <= 2 * k; ++shift)
      for (int i = n; i >= 0; --i) rising[i] = rising[i] * (s + shift) + (i > 0 ? rising[i - 1] : 0.);
  }
  double tail = 0;
  for (int k = 0; k <= n; ++k) tail += series[k] * std::pow(-std::log(double(last)), n - k) / factorial_of(n - k);
  return total + tail * factorial_of(n) * std::pow(double(last), -s);
}

// exp(-|z|) I_v(z); Hankel's expansion at large z (10.40.1)
inline double scaled_bessel_i(double v, double z) {
  const double w = std::abs(z);
  if (w <= 40 + v * v) return boost::math::cyl_bessel_i(v, z, policy()) * std::exp(-w);
  double part = 1, total = 1;
  for (int k = 1; k < 30 && std::abs(part) > 1e-18; ++k) {
    part *= -(4 * v * v - (2. * k - 1) * (2. * k - 1)) / (8 * k * w);
    total += part;
  }
  const double sign = z < 0 && std::fmod(v, 2) == 1 ? -1 : 1;
  return sign * total / std::sqrt(2 * 3.141592653589793 * w);
}

// log erfc(z) without underflow, by a continued fraction for z > 2 (7.9.2)
inline double log_erfc(double z) {
  if (z <= 2) return z > 0 ? std::log(std::erfc(z)) : std::log1p(-std::erf(z));
  double below = z;
  for (int k = 80; k > 0; --k) below = z + 0.5 * k / below;
  return -z * z - 0.5723649429247001 - std::log(below);
}

// the polylogarithm Li_n(z), n >= 2, z <= 1: double-exponential rule (25.12.11)
inline double polylog(int n, double z) {
  double total = 0;
  for (int k = 0; k <= 400; ++k) {
    const double t = -4.2 + 0.021 * k, quarter = 0.7853981633974483;
    const double u = std::exp(quarter * (std::exp(t) - std::exp(-t)));
    if (u > 700) break;
    total += u * quarter * (std::exp(t) + std::exp(-t)) * 0.021 * std::pow(u, n - 1) / (std::expm1(u) + (1 - z));
  }
  return z * total / factorial_of(n - 1);
}

// log(sum of exp(term)) without overflow
inline double log_sum_exp(std::initializer_list<double> terms) {
  const double top = std::max(terms);
  if (!std::isfinite(top)) return top;
  double total = 0;
  for (double term : terms) total += std::exp(term - top);
  return top + std::log(total);
}

// log(1 - exp(z)), z < 0 (Maechler 2012)
inline double log_one_minus_exp(double z) {
  return z > -0.6931471805599453 ? std::log(-std::expm1(z)) : std::log1p(-std::exp(z));
}

// complete elliptic integrals of parameter m < 1, by arithmetic-geometric means (19.8.5, 19.8.6)
inline double elliptic_k(double m) {
  double a = 1, b = std::sqrt(1 - m);
  for (int k = 0; k < 8; ++k) {
    const double mean = (a + b) / 2;
    b = std::sqrt(a * b);
    a = mean;
  }
  return 1.5707963267948966 / a;
}

inline double elliptic_e(double m) {
  double a = 1, b = std::sqrt(1 - m), total = m / 2, weight = 0.5;
  for (int k = 0; k < 8; ++k) {
    const double c = (a - b) / 2, mean = (a + b) / 2;
    b = std::sqrt(a * b);
    a = mean;
    weight *= 2;
    total += weight * c * c;
  }
  return 1.5707963267948966 / a * (1 - total);
}

// -1, 0 or 1
inline double sign_of(double z) { return (z > 0) - (z < 0); }

// a pivot, or nan if it is no more than rounding errors of the entry it was computed from
inline double pivot(double value, double entry) { return value > 1e-14 * entry ? value : nan; }
