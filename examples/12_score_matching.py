"""Does fitting a model by its data score maximise Fisher information?"""

import sympy as sp
from course import Answer, ask, run, show

import symfisher
from symfisher import fisher_divergence
from symfisher.plotting.kinds import divergence
from symfisher.plotting.picture import Picture


def main() -> Answer:
    """Take the Fisher divergence of a Gaussian model apart: the information in it is free of the model's parameters."""
    ask("Does fitting a model by its data score maximise Fisher information?")
    data = symfisher.derive("x ~ normal(m, sigma)").density
    found = fisher_divergence(data, model_score="-(x - a)/b", model_parameters=["a in R", "b > 0"])
    show("data score", found.data_score[0])
    show("model score", found.model_score[0])
    show("E[s^2]", found.squared)
    show("cross term -2 E[s data score]", found.cross)
    show("data information, E[data score^2]", found.data_information)
    show("Fisher divergence, their sum", sp.factor(found.divergence))
    show("least at", dict(found.minimizer or {}))
    show("where the cross term is -2 information", found.cross_is_minus_twice)
    print(
        "No: the information belongs to the data, and no model changes it. Where mass sits at an end, a flux is added:"
    )
    edge = fisher_divergence("lam*exp(-lam*x)", model_score="-(x - 1)/b", model_parameters=["b > 0"])
    show("exponential data: flux over the ends", edge.flux)
    show("Hyvarinen's objective", edge.implicit_objective)
    show("divergence minus objective", edge.constant)
    return {"gaussian": found, "exponential": edge}


def picture(found: Answer) -> Picture:
    """Draw the terms of the divergence against the variance of the model: the information is a level line."""
    return divergence.picture(found["gaussian"], "m=0, sigma=1, a=0", vary="b")


if __name__ == "__main__":
    run(main, picture)
