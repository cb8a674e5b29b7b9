"""Priors as source text for probabilistic programs: NumPyro and PyMC.

The parameters are declared flat on their domains; the logarithm of the prior is added as a factor. No constant is
needed, and an improper prior stays improper: the data have to make the posterior proper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import sympy as sp

from symfisher.codegen.naming import identifier, unique
from symfisher.codegen.printing import Dialect
from symfisher.density import Quantity
from symfisher.domains import Domain, Expr
from symfisher.errors import DomainError, SymfisherError
from symfisher.inference.priors import Prior
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs

__all__ = ["prior_source"]

_COMMON = {n: n for n in "exp log abs sign sin cos tan sinh cosh tanh sqrt log1p expm1 maximum minimum".split()}


@dataclass(frozen=True)
class Framework:
    """How a probabilistic language declares a flat parameter and adds a factor."""

    dialect: Dialect
    imports: str
    flat: Callable[[str, Domain], str]
    factor: str
    where: str


def _numpyro_flat(name: str, domain: Domain) -> str:
    low, high = domain.ends
    if low.is_finite and high.is_finite:
        constraint = f"constraints.interval({float(low)!r}, {float(high)!r})"
    elif low.is_finite:
        constraint = "constraints.positive" if low == 0 else f"constraints.greater_than({float(low)!r})"
    else:
        constraint = f"constraints.less_than({float(high)!r})" if high.is_finite else "constraints.real"
    return f'numpyro.sample("{name}", distributions.ImproperUniform({constraint}, (), ()))'


def _pymc_flat(name: str, domain: Domain) -> str:
    low, high = domain.ends
    if low.is_finite and high.is_finite:
        return f'pm.Uniform("{name}", {float(low)!r}, {float(high)!r})'
    if low == 0:
        return f'pm.HalfFlat("{name}")'
    if low.is_infinite and high.is_infinite:
        return f'pm.Flat("{name}")'
    ends = f"{float(low)!r}, None" if low.is_finite else f"None, {float(high)!r}"
    return f'pm.Flat("{name}", default_transform=pm.distributions.transforms.Interval({ends}))'


def _dialect(language: str, prefix: str, special: str, log_gamma: str) -> Dialect:
    calls = {operation: f"{prefix}.{name}" for operation, name in _COMMON.items()}
    calls |= {o: f"{special}.{o}" for o in ("digamma", "polygamma", "erf", "erfc")}
    return Dialect(
        language, {**calls, "log_gamma": f"{special}.{log_gamma}"}, infinity=f"{prefix}.inf", nan=f"{prefix}.nan"
    )


FRAMEWORKS = {
    "numpyro": Framework(
        _dialect("NumPyro", "jnp", "special", "gammaln"),
        "import jax.numpy as jnp\nimport numpyro\nfrom jax.scipy import special\nfrom numpyro import distributions\n"
        "from numpyro.distributions import constraints",
        _numpyro_flat,
        'numpyro.factor("log_prior", {})',
        "in a NumPyro model",
    ),
    "pymc": Framework(
        _dialect("PyMC", "pt", "pt", "gammaln"),
        "import pymc as pm\nimport pytensor.tensor as pt",
        _pymc_flat,
        'pm.Potential("log_prior", {})',
        "in the context of a pymc.Model",
    ),
}
"""Framework by name."""


def prior_source(prior: Prior, framework: str) -> str:
    """Return a Python module with ``log_prior`` and ``prior``, which declares the parameters of a model.

    Parameters
    ----------
    prior
        From `symfisher.inference.jeffreys_prior` or `reference_prior`.
    framework
        ``numpyro`` or ``pymc``.

    Raises
    ------
    SymfisherError
        There is no such framework.
    DomainError
        A parameter is an integer, or its domain depends on another.
    UnsupportedFunctionError
        The prior contains a function that the framework has not got.

    Examples
    --------
    >>> from symfisher import derive
    >>> print(prior_source(derive("x ~ poisson(m)").jeffreys_prior(), "pymc"))
    \"\"\"Jeffreys prior, up to a constant; proper: no.\"\"\"
    <BLANKLINE>
    import pymc as pm
    import pytensor.tensor as pt
    <BLANKLINE>
    <BLANKLINE>
    def log_prior(m):
        \"\"\"Return the logarithm of the prior density, up to a constant.\"\"\"
        return -0.5*pt.log(m)
    <BLANKLINE>
    <BLANKLINE>
    def prior():
        \"\"\"Declare the parameters; call it in the context of a pymc.Model.\"\"\"
        m = pm.HalfFlat("m")
        pm.Potential("log_prior", log_prior(m))
        return m
    <BLANKLINE>
    """
    if framework not in FRAMEWORKS:
        raise SymfisherError(f"unknown framework {framework!r}; known are {', '.join(FRAMEWORKS)}")
    known = FRAMEWORKS[framework]
    density = prior.answer.density
    for p in density.parameters:
        _require_plain(p)
    value = prior.answer["prior, up to a constant"]
    constants = [c for c in density.constants if c.symbol in value.free_symbols]
    quantities = (*density.parameters, *constants)
    names = unique([_name(q) for q in quantities])
    spelled = {q.symbol.name: name for q, name in zip(quantities, names, strict=True)}
    body = _logarithm(value, Signs.of(density))
    formula = _respelled(known.dialect, spelled).write(body)
    own, given = names[: len(density.parameters)], names[len(density.parameters) :]
    declared = [f"    {n} = {known.flat(n, p.domain)}" for n, p in zip(own, density.parameters, strict=True)]
    called = f"log_prior({', '.join(names)})"
    title = prior.answer.title.encode("ascii", "ignore").decode()
    lines = [
        f'"""{title}, up to a constant; proper: {prior.proper}."""',
        "",
        *(line for line in known.imports.split("\n") if "scipy" not in line or "special." in formula),
        *("", "", f"def {called}:"),
        '    """Return the logarithm of the prior density, up to a constant."""',
        f"    return {formula}",
        *("", "", f"def prior({', '.join(given)}):"),
        f'    """Declare the parameters; call it {known.where}."""',
        *declared,
        f"    {known.factor.format(called)}",
        f"    return {', '.join(own)}",
    ]
    return "\n".join(lines) + "\n"


_TAKEN = {"log_prior", "prior", "pm", "pt", "jnp", "numpyro", "special", "distributions", "constraints"}


def _name(q: Quantity) -> str:
    """Return an identifier that hides no name of the module."""
    found = identifier(q.name, q.symbol.name.lstrip("_"))
    return f"{found}_" if found in _TAKEN else found


def _require_plain(p: Quantity) -> None:
    if p.domain.discrete:
        raise DomainError(f"{p.name} is an integer: it has no density")
    if any(e.free_symbols for e in p.domain.ends):
        raise DomainError(f"the domain of {p.name} depends on other quantities: it cannot be declared flat")


def _respelled(dialect: Dialect, names: dict[str, str]) -> Dialect:
    return replace(dialect, symbol=lambda name: names[name])


def _logarithm(value: Expr, signs: Signs) -> Expr:
    """Return log of a positive product, one logarithm a factor where the signs are known."""
    pairs = [f.as_base_exp() for f in sp.Mul.make_args(value)]
    known = all(signs.positive(b) or (e.is_Rational and e.q == 2) or isinstance(b, sp.exp) for b, e in pairs)
    terms = [e * Rewriter(signs).rewrite(sp.log(b)) for b, e in pairs] if known else [sp.log(value)]
    return sp.Add(*terms)
