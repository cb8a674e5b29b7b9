"""How low can a denoising loss go? A score model trained on a mixture, against the derived floor and the derived score.

The model is a sum of Gaussian bumps and a line; least squares finds the coefficients that minimise the denoising loss
E[(s(x_t) + ε/σ)²] on drawn data. The derived floor 1/σ² − J(p_t) is never an input.
"""

import numpy as np

from symfisher import add_noise

MIXTURE = "exp(-(x-mu)^2/(2*v))/(2*sqrt(2*pi*v)) + exp(-(x+mu)^2/(2*v))/(2*sqrt(2*pi*v))"
MU, V, SIGMA, DRAWS = 1.0, 0.04, 0.6, 200_000


def features(x):
    """Return the basis of the model at x, shape (n, 30)."""
    centres = np.linspace(-2.6, 2.6, 28)
    bumps = np.exp(-((x[:, None] - centres) ** 2) / (2 * 0.25**2))
    return np.column_stack([bumps, x, np.ones_like(x)])


def draw(rng, count):
    """Return noisy data x_t and the noise ε that is in it."""
    clean = MU * rng.choice([-1.0, 1.0], count) + np.sqrt(V) * rng.standard_normal(count)
    noise = rng.standard_normal(count)
    return np.sqrt(1 - SIGMA**2) * clean + SIGMA * noise, noise


def main():
    """Train, and compare loss with floor and score with score."""
    derived = add_noise(
        MIXTURE,
        schedule="vp",
        parameters=["mu", "v > 0"],
        support="x in R",
        at={"mu": MU, "v": V, "sigma": SIGMA},
    )
    floor = derived.values[0]["floor"]
    rng = np.random.default_rng(11)
    x, noise = draw(rng, DRAWS)
    coefficients, *_ = np.linalg.lstsq(features(x), -noise / SIGMA, rcond=None)
    fresh, noise = draw(rng, DRAWS)
    losses = (features(fresh) @ coefficients + noise / SIGMA) ** 2
    gap = features(fresh) @ coefficients - derived.callables().score(fresh, MU, V, SIGMA)
    found = {
        "floor": floor,
        "loss": float(losses.mean()),
        "standard error": float(losses.std() / np.sqrt(DRAWS)),
        "divergence": float(np.mean(gap**2)),
    }
    print(f"derived floor of the denoising loss  {found['floor']:.4f}")
    print(f"loss on fresh data                   {found['loss']:.4f} +- {found['standard error']:.4f}")
    print(f"Fisher divergence of the model       {found['divergence']:.5f}")
    return found


if __name__ == "__main__":
    main()
