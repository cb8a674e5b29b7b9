"""Pictures of what Fisher information means: functions that return a figure, and the files of ``symfisher plot``.

A picture is first made as a record (`picture`), by one file for each kind in `kinds`, then
drawn by matplotlib (`drawing`) or written for PGFPlots (`pgfplots`).
"""

from __future__ import annotations

from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symfisher.derivation import Derivation
    from symfisher.plotting.picture import Picture

KINDS = tuple(sorted(module.name for module in iter_modules([f"{__path__[0]}/kinds"])))
"""What can be drawn: the modules in ``symfisher.plotting.kinds``."""

FORMATS = ("png", "svg", "pdf", "tex")
"""Endings of the files that can be written."""

__all__ = [
    "FORMATS",
    "KINDS",
    "plot_curvature",
    "plot_data_score",
    "plot_diffusion",
    "plot_divergence",
    "plot_efficiency",
    "plot_ellipse",
    "plot_information",
    "plot_noise",
    "plot_score",
    "simulate",
    "write",
]


def plot_curvature(derivation: Derivation, samples: Any, at: Any = None) -> Any:
    """Return the figure of the log-likelihood around its maximum, with the osculating circle of radius 1/J(θ̂).

    Parameters
    ----------
    samples
        One sample, shape (n,), a list of samples, or a mapping from labels to samples.
    at
        Values of known constants: ``"n=10"`` or a mapping.

    Raises
    ------
    DomainError
        The density has not exactly one parameter, or a likelihood has no interior maximum.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import curvature, drawing

    return drawing.figure(curvature.picture(derivation, samples, at))


def plot_information(derivation: Derivation, at: Any = None, **options: Any) -> Any:
    """Return the figure of the expected information over a range, with the Cramér-Rao bound beneath.

    Parameters
    ----------
    at
        Values of known constants; those of parameters choose the range.
    options
        ``ranges``, ``n`` and ``entry``; see `symfisher.plotting.information.picture`.

    Raises
    ------
    DomainError
        There are more than two parameters, or the information is finite nowhere.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing, information

    return drawing.figure(information.picture(derivation, at, **options))


def plot_score(derivation: Derivation, sample: Any, at: Any = None) -> Any:
    """Return the figure of the scores of a sample, their slope at θ̂ and their spread.

    Parameters
    ----------
    sample
        The observations, shape (n,).
    at
        Values of known constants.

    Raises
    ------
    DomainError
        The density has not exactly one parameter, or the likelihood has no interior maximum.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing, score

    return drawing.figure(score.picture(derivation, sample, at))


def plot_ellipse(derivation: Derivation, sample: Any, at: Any = None, *, level: float = 0.95) -> Any:
    """Return the figure of the confidence ellipses from expected and observed information.

    Parameters
    ----------
    sample
        The observations, shape (n,) or (n, d).
    at
        Values of known constants, and of both parameters if the truth is to be marked.
    level
        Confidence of the outer ellipse.

    Raises
    ------
    DomainError
        The density has not exactly two parameters, or the likelihood has no interior maximum.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing, ellipse

    return drawing.figure(ellipse.picture(derivation, sample, at, level=level))


def plot_data_score(density: Any, at: Any = None, **model: Any) -> Any:
    """Return the figure of a model score against the data score, with the density shaded.

    Parameters
    ----------
    density
        As `symfisher.score_matching.fisher_divergence` reads it.
    at
        Values of all parameters, the model's among them.
    model
        ``model_score`` or ``model_density``, and ``model_parameters``.

    Raises
    ------
    DomainError
        A value is missing, or the density has several variables.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing
    from symfisher.plotting.kinds import datascore
    from symfisher.score_matching.divergence import fisher_divergence

    return drawing.figure(datascore.picture(fisher_divergence(density, **model).model, at))


def plot_divergence(found: Any, at: Any = None, **options: Any) -> Any:
    """Return the figure of the terms of a divergence and their sum against a parameter of the model.

    Parameters
    ----------
    found
        A `FisherDivergence` or, for counts, a `RatioDivergence`.
    at
        Values of the other parameters.
    options
        ``vary`` and ``span``; see `symfisher.plotting.kinds.divergence.picture`.

    Raises
    ------
    DomainError
        The model has no such parameter, or a value is missing.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing
    from symfisher.plotting.kinds import divergence

    return drawing.figure(divergence.picture(found, at, **options))


def plot_noise(noisy: Any, at: Any = None, *, span: Any = None) -> Any:
    """Return the figure of J(p_t), its bounds and the denoising floor against the noise level.

    Parameters
    ----------
    noisy
        What `symfisher.score_matching.add_noise` returned.
    at
        Values of the density's parameters and constants.
    span
        First and last noise level.

    Raises
    ------
    DomainError
        A value is missing, or the information was found nowhere.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing
    from symfisher.plotting.kinds import noise

    return drawing.figure(noise.picture(noisy, at, span=span))


def plot_diffusion(noisy: Any, at: Any = None, *, span: Any = None) -> Any:
    """Return the figure of the density from data to noise, with its information written in.

    Parameters
    ----------
    noisy, at, span
        As for `plot_noise`.

    Raises
    ------
    DomainError
        A value is missing.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing
    from symfisher.plotting.kinds import diffusion

    return drawing.figure(diffusion.picture(noisy, at, span=span))


def plot_efficiency(found: Any, at: Any = None, **options: Any) -> Any:
    """Return the figure of the efficiency of score matching against maximum likelihood.

    Parameters
    ----------
    found
        What `symfisher.score_matching.score_matching_estimator` returned.
    at
        Values of the parameters that do not vary.
    options
        ``vary`` and ``span``; see `symfisher.plotting.kinds.efficiency.picture`.

    Raises
    ------
    DomainError
        There is no such parameter, or a value is missing.
    MissingExtraError
        matplotlib is not installed.
    """
    from symfisher.plotting import drawing
    from symfisher.plotting.kinds import efficiency

    return drawing.figure(efficiency.picture(found, at, **options))


def simulate(derivation: Derivation, size: int, at: Any, seed: int = 0) -> Any:
    """Return a sample of independent observations, shape (size,): the same one for the same seed.

    Raises
    ------
    DomainError
        A value is missing, the density has several variables, or its mass was not found.

    Examples
    --------
    >>> from symfisher import derive
    >>> simulate(derive("x ~ poisson(m)"), 5, "m=3")
    array([3., 2., 0., 0., 4.])
    """
    from symfisher.plotting.model import model
    from symfisher.plotting.samples import draw

    return draw(model(derivation, at), size, seed)


def write(picture: Picture, format_: str) -> bytes:
    """Return the file of a picture in one of the `FORMATS`; the same bytes for the same picture.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed; PGFPlots source is written without it.
    """
    if format_ == "tex":
        from symfisher.plotting.pgfplots import source

        return source(picture).encode()
    from symfisher.plotting.drawing import image

    return image(picture, format_)
