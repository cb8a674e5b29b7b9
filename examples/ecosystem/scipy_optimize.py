"""Maximum likelihood with SciPy: our score instead of differences, and Fisher scoring in a few steps."""

import numpy as np
from scipy import optimize, stats

import symfisher


def main() -> dict[str, float]:
    """Fit a Weibull distribution three ways and return what each needed."""
    weibull = symfisher.derive("x ~ weibull(k, s)").callables()
    y = stats.weibull_min.rvs(1.7, scale=30.0, size=300, random_state=1)

    def loss(theta):
        return -np.mean(weibull.log_density(y, *theta))

    def slope(theta):
        return -np.mean(weibull.score(y, *theta), axis=0)

    start, bounds = np.array([1.0, y.mean()]), [(1e-3, None), (1e-3, None)]
    differences = optimize.minimize(loss, start, method="L-BFGS-B", bounds=bounds)
    scored = optimize.minimize(loss, start, jac=slope, method="L-BFGS-B", bounds=bounds)

    theta, steps = start, 0
    while True:  # Fisher scoring: Newton's method with the expected information for the Hessian
        step = np.linalg.solve(weibull.expected_information(*theta), -slope(theta))
        theta, steps = theta + step, steps + 1
        if np.max(np.abs(step / theta)) < 1e-10:
            break

    errors = np.sqrt(np.diag(np.linalg.inv(len(y) * weibull.expected_information(*theta))))
    assert np.allclose(scored.x, theta, rtol=1e-3)
    print(f"k = {theta[0]:.4f} ± {errors[0]:.4f}, s = {theta[1]:.4f} ± {errors[1]:.4f}")
    print(
        f"evaluations: {differences.nfev} by differences, {scored.nfev} with the score; Fisher scoring: {steps} steps"
    )
    return {
        "gradient": float(np.max(np.abs(slope(theta)))),
        "differences": differences.nfev,
        "score": scored.nfev,
        "steps": steps,
    }


if __name__ == "__main__":
    main()
