"""Bivariate normal: what is known about the correlation depends on what else is known."""

import sympy as sp
from page import Answer, number, tell

import symfisher


def main() -> Answer:
    """Answer question 12."""
    known = symfisher.derive("bivariate_normal(0, 0, 1, 1, rho)").expected_information[0]
    full = symfisher.derive("bivariate_normal(m1, m2, s1, s2, rho)").expected_information
    nuisance = full[:4, :4]
    effective = sp.factor(full[4, 4] - (full[4, :4] * nuisance.inv() * full[:4, 4])[0])
    tell(
        "Fisher information about the correlation of a bivariate normal distribution.",
        f"""{known} if means and standard deviations are known; {effective} if they are to be estimated too (what is
        left of the entry when the other four are nuisance parameters).""",
        f"""Quoting one for the other: at rho = 1/2 they are {number(known, rho=0.5)} and
        {number(effective, rho=0.5)}; the variance (1 - rho^2)^2/n of the sample correlation belongs to the
        second.""",
    )
    return {"known": known, "effective": effective}


if __name__ == "__main__":
    main()
