"""What the pictures show is what is derived."""

import numpy as np
import pytest

import symfisher
from symfisher.plotting import curvature, ellipse, information, score
from symfisher.plotting.picture import Area, Curve, HeatMap, Points

DATA = [0.3, 1.1, 0.2, 0.9]
EXPONENTIAL = "theta*exp(-theta*x)"


@pytest.fixture(scope="module")
def exponential():
    return symfisher.derive(EXPONENTIAL)


def curves(panel):
    return [layer for layer in panel.layers if isinstance(layer, Curve)]


def test_radius_of_the_circle(exponential):
    """The circle of an exponential sample has radius θ̂²/n and touches the maximum from below."""
    (panel,) = curvature.picture(exponential, DATA).panels
    estimate = len(DATA) / sum(DATA)
    circle = curves(panel)[0]
    radius = estimate**2 / len(DATA)
    np.testing.assert_allclose(np.hypot(circle.x - estimate, circle.y + radius), radius)
    assert max(circle.y) == pytest.approx(0, abs=1e-12)
    assert panel.equal
    np.testing.assert_allclose(panel.xlim, [estimate - 4 * radius, estimate + 4 * radius])


def test_log_likelihood_is_below_zero_and_follows_the_circle(exponential):
    """The curve is the log-likelihood, whose second differences at the top are those of circle and parabola."""
    (panel,) = curvature.picture(exponential, DATA).panels
    curve = next(c for c in curves(panel) if c.label.startswith("$n"))
    assert np.nanmax(curve.y) == pytest.approx(0, abs=1e-12)
    n, mean = len(DATA), np.mean(DATA)
    known = n * (np.log(curve.x) - mean * curve.x) - n * (np.log(1 / mean) - 1)
    np.testing.assert_allclose(curve.y, known, atol=1e-10)


def test_small_circles_get_a_window(exponential):
    """Samples whose radius is under a tenth of the largest are shown in an inset, at maxima laid on each other."""
    (panel,) = curvature.picture(exponential, [DATA, DATA * 3, DATA * 50]).panels
    ((_, inset),) = panel.insets
    assert inset.title == "$n=200$"
    assert panel.xlim[0] == -panel.xlim[1]


def test_bound_is_the_inverse():
    """Beneath n/(p(1−p)) stands p(1−p)/(N·n)."""
    derived = symfisher.derive("x ~ binomial(n, p)")
    upper, lower = information.picture(derived, "n=10", n=20).panels
    (above,), (below,) = curves(upper), curves(lower)
    np.testing.assert_allclose(above.y, 10 / (above.x * (1 - above.x)))
    np.testing.assert_allclose(below.y, above.x * (1 - above.x) / 200)
    assert "N=20" in lower.ylabel


def test_no_bound_where_it_does_not_apply():
    """For uniform(0, θ) only the information is drawn."""
    assert len(information.picture(symfisher.derive("x ~ uniform_zero_theta(theta)")).panels) == 1


def test_map_of_the_determinant():
    """Two parameters give a map of the determinant: 2/σ⁴ for the normal distribution."""
    upper, lower = information.picture(symfisher.derive("x ~ normal(mu, sigma)"), n=3).panels
    (above,), (below,) = upper.layers, lower.layers
    assert isinstance(above, HeatMap)
    np.testing.assert_allclose(above.values, np.broadcast_to(2 / above.y[:, None] ** 4, above.values.shape))
    np.testing.assert_allclose(below.values, 1 / (9 * above.values))


def test_map_of_an_entry():
    """An entry is shown with the same entry of the inverse, over the ranges asked for."""
    derived = symfisher.derive("x ~ gamma(shape=a, scale=b)")
    picture = information.picture(derived, ranges=[(1, 2), (1, 3)], entry=("a", "b"))
    values = picture.panels[0].layers[0]
    np.testing.assert_allclose(values.values, np.broadcast_to(1 / values.y[:, None], values.values.shape))
    assert picture.panels[0].xlim == (1, 2)


def test_domain_that_ends_at_another_parameter():
    """The map of the trinomial probabilities is blank where they add up to more than one."""
    picture = information.picture(symfisher.derive("x ~ trinomial"), "n=5")
    values = picture.panels[0].layers[0]
    total = values.x[None, :] + values.y[:, None]
    assert np.isnan(values.values[total > 1.001]).all()
    assert np.isfinite(values.values[total < 0.999]).all()


def test_slope_of_the_mean_score(exponential):
    """The tangent of the mean score has slope −J(θ̂)/n = −1/θ̂², and passes through zero at θ̂."""
    left, _ = score.picture(exponential, DATA).panels
    estimate = len(DATA) / sum(DATA)
    tangent = next(c for c in curves(left) if c.dashes == "dashed")
    assert (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0]) == pytest.approx(-1 / estimate**2)
    (point,) = (layer for layer in left.layers if isinstance(layer, Points))
    assert point.x == pytest.approx([estimate])


def test_spread_of_the_score():
    """The drawn distribution of the score has mean zero and the expected information 1/σ² as its variance."""
    derived = symfisher.derive("x ~ normal(mu, sigma)", parameters=["mu"])
    _, panel = score.picture(derived, DATA, "sigma=2").panels
    spread = next(layer for layer in panel.layers if isinstance(layer, Area))
    bars, edges = np.array(spread.x[1:-1:2]), np.array(spread.y)
    middles = (edges[1:-1:2] + edges[2::2]) / 2
    assert (bars * middles).sum() == pytest.approx(0, abs=1e-9)
    assert (bars * middles**2).sum() / bars.sum() == pytest.approx(1 / 4, rel=0.03)


def test_ellipses():
    """Every point of the outer ellipse has (θ − θ̂)ᵀ nI (θ − θ̂) = −2 log(1 − level)."""
    derived = symfisher.derive("x ~ normal(mu, sigma)")
    sample = np.array([1.0, 2.0, 4.0, 3.5])
    (panel,) = ellipse.picture(derived, sample, level=0.9).panels
    outline = next(c for c in curves(panel) if c.label.startswith("expected"))
    form = 4 * ((outline.x - sample.mean()) ** 2 + 2 * (outline.y - sample.std()) ** 2) / sample.var()
    np.testing.assert_allclose(form, -2 * np.log(0.1))


@pytest.mark.parametrize(
    ("text", "data", "message"),
    [
        ("x ~ gamma(a, b)", DATA, "shows one parameter"),
        ("x ~ poisson(m)", [0, 0, 0], "no interior maximum"),
        ("x ~ uniform_zero_theta(theta)", DATA, "maximum"),
        ("theta*exp(-theta*x)", [1.0, -1.0], "inside the support"),
    ],
)
def test_refused(text, data, message):
    """Where nothing curves, nothing is drawn, and the message says why."""
    with pytest.raises(symfisher.DomainError, match=message):
        curvature.picture(symfisher.derive(text), data)


def test_constants_need_values():
    """A known constant without a value is asked for."""
    with pytest.raises(symfisher.DomainError, match="a value is missing for n"):
        information.picture(symfisher.derive("x ~ binomial(n, p)"))
