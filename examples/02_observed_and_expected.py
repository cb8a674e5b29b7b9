"""What is the difference between observed and expected information?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import fit
from symfisher.plotting import simulate
from symfisher.plotting.picture import Curve, Panel, Picture

SIZE = 15


def main() -> Answer:
    """Look at samples of a Cauchy location: each has its own observed information, their mean is the expected one."""
    ask("What is the difference between observed and expected information?")
    derived = symfisher.derive("x ~ cauchy(theta, s)", parameters=["theta"])
    expected = SIZE * float(derived.expected_information[0].subs({"s": 1}))
    show("expected information of one observation", derived.expected_information)
    show(f"of {SIZE} observations, s = 1", expected)
    observed, samples, estimates = [], [], []
    for seed in range(5):
        sample = simulate(derived, SIZE, "theta=0, s=1", seed=seed)
        fitted = fit(derived, sample, constants="s=1")
        observed.append(float(fitted.observed_information[0, 0]))
        samples.append(sample)
        estimates.append(fitted.estimate["theta"])
        show(f"sample {seed + 1}: observed information at its maximum", observed[-1])
    many = simulate(derived, 200_000, "theta=0, s=1", seed=5)
    mean = SIZE * float(np.mean(derived.callables().observed_information(many, 0.0, 1.0)))
    show("mean of the observed information at theta = 0", mean)
    print("Of the two, the observed information says how sharp THIS likelihood is.")
    known = {"derived": derived, "samples": samples, "estimates": estimates}
    return {"expected": expected, "observed": observed, "mean": mean, **known}


def picture(found: Answer) -> Picture:
    """Draw the log-likelihoods with their maxima on each other, and the parabola that the expected one promises."""
    log_density = found["derived"].callables().log_density
    step = np.linspace(-1.2, 1.2, 241)
    layers = []
    for sample, top in zip(found["samples"], found["estimates"], strict=True):
        heights = log_density(sample[:, None], top + step, 1.0).sum(axis=0)
        label = (
            f"a sample, its observed information between {min(found['observed']):.1f} and {max(found['observed']):.1f}"
        )
        layers.append(Curve(step, heights - heights[120], "sky", width=1.6, label="" if layers else label))
    parabola = -found["expected"] * step**2 / 2
    label = f"parabola of the expected information {found['expected']:.1f}"
    layers.append(Curve(step, parabola, "orange", "dashed", 2.4, label=label))
    axes = r"$\theta-\hat{\theta}$", r"$\ell(\theta)-\ell(\hat{\theta})$"
    return Picture((Panel(tuple(layers), *axes, (-1.2, 1.2), (-4.5, 0.3)),), (6.8, 4.6), "Five Cauchy samples of 15")


if __name__ == "__main__":
    run(main, picture)
