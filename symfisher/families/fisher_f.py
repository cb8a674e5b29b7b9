"""Fisher-Snedecor F distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="fisher_f",
    title="Fisher F",
    aliases=("f", "f_distribution", "snedecor_f"),
    parameters=(Parameter("d1", "d1 > 0", ("df1",)), Parameter("d2", "d2 > 0", ("df2",))),
    support="x > 0",
    density="(d1/d2)**(d1/2)*x**(d1/2-1)*(1+d1*x/d2)**(-(d1+d2)/2)/beta(d1/2, d2/2)",
    information=symmetric(
        (
            "(polygamma(1, d1/2)-polygamma(1, (d1+d2)/2))/4+d2/(2*d1*(2+d1+d2))-d2/(d1*(d1+d2))",
            "1/(d1+d2)-1/(2*(2+d1+d2))-polygamma(1, (d1+d2)/2)/4",
        ),
        ("(polygamma(1, d2/2)-polygamma(1, (d1+d2)/2))/4+d1/(2*d2*(2+d1+d2))-d1/(d2*(d1+d2))",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function genbetaII with power 1, scale "
        "d2/d1 and shapes d1/2, d2/2, by the chain rule"
    ),
    verdict="regular",
)
