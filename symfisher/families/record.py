"""The record of a catalogue family: plain strings, so that listing the catalogue never imports SymPy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from symfisher.errors import ParseError

Verdict = Literal["regular", "conditional", "non-regular", "undecided"]
Rows = tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Parameter:
    """A parameter, or a known constant, of a family.

    Attributes
    ----------
    name
        Its usual symbol, spelled so that SymPy reads it as a symbol (``lam``, not ``lambda``).
    domain
        The set it lives in, in the grammar of ``--param``: ``sigma > 0``, ``0 < p < 1``, ``mu in R``.
    roles
        Words that may be used as keywords in a family call instead of the name; the first is its title.
    latex
        Its LaTeX symbol; empty where the name itself says it (``mu``, ``x_m``).
    """

    name: str
    domain: str
    roles: tuple[str, ...] = ()
    latex: str = ""

    @property
    def keywords(self) -> tuple[str, ...]:
        """Every word that names this parameter in a call; a Greek letter that stands for it is one."""
        letter = self.latex.removeprefix("\\")
        greek = (letter,) if self.latex.startswith("\\") and letter.isalpha() else ()
        return tuple(dict.fromkeys((self.name, *self.roles, *greek)))


@dataclass(frozen=True)
class Parametrization:
    """Other parameters for the same density.

    ``substitution`` gives every canonical parameter, in order, as an expression in the new ones and the constants.
    """

    name: str
    parameters: tuple[Parameter, ...]
    substitution: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Binding:
    """A family call with each argument in its place.

    Attributes
    ----------
    family
        The family that was called.
    parametrization
        The parametrization that the keywords chose.
    arguments
        (name, argument) for every parameter of that parametrization and every constant; arguments are as handed in, and
        for a call without any they are the names themselves.
    expressions
        (canonical name, expression in the names of ``arguments``) for every canonical parameter and constant, to be put
        into the density. Names and arguments may share spellings: substitute on expressions, all at once.
    """

    family: Family
    parametrization: Parametrization
    arguments: tuple[tuple[str, Any], ...]
    expressions: tuple[tuple[str, str], ...]

    @property
    def domains(self) -> tuple[tuple[str, str], ...]:
        """(name, domain) of every name in ``arguments``."""
        return tuple((q.name, q.domain) for q in self.parametrization.parameters + self.family.constants)


@dataclass(frozen=True)
class Family:
    """A named density with what is published about it.

    Attributes
    ----------
    name
        Its name in calls and the name of its file.
    title
        Its name in tables.
    parameters, constants
        What is differentiated, in the order of the matrix rows, and what is known.
    support
        In the grammar of ``--support``.
    density
        In the grammar of typed densities, valid on the support.
    information
        Published E[score scoreᵀ] in SymPy syntax over the names: a full matrix. An entry is ``None`` where no closed
        form is recorded and ``"oo"`` where it is infinite.
    source
        Where the information is published: author, year, page, section or function.
    aliases
        Other names in calls.
    variables
        One, or several, in the order of the support.
    when
        Where in the declared domain the published information holds: ``k > 2``; a point excluded by ``!=`` is a
        removable singularity of the form, not of the information.
    verdict
        Regularity on the whole declared domain, in the words of `symfisher.derivation.Regularity`.
    no_closed_form
        Who says, or shows by integrating, summing or simulating instead, that no closed form is known for the entries
        ``None``; empty where nothing is claimed.
    parametrizations
        Further ones; the canonical one is not among them.
    call_order
        Names in the order of positional arguments, where it is not parameters followed by constants.
    notes
        What a reader should know.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    support: str
    density: str
    information: Rows
    source: str
    aliases: tuple[str, ...] = ()
    constants: tuple[Parameter, ...] = ()
    variables: tuple[str, ...] = ("x",)
    when: str = ""
    verdict: Verdict = "regular"
    no_closed_form: str = ""
    parametrizations: tuple[Parametrization, ...] = ()
    call_order: tuple[str, ...] = ()
    notes: str = ""

    @property
    def variable(self) -> str:
        """The first variable."""
        return self.variables[0]

    @property
    def canonical(self) -> Parametrization:
        """The parametrization that the density is written in."""
        same = tuple((p.name, p.name) for p in self.parameters)
        return Parametrization("canonical", self.parameters, same)

    @property
    def all_parametrizations(self) -> tuple[Parametrization, ...]:
        """The canonical parametrization, then the others."""
        return (self.canonical, *self.parametrizations)

    def positional(self, chosen: Parametrization) -> tuple[Parameter, ...]:
        """Return what positional arguments of ``chosen`` mean, in order."""
        quantities = chosen.parameters + self.constants
        if not self.call_order:
            return quantities
        # Another parametrization takes the places of the canonical parameters one by one.
        places = dict(zip((p.name for p in self.parameters + self.constants), quantities, strict=False))
        ordered = tuple(places[name] for name in self.call_order if name in places)
        return ordered + tuple(q for q in quantities if q not in ordered)

    def signature(self, chosen: Parametrization) -> str:
        """Return the call as one writes it: ``gamma(a, m)``."""
        return f"{self.name}({', '.join(q.name for q in self.positional(chosen))})"

    def bind(self, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Binding:
        """Choose the parametrization that a call means and put each argument in its place.

        Parameters
        ----------
        args, kwargs
            Positional and named arguments, of any type: they are passed through untouched. Positional ones follow the
            canonical order, unless keywords choose another parametrization. None at all means the usual symbols.

        Raises
        ------
        ParseError
            An argument is unknown, missing, given twice, or there are too many.
        """
        named = dict(kwargs or {})
        if not args and not named:
            quantities = self.parameters + self.constants
            return self._binding(self.canonical, {q.name: q.name for q in quantities})
        known = {w for p in self.all_parametrizations for q in p.parameters + self.constants for w in q.keywords}
        for keyword in named:
            if keyword not in known:
                raise ParseError(self._unknown_keyword(keyword, known))
        fitting = [p for p in self.all_parametrizations if _accepts(p.parameters + self.constants, named)]
        if not fitting:
            raise ParseError(f"{self.name} has no parametrization with {_listed(named)}; {self._offers()}")
        refusals = []
        for chosen in fitting:
            placed = self._place(chosen, args, named)
            if isinstance(placed, dict):
                return self._binding(chosen, placed)
            refusals.append(placed)
        raise ParseError(refusals[0])

    def _place(self, chosen: Parametrization, args: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any] | str:
        """Return name → argument, or the sentence that says why the arguments do not fit ``chosen``."""
        order = self.positional(chosen)
        taken = {q.name: value for word, value in named.items() for q in order if word in q.keywords}
        if len(args) > len(order):
            return f"{self.name} takes {len(order)} arguments, got {len(args)}; {self._offers()}"
        for quantity, value in zip(order, args, strict=False):
            if quantity.name in taken:
                return f"{self.name} got '{quantity.name}' twice, by position and by name"
            taken[quantity.name] = value
        missing = [q.name for q in order if q.name not in taken]
        if missing:
            return f"{self.name} needs {_listed(missing)} too: {self.signature(chosen)}; {self._offers()}"
        return {q.name: taken[q.name] for q in order}

    def _binding(self, chosen: Parametrization, placed: Mapping[str, Any]) -> Binding:
        """Return the binding for arguments that are all in place."""
        quantities = chosen.parameters + self.constants
        constants = tuple((c.name, c.name) for c in self.constants)
        arguments = tuple((q.name, placed[q.name]) for q in quantities)
        return Binding(self, chosen, arguments, chosen.substitution + constants)

    def _unknown_keyword(self, keyword: str, known: Iterable[str]) -> str:
        """Return the message about a keyword that no parametrization has."""
        near = difflib.get_close_matches(keyword, sorted(known), n=1)
        hint = f"did you mean '{near[0]}'?" if near else self._offers()
        return f"{self.name} has no parameter '{keyword}'; {hint}"

    def _offers(self) -> str:
        """Return the calls that exist, by keyword where there is one."""
        return "write " + " or ".join(self.signature(p) for p in self.all_parametrizations)


def symmetric(*rows: Sequence[str | None]) -> Rows:
    """Return the full matrix whose row i is given from the diagonal on.

    Examples
    --------
    >>> symmetric(("polygamma(1, a)", "-1/b"), ("a/b**2",))
    (('polygamma(1, a)', '-1/b'), ('-1/b', 'a/b**2'))
    """
    size = len(rows)
    return tuple(tuple(rows[min(i, j)][abs(i - j)] for j in range(size)) for i in range(size))


def unknown(size: int) -> Rows:
    """Return the matrix with no entry recorded.

    Examples
    --------
    >>> unknown(1)
    ((None,),)
    """
    return ((None,) * size,) * size


def _accepts(quantities: Sequence[Parameter], named: Iterable[str]) -> bool:
    """Say whether each name in ``named`` is a keyword of one quantity, and no quantity is named twice."""
    hits = [[q.name for q in quantities if word in q.keywords] for word in named]
    flat = [h[0] for h in hits if h]
    return all(hits) and len(set(flat)) == len(flat)


def _listed(names: Iterable[str]) -> str:
    """Return ``'a', 'b' and 'c'``."""
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
