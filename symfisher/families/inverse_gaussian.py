"""Inverse Gaussian distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="inverse_gaussian",
    title="Inverse Gaussian",
    aliases=("wald", "inv_gaussian"),
    parameters=(Parameter("mu", "mu > 0", ("mean",)), Parameter("lam", "lam > 0", ("shape",), r"\lambda")),
    support="x > 0",
    density="sqrt(lam/(2*pi*x**3))*exp(-lam*(x-mu)**2/(2*mu**2*x))",
    parametrizations=(
        Parametrization(
            "mean-dispersion",
            (Parameter("mu", "mu > 0", ("mean",)), Parameter("phi", "phi > 0", ("dispersion",))),
            (("mu", "mu"), ("lam", "1/phi")),
        ),
    ),
    information=symmetric(
        ("lam/mu**3", "0"),
        ("1/(2*lam**2)",),
    ),
    source=(
        "Tweedie (1957), Annals of Mathematical Statistics 28, 362-377; Yee (2024), R package VGAM "
        "1.1-12, reference manual, function inv.gaussianff"
    ),
    verdict="regular",
)
