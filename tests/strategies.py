"""Hypothesis strategies for what users type: densities, texts that nearly are densities, and noise.

A `Model` is a density as plain text. Its methods rewrite that text (other names, other parameters, another variable),
so that laws which relate the Fisher informations of the two can be checked through the same door that users take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from symfisher.families import Family, all_families


@dataclass(frozen=True)
class Model:
    """A density as text: ``parameters`` and ``constants`` map names to domains in the grammar of ``--param``."""

    density: str
    support: str
    parameters: Mapping[str, str]
    constants: Mapping[str, str] = ()  # type: ignore[assignment]
    variable: str = "x"

    @property
    def options(self) -> dict[str, object]:
        """The keyword arguments of `symfisher.derive`."""
        return {
            "variables": [self.variable],
            "support": self.support,
            "parameters": list(self.parameters.values()),
            "constants": list(dict(self.constants).values()),
        }

    @property
    def continuous(self) -> bool:
        """Whether the support is an interval."""
        return " in {" not in self.support and " in Z" not in self.support and " in N" not in self.support

    @property
    def independent(self) -> bool:
        """Whether no domain contains another parameter, so that each can be replaced alone."""
        names = set(self.parameters)
        return not any(names & (set(_words(d)) - {n}) for n, d in self.parameters.items())

    def renamed(self, names: Mapping[str, str]) -> Model:
        """Return the same model with other names."""
        return Model(
            substitute(self.density, names),
            substitute(self.support, names),
            {names.get(n, n): substitute(d, names) for n, d in self.parameters.items()},
            {names.get(n, n): substitute(d, names) for n, d in dict(self.constants).items()},
            names.get(self.variable, self.variable),
        )

    def moved(self, scale: str, shift: str) -> Model:
        """Return the density of scale·X + shift, for numbers ``scale`` > 0 and ``shift``."""
        back = f"((x-({shift}))/({scale}))"
        density = f"({substitute(self.density, {'x': back})})/({scale})"
        return replace(self, density=density, support=_moved_support(self.support, scale, shift))

    def exponential(self) -> Model:
        """Return the density of log X for a model on ``x > 0``."""
        return replace(self, density=f"({substitute(self.density, {'x': '(exp(x))'})})*exp(x)", support="x in R")

    def reparametrized(self, name: str, by: str) -> Model:
        """Return the model in which parameter ``name``, declared positive, is ``by``, a text over ``name`` itself."""
        rule = {name: f"({by})"}
        return replace(
            self,
            density=substitute(self.density, rule),
            support=substitute(self.support, rule),
            parameters=self.parameters,
        )


def substitute(text: str, rule: Mapping[str, str]) -> str:
    """Replace whole names in a text, all at once; the R of ``mu in R`` names a set and stays."""
    return re.sub(r"(\bin )?\b([A-Za-z][A-Za-z0-9_]*)", lambda m: m[0] if m[1] else rule.get(m[0], m[0]), text)


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z0-9_]*", text)


def _moved_support(support: str, scale: str, shift: str) -> str:
    """Move both ends of an interval in the grammar of ``--support``."""
    if support.startswith("x in R"):
        return support

    def moved(end: str) -> str:
        return f"({scale})*({end})+({shift})"

    parts = re.split(r"\s*(<=|>=|<|>)\s*", support)
    return " ".join(p if p in {"<", ">", "<=", ">=", "x"} else moved(p) for p in parts)


def of_family(family: Family) -> Model:
    """Return a catalogue density as a model."""
    return Model(
        family.density,
        family.support,
        {p.name: p.domain for p in family.parameters},
        {c.name: c.domain for c in family.constants},
        family.variables[0],
    )


def models() -> tuple[Model, ...]:
    """Return every catalogue density of one variable called ``x``."""
    return tuple(of_family(f) for f in all_families() if f.variables == ("x",))


QUICK = (
    "exponential",
    "normal",
    "gamma",
    "weibull",
    "poisson",
    "bernoulli",
    "rayleigh",
    "laplace",
    "pareto",
    "logistic",
)
"""Families whose derivation takes a fraction of a second."""


def quick_models() -> tuple[Model, ...]:
    """Return a few densities that are derived at once."""
    return tuple(of_family(f) for f in all_families() if f.name in QUICK)


ODD_NAMES = (
    "lambda gamma beta zeta N S O Q test in alpha theta_1 theta1 x_m Omega np self print rate is mu sigma2 A_b tau "
    "Beta e1 i j t z pi_1 score Symbol Integer None_1"
).split()
"""Names that mean something to Python, SymPy or our own generated code; each is a symbol when it is declared."""

names = st.sampled_from([n for n in ODD_NAMES if n != "in"])

PIECES = (
    "x p ( ) [ ] { } | ^ * / - + ! , ; : = ~ < > <= e E I pi oo 1 2 0 .5 1e3 gamma exp ln sqrt Piecewise True in for "
    "where \\ \\frac _ ... λ ² √ ∞ ∈ 𝟙 1{ Eq Min binomial factorial zeta polygamma nan x_1 lambda def N0 R and or not "
    "hyper & ' if given normal gamma( poisson( ½ \\left \\right \\mid \\exp \\sum_{ \\begin{cases} $ % # @ \" "
    "\n \t 9999 0.1 >= != -> ∂ ∑ ∏"
).split(" ")

SEEDS = (
    "theta*exp(-theta*x)",
    "f(x; a) = a x^(a-1), 0 < x < 1",
    "{0: 1-p, 1: p}",
    "x ~ normal(mu, sigma)",
    "y ~ poisson(exp(a + b*z))",
    r"\frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
    "C(n,k) p^k (1-p)^(n-k), k in {0, ..., n}, 0 < p < 1",
    "mvnormal([m1, m2], [[a, b], [b, c]])",
    "Piecewise((p, Eq(x, 1)), (1-p, True))",
    "λ^k e^(-λ)/k!, λ > 0",
    r"f(x\mid\theta)=\theta e^{-\theta x}\mathbf{1}_{x>0}",
)

byte_soup = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda b: b.decode("utf-8", "replace")),
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join),
)
"""Characters, bytes and pieces of the grammar in any order."""


@st.composite
def near_misses(draw: st.DrawFn) -> str:
    """Draw a valid density with one to three pieces cut out, doubled, swapped or put in."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 4)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(PIECES), st.just(text[start:stop] * 2)))
        text = text[:start] + piece + text[stop:]
    return text


_LEAVES = ("x", "a", "b", "p", "theta", "lambda", "1", "2", "1/2", "3/7", "pi", "e", "0.25", "mu_1")
_FUNCTIONS = ("exp", "log", "sqrt", "gamma", "sin", "cosh", "erf", "Abs", "loggamma", "atan")


def expressions() -> st.SearchStrategy[str]:
    """Return a strategy of well-formed expressions over a few names, in every spelling of products and powers."""
    leaves = st.sampled_from(_LEAVES)

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            pair.map(lambda t: f"({t[0]}) + ({t[1]})"),
            pair.map(lambda t: f"({t[0]})*({t[1]})"),
            pair.map(lambda t: f"({t[0]})({t[1]})" if not t[0].isalpha() else f"{t[0]}*({t[1]})"),
            pair.map(lambda t: f"({t[0]})/({t[1]})"),
            pair.map(lambda t: f"({t[0]}) - ({t[1]})"),
            st.tuples(inner, st.sampled_from(["2", "3", "1/2", "-1", "a", "x"])).map(lambda t: f"({t[0]})^({t[1]})"),
            st.tuples(st.sampled_from(_FUNCTIONS), inner).map(lambda t: f"{t[0]}({t[1]})"),
            inner.map(lambda t: f"-({t})"),
        )

    return st.recursive(leaves, larger, max_leaves=8)


@st.composite
def densities(draw: st.DrawFn, pool: tuple[Model, ...]) -> Model:
    """Draw a density: a real family, renamed, moved, put on the log scale or reparametrized."""
    model = draw(st.sampled_from(pool))
    if model.continuous and draw(st.booleans()):
        model = model.moved(draw(st.sampled_from(["2", "1/3", "5/2"])), draw(st.sampled_from(["0", "1", "-3/2"])))
    if draw(st.booleans()):
        old = list(model.parameters)
        new = draw(
            st.lists(
                names.filter(lambda n: n not in model.constants), min_size=len(old), max_size=len(old), unique=True
            )
        )
        model = model.renamed(dict(zip(old, new, strict=True)))
    return model
