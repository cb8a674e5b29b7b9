"""Why are there two definitions of Fisher information, and why do they agree?"""

import sympy as sp
from course import Answer, ask, show

import symfisher


def main() -> Answer:
    """Compare E[score²] with −E[second derivative] for the normal mean and the exponential rate."""
    ask("Why are there two definitions of Fisher information, and why do they agree?")
    x = sp.Symbol("x")
    found = {}
    for name, text, options, low in (
        ("normal", "x ~ normal(mu, sigma)", {"parameters": ["mu"]}, -sp.oo),
        ("exponential", "theta*exp(-theta*x)", {}, 0),
    ):
        derived = symfisher.derive(text, **options)
        numbers = {"mu": sp.Rational(1, 2), "sigma": 2, "theta": 3}
        at = {s: numbers[str(s)] for s in sorted(derived.log_density.free_symbols, key=str) if str(s) != "x"}
        density = sp.exp(derived.log_density).subs(at)
        squares = sp.integrate(sp.simplify(derived.score[0].subs(at) ** 2 * density), (x, low, sp.oo))
        curvature = sp.integrate(sp.simplify(derived.observed_information[0].subs(at) * density), (x, low, sp.oo))
        show(f"{name}: score", derived.score)
        show(f"{name}: observed information", derived.observed_information)
        show(f"{name}: expected information", derived.expected_information)
        show(f"{name}: E[score^2] by SymPy, at {at}", squares)
        show(f"{name}: -E[second derivative] by SymPy", curvature)
        found[name] = (derived.expected_information[0].subs(at), squares, curvature)
    print("Both differentiate the total mass, which is 1: once for E[score] = 0, twice for the equality.")
    return found


if __name__ == "__main__":
    main()
