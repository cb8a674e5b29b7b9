"""The natural-gradient step and the Fisher-vector product as functions of arrays."""

import numpy as np

import symfisher


def natural_step(derived, x, *parameters):
    """Return I⁻¹·score for each observation, without forming the inverse."""
    information = derived.expected_information(*parameters)
    return np.linalg.solve(information, derived.score(x, *parameters)[..., None])[..., 0]


def fisher_vector_product(derived, *parameters):
    """Return the function v ↦ I·v: what conjugate gradients and trust regions ask for."""
    information = derived.expected_information(*parameters)
    return lambda v: np.einsum("...ij,...j->...i", information, v)


def main() -> dict[str, float]:
    """Show that steps do not depend on the parametrization, and that the product undoes the step."""
    by_rate = symfisher.derive("f(x; a, b) = b^a*x^(a-1)*exp(-b*x)/gamma(a), x > 0, a > 0, b > 0").callables()
    by_logs = symfisher.derive(
        "f(x; u, v) = exp(v)^exp(u)*x^(exp(u)-1)*exp(-exp(v)*x)/gamma(exp(u)), x > 0, u in R, v in R"
    ).callables()
    x, a, b = np.random.default_rng(0).gamma(2.0, 1.5, size=1000), 2.0, 0.7
    step = natural_step(by_rate, x, a, b)
    logs = natural_step(by_logs, x, np.log(a), np.log(b)) * [a, b]
    undone = fisher_vector_product(by_rate, a, b)(step)
    score = by_rate.score(x, a, b)
    print("mean step in (a, b)        ", step.mean(axis=0).round(4))
    print("the same by way of the logs", logs.mean(axis=0).round(4))
    return {
        "invariance": float(np.max(np.abs(step - logs))),
        "product": float(np.max(np.abs(undone - score))),
    }


if __name__ == "__main__":
    main()
