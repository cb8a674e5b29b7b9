"""A density that NGBoost has not got: the Gumbel distribution, boosted on the diabetes data."""

import numpy as np
from ngboost import NGBRegressor
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split

from symfisher.ngboost import distribution


def main() -> dict[str, float]:
    """Return the negative log-likelihood of a test set, with and without features."""
    X, y = load_diabetes(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    Gumbel = distribution("x ~ gumbel(mu, beta)")
    model = NGBRegressor(Dist=Gumbel, n_estimators=60, learning_rate=0.05, verbose=False, random_state=0)
    model.fit(X_train, y_train)
    plain = Gumbel(np.repeat(Gumbel.fit(y_train)[:, None], len(y_test), axis=1))
    losses = {
        "boosted": -float(model.pred_dist(X_test).logpdf(y_test).mean()),
        "without features": -float(plain.logpdf(y_test).mean()),
    }
    print("negative log-likelihood of the test set:", losses)
    return losses


if __name__ == "__main__":
    main()
