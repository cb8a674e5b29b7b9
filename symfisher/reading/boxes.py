"""Boxes of regions: the widest domains of all open quantities on which an expression has mass one on a support."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import sympy as sp

from symfisher.domains import POSITIVE, REAL, UNIT, Domain, Expr, Interval
from symfisher.reading.question import ABOVE, BIG, MOST_OPEN, NEGATIVE, SMALL, SYMMETRIC, Box, Cell, Question, Support
from symfisher.reading.totals import fits

_WIDE = {
    "positive": (0.45, 3.7),
    "unit": (0.12, 0.93),
    "above": (1.23, 4.3),
    "symmetric": (-0.88, 0.93),
    "real": (-3.1, 4.2),
    "beyond": (-0.88, 3.7),
    "simplex": (0.03, 0.27),
}
_BEYOND = Interval(sp.Integer(-1), sp.oo)
_DOMAINS: dict[str, Domain] = {
    "real": REAL, "positive": POSITIVE, "unit": UNIT, "above": ABOVE, "symmetric": SYMMETRIC, "negative": NEGATIVE,
    "beyond": _BEYOND,
}  # fmt: skip
_JUST_OUTSIDE = {
    "positive": (-0.03,),
    "unit": (1.03, -0.03),
    "above": (0.97,),
    "symmetric": (1.03, -1.03),
    "beyond": (-1.03,),
}
"""Values a little outside the finite ends of a domain."""
_RANK = {"real": 5, "beyond": 4, "positive": 3, "negative": 3, "symmetric": 2, "unit": 1, "above": 1, "simplex": 1}


def find_answers(question: Question, supports: Sequence[Support]) -> list[tuple[Support, Box]]:
    """Return every support on which some domains work, with the widest; negative domains only if nothing else works."""
    found: list[tuple[Support, Box]] = []
    for negative in (False, True) if len(question.variables) == 1 else (False,):
        question.negative = negative
        boxes = [(support, find_box(question, support)) for support in supports]
        found = [(support, box) for support, box in boxes if box is not None]
        if found:
            break
    return found


def find_box(question: Question, support: Support) -> Box | None:
    """Return the widest standard domains on which the expression is a density on ``support``."""
    count = len(question.open)
    if count == 0:
        return () if fits(question, support, ()) else None
    if count > MOST_OPEN:
        return None
    for kinds in (*_plain_boxes(count, question.negative), *_simplex_boxes(count, question.negative)):
        if all(fits(question, support, cell) for cell in _cells(kinds)):
            for wider in _WAYS_TO_WIDEN:
                widened = _widened(question, support, list(kinds), wider)
                if widened is not None:
                    return widened
    return None


_WAYS_TO_WIDEN: tuple[dict[str, tuple[str, ...]], ...] = (
    {"positive": ("real", "beyond"), "unit": ("symmetric",)},
    {"positive": ("real",), "unit": ("symmetric",)},
    {"positive": ("real",)},
    {},
)
"""What a kind of domain is widened to; the later ones where more turns out to hold for some values of the others only."""


def _plain_boxes(count: int, negative: bool) -> list[Box]:
    """Return boxes from wide to narrow: all positive; then some of them in (0, 1), above 1 or negative."""
    if count > 4:
        return [] if negative else list(_few_narrow(count))
    choices = ("positive", "negative", "unit", "above") if negative else ("positive", "unit", "above")
    boxes = [b for b in itertools.product(choices, repeat=count) if ("negative" in b) == negative]
    return sorted(boxes, key=lambda box: (box.count("negative"), -width_of(box)))


def _simplex_boxes(count: int, negative: bool) -> Iterator[Box]:
    """Yield boxes in which some quantities, few before many, are positive with a sum below one (probabilities)."""
    if not negative:
        for size in range(2, min(count, 5) + 1):
            for places, other in itertools.product(itertools.combinations(range(count), size), ("positive", "unit")):
                if size < count or other == "positive":
                    yield tuple("simplex" if i in places else other for i in range(count))


def _few_narrow(count: int) -> Iterator[Box]:
    """Yield boxes of many quantities with at most two narrow ones."""
    yield ("positive",) * count
    for places in itertools.chain(itertools.combinations(range(count), 1), itertools.combinations(range(count), 2)):
        for kind in ("unit", "above"):
            yield tuple(kind if i in places else "positive" for i in range(count))


def _region_values(kind: str, position: int) -> tuple[float, ...]:
    small, big = SMALL[position % len(SMALL)], BIG[position % len(BIG)]
    regions = {"positive": (small, big), "unit": (small,), "above": (big,), "negative": (-small, -big)}
    return regions.get(kind, (0.11 + 0.01 * position, 0.19 - 0.01 * position))


def _cells(kinds: Box) -> Iterator[Cell]:
    """Yield the corners of a box; for many quantities the two extreme corners and the alternating ones."""
    pools = [_region_values(kind, i) for i, kind in enumerate(kinds)]
    if len(pools) <= 3:
        yield from itertools.product(*pools)
        return
    for pattern in (0b0000_0000, 0b1111_1111, 0b0101_0101, 0b1010_1010, 0b0011_0011, 0b1100_1100):
        yield tuple(pool[(pattern >> i & 1) % len(pool)] for i, pool in enumerate(pools))


def _widened(question: Question, support: Support, kinds: list[str], widths: Mapping[str, Sequence[str]]) -> Box | None:
    """Widen domains to the real line or (−1, 1) one after the other, then try values deeper inside each."""
    for index, kind in enumerate(kinds):
        for wider in widths.get(kind, ()):
            if _extends(question, support, kinds, index, wider):
                kinds[index] = wider
                break
    for side in (0, 1):
        for index, kind in enumerate(kinds):
            if kind == "negative":
                continue
            cell = [_middle(k, i) for i, k in enumerate(kinds)]
            cell[index] = _WIDE[kind][side]
            if not fits(question, support, tuple(cell), careful=True):
                return None
    return tuple(kinds)


def _middle(kind: str, position: int) -> float:
    small, big = SMALL[position % len(SMALL)], BIG[position % len(BIG)]
    middle = {"above": big, "negative": -small, "real": -small, "symmetric": -small, "simplex": 0.13, "beyond": small}
    return middle.get(kind, small)


def _extends(question: Question, support: Support, kinds: list[str], index: int, wider: str) -> bool:
    """Whether the negative values and zero that a wider domain adds for one quantity fit too."""
    small, big = SMALL[index % len(SMALL)], BIG[index % len(BIG)]
    tried = (-small, 0.0, -big) if wider == "real" else (-small, 0.0)
    for value in tried:
        for other in ("low", "high"):
            cell = [_other(kind, i, other) for i, kind in enumerate(kinds)]
            cell[index] = value
            if not fits(question, support, tuple(cell), careful=True):
                return False
    return True


def _other(kind: str, position: int, side: str) -> float:
    small, big = SMALL[position % len(SMALL)], BIG[position % len(BIG)]
    low = {"above": big, "negative": -small, "real": -big, "symmetric": -small, "simplex": 0.12}.get(kind, small)
    high = {"unit": small, "symmetric": small, "simplex": 0.18, "negative": -big}.get(kind, big)
    return low if side == "low" else high


def goes_beyond(question: Question, support: Support, box: Box, index: int) -> Expr | None:
    """Return an end of one domain of a box beyond which the expression is a density too; a mirror image is none.

    Shares end where their sum is one. The others take several values, so that the answer is about all of them.
    """
    cell = [_middle(kind, i) for i, kind in enumerate(box)]
    if box[index] == "simplex":
        share = 1.15 / box.count("simplex")
        full = tuple(share if kind == "simplex" else v for v, kind in zip(cell, box, strict=True))
        return sp.Integer(1) if fits(question, support, full) else None
    mirrored = list(cell)
    mirrored[index] *= -1
    if box[index] == "positive" and fits(question, support, tuple(mirrored)):
        return None
    for value in _JUST_OUTSIDE.get(box[index], ()):
        cells = [[_other(kind, i, side) for i, kind in enumerate(box)] for side in ("low", "high")]
        if all(fits(question, support, (*c[:index], value, *c[index + 1 :])) for c in (*cells, cell)):
            return sp.Integer(round(value))
    return None


def domains_of(question: Question, box: Box) -> dict[str, Domain]:
    """Return the domains that a box stands for; those of a simplex refer to one another."""
    shares = [q.symbol for q, kind in zip(question.open, box, strict=True) if kind == "simplex"]
    return {
        q.name: Interval(sp.Integer(0), 1 - sp.Add(*(s for s in shares if s != q.symbol)))
        if kind == "simplex"
        else _DOMAINS[kind]
        for q, kind in zip(question.open, box, strict=True)
    }


def width_of(box: Box) -> int:
    """Return how wide a box is, by the ranks of its regions."""
    return sum(_RANK[kind] for kind in box)
