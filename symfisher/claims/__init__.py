"""Claims: whether a published or homework answer is the Fisher information of a density.

A claim is read by our own grammar, compared with the derivation by numbers at several points and by an exact identity
where closed forms exist; where it differs, named relations (another parametrization, the inverse, n observations …) are
tried, smallest first.
"""

from symfisher.claims.checking import check
from symfisher.claims.record import CheckedClaim

__all__ = ["CheckedClaim", "check"]
