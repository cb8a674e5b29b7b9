"""The brief account: what is asked, by which idea it is found, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence

from symfisher.derivation import Step

_KEPT = frozenset(
    "told density parameters constants inferred log-density score mean-score-zero mean-score-zero-too "
    "mean-score-not-zero mean-score-undecided observed open-entry entry-score-by-hessian entry-score-by-score "
    "entry-hessian-by-hessian entry-hessian-by-score constant constant-almost-everywhere linearity span scores-vanish "
    "independence precision gaussian-mean trace-formula trace-values substitution-increasing substitution-decreasing "
    "kernel lognormal-kernel integrand-in-u integrand-there moments-inserted partial-fractions "
    "partial-fractions-summed pieces-cancel turned even-part finite tail-combination one-tail differences base-mass "
    "base-is-density known-functions known-functions-alone abel-mean inverse-factorial-mean marginal marginal-sum "
    "inner-mean outer-mean outer-mean-again mean-value antiderivative rise frailty-density frailty-integrand "
    "frailty-integral total total-half simplified identified evaluated conditions information-matrix "
    "definitions-differ definitions-agree score-matrix hessian-form verdict-regular verdict-conditional "
    "verdict-non-regular verdict-undecided bound-does-not-apply checked-by-quadrature checked-by-summation not-tested".split()
)


def in_brief(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps of a brief account, in order.

    Examples
    --------
    >>> [step.rule for step in in_brief((Step("density"), Step("moment"), Step("verdict-regular")))]
    ['density', 'verdict-regular']
    """
    return tuple(step for step in steps if step.rule in _KEPT)
