"""In what sense is information a curvature?"""

import numpy as np
from course import Answer, ask, show

import symfisher
from symfisher.inference import fit
from symfisher.plotting import simulate


def main() -> Answer:
    """Lay a circle through three points near the maximum of a log-likelihood: its radius is 1/observed information."""
    ask("In what sense is information a curvature?")
    derived = symfisher.derive("theta*exp(-theta*x)")
    functions = derived.callables()
    radii, inverses = [], []
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
        show(f"n = {size}: radius of the circle, three points", radii[-1])
        show(f"n = {size}: 1/observed information", inverse)
    print("More information is a smaller circle, a sharper peak and a smaller variance. To see it:")
    print('symfisher plot curvature "theta*exp(-theta*x)" --simulate 5 --simulate 20 --at theta=2 -o circles.png')
    return {"radii": radii, "inverses": inverses}


def _radius(points: np.ndarray) -> float:
    """Return the radius of the circle through three points."""
    a, b, c = (points[i] - points[j] for i, j in ((1, 0), (2, 1), (2, 0)))
    doubled_area = abs(a[0] * c[1] - a[1] * c[0])
    return float(np.linalg.norm(a) * np.linalg.norm(b) * np.linalg.norm(c) / (2 * doubled_area))


if __name__ == "__main__":
    main()
