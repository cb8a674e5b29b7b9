"""The pictures of score matching and diffusion show what is derived."""

import numpy as np
import pytest

import symfisher
from symfisher.plotting.kinds import datascore, diffusion, divergence, efficiency, noise
from symfisher.plotting.picture import Area, Curve, Note, Points
from symfisher.score_matching import add_noise, fisher_divergence, ratio_divergence, score_matching_estimator
from tests.cli.helpers import symfisher as run


def layers(panel, kind):
    return [layer for layer in panel.layers if isinstance(layer, kind)]


def curve(panel, label):
    return next(c for c in layers(panel, Curve) if label in c.label)


@pytest.fixture(scope="module")
def gaussian():
    return fisher_divergence("x ~ normal(m, s)", model_score="-(x-a)/b", model_parameters=["b > 0"])


def test_scores_over_the_density(gaussian):
    """Data score −x and model score −(x − 1)/2 of the standard normal; the shade is highest at 0; the area is 1/2."""
    above, beneath = datascore.picture(gaussian.model, "m=0, s=1, a=1, b=2").panels
    data, fitted, (shade,) = curve(above, "data score"), curve(above, "model score"), layers(above, Area)
    np.testing.assert_allclose(data.y, -data.x, atol=1e-12)
    np.testing.assert_allclose(fitted.y, -(fitted.x - 1) / 2, atol=1e-12)
    assert abs(shade.x[int(np.argmax(shade.y))]) < 0.01
    cost = curve(beneath, "p(x)")
    assert np.sum(cost.y) * (cost.x[1] - cost.x[0]) == pytest.approx(0.5, abs=2e-3)
    assert "$0.5$" in layers(beneath, Note)[0].text


def test_terms_and_minimum(gaussian):
    """The sum of the three terms is the thick curve; its least place is the variance of the data, and 0 there."""
    (panel,) = divergence.picture(gaussian, "m=0, s=2, a=0", vary="b").panels
    terms = [curve(panel, label) for label in ("[s^2]", "-2", "J^", "sum")]
    b = terms[0].x
    np.testing.assert_allclose(terms[0].y, 4 / b**2)
    np.testing.assert_allclose(terms[1].y, -2 / b)
    np.testing.assert_allclose(terms[0].y + terms[1].y + terms[2].y, terms[3].y, atol=1e-12)
    (least,) = layers(panel, Points)
    assert (least.x[0], least.y[0]) == (pytest.approx(4, rel=1e-3), pytest.approx(0, abs=1e-6))


def test_terms_that_are_summed():
    """Where a term has no closed form, the curves are summed number by number, and meet the same minimum."""
    found = ratio_divergence("x ~ beta_binomial(n, a, b)", model_density="x ~ binomial(n, q)")
    (panel,) = divergence.picture(found, "n=5, a=2, b=3", span=(0.2, 0.6)).panels
    (least,) = layers(panel, Points)
    assert least.x[0] == pytest.approx(36 / 102, abs=1e-3)


def test_information_between_its_bounds():
    """For Gaussian data J is the lower bound itself; floor and J add up to 1/σ²."""
    (panel,) = noise.picture(add_noise("x ~ normal(m, s)", schedule="ve"), "m=0, s=2").panels
    upper, J, lower, floor = (curve(panel, n) for n in ("upper", "information", "lower", "floor"))
    np.testing.assert_allclose(J.y, 1 / (4 + J.x**2), rtol=1e-9)
    np.testing.assert_allclose(lower.y, J.y, rtol=1e-9)
    np.testing.assert_allclose(floor.y + J.y, upper.y, rtol=1e-9)
    assert panel.ylim[0] < np.nanmin(floor.y)


def test_from_data_to_noise():
    """Panels show the data and p_t at five levels; atoms have infinite information; all share one axis."""
    panels = diffusion.picture(add_noise("x ~ bernoulli(p)", schedule="vp"), "p=1/2").panels
    said = [layers(p, Note)[0].text for p in panels]
    assert len(panels) == 6
    assert r"J=\infty" in said[0]
    assert len({p.xlim for p in panels}) == 1
    assert r"\sigma=0.05" in said[1]
    last = layers(panels[-1], Curve)[0]
    np.testing.assert_allclose(last.y.max(), 1)


def test_efficiency():
    """The efficiency of the exponential rate is 1/2 everywhere; that of the Gaussian mean is 1."""
    (panel,) = efficiency.picture(score_matching_estimator("x ~ exponential(rate)")).panels
    np.testing.assert_allclose(curve(panel, "rate").y, 0.5)
    (panel,) = efficiency.picture(score_matching_estimator("x ~ normal(m, s)"), vary="s").panels
    np.testing.assert_allclose(curve(panel, "for $m$").y, 1)


@pytest.mark.parametrize(
    ("kind", "at", "options", "message"),
    [
        (divergence, "m=0, s=1", {"vary": "z"}, "'z' is no parameter of the model"),
        (divergence, "m=0", {"vary": "b"}, "no value for a, s"),
        (datascore, "m=0", {}, "no value for"),
    ],
)
def test_refused(gaussian, kind, at, options, message):
    """A parameter that is none, or without value, is named."""
    shown = gaussian.model if kind is datascore else gaussian
    with pytest.raises(symfisher.DomainError, match=message):
        kind.picture(shown, at, **options)


def test_command(tmp_path):
    """The command draws a custom schedule over its range."""
    picture = tmp_path / "picture.svg"
    schedule = ["--schedule", "custom", "--a", "cos(pi*t/2)", "--sigma", "sin(pi*t/2)", "--range", "0.1, 0.9"]
    done = run("plot", "noise", "x ~ normal(m, s)", *schedule, "--at", "m=0, s=1", "-o", str(picture))
    assert (done.returncode, done.stderr) == (0, "")
    assert picture.read_bytes().startswith(b"<?xml")
