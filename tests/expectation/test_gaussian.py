"""Gaussian densities by the trace formula."""

from __future__ import annotations

import pytest
import sympy as sp

import symfisher


def test_every_entry_is_the_trace_formula():
    """For N_2(m, V) with V linear in its entries, ½ tr(V⁻¹ ∂V V⁻¹ ∂V) is every entry of the lower block."""
    found = symfisher.derive("mvnormal([m1, m2], [[u, w], [w, v]])")
    u, v, w = (q.symbol for q in found.density.parameters if q.name in "uvw")
    by_name = {q.name: q.symbol for q in found.density.parameters}
    covariance = sp.Matrix([[by_name["u"], by_name["w"]], [by_name["w"], by_name["v"]]])
    inverse = covariance.inv()
    for i, s in enumerate(found.density.thetas):
        for j, t in enumerate(found.density.thetas):
            if {s, t} <= {u, v, w}:
                wanted = (inverse * covariance.diff(s) * inverse * covariance.diff(t)).trace() / 2
                assert sp.simplify(found.own.expected_information[i, j] - wanted) == 0


@pytest.mark.slow
def test_four_dimensions_with_all_parameters():
    """Large entries are products of cofactors over a power of the determinant: every entry of N_4(m, V) is closed."""
    rows = ", ".join("[" + ", ".join(f"v{min(i, j)}{max(i, j)}" for j in range(1, 5)) + "]" for i in range(1, 5))
    found = symfisher.derive(f"mvnormal([m1, m2, m3, m4], [{rows}])")
    assert found.closed_form
    assert found.verification.status == "passed"
