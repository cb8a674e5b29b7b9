"""Throughput of `derive_many`: one process against one and two workers, on the default pool and on Dask.

Run: python benchmarks/many.py [rounds]; needs the extra symfisher[dask] for the last rows. Ways take turns, and the best
of the rounds counts, since other work on the machine only ever adds to a time. Workers are started anew each time.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress

import symfisher
from symfisher.families import names

CATALOGUE = [f"x ~ {name}" for name in names() if name not in ("raised_cosine",)][::2]


def one_process():
    """Derive one after the other here."""
    for density in CATALOGUE:
        with suppress(symfisher.SymfisherError):
            symfisher.derive(density)


def pool(workers):
    """Derive on the default pool."""
    return lambda: list(symfisher.derive_many(CATALOGUE, workers=workers))


def processes():
    """Derive on an executor of the standard library with two processes."""
    with ProcessPoolExecutor(2) as executor:
        list(symfisher.derive_many(CATALOGUE, executor))


def dask():
    """Derive on a local Dask cluster of two workers."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        list(symfisher.derive_many(CATALOGUE, client.get_executor()))


def main(rounds=3):
    """Print the table."""
    ways = {
        "`derive` in a loop": one_process,
        "`derive_many`, 1 worker": pool(1),
        "`derive_many`, 2 workers": pool(2),
        "`ProcessPoolExecutor(2)`": processes,
        "Dask `LocalCluster`, 2 workers": dask,
    }
    best = dict.fromkeys(ways, float("inf"))
    one_process()  # imports and caches of this process, which the loop is measured with
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            best[name] = min(best[name], time.perf_counter() - start)
    loop = best["`derive` in a loop"]
    print(
        f"{len(CATALOGUE)} densities\n\n| Way | Seconds | Densities a second | Of the loop |\n| --- | --- | --- | --- |"
    )
    for name, seconds in best.items():
        print(f"| {name} | {seconds:.1f} | {len(CATALOGUE) / seconds:.2f} | {loop / seconds:.2f} |")


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:]))
