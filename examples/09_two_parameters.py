"""What does not knowing the other parameter cost?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import cramer_rao_bound, efficient_information, orthogonalize
from symfisher.plotting.picture import Area, Curve, Panel, Picture


def main() -> Answer:
    """Take a normal distribution, where it costs nothing, and a gamma distribution, where it does."""
    ask("What does not knowing the other parameter cost?")
    normal = symfisher.derive("x ~ normal(mu, sigma)")
    gamma = symfisher.derive("x ~ gamma(shape=a, scale=b)")
    free = efficient_information(normal, "mu")
    costly = efficient_information(gamma, "a")
    show("normal: information", normal.expected_information)
    show("normal: about mu, sigma known or not", (free.known[0], free.information[0]))
    show("gamma: information", gamma.expected_information)
    show("gamma: about a, b known", costly.known)
    show("gamma: about a, b unknown", costly.information)
    show("gamma: bound for both", cramer_rao_bound(gamma, n="n").value)
    show("gamma: nuisance parameter that costs nothing", orthogonalize(gamma, "a").answer.rows[0])
    lost = 1 - float(costly.information[0].subs({"a": 2})) / float(costly.known[0].subs({"a": 2}))
    show("part of the information lost at a = 2", lost)
    return {"free": free, "costly": costly, "lost": lost}


def picture(found: Answer) -> Picture:
    """Draw the information about the shape of a gamma distribution, its scale known and unknown."""
    shapes = np.linspace(0.5, 6, 111)
    known, unknown = (
        np.array([float(information[0].subs({"a": a})) for a in shapes])
        for information in (found["costly"].known, found["costly"].information)
    )
    layers = (
        Area([*shapes, *shapes[::-1]], [*known, *unknown[::-1]], "sky", 0.3, label="lost by not knowing the scale"),
        Curve(shapes, known, "blue", width=2.4, label=r"scale known: $\psi'(a)$"),
        Curve(shapes, unknown, "orange", "dashed", 2.4, label=r"scale unknown: $\psi'(a)-1/a$"),
    )
    panel = Panel(layers, "shape $a$", "information about $a$", (0.5, 6), (0.01, 6), logarithmic=True)
    return Picture((panel,), (6.8, 4.6), "Gamma distribution")


if __name__ == "__main__":
    run(main, picture)
