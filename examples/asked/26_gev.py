"""Generalized extreme value: a condition on the shape, and a removable singularity at 0."""

import mpmath
from page import Answer, tell

import symfisher

DENSITY = """f(x; mu, sigma, xi) = (1+xi*(x-mu)/sigma)^(-1/xi-1)*exp(-(1+xi*(x-mu)/sigma)^(-1/xi))/sigma,
             x < mu - sigma/xi, sigma > 0, xi < 0"""


def main() -> Answer:
    """Answer question 26."""
    negative = symfisher.derive(DENSITY)
    found = symfisher.derive("gev(mu, sigma, xi)")
    gumbel = symfisher.derive("gumbel(mu, sigma)").expected_information
    entry = found.expected_information[1, 1]
    naive = float(entry.subs({"sigma": 1.0, "xi": 1e-9}))
    stable = found.callables().expected_information(0.0, 1.0, 1e-9)
    limit = float(gumbel.subs("sigma", 1)[1, 1])
    tell(
        "Fisher information of the generalized extreme value distribution (mu, sigma, xi).",
        f"""For xi < 0 it is {negative.regularity.verdict}: it exists for {negative.regularity.when} only. The entry
        (sigma, sigma) is {entry}.""",
        f"""At xi = 0 the formula has a removable singularity: in double precision at xi = 1e-9 it gives {naive:.3g},
        while the generated functions give {stable[1, 1]:.5g}, next to the limit {limit:.5g} of the Gumbel
        distribution.""",
    )
    exact = float(mpmath.mpf(1 - mpmath.euler) ** 2 + mpmath.pi**2 / 6)
    return {
        "information": found.expected_information,
        "when": negative.regularity.when,
        "limit": exact,
        "stable": stable,
    }


if __name__ == "__main__":
    main()
