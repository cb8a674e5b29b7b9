"""X_1 around theta, every X_i around X_(i-1): a sample of n that is worth one observation.

Proof for every n. The joint density is a product of normal densities of X_i given X_(i-1), so log f = -(x_1 -
theta)^2/(2v) - sum over i > 1 of (x_i - x_(i-1))^2/(2v) - n*log(2*pi*v)/2. Only the first term contains theta:
I(theta, theta) = 1/v. The n increments are independent N(0, v), each worth 1/(2v^2) for v; I(theta, v) = -E[d^2 log
f] = E[x_1 - theta]/v^2 = 0.
"""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher


def joint(n: int) -> symfisher.Derivation:
    """Derive from the joint density of the first ``n`` positions: mean theta, covariances v*min(i, j)."""
    means = ", ".join(["theta"] * n)
    rows = ", ".join(f"[{', '.join(f'{min(i, j)}*v' for j in range(1, n + 1))}]" for i in range(1, n + 1))
    return symfisher.derive(f"mvnormal([{means}], [{rows}])")


def main() -> Answer:
    """Answer question 30."""
    blocks = [joint(n).expected_information for n in (1, 2, 3, 4)]
    n, v = sp.symbols("n v")
    general = sp.diag(1 / v, n / (2 * v**2))
    tell(
        "Fisher information of X_1 ~ N(theta, v), X_i ~ N(X_(i-1), v), i = 2..n.",
        f"""{plain(general)} for every n; derived in full for n = 1, 2, 3, 4: {"; ".join(plain(b) for b in blocks)}. All
        about theta is in the first observation.""",
        f"""Multiplying by n as for independent observations gives n/v = {number(n / v, n=10, v=2)} for theta at n =
        10, v = 2, instead of {number(general[0, 0], v=2)}.""",
    )
    return {"blocks": blocks, "general": general}


if __name__ == "__main__":
    main()
