"""Every string of the catalogue is read by the grammar of typed densities."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.families import Family, all_families
from symfisher.reading import read, read_expression

FAMILIES = pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)


def names(family: Family) -> list[str]:
    """Return every name that a record's formulas may contain."""
    return [*family.variables, *(q.name for q in family.parameters + family.constants)]


@FAMILIES
def test_density_support_and_domains(family: Family) -> None:
    """Density, support and domains are read as they stand, and nothing is left to be inferred."""
    record = read(
        family.density,
        variables=family.variables,
        support=family.support,
        parameters=[p.domain for p in family.parameters],
        constants=[c.domain for c in family.constants],
    )
    assert [q.name for q in record.quantities] == names(family)
    assert record.inferred == ()


@FAMILIES
def test_information(family: Family) -> None:
    """The published information means the same in our grammar and in SymPy's."""
    symbols = {name: sp.Symbol(name) for name in names(family)}
    for entry in {entry for row in family.information for entry in row if entry is not None}:
        ours, theirs = read_expression(entry, names(family)), sp.sympify(entry, locals=symbols)
        assert ours == theirs or sp.expand(ours - theirs) == 0


@FAMILIES
def test_substitutions(family: Family) -> None:
    """So do the substitutions of its parametrizations."""
    for chosen in family.parametrizations:
        words = [q.name for q in chosen.parameters + family.constants]
        for _, text in chosen.substitution:
            assert read_expression(text, words) == sp.sympify(text, locals={w: sp.Symbol(w) for w in words})
