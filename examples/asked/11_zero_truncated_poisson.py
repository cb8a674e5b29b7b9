"""Zero-truncated Poisson: the mean changes with the truncation."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 11."""
    found = symfisher.derive("f(x; mu) = mu^x*exp(-mu)/(factorial(x)*(1 - exp(-mu))), x in {1, 2, ...}, mu > 0")
    information = found.expected_information[0]
    mu, x = sp.symbols("mu x", positive=True)
    observed = found.observed_information[0].subs({"mu": mu, "x": x})
    wrong, right = observed.subs(x, mu), observed.subs(x, mu / (1 - sp.exp(-mu)))
    tell(
        "Fisher information of the zero-truncated Poisson distribution.",
        f"""{information}. It is the observed information with E[X] = mu/(1 - exp(-mu)) for x:
        {number(right.subs(mu, 1))} at mu = 1.""",
        f"""With the untruncated mean E[X] = mu it would be {number(wrong.subs(mu, 1))} there.""",
    )
    return {"information": information, "by the mean": right}


if __name__ == "__main__":
    main()
