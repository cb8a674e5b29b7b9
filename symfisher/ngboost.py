"""Distributions for NGBoost from densities: `distribution`. Needs the extra ``symfisher[ngboost]``."""

from __future__ import annotations

from typing import Any

from symfisher.codegen import module_source
from symfisher.codegen.targets import python
from symfisher.derivation import Derivation
from symfisher.errors import MissingExtraError
from symfisher.information import derive


def distribution(density: Any, **options: Any) -> Any:
    """Return a class for ``NGBRegressor(Dist=...)`` with score, gradient and metric in closed form.

    Parameters
    ----------
    density
        What `symfisher.derive` takes, or a `Derivation`. Known constants have to be numbers.
    options
        Other arguments of `symfisher.derive`.

    Returns
    -------
    type
        A ``RegressionDistn`` whose parameters have the internal coordinates log (domains with one end), logit (two
        ends) or themselves, with ``fit``, ``sample`` and, where derivable, ``mean``; ``source`` is its source text. To
        pickle a model, write the class to a module first: ``symfisher codegen DENSITY --target ngboost -o FILE``.

    Raises
    ------
    MissingExtraError
        NGBoost is not installed.
    RegularityError
        The density is not regular, or its parameters cannot be told apart: no natural gradient.
    DomainError
        A parameter has no internal coordinate, or a constant no value.

    Examples
    --------
    >>> from ngboost import NGBRegressor  # doctest: +SKIP
    >>> NGBRegressor(Dist=distribution("x ~ gumbel(mu, beta)"))  # doctest: +SKIP
    """
    try:
        import ngboost  # noqa: F401
    except ImportError:
        raise MissingExtraError("a distribution for NGBoost", "ngboost") from None
    derivation = density if isinstance(density, Derivation) else derive(density, **options)
    text = module_source(derivation, "ngboost")
    found = python.load(text)["Distribution"]
    found.source = text
    return found
