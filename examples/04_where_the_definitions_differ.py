"""Where do the two definitions give different answers?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.plotting.picture import Curve, Panel, Picture


def main() -> Answer:
    """Show a kink (Laplace), a moving end (uniform) and a moving end that does no harm (raised cosine)."""
    ask("Where do the two definitions give different answers?")
    found = {}
    for name, text, parameters in (
        ("laplace", "x ~ laplace(m, b)", ["m"]),
        ("uniform", "x ~ uniform_zero_theta(theta)", None),
        ("raised cosine", "x ~ raised_cosine(m, s)", ["m"]),
    ):
        derived = symfisher.derive(text, parameters=parameters)
        differs = derived.hessian_information is not None
        show(f"{name}: E[score^2]", derived.expected_information)
        show(f"{name}: -E[second derivative]", derived.hessian_information if differs else "the same")
        show(f"{name}: regular", derived.regularity.verdict)
        show(f"{name}: Cramer-Rao bound", derived.regularity.cramer_rao)
        found[name] = derived
    print("A kink spoils the second derivatives, not the bound; a moving end with positive density spoils both.")
    return found


def picture(found: Answer) -> Picture:
    """Draw the density at one observation as a function of the parameter: a kink, a jump, and neither."""
    ways = (("laplace", "m", 0.0, "kink"), ("uniform", r"\theta", 1.0, "jump"), ("raised cosine", "m", 0.0, "smooth"))
    panels = []
    for name, parameter, x, what in ways:
        derived = found[name]
        theta = np.linspace(x - 2, x + 2, 801) if name != "uniform" else np.linspace(0.02, 3, 801)
        known = [1.0] * len(derived.density.constants)
        with np.errstate(divide="ignore"):
            heights = np.exp(derived.callables().log_density(x, theta, *known))
        label = f"$f({x:g};{parameter})$"
        limits = (float(theta[0]), float(theta[-1])), (0.0, 1.12 * float(heights.max()))
        panels.append(
            Panel(
                (Curve(theta, heights, "blue", width=2.2),),
                f"${parameter}$",
                label,
                *limits,
                f"{name.capitalize()}: {what}",
            )
        )
    return Picture(tuple(panels), (9.6, 3.2), beside=True)


if __name__ == "__main__":
    run(main, picture)
