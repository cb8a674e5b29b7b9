"""Logit-normal distribution: the log-odds are normal."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="logit_normal",
    title="Logit-normal",
    aliases=("logistic_normal",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("sigma", "sigma > 0", ("scale",))),
    support="0 < x < 1",
    density="exp(-(log(x/(1-x))-mu)**2/(2*sigma**2))/(sigma*sqrt(2*pi)*x*(1-x))",
    information=symmetric(
        ("1/sigma**2", "0"),
        ("2/sigma**2",),
    ),
    source="Aitchison & Shen (1980), Biometrika 67, 261-272; equal to that of log(x/(1-x)), which is normal",
    verdict="regular",
)
