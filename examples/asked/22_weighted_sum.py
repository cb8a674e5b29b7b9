"""U = X1 + X2 + 2*X3 of Bernoulli variables: a finite table is a density too."""

from page import Answer, number, tell

import symfisher

TABLE = "{0: (1-p)^3, 1: 2*p*(1-p)^2, 2: p*(1-p), 3: 2*p^2*(1-p), 4: p^3}"


def main() -> Answer:
    """Answer question 22."""
    statistic = symfisher.derive(TABLE).expected_information[0]
    whole = 3 * symfisher.derive("bernoulli(p)").expected_information[0]
    tell(
        "Is U = X1 + X2 + 2*X3 sufficient for p, with three independent Bernoulli(p)?",
        f"""No. The information of U is {statistic}, that of the sample {whole}: U loses 1, whatever p is. (U = 2
        mixes the samples 110 and 001, of which one has two successes and the other one.)""",
        f"""Calling every function that "contains" all observations sufficient gives {number(whole, p=0.5)} at p = 1/2
        instead of {number(statistic, p=0.5)}.""",
    )
    return {"statistic": statistic, "whole": whole}


if __name__ == "__main__":
    main()
