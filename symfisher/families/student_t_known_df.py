"""Student t distribution with known degrees of freedom."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="student_t_known_df",
    title="Student t, known degrees of freedom",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("sigma", "sigma > 0", ("scale",))),
    constants=(Parameter("nu", "nu > 0", ("df", "shape")),),
    support="x in R",
    density="gamma((nu+1)/2)*(1+((x-mu)/sigma)**2/nu)**(-(nu+1)/2)/(gamma(nu/2)*sqrt(nu*pi)*sigma)",
    information=symmetric(
        ("(nu+1)/((nu+3)*sigma**2)", "0"),
        ("2*nu/((nu+3)*sigma**2)",),
    ),
    source=(
        "Lange, Little & Taylor (1989), Journal of the American Statistical Association 84, 881-896; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function studentt2"
    ),
    verdict="regular",
    notes="NGBoost 0.5.11 has a wrong scale entry for this family.",
)
