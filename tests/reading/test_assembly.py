"""Symbols inside a density are our own."""

from __future__ import annotations

from symfisher.reading import read


def test_symbols_are_reserved_by_position() -> None:
    """Whatever the user calls them, symbols are _x1, _t1, _c1 with the assumptions of their domains."""
    density = read("f(E; N) = N exp(-N E) S/S", support="E > 0", parameters=["N > 0"])
    assert [str(q.symbol) for q in density.quantities] == ["_x1", "_t1"]
    assert density.thetas[0].is_positive


def test_no_working_symbol_is_left() -> None:
    """Ends of domains are written in our symbols too."""
    density = read("1/(b-a)", support="a < x < b", parameters=["a in R", "b > a"])
    assert density.variables[0].domain.ends == density.thetas
