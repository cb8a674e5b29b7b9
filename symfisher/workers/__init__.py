"""Other processes that do the heavy work, with limits on time and memory which hold whatever the work is.

`call` runs one function under a limit, `pool.run_ordered` runs many and yields what they return in order, `Worker` is
the process beneath both. Nothing here imports SymPy: a parent that only prints can start in a few milliseconds.
"""

from symfisher.workers.worker import RemoteError, Worker, WorkerDiedError, call

__all__ = ["RemoteError", "Worker", "WorkerDiedError", "call"]
