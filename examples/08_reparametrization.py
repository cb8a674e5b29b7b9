"""What happens to the information when the parameter changes?"""

import numpy as np
import sympy as sp
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import reparametrize
from symfisher.plotting.picture import Curve, Panel, Picture


def main() -> Answer:
    """Carry the Bernoulli information from probability to log-odds, and find the parameter in which it is constant."""
    ask("What happens to the information when the parameter changes?")
    derived = symfisher.derive("p^x*(1-p)^(1-x)", support="x in {0, 1}", parameters="0 < p < 1")
    odds = reparametrize(derived, "eta = log(p/(1-p))")
    angle = reparametrize(derived, "phi = asin(sqrt(p))")
    again = symfisher.derive(odds.density)
    show("information about p", derived.expected_information)
    show("about the log-odds eta", odds.information)
    show("the same, written in p", odds.in_old)
    show("derived anew from the density in eta", again.expected_information)
    show("about the angle asin(sqrt(p))", angle.information)
    rule = sp.simplify(odds.information[0] - odds.jacobian[0] ** 2 * _at_odds(derived.expected_information[0]))
    show("I(eta) - (dp/deta)^2 I(p(eta))", rule)
    return {
        "odds": odds.information[0],
        "again": again.expected_information[0],
        "angle": angle.information[0],
        "rule": rule,
        "derived": (derived, again, symfisher.derive(angle.density)),
    }


def _at_odds(information: sp.Expr) -> sp.Expr:
    """Return an expression in p at p = 1/(1 + exp(-eta))."""
    return information.subs({"p": 1 / (1 + sp.exp(-sp.Symbol("eta")))})


def picture(found: Answer) -> Picture:
    """Draw the information about the same coin in three parameters."""
    ways = (
        ("p", "probability", (0.02, 0.98), (0, 30)),
        (r"\eta", r"log-odds", (-5, 5), (0, 0.3)),
        (r"\varphi", r"angle", (0.05, np.pi / 2 - 0.05), (0, 6)),
    )
    panels = []
    for derived, (name, what, span, height) in zip(found["derived"], ways, strict=True):
        values = np.linspace(*span, 201)
        curve = Curve(values, derived.callables().expected_information(values)[:, 0, 0], "blue", width=2.4)
        panels.append(Panel((curve,), f"{what} ${name}$", rf"$\mathcal{{I}}({name})$", span, height))
    return Picture(tuple(panels), (9.6, 3.2), beside=True)


if __name__ == "__main__":
    run(main, picture)
