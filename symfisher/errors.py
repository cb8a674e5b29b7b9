"""Everything symfisher raises on purpose: one class a mistake, each with the exit code the command line uses."""

from __future__ import annotations


class SymfisherError(Exception):
    """Root of every exception that symfisher raises on purpose; its text is one line that offers the next move."""

    exit_code = 1


class ParseError(SymfisherError):
    """A text could not be read.

    Attributes
    ----------
    source, position
        The text and the 0-based offset of the place, or ``None`` if the mistake has no single place.
    """

    def __init__(self, message: str, source: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        self.source = source
        self.position = position

    def __str__(self) -> str:
        """Return the message, followed by the line in question and a caret if the place is known."""
        message = str(self.args[0])
        if self.source is None or self.position is None:
            return message
        return f"{message}\n{_window(self.source, self.position)}"


def _window(source: str, position: int, width: int = 72) -> str:
    """Return the part of ``source`` around ``position`` with a caret below it."""
    flat = "".join(c if c.isprintable() else " " for c in source)
    start = max(0, min(position - width // 2, len(flat) - width))
    return f"  {flat[start : start + width]}\n  {' ' * (position - start)}^"


class AmbiguityError(ParseError):
    """What was left out can be filled in several ways, or in none; the message names the option that settles it."""


class DomainError(SymfisherError):
    """A value or a domain is impossible: out of range, empty, contradictory or not a number."""


class NotNormalizedError(SymfisherError):
    """The expression is not a density: it does not integrate to one, or it is negative somewhere.

    Attributes
    ----------
    total
        The total mass found, as text, or ``None`` if the mass is not the problem.
    """

    def __init__(self, message: str, total: str | None = None) -> None:
        super().__init__(message)
        self.total = total


class RegularityError(SymfisherError):
    """A result was asked for that holds only under regularity conditions which fail here."""

    exit_code = 4


class ClosedFormNotFoundError(SymfisherError):
    """`Derivation.require_closed_form` found an entry without a closed form; ``steps`` holds the derivation so far."""

    exit_code = 5

    def __init__(self, message: str, steps: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.steps = steps


class TimeLimitError(SymfisherError):
    """The derivation did not end within its time limit."""

    exit_code = 3


class MissingProgramError(SymfisherError):
    """A format needs a program that is not installed or did not succeed; the message names it and the next move."""


class MissingExtraError(SymfisherError):
    """A feature needs an optional dependency; the message names the extra to install."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f'{feature} needs an optional dependency: pip install "symfisher[{extra}]"')
        self.extra = extra
