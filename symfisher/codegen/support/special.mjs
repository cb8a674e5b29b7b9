// Special functions of real arguments for generated JavaScript, accurate to about 1e-14; sources are in NIST DLMF.

// B2, B4, ..., B20
const bernoulliNumbers = [
  1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330,
];

// n!
function factorialOf(n) {
  let product = 1;
  for (let k = 2; k <= n; k += 1) product *= k;
  return product;
}

// log Gamma(z) - (z - 1/2) log z + z - log(2 pi)/2 for large z (5.11.1)
function stirlingTail(z) {
  const s = 1 / (z * z);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360)))))) / z;
}

// log |Gamma(z)|: recurrence to z >= 15 and Stirling's series; near its zeros 1 and 2 by Taylor's series (5.7.3)
function logGamma(z) {
  if (z <= 0 && z === Math.floor(z)) return Infinity;
  if (z < 0) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * z))) - logGamma(1 - z);
  if (z > 1.5 && z < 2.5) return logGamma2(z - 2);
  if (z >= 0.5 && z <= 1.5) return logGamma2(z - 1) - Math.log(z);
  let product = 1;
  let w = z;
  while (w < 15) {
    product *= w;
    w += 1;
  }
  return (w - 0.5) * Math.log(w) - w + 0.9189385332046727 + stirlingTail(w) - Math.log(product);
}

// log Gamma(2 + u) for |u| <= 1/2: u (1 - gamma) + sum (-u)^k (zeta(k) - 1)/k
function logGamma2(u) {
  let total = 0;
  for (let k = 48; k >= 2; k -= 1) total = (total + zetaLessOne[k - 2] / k) * -u;
  return u * 0.42278433509846714 - u * total;
}

// zeta(k) - 1 for k = 2, ..., 48
const zetaLessOne = [
  0.64493406684822644, 0.20205690315959429, 0.082323233711138192, 0.036927755143369926, 0.01734306198444914,
  0.0083492773819228268, 0.0040773561979443394, 0.0020083928260822144, 0.00099457512781808534, 0.00049418860411946456,
  0.0002460865533080483, 0.00012271334757848915, 6.1248135058704829e-5, 3.0588236307020494e-5, 1.5282259408651872e-5,
  7.6371976378997623e-6, 3.8172932649998399e-6, 1.9082127165539389e-6, 9.5396203387279611e-7, 4.7693298678780646e-7,
  2.3845050272773299e-7, 1.1921992596531107e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365041e-8,
  7.4507117898354295e-9, 3.7253340247884571e-9, 1.862659723513049e-9, 9.3132743241966818e-10, 4.6566290650337841e-10,
  2.3283118336765055e-10, 1.164155017270052e-10, 5.8207720879027009e-11, 2.9103850444970997e-11, 1.4551921891041984e-11,
  7.275959835057481e-12, 3.6379795473786512e-12, 1.8189896503070659e-12, 9.0949478402638893e-13, 4.547473783042154e-13,
  2.2737368458246525e-13, 1.1368684076802278e-13, 5.6843419876275856e-14, 2.8421709768893018e-14, 1.4210854828031607e-14,
  7.1054273952108527e-15, 3.5527136913371137e-15,
];

// Gamma(z)
function gammaFunction(z) {
  if (z <= 0 && z === Math.floor(z)) return NaN;
  if (z < 0.5) return Math.PI / (Math.sin(Math.PI * z) * gammaFunction(1 - z));
  if (z < 30 && z === Math.floor(z)) return factorialOf(z - 1);
  return Math.exp(logGamma(z));
}

// log |Gamma(z + d)/Gamma(z)|, uncancelled at large z
function logGammaRatio(z, d) {
  const w = z + d;
  if (!(z > 20 && w > 20)) return logGamma(w) - logGamma(z);
  return (w - 0.5) * Math.log1p(d / z) + d * (Math.log(z) - 1) + stirlingTail(w) - stirlingTail(z);
}

// what |psi_n(w)| is more than its leading term, w > 16 (5.11.2, 5.15.8)
function polygammaTail(n, w) {
  let series = factorialOf(n) / (2 * w ** (n + 1));
  for (let k = 1; k <= 10; k += 1) {
    series += (bernoulliNumbers[k - 1] * factorialOf(2 * k + n - 1)) / factorialOf(2 * k) / w ** (2 * k + n);
  }
  return series;
}

// psi_n(z): recurrence to z > 16 and the asymptotic series
function polygamma(n, z) {
  if (z <= 0 && z === Math.floor(z)) return NaN;
  const sign = n % 2 === 0 ? -1 : 1;
  let total = 0;
  let w = z;
  while (w < 16.5) {
    total += factorialOf(n) / w ** (n + 1);
    w += 1;
  }
  const leading = n === 0 ? -Math.log(w) : factorialOf(n - 1) / w ** n;
  return sign * (total + leading + polygammaTail(n, w));
}

// psi_n(z) less its leading term, log z or (-1)^(n+1) (n-1)! z^-n
function polygammaRest(n, z) {
  const sign = n % 2 === 0 ? -1 : 1;
  if (z > 20) return sign * polygammaTail(n, z);
  return polygamma(n, z) - (n === 0 ? Math.log(z) : (sign * factorialOf(n - 1)) / z ** n);
}

// z^-m - (z + d)^-m for positive d
function powerDrop(z, d, m) {
  return -Math.expm1(-m * Math.log1p(d / z)) / z ** m;
}

// |psi_n(z)| - |psi_n(z + d)|, n >= 1, positive z and d, every digit of it: differences of the series of psi_n (5.15.8)
function polygammaDrop(n, z, d) {
  let total = 0;
  for (let j = 0; j < 16; j += 1) total += factorialOf(n) * powerDrop(z + j, d, n + 1);
  const w = z + 16;
  total += factorialOf(n - 1) * powerDrop(w, d, n) + (factorialOf(n) * powerDrop(w, d, n + 1)) / 2;
  for (let k = 1; k <= 10; k += 1) {
    total += ((bernoulliNumbers[k - 1] * factorialOf(2 * k + n - 1)) / factorialOf(2 * k)) * powerDrop(w, d, 2 * k + n);
  }
  return total;
}

// exp(-z^2)/erfc(z) - sqrt(pi) z =: R (n = 1), z^2 (1/2 - z R/sqrt(pi)) (n = 2), z >= 6: continued fraction (7.9.2)
function erfcRest(n, z) {
  let inner = z;
  for (let k = 20; k > 2; k -= 1) inner = z + (0.5 * k) / inner;
  const outer = z + 1 / inner;
  return n === 1 ? Math.sqrt(Math.PI) / 2 / outer : 0.5 * (z / inner) * (z / outer);
}

// z^2 (1 - 1/(2z) - I_1(z)/I_0(z)), z >= 25: asymptotic series of both (10.40.1)
function besselRest(z) {
  let zeroth = 1;
  let first = 1;
  let below = 1;
  let above = 0;
  for (let k = 1; k < 24; k += 1) {
    const last = zeroth;
    zeroth *= (2 * k - 1) ** 2 / (8 * k);
    first *= ((2 * k - 1) ** 2 - 4) / (8 * k);
    below += zeroth / z ** k;
    if (k > 1) above += (zeroth - last / 2 - first) / z ** (k - 2);
  }
  return above / below;
}

// what log(1 + u) is more than its series up to order n - 1, over u^n, |u| <= 1/8
function logRest(n, u) {
  let total = 0;
  for (let k = n + 18; k >= n; k -= 1) total = 1 / k - u * total;
  return n % 2 === 0 ? -total : total;
}

// derivative of order n of Riemann's zeta function, s > 1: Euler-Maclaurin (25.2.9), differentiated by Leibniz' rule
function zetaDerivative(s, n) {
  const last = 16;
  let total = n === 0 ? 1 : 0;
  for (let j = 2; j < last; j += 1) total += (-Math.log(j)) ** n * j ** -s;
  const series = [];
  for (let k = 0; k <= n; k += 1) series.push((last * (-1) ** k) / (s - 1) ** (k + 1) + (k === 0 ? 0.5 : 0));
  let rising = [s];
  for (let k = 1; k <= n; k += 1) rising.push(k === 1 ? 1 : 0);
  for (let k = 1; k <= 10; k += 1) {
    const factor = (bernoulliNumbers[k - 1] / factorialOf(2 * k)) * last ** (1 - 2 * k);
    for (let i = 0; i <= n; i += 1) series[i] += factor * rising[i];
    for (const shift of [2 * k - 1, 2 * k]) rising = rising.map((c, i) => c * (s + shift) + (i > 0 ? rising[i - 1] : 0));
  }
  let tail = 0;
  for (let k = 0; k <= n; k += 1) tail += (series[k] * (-Math.log(last)) ** (n - k)) / factorialOf(n - k);
  return total + tail * factorialOf(n) * last ** -s;
}

// exp(-|z|) I_v(z), v >= 0: power series, all terms of one sign, or Hankel's expansion (10.25.2, 10.40.1)
function scaledBesselI(v, z) {
  const w = Math.abs(z);
  const sign = z < 0 && v % 2 === 1 ? -1 : 1;
  if (w === 0) return v === 0 ? 1 : 0;
  if (w > 40 + v * v) {
    let part = 1;
    let total = 1;
    for (let k = 1; k < 30 && Math.abs(part) > 1e-18; k += 1) {
      part *= -(4 * v * v - (2 * k - 1) ** 2) / (8 * k * w);
      total += part;
    }
    return (sign * total) / Math.sqrt(2 * Math.PI * w);
  }
  let term = Math.exp(v * Math.log(w / 2) - logGamma(v + 1) - w);
  let total = term;
  for (let k = 1; term > total * 1e-18 || k < w; k += 1) {
    term *= ((w / 2) * (w / 2)) / (k * (k + v));
    total += term;
    if (k > 5000) return NaN;
  }
  return sign * total;
}

// K_v(z), z > 0: trapezoidal rule for the integral of exp(-z cosh t) cosh(v t) (10.32.9)
function besselK(v, z) {
  const h = 0.02;
  let total = 0.5 * Math.exp(-z);
  for (let n = 1; n < 5000; n += 1) {
    const t = n * h;
    const term = Math.exp(-z * Math.cosh(t)) * Math.cosh(v * t);
    total += term;
    if (term < total * 1e-18 && n > 50) break;
  }
  return total * h;
}

// exp(z^2) erfc(z) for z >= 2, by a continued fraction (7.9.2)
function scaledErfc(z) {
  let below = z;
  for (let k = 80; k > 0; k -= 1) below = z + (0.5 * k) / below;
  return 0.5641895835477563 / below;
}

// erf(z) by its series for |z| < 2 (7.6.2)
function erf(z) {
  if (Math.abs(z) >= 2) return Math.sign(z) * (1 - Math.exp(-z * z) * scaledErfc(Math.abs(z)));
  let term = z;
  let total = z;
  for (let k = 1; k < 60; k += 1) {
    term *= (2 * z * z) / (2 * k + 1);
    total += term;
  }
  return 1.1283791670955126 * Math.exp(-z * z) * total;
}

// erfc(z); between 1/2 and 2 by the trapezoidal rule with the pole taken off (Hunter and Regan 1972)
function erfc(z) {
  if (z >= 2) return Math.exp(-z * z) * scaledErfc(z);
  if (z <= 0.5) return 1 - erf(z);
  const h = 0.4;
  let total = 0;
  for (let n = 0; n < 24; n += 1) {
    const t = (n + 0.5) * h;
    total += Math.exp(-t * t) / (z * z + t * t);
  }
  const pole = 2 / (1 + Math.exp((2 * Math.PI * z) / h));
  return ((2 * h * z) / Math.PI) * Math.exp(-z * z) * total + pole;
}

// log erfc(z) without underflow
function logErfc(z) {
  return z > 2 ? -z * z + Math.log(scaledErfc(z)) : z > 0.5 ? Math.log(erfc(z)) : Math.log1p(-erf(z));
}

// the inverse of erf: Winitzki's approximation, improved by Halley's method
function erfInverse(y) {
  if (Math.abs(y) >= 1) return Math.abs(y) === 1 ? y * Infinity : NaN;
  const rest = 1 - Math.abs(y);
  const a = Math.log(rest * (2 - rest));
  const b = 4.330746750799873 + a / 2;
  let z = Math.sqrt(Math.sqrt(b * b - a / 0.147) - b);
  for (let k = 0; k < 4; k += 1) {
    const step = (rest > 0.5 ? Math.abs(y) - erf(z) : erfc(z) - rest) / (1.1283791670955126 * Math.exp(-z * z));
    z += step / (1 + z * step);
  }
  return Math.sign(y) * z;
}

// E_n(z), n >= 1, z > 0 (6.6.2, 8.9.2, 8.19.12)
function expint(n, z) {
  if (!(z > 0)) return NaN;
  if (z < 2) {
    let term = 1;
    let total = 0;
    for (let k = 1; k < 60; k += 1) {
      term *= -z / k;
      total -= term / k;
    }
    let found = total - Math.log(z) - 0.5772156649015329;
    for (let m = 1; m < n; m += 1) found = (Math.exp(-z) - z * found) / m;
    return found;
  }
  let below = z;
  for (let k = 100; k > 0; k -= 1) below = z + (n + k - 1) / (1 + k / below);
  return Math.exp(-z) / below;
}

// Ei(z), z != 0 (6.6.2, 6.12.2)
function expintEi(z) {
  if (z < 0) return -expint(1, -z);
  let term = 1;
  let total = 0;
  if (z > 40) {
    total = 1;
    for (let k = 1; k < 40; k += 1) {
      term *= k / z;
      total += term;
    }
    return (Math.exp(z) / z) * total;
  }
  for (let k = 1; k < 200; k += 1) {
    term *= z / k;
    total += term / k;
  }
  return total + Math.log(z) + 0.5772156649015329;
}

// the regularized lower incomplete gamma function P(a, z) (8.7.1, 8.9.2)
function gammaP(a, z) {
  if (!(z >= 0)) return NaN;
  if (z > a + 1) return 1 - gammaQ(a, z);
  let term = Math.exp(a * Math.log(z) - z - logGamma(a + 1));
  let total = term;
  for (let k = 1; term > total * 1e-18 && k < 100000; k += 1) {
    term *= z / (a + k);
    total += term;
  }
  return total;
}

// the regularized upper incomplete gamma function Q(a, z)
function gammaQ(a, z) {
  if (!(z >= 0)) return NaN;
  if (z <= a + 1) return 1 - gammaP(a, z);
  const depth = 200 + 10 * Math.ceil(Math.sqrt(z));
  let below = z - a + 1 + 2 * depth;
  for (let k = depth; k > 0; k -= 1) below = z - a + 2 * k - 1 - (k * (k - a)) / below;
  return Math.exp(a * Math.log(z) - z - logGamma(a)) / below;
}

// complete elliptic integrals of parameter m < 1, by arithmetic-geometric means (19.8.5, 19.8.6)
function ellipticK(m) {
  let a = 1;
  let b = Math.sqrt(1 - m);
  for (let k = 0; k < 8; k += 1) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
  return Math.PI / 2 / a;
}

function ellipticE(m) {
  let a = 1;
  let b = Math.sqrt(1 - m);
  let total = m / 2;
  let weight = 0.5;
  for (let k = 0; k < 8; k += 1) {
    const c = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    weight *= 2;
    total += weight * c * c;
  }
  return (Math.PI / 2 / a) * (1 - total);
}

// the polylogarithm Li_n(z), n >= 2, z <= 1: double-exponential rule (25.12.11)
function polylog(n, z) {
  let total = 0;
  for (let k = 0; k <= 400; k += 1) {
    const t = -4.2 + 0.021 * k;
    const u = Math.exp((Math.PI / 4) * (Math.exp(t) - Math.exp(-t)));
    if (u > 700) break;
    const slope = u * (Math.PI / 4) * (Math.exp(t) + Math.exp(-t));
    total += (slope * 0.021 * u ** (n - 1)) / (Math.expm1(u) + (1 - z));
  }
  return (z * total) / factorialOf(n - 1);
}

// log(sum of exp(term)) without overflow
function logSumExp(...terms) {
  const top = Math.max(...terms);
  if (!Number.isFinite(top)) return top;
  return top + Math.log(terms.reduce((sum, t) => sum + Math.exp(t - top), 0));
}

// log(1 - exp(z)), z < 0 (Maechler 2012)
function logOneMinusExp(z) {
  return z > -0.6931471805599453 ? Math.log(-Math.expm1(z)) : Math.log1p(-Math.exp(z));
}

// a pivot, or nan if it is no more than rounding errors of the entry it was computed from
function pivot(value, entry) {
  return value > 1e-14 * entry ? value : NaN;
}
