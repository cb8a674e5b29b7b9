"""The certificate of the routes that find an expectation by an antiderivative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symfisher.domains import Expr
from symfisher.expectation.substitution import Branch


@dataclass(frozen=True)
class Antiderivative:
    """Certificate: in u = branch.phi(x), ``function`` has the derivative f·|dx/du|·integrand; its rise is the value.

    To be checked: the branch covers the support; the derivative, on both sides of whatever looks like a pole; that the
    function is continuous, and that it rises by the proof's value between the ends.
    """

    integrand: Expr
    x: Any
    u: Any
    branch: Branch
    function: Expr
