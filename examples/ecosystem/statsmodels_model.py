"""A statsmodels model whose score, Hessian and expected information are derived instead of differenced."""

import numpy as np
from statsmodels.base.model import GenericLikelihoodModel

import symfisher

GUMBEL = symfisher.derive("x ~ gumbel(mu, beta)").callables()


class GumbelRegression(GenericLikelihoodModel):
    """Gumbel errors around a linear predictor: mu = X·b, log(beta) the last parameter."""

    def __init__(self, endog, exog):
        super().__init__(endog, exog, extra_params_names=["log_beta"])

    def _at(self, params):
        return self.exog @ params[:-1], np.exp(params[-1])

    def loglikeobs(self, params):
        """Return the log-density of each observation."""
        return GUMBEL.log_density(self.endog, *self._at(params))

    def score_obs(self, params):
        """Return the score of each observation: by the chain rule, (s_mu·x, s_beta·beta)."""
        mu, beta = self._at(params)
        score = GUMBEL.score(self.endog, mu, beta)
        return np.column_stack([score[:, :1] * self.exog, score[:, 1] * beta])

    def score(self, params):
        """Return the score of the sample."""
        return self.score_obs(params).sum(axis=0)

    def hessian(self, params):
        """Return the Hessian of the sample."""
        mu, beta = self._at(params)
        curvature = -self._in_coordinates(GUMBEL.observed_information(self.endog, mu, beta), beta)
        curvature[-1, -1] += np.sum(GUMBEL.score(self.endog, mu, beta)[:, 1]) * beta
        return curvature

    def expected_information(self, params):
        """Return the expected information of the sample."""
        mu, beta = self._at(params)
        return self._in_coordinates(GUMBEL.expected_information(mu, np.full_like(mu, beta)), beta)

    def _in_coordinates(self, blocks, beta):
        """Return Σ JᵀBJ, J being the slopes of (mu, beta) in the parameters at each row."""
        slopes = np.zeros((len(self.exog), 2, self.exog.shape[1] + 1))
        slopes[:, 0, :-1], slopes[:, 1, -1] = self.exog, beta
        return np.einsum("nai,nab,nbj->ij", slopes, blocks, slopes)


def main() -> dict[str, float]:
    """Fit a regression and compare the derivatives with differences."""
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(400), rng.normal(size=400)])
    y = x @ [1.0, 2.0] + rng.gumbel(scale=0.5, size=400)
    model = GumbelRegression(y, x)
    start = [*np.linalg.lstsq(x, y, rcond=None)[0], np.log(np.std(y))]
    found = model.fit(start_params=start, method="bfgs", gtol=1e-8, disp=False)
    at, step = found.params + 0.1, 1e-5
    shifted = [(model.score(at + h) - model.score(at - h)) / (2 * step) for h in step * np.eye(3)]
    expected = np.sqrt(np.diag(np.linalg.inv(model.expected_information(found.params))))
    print("parameters                  ", found.params.round(4))
    print("standard errors, observed   ", found.bse.round(4))
    print("standard errors, expected   ", expected.round(4))
    return {
        "hessian": float(np.max(np.abs(model.hessian(at) / shifted - 1))),
        "score": float(np.max(np.abs(model.score(found.params)))),
        "errors": float(np.max(np.abs(found.bse / expected - 1))),
    }


if __name__ == "__main__":
    main()
