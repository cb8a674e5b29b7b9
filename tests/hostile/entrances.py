"""Every door for user text, opened with text that must not be evaluated; run under ``tests/hostile/watch``.

A refusal is as good as an answer here. What counts is what the watch writes down.
"""

import sys

import sympy as sp

import symfisher
from symfisher.rendering import formats, render

S = "".join(["zq", "sentinel"])  # in two pieces, so that this file is not reported itself
CODE = (
    f"__import__('os').system('{S}')",
    f"{S}.__class__.__mro__",
    f"{S}()",
    f"exec('{S}')",
    f"eval({S})",
    f"lambda: {S}",
    f"[{S} for x in x]",
    f'"{S}"',
    f"open('{S}')",
    f"Symbol('{S}')",
    f"f'{{{S}}}'",
    f"{S}\nimport os",
    f"{S};import os",
    f"x if {S} else x",
    f"@{S}",
    f"<script>{S}</script>",
    f"\\input{{{S}}}",
    f"\\write18{{{S}}}",
    f"${{{S}}}",
    f"`{S}`",
    f"{S}_",
    f"__{S}__",
)
GOOD = (
    (f"{S}*exp(-{S}*x)", {}),
    (f"2*x/{S}^2", {"support": f"0 < x < {S}", "parameters": [f"{S} > 0"]}),
    (f"x ~ normal(mu, {S})", {"at": f"mu=1, {S}=2"}),
    (f"f({S}; a) = a*exp(-a*{S}), {S} > 0", {}),
    (f"C({S}, x) p^x (1-p)^({S}-x)", {"constants": [f"{S} in {{1, 2, ...}}"], "support": f"x in {{0, ..., {S}}}"}),
    (f"{{0: 1-{S}, 1: {S}}}", {}),
    (f"x ~ normal({S}(a), 1)", {"functions": [S], "parameters": ["a"]}),
    (f"\\theta_{{{S}}} e^{{-\\theta_{{{S}}} x}}", {}),
    (f"exp(-{S}*x)", {"support": "x > 0", "parameters": [f"{S} > 0"], "normalize": True}),
)


def attempt(function, *arguments, **options):
    """Call a function; its own refusals are fine."""
    try:
        return function(*arguments, **options)
    except symfisher.SymfisherError:
        return None
    except ValueError as error:
        if "is no text" in str(error):  # formats that are bytes
            return None
        raise


def main():
    """Open every door."""
    for density, options in GOOD:
        derivation = symfisher.derive(density, **options)
        for name in formats():
            attempt(render, derivation, name)
        record = derivation.to_json()
        attempt(symfisher.Derivation.from_json, record)
        functions = attempt(derivation.callables)
        if functions is not None and len(derivation.density.parameters) == 1 and not derivation.density.constants:
            functions.expected_information(0.5)
        attempt(symfisher.check, density, f"1/{S}^2", claim_order=S, **{k: v for k, v in options.items() if k != "at"})
    good = {"support": "x > 0", "parameters": ["a > 0"]}
    record = symfisher.derive("a*exp(-a*x)", **good).to_json()
    for text in CODE:
        attempt(symfisher.derive, text)
        attempt(symfisher.derive, f"a*exp(-a*x)*({text})", **good)
        attempt(symfisher.derive, "a*exp(-a*x)", support=text)
        attempt(symfisher.derive, "a*exp(-a*x)", support=f"x > {text}")
        for option in ("parameters", "constants", "variables", "functions"):
            attempt(symfisher.derive, "a*exp(-a*x)", **{option: [text]})
        attempt(symfisher.derive, "a*exp(-a*x)", at=text)
        attempt(symfisher.derive, "a*exp(-a*x)", at=f"a={text}")
        attempt(symfisher.derive, "a*exp(-a*x)", at={"a": text})
        attempt(symfisher.derive, sp.Symbol(text) * sp.exp(-sp.Symbol(text) * sp.Symbol("x")))
        attempt(symfisher.check, "a*exp(-a*x)", text, **good)
        attempt(symfisher.check, "a*exp(-a*x)", "1/a^2", claim_order=text, **good)
        for key in ("log_density", "conditions"):
            hostile = {**record, key: [text] if key == "conditions" else text}
            attempt(symfisher.Derivation.from_json, hostile)
        attempt(symfisher.Derivation.from_json, {**record, "score": [text]})
        attempt(symfisher.Derivation.from_json, {**record, "expected_information": [[text]]})
    sys.stdout.write("every door was opened\n")


if __name__ == "__main__":
    main()
