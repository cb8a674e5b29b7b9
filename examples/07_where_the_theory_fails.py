"""Where does the theory fail?"""

import numpy as np
from course import Answer, ask, show

import symfisher
from symfisher.inference import cramer_rao_bound
from symfisher.plotting import simulate

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
    return {"refusal": refusal, "wrong": wrong, "variance": float(np.var(estimator)), "mean": float(estimator.mean())}


if __name__ == "__main__":
    main()
