"""What does not knowing the other parameter cost?"""

from course import Answer, ask, show

import symfisher
from symfisher.inference import cramer_rao_bound, efficient_information, orthogonalize


def main() -> Answer:
    """Take a normal distribution, where it costs nothing, and a gamma distribution, where it does."""
    ask("What does not knowing the other parameter cost?")
    normal = symfisher.derive("x ~ normal(mu, sigma)")
    gamma = symfisher.derive("x ~ gamma(shape=a, scale=b)")
    free = efficient_information(normal, "mu")
    costly = efficient_information(gamma, "a")
    show("normal: information", normal.expected_information)
    show("normal: about mu, sigma known or not", (free.known[0], free.information[0]))
    show("gamma: information", gamma.expected_information)
    show("gamma: about a, b known", costly.known)
    show("gamma: about a, b unknown", costly.information)
    show("gamma: bound for both", cramer_rao_bound(gamma, n="n").value)
    show("gamma: nuisance parameter that costs nothing", orthogonalize(gamma, "a").answer.rows[0])
    lost = 1 - float(costly.information[0].subs({"a": 2})) / float(costly.known[0].subs({"a": 2}))
    show("part of the information lost at a = 2", lost)
    return {"free": free, "costly": costly, "lost": lost}


if __name__ == "__main__":
    main()
