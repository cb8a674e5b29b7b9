"""N(mu(a), delta(a)^2) for arbitrary functions mu and delta: the chain rule, in letters."""

import sympy as sp
from page import Answer, number, tell

import symfisher

DENSITY = "f(x; a) = exp(-(x - mu(a))^2/(2*delta(a)^2))/(delta(a)*sqrt(2*pi)), x in R"


def main() -> Answer:
    """Answer question 19."""
    found = symfisher.derive(DENSITY, functions=["mu", "delta"])
    information = found.expected_information[0]
    a, mu, delta = sp.Symbol("a"), sp.Function("mu"), sp.Function("delta")
    block = symfisher.derive("normal(m, s)").expected_information.subs({"m": mu(a), "s": delta(a)})
    slopes = sp.Matrix([mu(a).diff(a), delta(a).diff(a)])
    chain = (slopes.T * block * slopes)[0]
    example = {mu: sp.Lambda(a, a**2), delta: sp.Lambda(a, sp.exp(a))}
    here = information.subs(example).doit()
    tell(
        "Fisher information about a of N(mu(a), delta(a)^2), for functions mu and delta that stay undefined.",
        f"""{information}. It is J' I J with the information I of (mu, sigma) and J = (mu'(a), delta'(a)):
        {sp.expand(chain)}.""",
        f"""Dropping the second term, as if delta were known, gives
        {number((mu(a).diff(a) / delta(a)).subs(example).doit() ** 2, a=1)} for mu = a^2, delta = exp(a) at a = 1,
        instead of {number(here, a=1)}.""",
    )
    return {"information": information, "chain": chain}


if __name__ == "__main__":
    main()
