"""Where does the theory fail?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import cramer_rao_bound
from symfisher.plotting import simulate
from symfisher.plotting.picture import Curve, Panel, Picture, Points

SIZE, SAMPLES, THETA = 20, 4000, 3.0


def main() -> Answer:
    """Beat the would-be bound of the uniform distribution on (0, theta) with an unbiased estimator."""
    ask("Where does the theory fail?")
    derived = symfisher.derive("1/theta", support="0 < x < theta", parameters="theta > 0")
    show("E[score^2]", derived.expected_information)
    show("regular", derived.regularity.verdict)
    for condition in derived.regularity.conditions:
        if condition.status == "fails":
            show(f"fails: {condition.name}", condition.reason)
    try:
        cramer_rao_bound(derived)
        refusal = ""
    except symfisher.RegularityError as error:
        refusal = str(error)
    show("the bound", refusal)
    draws = simulate(derived, SIZE * SAMPLES, {"theta": 3}, seed=2).reshape(SAMPLES, SIZE)
    estimator = (SIZE + 1) / SIZE * draws.max(axis=1)
    wrong = THETA**2 / SIZE
    show("what 1/(n I) would be", wrong)
    show("mean of (n + 1)/n max(x), theta = 3", float(estimator.mean()))
    show("its variance", float(np.var(estimator)))
    sizes = (2, 3, 5, 8, 12, 20)
    variances = [float(np.var((n + 1) / n * draws[:, :n].max(axis=1))) for n in sizes]
    found = {"refusal": refusal, "wrong": wrong, "variance": float(np.var(estimator)), "mean": float(estimator.mean())}
    return {**found, "sizes": sizes, "variances": variances}


def picture(found: Answer) -> Picture:
    """Draw the variance of an unbiased estimator against the number of observations: far below 1/(n I)."""
    n = np.linspace(1.8, 21, 200)
    layers = (
        Curve(n, THETA**2 / n, "orange", "dashed", 2.2, label=r"what $1/(n\,\mathcal{I})=\theta^2/n$ would be"),
        Curve(
            n, THETA**2 / (n * (n + 2)), "blue", width=2.0, label=r"variance $\theta^2/(n(n+2))$ of $(n+1)/n\,\max x$"
        ),
        Points(found["sizes"], found["variances"], "blue", size=7, label=f"the same in {SAMPLES} simulated samples"),
    )
    panel = Panel(layers, "number $n$ of observations", "variance", (1.8, 21), (0.015, 6), logarithmic=True)
    return Picture((panel,), (6.8, 4.6), "Uniform on (0, θ), θ = 3")


if __name__ == "__main__":
    run(main, picture)
