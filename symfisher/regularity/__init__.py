"""Regularity, decided: named conditions, each with its reason, and the verdict they add up to."""

from symfisher.regularity.normalization import refuse_unless_density
from symfisher.regularity.rank import identifiability
from symfisher.regularity.theory import Theory, decide

__all__ = ["Theory", "decide", "identifiability", "refuse_unless_density"]
