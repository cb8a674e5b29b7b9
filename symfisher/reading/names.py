"""Near names: what somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'gamma'?"`` for the known name nearest to ``name``, or an empty string.

    Examples
    --------
    >>> suggestion("gama", ["beta", "gamma"])
    "; did you mean 'gamma'?"
    >>> suggestion("w", ["beta", "gamma"])
    ''
    """
    import difflib  # only for mistakes

    pool = sorted(set(known))
    near = difflib.get_close_matches(name, pool, n=1, cutoff=0.7)
    if not near:
        near = [k for k in pool if k.lower() == name.lower()][:1]
    return f"; did you mean '{near[0]}'?" if near else ""
