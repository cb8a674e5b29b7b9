"""A catalogue of densities on a Dask cluster, and one of its functions on an array too large for memory."""

from dask import array
from distributed import Client, LocalCluster

import symfisher

CATALOGUE = ["x ~ weibull(k, s)", "x ~ gumbel(mu, beta)", "theta*exp(", "x ~ negative_binomial(r, p)"]


def main() -> dict[str, object]:
    """Derive the catalogue on two workers; a density that is refused does not stop the rest."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        found = list(symfisher.derive_many(CATALOGUE, client.get_executor()))
        for text, result in zip(CATALOGUE, found, strict=True):
            print(f"{text}: {result.message if isinstance(result, symfisher.Failure) else result.expected_information}")
        shapes = array.linspace(0.5, 3.0, 200_000, chunks=50_000)
        information = found[0].callables().expected_information(shapes, 2.0)  # a Dask array: nothing computed yet
        mean = information.mean(axis=0).compute()
        print(information)
    return {
        "failures": [isinstance(r, symfisher.Failure) for r in found],
        "mean": mean,
        "blocks": information.numblocks,
    }


if __name__ == "__main__":
    main()
