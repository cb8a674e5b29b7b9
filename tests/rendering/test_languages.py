"""The catalogues of sentences."""

import inspect
import re
from pathlib import Path
from string import Formatter

import pytest

import symfisher
from symfisher import steps
from symfisher.reading import read
from symfisher.regularity import agreement, finiteness, mean_score, smoothness, support
from symfisher.rendering import languages as rooms
from symfisher.rendering import prose, render
from symfisher.rendering.languages import catalogue, languages
from symfisher.rendering.steps import tell, translated
from symfisher.steps.brief import _KEPT
from tests.rendering import builders

OTHERS = [name for name in languages() if name != "en"]
TABLES = ("SENTENCES", "WORDS", "ROUTES", "HEADINGS", "PROSE")


def gaps(text):
    return {name for _, name, *_ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", TABLES)
def test_no_language_lacks_a_sentence(language, table):
    """Every language has the keys of English, no more and no fewer."""
    own, english = getattr(catalogue(language), table), getattr(catalogue("en"), table)
    assert set(own) == set(english)


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_have_the_same_gaps(language):
    """What English fills in, every language fills in."""
    own, english = catalogue(language).SENTENCES, catalogue("en").SENTENCES
    different = [key for key in english if gaps(own[key].text) != gaps(english[key].text)]
    assert different == []


def test_every_rule_of_a_step_has_a_sentence():
    """Rules are written as texts in the room of steps; each is a key of the catalogue."""
    folder = Path(steps.__file__).parent
    used = {r for p in folder.glob("*.py") for r in re.findall(r'Step\(\s*"([a-z-]+)"', p.read_text("utf-8"))}
    assert len(used) > 30
    assert used - set(catalogue("en").SENTENCES) == set()
    assert _KEPT - {"told"} - set(catalogue("en").SENTENCES) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_reasons_are_translated(language):
    """Reasons that the regularity room states as plain texts are known to every language."""
    words = catalogue(language)
    modules = (agreement, finiteness, mean_score, smoothness, support)
    plain = {
        reason
        for module in modules
        for reason in re.findall(
            r'(?:return|reason = |WHERE, |DECIDED, )\s*"([a-zE][^"]{25,})"', inspect.getsource(module)
        )
    }
    assert len(plain) > 10
    assert [reason for reason in sorted(plain) if translated(reason, words) == reason] == []


def test_gaps_of_reasons_are_translated_in_turn():
    """A reason inside a reason is translated, too."""
    text = "only for a > 2: f is built from smooth functions of the parameters"
    assert translated(text, catalogue("zh")) == "仅当 a > 2 时：f 由参数的光滑函数构成"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", ["text", "markdown", "html", "tex", "notebook"])
@pytest.mark.parametrize("build", builders.ALL)
def test_pages_in_every_language(language, name, build):
    """Every format for readers has its headings in the language that was asked for."""
    text = render(build(), name, language=language, steps=True)
    assert catalogue(language).HEADINGS["steps"] in text


def test_no_gap_stays_open():
    """No step is told with three dots in place of what its certificate knows."""
    for density in ("x ~ weibull(k, s)", "x ~ binomial(3, p)", "x ~ zero_inflated_poisson(w, m)"):
        derivation = symfisher.derive(density)
        for step in tell(derivation):
            assert "…" not in [part for part in step.sentence if isinstance(part, str)], step.rule


def test_an_unknown_language():
    """There is no catalogue for a language that nobody wrote."""
    with pytest.raises(ModuleNotFoundError):
        rooms.catalogue("tlh")


@pytest.mark.parametrize(
    "text", ["1/t, 0 < x < t, t > 0", "2*sqrt(t^2-x^2)/(pi*t^2), -t < x < t, t > 0", "x ~ rice(b, s)"]
)
def test_notes_are_translated(text):
    """What stands in the notes of a derivation is said in Chinese, too."""
    derivation = symfisher.derive(f"f(x; t) = {text}" if "~" not in text else text)
    assert derivation.notes
    assert all(re.search("[\u4e00-\u9fff]", note) for note in prose.notes(derivation, "zh"))


GUESSES = [
    ("p(a)^x*(1-p(a))^(1-x), x in {0, 1}", {"functions": ["p"]}),
    ("f(x; mu, sigma^2) = exp(-(x-mu)^2/(2 sigma^2))/sqrt(2 pi sigma^2)", {}),
    ("C(n,x)*p^x*(1-p)^(n-x)", {}),
    ("exp(-x-y*exp(t))*exp(t)", {}),
    ("{A: p, B: 1-p}", {}),
    ("x ~ p*normal(0,1) + (1-p)*normal(m,1)", {}),
    ("a/2, x = 0; 1 - a/2, x = 1", {}),
    ("mvnormal([a,b,c], [[s,u,q],[u,t,v],[q,v,w]])", {}),
    ("categorical([p,q])", {}),
    ("k*exp(-y/a)/a, k = 1", {"require_parameters": False}),
]


@pytest.mark.parametrize(("text", "options"), GUESSES)
def test_what_was_inferred_is_translated(text, options):
    """Each sentence about what was left out of a text is said in Chinese, too."""
    found = read(text, **options).inferred
    assert found
    assert [s for s in found if translated(s, catalogue("zh")) == s] == []
