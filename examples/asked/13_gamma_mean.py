"""Gamma in shape and mean: new parameters need the Jacobian, not only new letters."""

import sympy as sp
from page import Answer, numbers, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 13."""
    old = symfisher.derive("gamma(shape=a, scale=theta)").expected_information
    new = symfisher.derive("gamma(shape=a, mean=m)").expected_information
    a, m = sp.symbols("a m")
    scale = sp.Matrix([a, m / a])
    jacobian = scale.jacobian([a, m])
    moved = old.subs("theta", m / a)
    carried = sp.simplify(jacobian.T * moved * jacobian)
    tell(
        "Fisher information of the gamma distribution in (a, m) with m = a*theta.",
        f"""{plain(new)}: shape and mean are orthogonal. It is J^T I J with the Jacobian J of (a, theta) in (a, m):
        {plain(carried)}.""",
        f"""Putting theta = m/a into the old matrix without J gives {numbers(moved, a=2, m=3)} at a = 2, m = 3,
        instead of {numbers(new, a=2, m=3)}.""",
    )
    return {"new": new, "carried": carried}


if __name__ == "__main__":
    main()
