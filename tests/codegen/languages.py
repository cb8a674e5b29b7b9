"""How generated files of each language are run or parsed, and the densities with which that is done."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

PYTHON = ("jax", "torch", "mpmath")
LANGUAGES = ("c++", "julia", "r", "stan", "javascript")

DENSITIES = (
    "x ~ weibull(shape=k, scale=s)",
    "x ~ gamma(a, b)",
    "x ~ beta(a, b)",
    "x ~ von_mises(mu, kappa)",
    "x ~ zeta(s)",
    "x ~ gev(mu, sigma, xi)",
    "x ~ binomial(n, p)",
    "x ~ nakagami(m, w)",
    "x ~ kumaraswamy(a, b)",
    "x ~ inverse_gaussian(mu, lambda)",
    "exp(-(x^2 - 2*r*x*y + y^2)/(2*(1-r^2)))/(2*pi*sqrt(1-r^2)), -1 < r < 1",
    "p*exp(-x**2/2)/sqrt(2*pi)+(1-p)*exp(-(x-1)**2/2)/sqrt(2*pi), 0<p<1",
)
"""Twelve densities: shapes, kinks of domains, sums, two variables, an entry without closed form."""


@cache
def derived(density: str):
    """Return the derivation of a density."""
    import symfisher

    return symfisher.derive(density)


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def output(*command: str) -> str:
    """Run a command and return its output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_cpp(text: str, folder: Path) -> str:
    """Compile a header with its own test and run it."""
    (folder / "density.hpp").write_text(text, encoding="utf-8")
    if not Path("/usr/include/boost/math").exists() and not Path("/usr/local/include/boost/math").exists():
        pytest.skip("Boost.Math is not installed")
    compiler = program("g++")
    (folder / "main.cpp").write_text('#define SYMFISHER_SELF_TEST\n#include "density.hpp"\n', encoding="utf-8")
    flags = ["-std=c++17", "-O0", "-Wall", "-Wextra", "-Werror"]
    output(compiler, *flags, str(folder / "main.cpp"), "-o", str(folder / "density"))
    return output(str(folder / "density"))


def run_r(text: str, folder: Path) -> str:
    """Run an R script."""
    (folder / "density.R").write_text(text, encoding="utf-8")
    return output(program("Rscript"), str(folder / "density.R"))


def run_javascript(text: str, folder: Path) -> str:
    """Run an ECMAScript module."""
    (folder / "density.mjs").write_text(text, encoding="utf-8")
    return output(program("node"), str(folder / "density.mjs"))


def run_julia(text: str, folder: Path) -> str:
    """Run a Julia module if Julia is there; else parse it."""
    if shutil.which("julia"):
        (folder / "density.jl").write_text(text, encoding="utf-8")
        return output("julia", str(folder / "density.jl"))
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_julia")
    tree = tree_sitter.Parser(tree_sitter.Language(grammar.language())).parse(text.encode())
    assert not tree.root_node.has_error
    return "parsed"


def run_stan(text: str, folder: Path) -> str:
    """Let Stan's compiler, as the package httpstan brings it, parse and type a block of functions."""
    import importlib.util

    found = importlib.util.find_spec("httpstan")
    compiler = Path(found.submodule_search_locations[0]) / "stanc" if found else None
    if compiler is None or not compiler.exists():
        pytest.skip("httpstan, which brings stanc, is not installed")
    (folder / "density.stan").write_text(
        text + "\ntransformed data { int checked = self_test(); print(checked); }\n", encoding="utf-8"
    )
    output(str(compiler), f"--o={folder / 'density.cpp'}", str(folder / "density.stan"))
    return "parsed"


RUN: dict[str, Callable[[str, Path], str]] = {
    "c++": run_cpp,
    "r": run_r,
    "javascript": run_javascript,
    "julia": run_julia,
    "stan": run_stan,
}
