"""Why are there two definitions of Fisher information, and why do they agree?"""

import numpy as np
import sympy as sp
from course import Answer, ask, run, show

import symfisher
from symfisher.plotting.picture import Area, Curve, Panel, Picture


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
        means = (derived.expected_information[0].subs(at), squares, curvature)
        found[name] = {"derived": derived, "at": tuple(map(float, at.values())), "means": means}
    print("Both differentiate the total mass, which is 1: once for E[score] = 0, twice for the equality.")
    return found


def picture(found: Answer) -> Picture:
    """Draw what the two means integrate: different functions of x over the same area."""
    panels = []
    for (name, one), x in zip(found.items(), (np.linspace(-7, 8, 301), np.linspace(0.001, 3.2, 301)), strict=True):
        functions = one["derived"].callables()
        f = np.exp(functions.log_density(x, *one["at"]))
        squares = f * functions.score(x, *one["at"])[..., 0] ** 2
        curvature = f * functions.observed_information(x, *one["at"])[..., 0, 0]
        first = not panels
        layers = (
            Area([x[0], *x, x[-1]], [0, *squares, 0], "blue", 0.25, label="$f\\,s^2$" * first),
            Area([x[0], *x, x[-1]], [0, *curvature, 0], "orange", 0.25, label="$f\\,(-\\ell'')$" * first),
            Curve(x, squares, "blue", width=2.0),
            Curve(x, curvature, "orange", width=2.0),
        )
        title = f"{name.capitalize()}: both areas are {one['means'][0]}"
        panels.append(Panel(layers, "$x$", "", (x[0], x[-1]), (0, 1.08 * max(squares.max(), curvature.max())), title))
    return Picture(tuple(panels), (8.6, 4.2), beside=True)


if __name__ == "__main__":
    run(main, picture)
