r"""LaTeX of textbook densities is read by the same reader."""

from __future__ import annotations

import pytest

from symfisher.errors import ParseError
from symfisher.reading import read
from symfisher.reading.latex import scan_latex

PAIRS = [
    (r"\frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}", "1/(sigma sqrt(2pi)) exp(-(x-mu)^2/(2sigma^2))"),
    (r"f(x;\lambda) = \lambda e^{-\lambda x}, \quad x > 0", "f(x; lambda) = lambda exp(-lambda x), x > 0"),
    (
        r"$$\frac{\beta^\alpha}{\Gamma(\alpha)} x^{\alpha-1} e^{-\beta x}$$",
        "beta^alpha/Gamma(alpha) x^(alpha-1)exp(-beta x)",
    ),
    (r"\binom{n}{k} p^k (1-p)^{n-k}", "C(n,k)p^k(1-p)^(n-k)"),
    (
        r"\begin{cases} \lambda e^{-\lambda x} & x \ge 0 \\ 0 & \text{otherwise}\end{cases}",
        "lambda e^(-lambda x), x >= 0",
    ),
    (r"{n \choose k} p^k (1-p)^{n-k}", "C(n,k)p^k(1-p)^(n-k)"),
    (r"\theta x^{\theta-1} \mathbb{1}_{(0,1)}(x)", "theta x^(theta-1), 0 < x < 1"),
    (r"\frac{\lambda^k e^{-\lambda}}{k!}", "lambda^k e^(-lambda)/k!"),
    (r"\frac{1}{2b}\exp\left\{-\frac{\left|x-\mu\right|}{b}\right\}", "1/(2b) exp(-|x-mu|/b)"),
    (r"\frac{x^{a-1}(1-x)^{b-1}}{\mathrm{B}(a,b)}", "x^(a-1)(1-x)^(b-1)/B(a,b)"),
    (
        r"\frac{k}{\lambda}\left(\frac{x}{\lambda}\right)^{k-1}e^{-(x/\lambda)^k}",
        "k/lambda (x/lambda)^(k-1) e^(-(x/lambda)^k)",
    ),
    (r"\frac{1}{\pi\gamma\left[1+\left(\frac{x-x_0}{\gamma}\right)^2\right]}", "1/(pi*gamma*(1+((x-x_0)/gamma)^2))"),
    (r"\frac{e^{\kappa\cos(x-\mu)}}{2\pi I_0(\kappa)}", "exp(kappa cos(x-mu))/(2pi besseli(0,kappa))"),
    (r"\frac{\alpha x_{\mathrm{m}}^\alpha}{x^{\alpha+1}}", "alpha x_m^alpha/x^(alpha+1)"),
    (r"\frac1\theta \mathbf{1}_{\{0 < x < \theta\}}", "1/theta, 0 < x < theta"),
    (r"p(k) = (1-p)^{k-1}p, \quad k = 1, 2, 3, \ldots", "p(k) = (1-p)^(k-1)p, k in N"),
    (r"\begin{cases}p^x(1-p)^{1-x} & x\in\{0,1\} \\ 0 & \text{elsewhere}\end{cases}", "p^x(1-p)^(1-x), x in {0,1}"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", "X ~ normal(mu, sigma)"),
    (
        r"\sqrt{\frac{\lambda}{2\pi x^3}}\exp\left[-\frac{\lambda(x-\mu)^2}{2\mu^2x}\right]",
        "sqrt(lambda/(2pi x^3))exp(-lambda*(x-mu)^2/(2mu^2 x))",
    ),
]


@pytest.mark.parametrize(("latex", "typed"), PAIRS)
def test_latex_and_typed_text_are_the_same_density(latex: str, typed: str) -> None:
    """Both spellings give the same expression, parameters and domains."""
    first, second = read(latex), read(typed)
    assert first.expression == second.expression
    assert (first.variables, first.parameters, first.constants) == (
        second.variables,
        second.parameters,
        second.constants,
    )


@pytest.mark.parametrize(
    "latex",
    [r"\foo{x}", r"\frac{1}", r"\frac{1}{", r"x\sum y", r"\begin{cases}", r"\left(x", r"\sqrt", "^", r"x}", r"\\", "$"],
)
def test_what_is_not_read_is_said(latex: str) -> None:
    """Unknown commands and unbalanced braces are errors."""
    with pytest.raises(ParseError):
        read(latex)


def test_a_near_command_is_suggested() -> None:
    """A misspelt command names the one that was meant."""
    with pytest.raises(ParseError, match="did you mean"):
        scan_latex(r"\lamda x")
