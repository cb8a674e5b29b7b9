"""Split (two-piece) normal distribution: two half-normals of different scale joined at the mode."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="split_normal",
    title="Split normal",
    aliases=("two_piece_normal",),
    parameters=(
        Parameter("mu", "mu in R", ("mode", "location")),
        Parameter("s", "s > 0", ("left", "left_scale")),
        Parameter("t", "t > 0", ("right", "right_scale")),
    ),
    support="x in R",
    density="2*Piecewise((exp(-(x-mu)**2/(2*s**2)), x < mu), (exp(-(x-mu)**2/(2*t**2)), True))/(sqrt(2*pi)*(s+t))",
    information=symmetric(
        ("1/(s*t)", "-2*sqrt(2)/(sqrt(pi)*s*(s+t))", "2*sqrt(2)/(sqrt(pi)*t*(s+t))"),
        ("(2*s+3*t)/(s*(s+t)**2)", "-1/(s+t)**2"),
        ("(2*t+3*s)/(t*(s+t)**2)",),
    ),
    source="John (1982), Communications in Statistics - Theory and Methods 11, 879-885",
    verdict="regular",
)
