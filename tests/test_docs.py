"""The pages of docs/ do what they say: every block of Python in them is run and its output compared."""

import doctest
import re
from pathlib import Path

import pytest

from symfisher.expectation import ROUTES

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def blocks(page):
    """Return line number and text of every Python block with prompts."""
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if match[1].lstrip().startswith(">>>"):
            yield text[: match.start(1)].count("\n"), match[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page):
    """The blocks of a page, run one after the other, print what the page shows."""
    names, report, failed = {}, [], 0
    for line, block in blocks(page):
        test = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), line)
        failed += doctest.DocTestRunner().run(test, out=report.append, clear_globs=False).failed
        names = test.globs
    assert failed == 0, "".join(report)


def test_every_route_has_a_section():
    """The page of routes has one section for each route, in the order in which they are tried."""
    titles = re.findall(r"^## (\w+)$", (DOCS / "routes.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert titles == list(dict.fromkeys(route for route, _ in ROUTES))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_and_links(page):
    """Every block of Python has prompts, so that it is run, or stands in a script of the course, which is run.

    Links lead to what is in docs/, so that the site has it.
    """
    text = page.read_text(encoding="utf-8")
    python = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    course = "".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "examples").glob("[0-9]*.py"))
    assert [block for block in python if not block.lstrip().startswith(">>>") and block not in course] == []
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if link.startswith("..") or not (DOCS / link).exists()] == []


def test_the_site_has_every_page():
    """The navigation of the site names every page."""
    site = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f" {page.name}\n" not in site] == []
