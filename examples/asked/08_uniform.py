"""Uniform(0, theta): there is no Cramer-Rao bound, and estimators go below "it"."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 8."""
    found = symfisher.derive("f(x; theta) = 1/theta, 0 < x < theta, theta > 0")
    theta, n = sp.symbols("theta n", positive=True)
    mean_score = sp.integrate(found.score[0].subs("theta", theta) / theta, (sp.Symbol("x"), 0, theta))
    best = theta**2 / (n * (n + 2))
    tell(
        "The Cramer-Rao bound of uniform(0, theta).",
        f"""There is none: the bound {found.regularity.cramer_rao}, because E[score] = {mean_score}, not 0. E[score^2]
        = {found.expected_information[0]}, while -E[Hessian] = {found.hessian_information[0]}.""",
        f"""theta^2/n as "the bound" is {number(1 / n.subs(n, 10))} at theta = 1, n = 10, but (n+1)/n times the
        maximum is unbiased with variance theta^2/(n*(n+2)) = {number(best.subs({theta: 1, n: 10}))}.""",
    )
    return {"information": found.expected_information[0], "hessian": found.hessian_information[0], "mean": mean_score}


if __name__ == "__main__":
    main()
