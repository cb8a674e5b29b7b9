"""Titles name the density and the values it is shown at."""

from symfisher.plotting.settled import title_of
from symfisher.reading import read


def test_values_go_beneath_a_long_density():
    """One line where it fits, two where only each part does."""
    short = read("x ~ normal(m, s)")
    assert title_of(short, "m=0, s=1") == "x ~ normal(m, s),  m = 0, s = 1"
    text = "f(x; m, s) = exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi)), x in R, m in R, s > 0"
    assert title_of(read(text), "m=0, s=1") == f"{text}\nm = 0, s = 1"
