"""Erlang distribution with known integer shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="erlang",
    title="Erlang",
    parameters=(Parameter("lam", "lam > 0", ("rate",), r"\lambda"),),
    constants=(Parameter("k", "k in {1, 2, ...}", ("shape",)),),
    call_order=("k", "lam"),
    support="x > 0",
    density="lam**k*x**(k-1)*exp(-lam*x)/factorial(k-1)",
    information=symmetric(
        ("k/lam**2",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function erlang",
    verdict="regular",
)
