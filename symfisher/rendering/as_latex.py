"""A LaTeX fragment in math mode: density, score, observed and expected information, aligned."""

from __future__ import annotations

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.printers import to_latex
from symfisher.rendering.record import latex_parts, scalar_if_single
from symfisher.rendering.symbols import as_typed, latex_name, names_in_latex


def render(derivation: Derivation, style: Style) -> str:  # noqa: ARG001 (every format has this signature)
    r"""Return an ``aligned`` environment, to be put between ``\[`` and ``\]``."""
    return (
        "\\begin{aligned}\n"
        + " \\\\\n".join(f"{left} &= {right}" for left, right in equations(derivation))
        + "\n\\end{aligned}"
    )


def equations(derivation: Derivation) -> list[tuple[str, str]]:
    """Return (left, right) of every equation of the result."""
    density = derivation.density
    variables = ", ".join(latex_name(v.name) for v in density.variables)
    parameters = ", ".join(latex_name(p.name) for p in density.parameters)
    arguments = rf"({variables};\, {parameters})" if parameters else f"({variables})"
    parts = latex_parts(derivation)
    found = [
        (f"f{arguments}", parts["density"]),
        (f"s{arguments}", parts["score"]),
        (rf"\mathcal{{J}}{arguments}", parts["observed_information"]),
        (rf"\mathcal{{I}}({parameters}) = \operatorname{{E}}[s\,s^{{\mathsf T}}]", parts["expected_information"]),
    ]
    hessian = derivation.own.hessian_information
    if hessian is not None:
        right = to_latex(as_typed(scalar_if_single(hessian), density), names_in_latex(density))
        found.append((r"-\operatorname{E}[\nabla s]", right))
    return found
