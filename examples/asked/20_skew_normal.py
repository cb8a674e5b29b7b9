"""Skew-normal at shape 0: each parameter can be learnt alone, not all together."""

import sympy as sp
from page import Answer, numbers, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 20."""
    found = symfisher.derive("skew_normal(xi, omega, a)")
    xi, omega, a, x = (sp.Symbol(name) for name in ("xi", "omega", "a", "x"))
    score = sp.simplify(found.score.subs(a, 0))
    z = sp.Symbol("z", real=True)
    products = (score * score.T).subs(x, xi + omega * z).applyfunc(sp.expand)
    gaussian = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi)
    information = products.applyfunc(lambda e: sp.integrate(e * gaussian, (z, -sp.oo, sp.oo)))
    (direction,) = information.nullspace()
    matrix = found.callables().expected_information(0.0, 1.0, 0.0)
    tell(
        "Fisher information of the skew-normal distribution (xi, omega, a) at shape a = 0.",
        f"""At a = 0 the score is {plain(score.T)}: the components of xi and of a are proportional. The information
        there is {plain(information)}, of rank {information.rank()}; nothing is learnt along {plain(direction.T)}.""",
        f"""The entry of the shape alone, {information[2, 2]} = {float(information[2, 2]):.5g}, looks harmless
        ({matrix[2, 2]:.5g} by quadrature), but its bound with location and scale unknown is infinite: the determinant
        is {abs(information.det())}. At a = 1 the matrix is
        {numbers(found.callables().expected_information(0.0, 1.0, 1.0))}.""",
    )
    return {"information": information, "rank": information.rank(), "numbers": matrix}


if __name__ == "__main__":
    main()
