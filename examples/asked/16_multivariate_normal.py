"""Multivariate normal: the trace formula, also for a covariance that is a function of few parameters."""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher

STRUCTURED = "mvnormal([m, m, m], [[v, r*v, r*v], [r*v, v, r*v], [r*v, r*v, v]])"


def trace_formula(covariance: sp.Matrix, parameters: list[sp.Symbol]) -> sp.Matrix:
    """Return tr(S^-1 dS_i S^-1 dS_j)/2, computed without symfisher."""
    inverse = covariance.inv()
    slopes = [inverse * covariance.diff(t) for t in parameters]
    return sp.Matrix(2, 2, lambda i, j: sp.factor((slopes[i] * slopes[j]).trace() / 2))


def main() -> Answer:
    """Answer question 16."""
    full = symfisher.derive("mvnormal([m1, m2], [[v1, c], [c, v2]])").expected_information
    structured = symfisher.derive(STRUCTURED).expected_information
    v, r, v1, v2, c = sp.symbols("v r v1 v2 c")
    by_trace = trace_formula(v * sp.Matrix([[1, r, r], [r, 1, r], [r, r, 1]]), [v, r])
    inverse = sp.Matrix([[v1, c], [c, v2]]).inv()
    one_sided = sp.Matrix([[0, 1], [0, 0]])
    wrong = sp.factor((inverse * one_sided * inverse * one_sided).trace() / 2)
    at = {"v1": 1, "v2": 1, "c": sp.Rational(1, 2)}
    tell(
        "Fisher information of a multivariate normal distribution, with all of (mu, Sigma) or with Sigma(theta).",
        f"""I_ij = dmu_i' S^-1 dmu_j + tr(S^-1 dS_i S^-1 dS_j)/2, never an integral. For (m1, m2, v1, c, v2) the block
        of the covariance is {plain(full[2:, 2:])}. For three equally correlated variables with mean m, variance v,
        correlation r: {plain(structured)}; the trace formula gives {plain(by_trace)} for (v, r).""",
        f"""Taking the derivative by c in one of the two places where it stands gives {number(wrong, **at)} for (c, c)
        at v1 = v2 = 1, c = 1/2, instead of {number(full[3, 3], **at)}.""",
    )
    return {"full": full, "structured": structured, "by trace": by_trace}


if __name__ == "__main__":
    main()
