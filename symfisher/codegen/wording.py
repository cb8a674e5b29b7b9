"""What generated files say about their functions: summaries, arguments with their domains, units."""

from __future__ import annotations

from symfisher.codegen.program import DATA_FUNCTIONS, Program
from symfisher.density import Quantity

SUMMARY = {
    "log_density": "Return the log-density in nats; -inf outside the support.",
    "score": "Return the score, the gradient of the log-density in the parameters; nan outside the support.",
    "observed_information": "Return minus the Hessian of the log-density in the parameters; nan outside the support.",
    "expected_information": "Return the Fisher information E[score scoreᵀ] of one observation.",
    "inverse_information": "Return the inverse of the expected information; nan where it is singular.",
    "cholesky_factor": "Return the lower Cholesky factor of the expected information; nan where it is singular.",
    "cramer_rao_bound": "Return the Cramér-Rao bound for unbiased estimators from one observation.",
    "jeffreys_log_density": "Return log √det of the expected information, Jeffreys' prior up to a constant.",
}

UNITS = {
    "log_density": "nats",
    "score": "entry i in 1/unit of parameter i",
    "observed_information": "entry (i, j) in 1/(unit of parameter i · unit of parameter j)",
    "expected_information": "entry (i, j) in 1/(unit of parameter i · unit of parameter j)",
    "inverse_information": "entry (i, j) in unit of parameter i · unit of parameter j",
    "cholesky_factor": "row i in 1/unit of parameter i",
    "cramer_rao_bound": "entry (i, j) in unit of parameter i · unit of parameter j",
    "jeffreys_log_density": "nats",
}


def data_sentence(program: Program) -> str:
    """Describe the data argument."""
    variables = program.density.variables
    shown = [program.spelling[v.symbol].name for v in variables]
    sets = ", ".join(domain_text(program, v, n) for v, n in zip(variables, shown, strict=True))
    if len(variables) == 1:
        return f"Observation: {sets}."
    return f"Observations, shape S + ({len(variables)},), the last axis holding {', '.join(shown)}: {sets}."


def domain_text(program: Program, quantity: Quantity, name: str) -> str:
    """Describe a domain in the safe names."""
    return quantity.domain.xreplace(program.spelling).describe(name)


def harmless(text: str) -> str:
    """Return text that cannot end the docstring it stands in."""
    return text.replace("\\", "").replace('"', "'")


def shape_of(program: Program, name: str) -> str:
    """Return the shape of one result, as an expression in Python."""
    k = len(program.density.parameters)
    return {"log_density": "()", "score": f"({k},)", "jeffreys_log_density": "()"}.get(name, f"({k}, {k})")


def argument_lines(program: Program, name: str) -> list[str]:
    """Return one line for each argument of a function: its name, what it is, its domain."""
    lines = [f"{program.names[0]}: {data_sentence(program)}"] if name in DATA_FUNCTIONS else []
    for quantity, argument in zip(program.knowns, program.names[1:], strict=True):
        kind = "Known constant" if quantity in program.density.constants else "Parameter"
        lines.append(f"{argument}: {kind}: {domain_text(program, quantity, argument)}.")
    return lines


def headline(program: Program) -> list[str]:
    """Return what a file is about, in lines."""
    shown = harmless(str(program.density.expression.xreplace(program.spelling)))
    lines = ["Log-density, score, observed and expected Fisher information of", "", f"    {shown}", "",
             f"with data {program.names[0]} and, in this order, {', '.join(program.names[1:])}."]  # fmt: skip
    more = reservations(program)
    return [*lines, "", *more] if more else lines


def reservations(program: Program) -> list[str]:
    """Return sentences on what the file does not give: entries without closed form, a bound that does not apply."""
    names = [p.name for p in program.density.parameters]
    places = [p for p, v in zip(program.pairs, program.expected_information.values, strict=True) if v is None]
    found = []
    if places:
        entries = ", ".join(f"({harmless(names[i])}, {harmless(names[j])})" for i, j in places)
        found.append(
            f"Without closed form here: entry {entries} of the expected information, nan; so is what follows from it."
        )
    regularity = program.derivation.regularity
    if not program.bounded:
        found.append("The Cramér-Rao bound does not apply to this density: cramer_rao_bound is nan.")
    elif regularity.when:
        found.append(f"The Cramér-Rao bound applies where {harmless(regularity.when)}.")
    return found
