"""Student t distribution with unknown degrees of freedom."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="student_t",
    title="Student t",
    aliases=("student", "t"),
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("sigma", "sigma > 0", ("scale",)),
        Parameter("nu", "nu > 0", ("df", "shape")),
    ),
    parametrizations=(
        Parametrization(
            "standard",
            (Parameter("nu", "nu > 0", ("df", "shape")),),
            (("mu", "0"), ("sigma", "1"), ("nu", "nu")),
        ),
    ),
    support="x in R",
    density="gamma((nu+1)/2)*(1+((x-mu)/sigma)**2/nu)**(-(nu+1)/2)/(gamma(nu/2)*sqrt(nu*pi)*sigma)",
    information=symmetric(
        ("(nu+1)/((nu+3)*sigma**2)", "0", "0"),
        ("2*nu/((nu+3)*sigma**2)", "-2/(sigma*(nu+1)*(nu+3))"),
        ("(polygamma(1, nu/2)-polygamma(1, (nu+1)/2))/4-(nu+5)/(2*nu*(nu+1)*(nu+3))",),
    ),
    source=(
        "Lange, Little & Taylor (1989), Journal of the American Statistical Association 84, 881-896; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function studentt3"
    ),
    verdict="regular",
)
