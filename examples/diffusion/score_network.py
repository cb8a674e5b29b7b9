"""How close does a trained score network come to the derived floor, and its score to the derived score?

A small network in x_t and the noise level predicts the noise ε in x_t = a x + σ ε, as diffusion models do, from samples of a
mixture alone. Its loss E[(ε̂ − ε)²] is σ² times the denoising loss, so that it can reach 1 − σ² J(p_t) and no less; what it is
above that is σ² times the Fisher divergence of its score −ε̂/σ from the derived one (Vincent 2011). Neither the floor nor
the score is an input of the training. Needs PyTorch; takes about 20 s on one core.
"""

import torch
from torch import nn

from symfisher import add_noise

MIXTURE = "3/10*exp(-(x+1)^2/(2*v))/sqrt(2*pi*v) + 7/10*exp(-(x-1)^2/(2*v))/sqrt(2*pi*v)"
V, LEVELS, BATCH, FRESH = 0.05, (0.2, 0.4, 0.6, 0.8), 2048, 400_000


def draw(count, sigma):
    """Return noisy data x_t and the noise in them, shape (count,); ``sigma`` is a number or has that shape."""
    centre = torch.where(torch.rand(count) < 0.3, -1.0, 1.0)
    noise = torch.randn(count)
    clean = centre + V**0.5 * torch.randn(count)
    return (1 - sigma**2) ** 0.5 * clean + sigma * noise, noise


class Network(nn.Module):
    """ε̂(x_t, σ): two hidden layers."""

    def __init__(self, width=96):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(3, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 1)
        )

    def forward(self, x, sigma):
        """Return the predicted noise, shape of ``x``."""
        inputs = torch.stack([x, sigma.expand_as(x), torch.log(sigma).expand_as(x)], -1)
        return self.layers(inputs)[..., 0]


def train(steps):
    """Return a network trained on levels between 0.1 and 0.95, fresh data in every step."""
    network = Network()
    optimizer = torch.optim.Adam(network.parameters(), lr=5e-3)
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        sigma = 0.1 + 0.85 * torch.rand(BATCH)
        x, noise = draw(BATCH, sigma)
        loss = ((network(x, sigma) - noise) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate.step()
        if step % (steps // 5) == 0:
            print(f"step {step:5d}  loss {loss.item():.4f}")
    return network


@torch.no_grad()
def compare(network, derived, sigma):
    """Return loss, its floor, and the divergence of the network's score from the derived one, in units of the loss."""
    x, noise = draw(FRESH, sigma)
    predicted = network(x, torch.tensor(sigma))
    losses = (predicted - noise) ** 2
    gap = -predicted / sigma - derived.score(x, V, sigma)
    return {
        "sigma": sigma,
        "floor": sigma**2 * float(derived.floor(V, sigma)),
        "loss": float(losses.mean()),
        "standard error": float(losses.std() / FRESH**0.5),
        "divergence": sigma**2 * float((gap**2).mean()),
    }


def main(steps=3000):
    """Train, and compare loss with floor and score with score at four noise levels."""
    torch.manual_seed(11)
    torch.set_num_threads(1)
    derived = add_noise(MIXTURE, schedule="vp", parameters=["v > 0"], support="x in R").callables("torch")
    network = train(steps)
    found = [compare(network, derived, sigma) for sigma in LEVELS]
    print("sigma   floor    loss     standard error  divergence of the score")
    for row in found:
        print("{sigma:.1f}     {floor:.4f}   {loss:.4f}   {standard error:.4f}          {divergence:.5f}".format(**row))
    return found


if __name__ == "__main__":
    main()
