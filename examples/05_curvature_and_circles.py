"""In what sense is information a curvature?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import fit
from symfisher.plotting import curvature, simulate
from symfisher.plotting.picture import Picture


def main() -> Answer:
    """Lay a circle through three points near the maximum of a log-likelihood: its radius is 1/observed information."""
    ask("In what sense is information a curvature?")
    derived = symfisher.derive("theta*exp(-theta*x)")
    functions = derived.callables()
    radii, inverses, samples = [], [], []
    for size in (5, 20, 80):
        sample = simulate(derived, size, "theta=2", seed=size)
        fitted = fit(derived, sample)
        top = fitted.estimate["theta"]
        inverse = 1 / float(fitted.observed_information[0, 0])
        step = 1e-3 * inverse
        around = top + step * np.array([-1.0, 0.0, 1.0])
        heights = functions.log_density(sample[:, None], around[None]).sum(axis=0)
        radii.append(_radius(np.stack([around, heights], axis=1)))
        inverses.append(inverse)
        samples.append(sample)
        show(f"n = {size}: radius of the circle, three points", radii[-1])
        show(f"n = {size}: 1/observed information", inverse)
    print("More information is a smaller circle, a sharper peak and a smaller variance.")
    return {"radii": radii, "inverses": inverses, "derived": derived, "samples": samples}


def _radius(points: np.ndarray) -> float:
    """Return the radius of the circle through three points."""
    a, b, c = (points[i] - points[j] for i, j in ((1, 0), (2, 1), (2, 0)))
    doubled_area = abs(a[0] * c[1] - a[1] * c[0])
    return float(np.linalg.norm(a) * np.linalg.norm(b) * np.linalg.norm(c) / (2 * doubled_area))


def picture(found: Answer) -> Picture:
    """Draw the log-likelihoods with their circles, the tops on each other."""
    return curvature.picture(found["derived"], found["samples"])


if __name__ == "__main__":
    run(main, picture)
