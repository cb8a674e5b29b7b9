"""Every law for every family of the catalogue: a new family gets its tests for free."""

import pytest

from symfisher import families
from tests.laws import LAWS, reparametrizations_agree, subject

FAMILIES = {family.name: family for family in families.all_families()}
OTHERS = [(f, p) for f in FAMILIES.values() for p in f.parametrizations]


@pytest.mark.parametrize("name", FAMILIES)
def test_laws(name):
    """A family obeys the laws of `tests.laws`, and is as regular as the catalogue says."""
    s = subject(FAMILIES[name])
    assert [law.__name__ for law in LAWS if not law(s)] == []
    assert s.derivation.regularity.verdict == FAMILIES[name].verdict


@pytest.mark.parametrize("name", FAMILIES)
def test_families_with_a_published_form_are_closed(name):
    """Where a closed form is published for every entry, the engine finds one."""
    family = FAMILIES[name]
    published = family.information is not None and all(e not in (None, "oo") for row in family.information for e in row)
    assert subject(family).derivation.closed_form or not published


@pytest.mark.parametrize(("family", "chosen"), OTHERS, ids=[f"{f.name}-{p.name}" for f, p in OTHERS])
def test_reparametrizations(family, chosen):
    """The information transforms as a covariant tensor between the parametrizations of a family."""
    assert reparametrizations_agree(family, chosen)
