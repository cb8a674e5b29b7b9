"""Poisson: bounds for exp(-lambda) and lambda^2, and why no estimator attains them."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 29."""
    found = symfisher.derive("poisson(lam)")
    lam, n = sp.Symbol("lam"), sp.Symbol("n", positive=True)
    information = found.expected_information[0]
    zero = sp.simplify(sp.diff(sp.exp(-lam), lam) ** 2 / (n * information))
    square = sp.simplify(sp.diff(lam**2, lam) ** 2 / (n * information))
    best = sp.exp(-2 * lam) * (sp.exp(lam / n) - 1)
    best_square = square + 2 * lam**2 / n**2
    here = {lam: 1, n: 5}
    tell(
        "Cramer-Rao bounds for exp(-lambda) and lambda^2 from n Poisson observations. Are they attained?",
        f"""{zero} and {square}. The score of the sample, n*(mean - lambda)/lambda, is affine in the mean, so only a +
        b*lambda has an estimator that attains its bound; these two have none.""",
        f"""The best unbiased estimators (1 - 1/n)^T of exp(-lambda) and T*(T - 1)/n^2 of lambda^2, T the sum, have
        the variances {number(best.subs(here))} and {number(best_square.subs(here))} at lambda = 1, n = 5; the bounds
        {number(zero.subs(here))} and {number(square.subs(here))} are not their variances.""",
    )
    return {"zero": zero, "square": square, "best": best, "best square": best_square}


if __name__ == "__main__":
    main()
