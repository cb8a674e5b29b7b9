"""Pareto with unknown minimum: the accepted answer used the Hessian."""

from page import Answer, at, number, numbers, plain, tell

import symfisher


def main() -> Answer:
    """Answer question 10."""
    found = symfisher.derive("f(x; alpha, k) = alpha*k^alpha/x^(alpha+1), x > k, alpha > 0, k > 0")
    information, hessian = found.expected_information, found.hessian_information
    tell(
        "Fisher information of Pareto(alpha, k), both unknown.",
        f"""E[score score^T] = {plain(information)}. For alpha alone the theory holds; the end k of the support moves,
        so there is no Cramer-Rao bound for k: it {found.regularity.cramer_rao}.""",
        f"""The accepted answer is -E[Hessian] = {plain(hessian)}: at alpha = 2, k = 1 it is
        {numbers(hessian, alpha=2, k=1)} with determinant {number(at(hessian, alpha=2, k=1).det())}, which no
        covariance matrix has, instead of {numbers(information, alpha=2, k=1)}.""",
    )
    return {"information": information, "hessian": hessian}


if __name__ == "__main__":
    main()
