"""NGBoost: the module of the NumPy target with a distribution class in NGBoost's internal coordinates."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.codegen.literals import UnsupportedFunctionError
from symfisher.codegen.numpy_printer import to_numpy
from symfisher.codegen.program import Program
from symfisher.codegen.python.formulas import function
from symfisher.codegen.python.module import source as module_text
from symfisher.codegen.stable import prover, stable
from symfisher.codegen.targets import Target
from symfisher.density import Quantity
from symfisher.domains import Expr, IntegerRange, Interval
from symfisher.errors import DomainError, RegularityError
from symfisher.signs import Signs

Link = tuple[str, float, float]
"""Kind of internal coordinate (identity, log, negative log, logit) and the ends of the domain."""

Mean = tuple[Expr, tuple[Expr, ...]]
"""Closed form of the mean, and its conditions."""


def source(program: Program) -> str:
    """Return the text of a module that needs NumPy, SciPy and NGBoost only.

    Raises
    ------
    RegularityError
        The natural gradient has no meaning here: the density is not regular, or its parameters cannot be told apart.
    DomainError
        A parameter has no internal coordinate, a constant no value, or there are several variables.
    """
    _refuse(program)
    links = tuple(_link(parameter) for parameter in program.density.parameters)
    return module_text(program, _class(program, links))


TARGET = Target(name="ngboost", suffix=".py", source=source, form="guarded")


def _refuse(program: Program) -> None:
    """Refuse what NGBoost cannot boost."""
    density, derivation = program.density, program.derivation
    if len(density.variables) > 1:
        raise DomainError("an NGBoost distribution has one variable here")
    if density.constants:
        name = density.constants[0].name
        raise DomainError(f"NGBoost fits every parameter: give a number for {name}, e.g. by writing 3 in its place")
    if derivation.regularity.cramer_rao == "does not apply":
        failing = next((c for c in derivation.regularity.conditions if c.status == "fails"), None)
        reason = f" ({failing.reason})" if failing else ""
        raise RegularityError(f"not regular{reason}: its information is no metric for a natural gradient")
    if derivation.identifiable.verdict == "fails":
        raise RegularityError(f"the information has rank {derivation.identifiable.rank}: fix a parameter first")


def _link(parameter: Quantity) -> Link:
    """Return the internal coordinate of a parameter.

    Raises
    ------
    DomainError
        Its domain is no interval, or ends at another parameter.
    """
    domain = parameter.domain
    if not isinstance(domain, Interval) or any(end.free_symbols for end in domain.ends):
        shown = domain.describe(parameter.name)
        raise DomainError(
            f"{shown}: NGBoost boosts real parameters whose domains do not depend on others; reparametrize"
        )
    lower, upper = domain.ends
    kinds = {(False, False): "identity", (True, False): "log", (False, True): "negative log", (True, True): "logit"}
    ends = (lower != -sp.oo, upper != sp.oo)
    return kinds[ends], float(lower) if ends[0] else 0.0, float(upper) if ends[1] else 0.0


def _class(program: Program, links: Sequence[Link]) -> str:
    """Return the score class and the distribution class."""
    names = tuple(program.names[1:])
    mean = _mean(program)
    return f'''{_mean_function(program, mean)}


{_ends_function(program)}


_LINKS = {tuple(links)!r}


class DistributionLogScore(_LogScore):
    """Logarithmic score in internal coordinates: {_coordinates(names, links)}."""

    def score(self, Y):
        """Return minus the log-density, shape (n,)."""
        return -log_density(Y, *self._values)

    def d_score(self, Y):
        """Return the gradient of `score` in the internal coordinates, shape (n, {len(names)})."""
        return -score(Y, *self._values) * self._slopes.T

    def metric(self):
        """Return the Fisher information in the internal coordinates, shape (n, {len(names)}, {len(names)})."""
        slopes = self._slopes.T
        return expected_information(*self._values) * slopes[:, :, None] * slopes[:, None, :]


class Distribution(_RegressionDistn):
    """The density above for NGBRegressor(Dist=Distribution); internal coordinates as in DistributionLogScore."""

    n_params = {len(names)}
    scores = [DistributionLogScore]

    def __init__(self, params):
        super().__init__(params)
        self._values, self._slopes = _from_internal(_LINKS, params)

    @staticmethod
    def fit(Y):
        """Return the internal coordinates of greatest likelihood of a sample, shape ({len(names)},)."""
        return _fit_internal(_LINKS, Y, log_density, score, expected_information)

    @property
    def params(self):
        """The parameters by name, each of shape (n,)."""
        return dict(zip({names!r}, self._values))

    def logpdf(self, Y):
        """Return the log-density, shape (n,)."""
        return log_density(Y, *self._values)

{_sample_method(program)}

{_mean_method(program, mean)}'''


def _coordinates(names: Sequence[str], links: Sequence[Link]) -> str:
    """Say which coordinates these are."""
    words = {
        "identity": "{0}",
        "log": "log({0}{1})",
        "negative log": "log({2:g} - {0})",
        "logit": "logit of {0} in ({3:g}, {2:g})",
    }
    shown = []
    for name, (kind, lower, upper) in zip(names, links, strict=True):
        shift = f" - {lower:g}" if lower else ""
        shown.append(words[kind].format(name, shift, upper, lower))
    return ", ".join(shown)


def _knowns(program: Program) -> list[str]:
    return [q.symbol.name for q in program.knowns]


def _ends_function(program: Program) -> str:
    """Return the function that gives the ends of the support."""
    domain = program.density.variables[0].domain
    return function("_support", _knowns(program), list(domain.ends), "the ends of the support")


def _sample_method(program: Program) -> str:
    """Return the method that draws, by inversion of the tabulated distribution function."""
    domain = program.density.variables[0].domain
    head = '    def sample(self, m):\n        """Return m draws from NumPy\'s global generator, shape (m, n)."""\n'
    prepare = (
        "        values = _np.broadcast_arrays(*self._values)\n"
        "        uniform = _np.random.uniform(size=(m, len(values[0])))\n"
    )
    if isinstance(domain, Interval):
        call = "_inverted(uniform, log_density, values, self._ends())[0]"
        ends = (
            "\n\n    def _ends(self):\n"
            "        values = _np.broadcast_arrays(*self._values)\n"
            "        return [_np.broadcast_to(e, values[0].shape) for e in _support(*values)]"
        )
        return f"{head}{prepare}        return {call}{ends}"
    if not isinstance(domain, IntegerRange) or domain.ends[0] == -sp.oo:
        return f'{head}        raise NotImplementedError("this support is not drawn from")'
    call = f"_counted(uniform, log_density, values, _support(*values)[0], {float(domain.step)!r})"
    return f"{head}{prepare}        return {call}"


def _mean_function(program: Program, found: Mean | None) -> str:
    """Return the closed form of the mean as a function, or nothing."""
    if found is None:
        return "# No closed form of the mean was found."
    value, conditions = found
    arguments = _knowns(program)
    code = function("_mean", arguments, [value], "the mean")
    if not conditions:
        return code
    tests = " & ".join(f"({to_numpy(c)})" for c in conditions)
    exists = f'def _mean_exists({", ".join(arguments)}):\n    """Say where that form holds."""\n    return {tests}'
    return f"{code}\n\n\n{exists}"


def _mean(program: Program) -> Mean | None:
    """Return the closed form of the mean and its conditions, if there is one that NumPy can compute."""
    from symfisher.inference.expecting import expect, problem_of

    proof = expect(problem_of(program.derivation), [program.density.xs[0]])[0]
    if proof is None:
        return None
    try:
        value = stable(proof.value, prover(Signs.of(program.density)))
        for part in (value, *proof.conditions):
            to_numpy(part)
    except UnsupportedFunctionError:
        return None
    return value, proof.conditions


def _mean_method(program: Program, found: Mean | None) -> str:
    """Return the method that gives the mean: by its closed form, by the table of a bounded support, or not at all."""
    head = (
        '    def mean(self):\n        """Return the mean, shape (n,){}."""\n'
        "        values = _np.broadcast_arrays(*self._values)\n"
    )
    if found is not None:
        value = "_np.broadcast_to(_mean(*values)[0], values[0].shape)"
        if found[1]:
            return head.format("; nan where its closed form does not hold") + (
                f"        return _np.where(_mean_exists(*values), {value}, _np.nan)"
            )
        return head.format("") + f"        return {value} + 0.0"
    domain = program.density.variables[0].domain
    if isinstance(domain, Interval) and all(e.is_finite for e in domain.ends):
        return head.format("") + (
            "        return _inverted(_np.full((1, len(values[0])), 0.5), log_density, values, self._ends())[1]"
        )
    return (
        '    def mean(self):\n        """Refuse: no closed form was found, and it may not exist."""\n'
        '        raise NotImplementedError("no closed form of the mean was found; draw with sample, or read params")'
    )
