"""Where do the two definitions give different answers?"""

from course import Answer, ask, show

import symfisher


def main() -> Answer:
    """Show a kink (Laplace), a moving end (uniform) and a moving end that does no harm (raised cosine)."""
    ask("Where do the two definitions give different answers?")
    found = {}
    for name, text, parameters in (
        ("laplace", "x ~ laplace(m, b)", ["m"]),
        ("uniform", "x ~ uniform_zero_theta(theta)", None),
        ("raised cosine", "x ~ raised_cosine(m, s)", ["m"]),
    ):
        derived = symfisher.derive(text, parameters=parameters)
        differs = derived.hessian_information is not None
        show(f"{name}: E[score^2]", derived.expected_information)
        show(f"{name}: -E[second derivative]", derived.hessian_information if differs else "the same")
        show(f"{name}: regular", derived.regularity.verdict)
        show(f"{name}: Cramer-Rao bound", derived.regularity.cramer_rao)
        found[name] = derived
    print("A kink spoils the second derivatives, not the bound; a moving end with positive density spoils both.")
    return found


if __name__ == "__main__":
    main()
