"""Numbers out of SymPy trees: a walk over the tree with NumPy or mpmath, without generated code.

`evaluate` gives double precision arrays, `evaluate_mp` as many digits as asked for. Both share one memo over all
expressions of a call, so that common subexpressions are computed once. What is not a real number comes through as nan.
"""

from symfisher.evaluation.arrays import Walk, evaluate
from symfisher.evaluation.precise import evaluate_mp
from symfisher.evaluation.shifted import Shifted
from symfisher.evaluation.special import CannotEvaluateError

__all__ = ["CannotEvaluateError", "Shifted", "Walk", "evaluate", "evaluate_mp"]
