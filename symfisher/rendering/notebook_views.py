"""What a notebook shows for a density or a derivation that stands at the end of a cell."""

from __future__ import annotations

from html import escape

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.notation import named
from symfisher.rendering import Style
from symfisher.rendering.as_html import fragment
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.mathml import to_mathml
from symfisher.rendering.symbols import as_typed, describe_domain, names_in_latex, shown


def derivation_html(derivation: Derivation) -> str:
    """Return the results of a derivation, in MathML."""
    return fragment(derivation, Style())


def density_latex(density: Density) -> str:
    """Return f(x; θ) = … in LaTeX."""
    names = names_in_latex(density)
    left, right = _sides(density)
    return f"$${to_latex(left, names)} = {to_latex(right, names)}$$"


def density_html(density: Density) -> str:
    """Return f(x; θ) = … in MathML, with the domains below."""
    names = names_in_latex(density)
    left, right = (to_mathml(side, names) for side in _sides(density))
    domains = ", ".join(describe_domain(q, density) for q in density.quantities)
    return f"<div>{left} = {right}<br><small>{escape(domains)}</small></div>"


def _sides(density: Density) -> tuple[object, object]:
    name = named("density", density.expression, sp.Tuple(*density.xs), sp.Tuple(*density.thetas))
    return as_typed(name, density), shown(density.expression, density)
