"""Regularity, decided: named conditions, each with its reason, and the verdict they add up to.

`decide` puts the checks of `support`, `smoothness`, `mean_score`, `finiteness` and `agreement` together. They reason
with the orders of growth (`order`) of f and its score at the `places` where f may fail to be smooth; numbers may refute
them.
"""

from symfisher.regularity.chapman_robbins import instead_of_cramer_rao
from symfisher.regularity.normalization import refuse_unless_density
from symfisher.regularity.rank import identifiability
from symfisher.regularity.region import points_inside, region
from symfisher.regularity.theory import Theory, decide

__all__ = [
    "Theory",
    "decide",
    "identifiability",
    "instead_of_cramer_rao",
    "points_inside",
    "refuse_unless_density",
    "region",
]
