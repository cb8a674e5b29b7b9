"""Multinomial, Dirichlet, von Mises-Fisher, Wishart, for every number of categories or dimensions.

Each answer is a formula for all k with its proof, and is compared with what is derived in full for small k.

Multinomial. One draw in category c has the score s_i = [c = i]/p_i - [c = k]/p_k, so E[s_i s_j] = [i = j]/p_i +
1/p_k; n independent draws add up.

Dirichlet. The log-density is sum (a_i - 1) log x_i + log Gamma(a_0) - sum log Gamma(a_i), with a_0 the sum of all
a_i: minus its Hessian is free of x.

Von Mises-Fisher in d dimensions. With t = mu'x the log-density is kappa*t - log c_d(kappa), where (log c_d)' = A_d =
I_{d/2}/I_{d/2-1}, so I(kappa, kappa) = A_d' = 1 - A_d^2 - (d-1)*A_d/kappa.

Wishart. W_d(m, S) with m degrees of freedom has log-density -tr(S^-1 X)/2 - m*log|S|/2 + const, which is in S that of
m draws of N(0, S), so I_ij = m*tr(S^-1 dS_i S^-1 dS_j)/2.
"""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher


def multinomial(probabilities: list[sp.Symbol]) -> sp.Matrix:
    """Return n*([i = j]/p_i + 1/p_k) for any number of categories."""
    n, last = sp.Symbol("n"), 1 - sum(probabilities)
    size = len(probabilities)
    return sp.Matrix(size, size, lambda i, j: n / last + (n / probabilities[i] if i == j else 0))


def dirichlet(shapes: list[sp.Symbol]) -> sp.Matrix:
    """Return [i = j]*trigamma(a_i) - trigamma(a_0) for any number of components."""
    trigamma = [sp.polygamma(1, a) for a in shapes]
    whole = sp.polygamma(1, sum(shapes))
    return sp.Matrix(len(shapes), len(shapes), lambda i, j: (trigamma[i] if i == j else 0) - whole)


def concentration(dimension: int) -> sp.Expr:
    """Return the information about kappa of a von Mises-Fisher distribution in any dimension."""
    kappa, half = sp.Symbol("kappa"), sp.Rational(dimension, 2)
    ratio = sp.besseli(half, kappa) / sp.besseli(half - 1, kappa)
    return 1 - ratio**2 - (dimension - 1) * ratio / kappa


def wishart() -> sp.Matrix:
    """Return minus the expected Hessian of the Wishart log-density in two dimensions, where E[X] = m*S."""
    m, *theta = (sp.Symbol(name) for name in ("m", "v1", "c", "v2"))
    mean = sp.Matrix([["x", "y"], ["y", "z"]])
    covariance = sp.Matrix([[theta[0], theta[1]], [theta[1], theta[2]]])
    log_density = -(covariance.inv() * mean).trace() / 2 - m * sp.log(covariance.det()) / 2
    expected = dict(zip([mean[0, 0], mean[0, 1], mean[1, 1]], [m * t for t in theta], strict=True))
    return -sp.hessian(log_density, theta).subs(expected)


def main() -> Answer:
    """Answer question 28."""
    p, q, r = (sp.Symbol(name) for name in "pqr")
    a, b, c = (sp.Symbol(name) for name in "abc")
    pairs = [
        (multinomial([p]), symfisher.derive("multinomial(n, [p])").expected_information),
        (multinomial([p, q]), symfisher.derive("multinomial(n, [p, q])").expected_information),
        (multinomial([p, q, r]), symfisher.derive("multinomial(n, [p, q, r])").expected_information),
        (dirichlet([a, b]), symfisher.derive("dirichlet([a, b])").expected_information),
        (dirichlet([a, b, c]), symfisher.derive("dirichlet([a, b, c])").expected_information),
        (
            sp.Matrix([[concentration(3)]]),
            symfisher.derive(
                "f(t; kappa) = kappa*exp(kappa*t)/(2*sinh(kappa)), -1 < t < 1, kappa > 0"
            ).expected_information,
        ),
        (
            sp.Matrix([[concentration(2)]]),
            symfisher.derive("von_mises(mu, kappa)").expected_information[1:, 1:],
        ),
        (
            sp.Matrix([["m/(2*s**2)"]]),
            symfisher.derive("gamma(shape=m/2, scale=2*s)", parameters=["s"]).expected_information,
        ),
    ]
    one_draw = symfisher.derive("mvnormal([0, 0], [[v1, c], [c, v2]])").expected_information
    pairs.append((sp.Symbol("m") * one_draw, wishart()))
    bound = pairs[1][1].inv()[0, 0]
    tell(
        "Fisher information of the multinomial, Dirichlet, von Mises-Fisher and Wishart distributions, any dimension.",
        f"""Multinomial: n*([i = j]/p_i + 1/p_k) with p_k = 1 - p_1 - ... - p_(k-1); for k = 3 derived as
        {plain(pairs[1][1])}. Dirichlet: [i = j]*trigamma(a_i) - trigamma(a_0). Von Mises-Fisher: 1 - A^2 -
        (d-1)*A/kappa with A = I_(d/2)/I_(d/2-1); on the sphere derived as {pairs[5][1][0]}. Wishart with m degrees of
        freedom: m times the trace formula of N(0, S), for d = 1 derived as {pairs[7][1][0]}.""",
        f"""Treating all p_i as free leaves n/p_i on the diagonal and the bound p/n for p_1: {number(p / 10, p=0.5)}
        at n = 10, p = 1/2, q = 1/4, instead of {number(bound, n=10, p=0.5, q=0.25)} = p*(1-p)/n.""",
    )
    return {"pairs": pairs}


if __name__ == "__main__":
    main()
