"""When is the observed information at the estimate exactly the expected one?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import fit
from symfisher.plotting.picture import Curve, Panel, Picture, Points

DATA = (0.1, 2.0, 2.1, 2.2, 2.4, 3.0)


def main() -> Answer:
    """Compare the two at the estimate: equal for gamma, an exponential family, different for Weibull."""
    ask("When is the observed information at the estimate exactly the expected one?")
    found, fits = {}, {}
    for text in ("x ~ gamma(shape=a, rate=b)", "x ~ weibull(k, lambda)"):
        derived = symfisher.derive(text)
        fitted = fit(derived, DATA)
        expected = len(DATA) * derived.callables().expected_information(*fitted.estimate.values())
        gap = float(np.abs(expected - fitted.observed_information).max())
        show(f"{text}: estimate", {name: round(value, 4) for name, value in fitted.estimate.items()})
        show("  expected information", np.round(expected, 4).tolist())
        show("  observed information", np.round(fitted.observed_information, 4).tolist())
        name = text.split()[2].split("(")[0]
        found[name] = gap
        fits[name] = (fitted, expected)
    print("In an exponential family the Hessian at the estimate no longer contains the data.")
    return {**found, "fits": fits}


def picture(found: Answer) -> Picture:
    """Draw the ellipses of one standard deviation that either information gives, around the estimate."""
    circle = np.stack([np.cos(angle := np.linspace(0, 2 * np.pi, 181)), np.sin(angle)])
    panels = []
    for (name, (fitted, expected)), axes in zip(found["fits"].items(), (("a", "b"), ("k", r"\lambda")), strict=True):
        top = np.array(list(fitted.estimate.values()))
        layers = [Points([top[0]], [top[1]], "black")]
        for information, colour, dashes, label in (
            (expected, "blue", "solid", "from the expected information"),
            (fitted.observed_information, "orange", "dashed", "from the observed information"),
        ):
            x, y = top[:, None] + np.linalg.cholesky(np.linalg.inv(information)) @ circle
            layers.append(Curve(x, y, colour, dashes, 2.4, label=label if not panels else ""))
        reach = 1.5 * np.sqrt(np.diag(np.linalg.inv(expected)))
        limits = [(c - r, c + r) for c, r in zip(top, reach, strict=True)]
        panels.append(Panel(tuple(layers), f"${axes[0]}$", f"${axes[1]}$", *limits, title=name.capitalize()))
    return Picture(tuple(panels), (8.4, 4.4), beside=True)


if __name__ == "__main__":
    run(main, picture)
