"""Normal distribution truncated to the positive half-line."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_H = "(sqrt(2/pi)*exp(-mu**2/(2*sigma**2))/erfc(-mu/(sqrt(2)*sigma)))"

FAMILY = Family(
    name="truncated_normal",
    title="Truncated normal",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("sigma", "sigma > 0", ("scale",))),
    support="x > 0",
    density="2*exp(-(x-mu)**2/(2*sigma**2))/(sigma*sqrt(2*pi)*erfc(-mu/(sqrt(2)*sigma)))",
    information=symmetric(
        (f"(1-{_H}*({_H}+mu/sigma))/sigma**2", f"{_H}*(1+(mu/sigma)*({_H}+mu/sigma))/sigma**2"),
        (f"(2-(mu/sigma)*{_H}*(1+(mu/sigma)*({_H}+mu/sigma)))/sigma**2",),
    ),
    source=(
        "Cohen (1950), Annals of Mathematical Statistics 21, 557-569; Johnson, Kotz & Balakrishnan "
        "(1994), Continuous Univariate Distributions, vol. 1, ch. 13"
    ),
    verdict="regular",
    notes="The information is written through the hazard ratio phi(mu/sigma)/Phi(mu/sigma).",
)
