"""The first r of n exponential lifetimes (type-II censoring), for every n and r.

Proof. The joint density of x_1 < … < x_r is n!/(n-r)! * lambda^r * exp(-lambda*T), T = x_1 + … + x_r + (n-r)*x_r. So
log f = r*log(lambda) - lambda*T + const, and minus its second derivative is r/lambda^2 for every sample.
"""

import sympy as sp
from page import Answer, number, plain, tell

import symfisher


def first(r: int) -> symfisher.Derivation:
    """Derive from the first ``r`` of ``n`` ordered lifetimes, ``n`` symbolic."""
    names = ["x", "y", "z"][:r]
    choices = "*".join(f"(n-{i})" for i in range(r))
    total = "+".join([*names[:-1], f"(n-{r - 1})*{names[-1]}"])
    order = ", ".join(f"{a} < {b}" for a, b in zip(["0", *names[:-1]], names, strict=True))
    density = f"f({', '.join(names)}; lambda) = {choices}*lambda^{r}*exp(-lambda*({total}))"
    return symfisher.derive(f"{density}, {order}, lambda > 0, n in {{{r}, {r + 1}, ...}}")


def main() -> Answer:
    """Answer question 23."""
    blocks = [first(r).expected_information[0] for r in (1, 2, 3)]
    lam, total, r = sp.symbols("lambda T r", positive=True)
    general = -sp.diff(r * sp.log(lam) - lam * total, lam, 2)
    tell(
        "Fisher information about the rate lambda in the first r of n ordered exponential lifetimes, n and r symbolic.",
        f"""{general}, whatever n is: the log-density is r*log(lambda) - lambda*T + const. Derived in full for r = 1,
        2, 3 with n symbolic: {plain(sp.Matrix([blocks]))}.""",
        f"""Counting every item on test, n/lambda^2, gives {number("n/l**2", n=10, l=1)} at n = 10, r = 4, lambda = 1,
        instead of {number(general.subs({lam: 1, r: 4}))}: censored items inform about the time, not about more
        failures.""",
    )
    return {"blocks": blocks, "general": general}


if __name__ == "__main__":
    main()
