"""3x^2/theta^3 on (0, theta): the two definitions of the information disagree in sign."""

from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 9."""
    found = symfisher.derive("f(x; theta) = 3*x^2/theta^3, 0 < x < theta, theta > 0")
    information, hessian = found.expected_information[0], found.hessian_information[0]
    condition = next(c for c in found.regularity.conditions if c.name == "mean-score-zero")
    tell(
        "Which is right for 3x^2/theta^3 on [0, theta]: E[score^2] or -E[second derivative]?",
        f"""E[score^2] = {information} is the Fisher information by definition; -E[Hessian] = {hessian} is another
        number. They agree only where E[score] = 0, and here it {condition.status}: {condition.reason}.""",
        f"""At theta = 1 the second form gives {number(hessian, theta=1)} instead of {number(information, theta=1)}.
        Neither gives a Cramer-Rao bound: it {found.regularity.cramer_rao}.""",
    )
    return {"information": information, "hessian": hessian}


if __name__ == "__main__":
    main()
