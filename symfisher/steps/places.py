"""Where the two sides of a step may be compared: which values a variable of the step runs through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symfisher.domains import Expr


@dataclass(frozen=True)
class Place:
    """The step holds for ``u`` between ``low`` and ``high`` (integers only if ``counting``), where x = ``x_of_u``.

    ``x`` is ``None`` where the step is about u alone.
    """

    u: Any
    low: Expr
    high: Expr
    x: Any = None
    x_of_u: Expr | None = None
    counting: bool = False


WHERE = "where"
"""Name of the argument of a step that holds its `Place`; it is not shown."""
