"""Bernoulli written with theta1 and theta0: off the constraint it is no density."""

from page import Answer, number, plain, tell

import symfisher

DENSITY = "f(x; t1, t0) = t1^x*t0^(1-x), x in {0, 1}, t1 > 0, t0 > 0"


def refusal() -> str:
    """Return what symfisher answers to the density as it was asked."""
    try:
        symfisher.derive(DENSITY)
    except symfisher.NotNormalizedError as error:
        return str(error)
    return ""


def main() -> Answer:
    """Answer question 21."""
    refused = refusal()
    constrained = symfisher.derive("f(x; t1) = t1^x*(1-t1)^(1-x), x in {0, 1}, 0 < t1 < 1").expected_information[0]
    divided = symfisher.derive(DENSITY, normalize=True)
    tell(
        "Fisher information matrix of t1^x * t0^(1-x), x in {0, 1}.",
        f"""Refused: {refused}. On the constraint t0 = 1 - t1 the information is {constrained}. Divided by its sum,
        the matrix is {plain(divided.expected_information)} of rank {divided.identifiable.rank}: only t1/t0 can be
        learnt.""",
        f"""Differentiating as if t1 and t0 were free gives E[(x/t1)^2] = 1/t1: {number("1/t1", t1=0.25)} at t1 = 1/4,
        instead of {number(constrained, t1=0.25)}.""",
    )
    return {"constrained": constrained, "divided": divided.expected_information, "rank": divided.identifiable.rank}


if __name__ == "__main__":
    main()
