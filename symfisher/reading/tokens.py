"""From text to tokens: characters, Greek letters, super- and subscripts; nothing here knows what a name means.

Tokens keep the place where they were typed, so that every later error can point at it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from symfisher.errors import ParseError

MAX_LENGTH = 20_000
MAX_NESTING = 100
MAX_DIGITS = 50
MAX_NAME = 60
MAX_EXPONENT = 10_000


class Token(NamedTuple):
    """A piece of text: its kind, its normalised spelling and its 0-based place.

    ``spaced`` says that white space came before it, ``letter`` that it was typed as a Greek letter, not as a word,
    ``label`` that it stood in quotation marks.
    """

    kind: str
    text: str
    position: int
    spaced: bool = False
    letter: bool = False
    label: bool = False


_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ϖ": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega", "Β": "B",
}  # fmt: skip
GREEK_WORDS = frozenset(_GREEK.values()) - {"B"}

_SINGLE = {
    "+": "PLUS", "-": "MINUS", "−": "MINUS", "–": "MINUS", "*": "TIMES", "×": "TIMES", "·": "TIMES", "⋅": "TIMES",
    "∙": "TIMES", "∗": "TIMES", "/": "DIVIDE", "÷": "DIVIDE", "∕": "DIVIDE", "^": "POWER", "!": "BANG", "(": "LPAR",
    ")": "RPAR", "[": "LSQB", "]": "RSQB", "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ";": "SEMICOLON", ":": "COLON",
    "<": "RELATION", ">": "RELATION", "≤": "RELATION", "≥": "RELATION", "⩽": "RELATION", "⩾": "RELATION",
    "≠": "RELATION", "=": "EQUALS", "~": "TILDE", "∼": "TILDE", "|": "BAR", "∣": "BAR", "∈": "IN", "…": "DOTS",
    "⋯": "DOTS", "&": "AND", "∧": "AND", "∨": "OR", "√": "NAME", "∞": "NAME", "ℝ": "NAME", "ℕ": "NAME",
    "ℤ": "NAME", "𝟙": "INDICATOR", "𝟏": "INDICATOR",
}  # fmt: skip
_RESPELLED = {
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "√": "sqrt", "∞": "oo", "ℝ": "R", "ℕ": "N", "ℤ": "Z",
}  # fmt: skip
_DOUBLE = {
    "**": "POWER", ":=": "EQUALS", "<=": "RELATION", ">=": "RELATION", "==": "RELATION", "!=": "RELATION", "&&": "AND",
}  # fmt: skip
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵏᵐᵖʳˢᵗˣʸᶻ", "0123456789+-()niabcdekmprstxyz", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))

_SUB = "".join(_SUBSCRIPTS)
_TAIL = rf"(?:_(?:\{{\s*[A-Za-z0-9]+(?:\s*,?\s*[A-Za-z0-9]+)*\s*\}}|[A-Za-z0-9]+)|[{_SUB}]+)*"
_WORD = re.compile(rf"[A-Za-z][A-Za-z0-9]*{_TAIL}")
_GREEK_NAME = re.compile(rf"[{''.join(_GREEK)}][0-9]*{_TAIL}")
_LABEL = re.compile("""['"‘“]([A-Za-z][A-Za-z0-9]{0,59})['"’”]""")
"""A value in quotation marks, as in x = 'AB': the marks say nothing that the name does not."""
_NUMBER = re.compile(r"(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![0-9.])|[0-9]+(?=\.\.)")
_LIBRARY = re.compile(
    r"(?:np|numpy|jnp|jax\.numpy|torch|tf(?:\.math)?|math|mp|mpmath|sp|sympy|scipy\.special|special)\.(?=[A-Za-z])"
)
"""Prefixes of code, as in ``np.exp(-x)``: they say where a function is kept, not what it is."""
_NUMBER_SET = re.compile(r"(ℕ)(?:₀|_0|_\{0\})")
_OPENING, _CLOSING = {"LPAR", "LSQB", "LBRACE"}, {"RPAR", "RSQB", "RBRACE"}


def scan(text: str) -> list[Token]:
    """Split ``text`` into tokens.

    Raises
    ------
    ParseError
        A character that has no meaning here, a number that would explode, text too long or nested too deeply.

    Examples
    --------
    >>> [t.text for t in scan("λe^(-2λx)")]
    ['lambda', 'e', '^', '(', '-', '2', 'lambda', 'x', ')']
    """
    if len(text) > MAX_LENGTH:
        raise ParseError(f"text of {len(text)} characters: at most {MAX_LENGTH} are read")
    flat = _plain(text)
    tokens: list[Token] = []
    place, spaced = 0, False
    while place < len(flat):
        if flat[place].isspace():
            place, spaced = place + 1, True
            continue
        if library := _LIBRARY.match(flat, place):
            place = library.end()
        found, place = _next(flat, place, text)
        tokens.extend(t._replace(spaced=spaced) for t in found)
        spaced = False
    check_brackets(tokens, text)
    return _ungrouped(tokens)


_BRACKETED_FUNCTIONS = frozenset(
    "exp ln log sqrt sin cos tan sinh cosh tanh arctan atan erf erfc Phi Gamma logit expit sigmoid".split()
)


def _ungrouped(tokens: list[Token]) -> list[Token]:
    """Read the braces of ``e^{-x}`` and the brackets of ``exp[-x]`` and ``exp{-x}`` as round ones."""
    result: list[Token] = []
    opened: list[bool] = []
    for index, token in enumerate(tokens):
        if token.kind in _OPENING:
            before = tokens[index - 1] if index else token
            of_function = token.kind != "LPAR" and before.kind == "NAME" and before.text in _BRACKETED_FUNCTIONS
            opened.append(of_function or (token.kind == "LBRACE" and before.kind == "POWER"))
            if opened[-1]:
                token = token._replace(kind="LPAR", text="(")
        elif token.kind in _CLOSING and opened.pop():
            token = token._replace(kind="RPAR", text=")")
        result.append(token)
    return result


def _plain(text: str) -> str:
    """Replace look-alikes (mathematical italics, full-width signs, micro sign) by the letter they show, one for one."""
    return "".join(map(_plain_character, text)) if not text.isascii() else text


def _plain_character(character: str) -> str:
    if character.isascii() or character in _SINGLE or character in _SUPERSCRIPTS or character in _SUBSCRIPTS:
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and (folded.isascii() or folded in _GREEK) else character


def _next(flat: str, place: int, text: str) -> tuple[list[Token], int]:
    """Return the tokens that start at ``place`` and the place after them."""
    character = flat[place]
    if (fixed := _fixed(flat, place)) is not None:
        return fixed
    if flat.startswith(("1_{", "I_{(", "I_{["), place):
        return [Token("INDICATOR", "1", place), Token("LBRACE", "{", place + 2)], place + 3
    if match := _NUMBER_SET.match(flat, place):
        return [Token("NAME", f"{_RESPELLED[match[1]]}0", place)], match.end()
    if character in "0123456789.":
        return _number(flat, place, text)
    if word := _word(flat, place, text):
        return word
    if character in _SUPERSCRIPTS:
        return _superscript(flat, place)
    if character in _SINGLE:
        return [Token(_SINGLE[character], _RESPELLED.get(character, character), place)], place + 1
    if fraction := _fraction(character, place):
        return fraction, place + 1
    raise ParseError(f"the character {_quoted(character)} has no meaning here", text, place)


def _word(flat: str, place: int, text: str) -> tuple[list[Token], int] | None:
    """Read a name, or a value in quotation marks."""
    if label := _LABEL.match(flat, place):
        return [Token("NAME", _spell(label[1]), place, label=True)], label.end()
    match = _WORD.match(flat, place) or _GREEK_NAME.match(flat, place)
    if match is None:
        return None
    if len(match.group()) > MAX_NAME:
        raise ParseError(f"a name of {len(match.group())} characters: at most {MAX_NAME} are read", text, place)
    return [Token("NAME", _spell(match.group()), place, letter=not flat[place].isascii())], match.end()


def _fraction(character: str, place: int) -> list[Token]:
    """Read a fraction that is one character as a quotient in brackets, or return nothing."""
    shown = unicodedata.normalize("NFKC", character) if not character.isascii() else ""
    upper, slash, lower = shown.partition("\u2044")
    if not (slash and upper.isdecimal() and lower.isdecimal()):
        return []
    parts = (("LPAR", "("), ("NUMBER", upper), ("DIVIDE", "/"), ("NUMBER", lower), ("RPAR", ")"))
    return [Token(kind, text, place) for kind, text in parts]


def _fixed(flat: str, place: int) -> tuple[list[Token], int] | None:
    """Return a sign of several characters, and the place after it."""
    for dots in ("...", ".."):
        if flat.startswith(dots, place):
            return [Token("DOTS", "...", place)], place + len(dots)
    pair = flat[place : place + 2]
    if pair == "||":
        return [Token("BAR", "|", place), Token("BAR", "|", place + 1)], place + 2
    return ([Token(_DOUBLE[pair], pair, place)], place + 2) if pair in _DOUBLE else None


def _quoted(character: str) -> str:
    return repr(character) if character.isprintable() else f"U+{ord(character):04X}"


def _spell(name: str) -> str:
    """Return the ASCII spelling of a name: ``λ₁`` is ``lambda_1``, ``x_{m}`` is ``x_m``."""
    letters = _GREEK.get(name[0], name[0]) + name[1:]
    plain = re.sub(f"[{_SUB}]+", lambda m: "_" + "".join(_SUBSCRIPTS[c] for c in m.group()), letters)
    return re.sub(r"[,\s]+", "_", re.sub(r"\{\s*(.*?)\s*\}", r"\1", plain))


def _number(flat: str, place: int, text: str) -> tuple[list[Token], int]:
    match = _NUMBER.match(flat, place)
    if match is None:
        raise ParseError("this is not a number", text, place)
    mantissa, _, exponent = match.group().lower().partition("e")
    if len(mantissa) > MAX_DIGITS:
        raise ParseError(f"number of {len(mantissa)} digits: at most {MAX_DIGITS} are read", text, place)
    if exponent and (len(exponent) > 6 or abs(int(exponent)) > MAX_EXPONENT):
        raise ParseError(f"exponent {exponent[:12]}: at most {MAX_EXPONENT} is read", text, place)
    return [Token("NUMBER", match.group(), place)], match.end()


def _superscript(flat: str, place: int) -> tuple[list[Token], int]:
    """Read a run of superscripts as a power in brackets."""
    end = place
    while end < len(flat) and flat[end] in _SUPERSCRIPTS:
        end += 1
    inner = scan("".join(_SUPERSCRIPTS[c] for c in flat[place:end]))
    moved = [t._replace(position=place + t.position) for t in inner]
    return [Token("POWER", "^", place), Token("LPAR", "(", place), *moved, Token("RPAR", ")", end - 1)], end


def check_brackets(tokens: list[Token], text: str) -> None:
    """Refuse text that is nested too deeply or closes what it did not open (intervals may mix round and square)."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind in _OPENING:
            opened.append(token)
            if len(opened) > MAX_NESTING:
                raise ParseError(f"nested more than {MAX_NESTING} deep", text, token.position)
        elif token.kind in _CLOSING:
            if not opened:
                raise ParseError(f"'{token.text}' closes nothing", text, token.position)
            if (opened.pop().kind == "LBRACE") != (token.kind == "RBRACE"):
                raise ParseError(f"'{token.text}' closes another kind of bracket", text, token.position)
    if opened:
        raise ParseError(f"'{opened[-1].text}' is never closed", text, opened[-1].position)


KNOWN = frozenset({"known", "fixed"})
"""Words that make what they stand beside a constant: ``n known``."""


def split(tokens: list[Token], kinds: frozenset[str]) -> list[list[Token]]:
    """Cut ``tokens`` at those of ``kinds`` that stand outside all brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if depth == 0 and token.kind in kinds:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
