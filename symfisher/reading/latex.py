"""LaTeX of densities, turned into the tokens of typed text: everything after that is the same reader.

Only the mathematics of textbook densities is read (fractions, roots, powers, Greek letters, brackets of any size,
cases, indicators, relations, sets). Letters are single symbols, as in LaTeX: ``ax`` is ``a x``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from symfisher.errors import ParseError
from symfisher.reading.names import suggestion
from symfisher.reading.tokens import MAX_LENGTH, MAX_NESTING, Token, check_brackets, scan

_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_VARIANTS = {f"var{n}": n for n in ("epsilon", "theta", "rho", "sigma", "phi", "pi", "kappa")}
_FUNCTIONS = frozenset(
    "exp log ln sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan min max erf erfc sgn sign Beta".split()
)
_SKIPPED = frozenset(
    "displaystyle textstyle quad qquad limits nonumber bigl bigr Bigl Bigr biggl biggr Biggl Biggr big Big bigg Bigg "
    "middle notag left right hspace vspace , ; : ! > [ ] ( )".split()
) | {" ", "\n", "\t"}
_SYMBOLS = {
    "cdot": ("TIMES", "*"), "times": ("TIMES", "*"), "ast": ("TIMES", "*"), "div": ("DIVIDE", "/"),
    "le": ("RELATION", "<="),
    "leq": ("RELATION", "<="), "leqslant": ("RELATION", "<="), "ge": ("RELATION", ">="), "geq": ("RELATION", ">="),
    "geqslant": ("RELATION", ">="), "lt": ("RELATION", "<"), "gt": ("RELATION", ">"), "ne": ("RELATION", "!="),
    "neq": ("RELATION", "!="), "in": ("IN", "in"), "infty": ("NAME", "oo"), "ldots": ("DOTS", "..."),
    "dots": ("DOTS", "..."), "cdots": ("DOTS", "..."), "dotsc": ("DOTS", "..."), "sim": ("TILDE", "~"),
    "mid": ("BAR", "|"),
    "vert": ("BAR", "|"), "lvert": ("BAR_OPEN", "|"), "rvert": ("BAR_CLOSE", "|"), "land": ("AND", "and"),
    "wedge": ("AND", "and"), "mathbbm1": ("INDICATOR", "1"), "choose": ("CHOOSE", "choose"),
}  # fmt: skip
_FONTS = frozenset(
    "mathrm mathbf mathbb mathbbm mathcal mathit mathsf boldsymbol bm operatorname rm text textrm mbox".split()
)
_REFUSED = {"sum": "sums", "prod": "products", "int": "integrals", "lim": "limits", "over": "\\over (write \\frac)"}
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+")
_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass
class _Reader:
    """The text, the place reached, and which open brackets are those of a set."""

    text: str
    place: int = 0
    depth: int = 0
    sets: list[bool] = field(default_factory=list)
    trailing: list[Token] = field(default_factory=list)

    def fail(self, message: str, place: int | None = None) -> ParseError:
        """Return the error at ``place``."""
        return ParseError(message, self.text, self.place if place is None else place)

    def skip_space(self) -> None:
        """Move to the next character that is not white space."""
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self.text)


def scan_latex(text: str) -> list[Token]:
    r"""Split LaTeX into the tokens of typed text.

    Raises
    ------
    ParseError
        A command that is not read, or unbalanced braces.

    Examples
    --------
    >>> " ".join(t.text for t in scan_latex(r"\frac{1}{\theta}e^{-x/\theta}"))
    '( 1 / theta ) e ^ ( - x / theta )'
    """
    if len(text) > MAX_LENGTH:
        raise ParseError(f"text of {len(text)} characters: at most {MAX_LENGTH} are read")
    reader = _Reader(text)
    tokens = _until(reader, "")
    tokens += reader.trailing
    check_brackets(tokens, text)
    return tokens


def _until(reader: _Reader, closing: str) -> list[Token]:
    """Read up to ``closing`` (``}``, ``]`` or the end of the text), which is consumed."""
    reader.depth += 1
    if reader.depth > MAX_NESTING:
        raise reader.fail(f"nested more than {MAX_NESTING} deep")
    tokens: list[Token] = []
    while True:
        reader.skip_space()
        if reader.ended:
            if closing:
                raise reader.fail(f"'{closing}' is missing")
            break
        if closing and reader.text[reader.place] == closing:
            reader.place += 1
            break
        tokens += _next(reader, tokens)
    reader.depth -= 1
    return tokens


def _next(reader: _Reader, before: list[Token]) -> list[Token]:
    """Read one thing."""
    character, place = reader.text[reader.place], reader.place
    if character == "\\":
        return _command(reader, before)
    if character == "{":
        reader.place += 1
        return _group(_until(reader, "}"), place)
    if character == "}":
        raise reader.fail("'}' closes nothing")
    if character in "^_":
        reader.place += 1
        return _power(reader, place) if character == "^" else _subscript(reader, before, place)
    if (character.isdigit() and character.isascii()) or (character == "." and not reader.text.startswith("..", place)):
        return _number(reader)
    if character.isascii() and character.isalpha():
        return _letters(reader)
    if character in "$~&":
        reader.place += 1
        return []
    if character in "([)]":
        reader.place += 1
        return [_bracket(reader, character, place, before)]
    length = (
        3
        if reader.text.startswith("...", place)
        else 2
        if reader.text[place : place + 2] in {"..", "<=", ">=", "=="}
        else 1
    )
    reader.place += length
    return [t._replace(position=place) for t in scan(reader.text[place : place + length])]


def _group(tokens: list[Token], place: int) -> list[Token]:
    r"""Read a group in braces, ``{n \choose x}`` as a binomial coefficient."""
    cut = next((i for i, t in enumerate(tokens) if t.kind == "CHOOSE"), None)
    if cut is None:
        return _wrapped(tokens, place)
    return _coefficient(tokens[:cut], tokens[cut + 1 :], place)


def _wrapped(tokens: list[Token], place: int) -> list[Token]:
    """Put a group in brackets unless it is a single token."""
    if len(tokens) <= 1:
        return tokens
    return [Token("LPAR", "(", place), *tokens, Token("RPAR", ")", tokens[-1].position)]


def _argument(reader: _Reader, command: str) -> list[Token]:
    """Read one argument of a command: a group, a command or a single character."""
    reader.skip_space()
    if reader.ended or reader.text[reader.place] in "}&":
        raise reader.fail(f"{command} needs an argument")
    if reader.text[reader.place] == "{":
        reader.place += 1
        return _until(reader, "}")
    if reader.text[reader.place].isalnum() and reader.text[reader.place].isascii():
        character, reader.place = reader.text[reader.place], reader.place + 1
        return [Token("NUMBER" if character.isdigit() else "NAME", character, reader.place - 1)]
    reader.depth += 1
    if reader.depth > MAX_NESTING:
        raise reader.fail(f"nested more than {MAX_NESTING} deep")
    tokens = _next(reader, [])
    reader.depth -= 1
    return tokens


def _raw(reader: _Reader, command: str) -> str:
    """Return the text of one argument in braces, unread."""
    reader.skip_space()
    if reader.ended or reader.text[reader.place] != "{":
        character = "" if reader.ended else reader.text[reader.place]
        reader.place += 1
        return character
    end = reader.text.find("}", reader.place)
    if end < 0:
        raise reader.fail(f"{command}: '}}' is missing")
    raw, reader.place = reader.text[reader.place + 1 : end], end + 1
    return raw


def _power(reader: _Reader, place: int) -> list[Token]:
    inner = _argument(reader, "'^'")
    if not inner:
        raise reader.fail("'^' needs an exponent", place)
    return [Token("POWER", "^", place), *_wrapped(inner, place)]


def _subscript(reader: _Reader, before: list[Token], place: int) -> list[Token]:
    """Attach a subscript to the name before it, or read the condition of an indicator."""
    inner = _argument(reader, "'_'")
    last = before[-1] if before else None
    indicator = last is not None and (last.kind == "INDICATOR" or (last.kind == "NUMBER" and last.text == "1"))
    if indicator and any(t.kind in {"RELATION", "IN", "EQUALS"} for t in inner):
        before[-1] = before[-1]._replace(kind="INDICATOR")
        if inner[0].kind in {"LBRACE", "LPAR"} and inner[-1].kind in {"RBRACE", "RPAR"}:
            inner = inner[1:-1]
        return [Token("LBRACE", "{", place), *_conjoined(inner), Token("RBRACE", "}", place)]
    of_set = [t.kind for t in inner[:1]] in (["LPAR"], ["LSQB"]) and any(t.kind == "COMMA" for t in inner)
    if of_set and last is not None and (indicator or last.text == "I"):
        before[-1] = last._replace(kind="INDICATOR", text="1")
        return [Token("LBRACE", "{", place), *inner, Token("RBRACE", "}", place)]
    if last is None or last.kind != "NAME":
        raise reader.fail("a subscript follows a symbol", place)
    words = [t.text for t in inner if t.kind in {"NAME", "NUMBER"}]
    if not words or len(words) < len([t for t in inner if t.kind != "COMMA"]):
        raise reader.fail("a subscript is made of letters and digits", place)
    glued = "".join(words) if all(t.kind != "COMMA" for t in inner) else "_".join(words)
    before[-1] = last._replace(text=f"{last.text}_{glued}")
    return []


def _conjoined(tokens: list[Token]) -> list[Token]:
    """Read commas between conditions as ``and``."""
    return [t._replace(kind="AND", text="and") if t.kind == "COMMA" else t for t in tokens]


def _number(reader: _Reader) -> list[Token]:
    match = _NUMBER.match(reader.text, reader.place)
    if match is None:
        raise reader.fail("this is not a number")
    place, reader.place = reader.place, match.end()
    return [t._replace(position=place) for t in scan(match.group())]


def _letters(reader: _Reader) -> list[Token]:
    """Read a run of letters: a function's name if it is one, else single symbols."""
    match = _LETTERS.match(reader.text, reader.place)
    assert match is not None
    word, place = match.group(), reader.place
    if word in _FUNCTIONS and len(word) > 1:
        reader.place = match.end()
        return [Token("NAME", word, place)]
    reader.place += 1
    return [Token("NAME", word[0], place)]


def _bracket(reader: _Reader, character: str, place: int, before: list[Token]) -> Token:
    """Read a bracket: square ones are round outside sets and intervals."""
    if character in "([":
        of_set = bool(before) and before[-1].kind == "IN"
        reader.sets.append(of_set)
        return Token(
            "LSQB" if of_set and character == "[" else "LPAR", "[" if of_set and character == "[" else "(", place
        )
    of_set = reader.sets.pop() if reader.sets else False
    return Token("RSQB" if of_set and character == "]" else "RPAR", "]" if of_set and character == "]" else ")", place)


# ---------------------------------------------------------------- commands


def _command(reader: _Reader, before: list[Token]) -> list[Token]:
    match = _COMMAND.match(reader.text, reader.place)
    if match is None:
        raise reader.fail("a lone backslash")
    name, place, reader.place = match.group(1).rstrip("*"), reader.place, match.end()
    if name in _SKIPPED:
        return _sized_bar(reader, name)
    if name in "{}":
        return [_curly(reader, name, place, before)]
    if name in {"|", "lVert", "rVert", "Vert"}:
        raise reader.fail("norms are not read", place)
    if name in _READERS:
        return _READERS[name](reader, place)
    if name in _FONTS:
        return _font(reader, name, place)
    if name in _REFUSED:
        raise reader.fail(f"{_REFUSED[name]} are not read: give the closed form", place)
    return [_plain_command(reader, name, place)]


def _plain_command(reader: _Reader, name: str, place: int) -> Token:
    """Read a command that is one token."""
    if name in _SYMBOLS:
        kind, spelled = _SYMBOLS[name]
        return Token(kind, spelled, place)
    plain = _VARIANTS.get(name, name)
    if plain in _GREEK or plain in _FUNCTIONS:
        return Token("NAME", plain, place, letter=plain in _GREEK)
    if name == "\\":
        return Token("SEMICOLON", ";", place)
    known = _GREEK | _FUNCTIONS | set(_READERS) | set(_SYMBOLS) | _FONTS
    raise reader.fail(f"the command \\{name} is not read{suggestion(name, known)}", place)


def _sized_bar(reader: _Reader, name: str) -> list[Token]:
    r"""Read what follows ``\left`` and ``\right``: bars then know whether they open or close; a dot is nothing."""
    if name not in {"left", "right"}:
        return []
    reader.skip_space()
    following = reader.text[reader.place : reader.place + 1]
    if following in ("|", "."):
        place, reader.place = reader.place, reader.place + 1
        kind = "BAR_OPEN" if name == "left" else "BAR_CLOSE"
        return [Token(kind, "|", place)] if following == "|" else []
    return []


def _curly(reader: _Reader, name: str, place: int, before: list[Token]) -> Token:
    r"""Read ``\{``: a set after ``\in`` or an indicator, else a bracket."""
    if name == "{":
        of_set = bool(before) and before[-1].kind in {"IN", "INDICATOR"}
        reader.sets.append(of_set)
        return Token("LBRACE", "{", place) if of_set else Token("LPAR", "(", place)
    of_set = reader.sets.pop() if reader.sets else False
    return Token("RBRACE", "}", place) if of_set else Token("RPAR", ")", place)


def _fraction(reader: _Reader, place: int) -> list[Token]:
    upper, lower = _argument(reader, "\\frac"), _argument(reader, "\\frac")
    if not upper or not lower:
        raise reader.fail("\\frac needs a numerator and a denominator", place)
    inside = [*_wrapped(upper, place), Token("DIVIDE", "/", place), *_wrapped(lower, place)]
    return _wrapped(inside, place)


def _root(reader: _Reader, place: int) -> list[Token]:
    reader.skip_space()
    degree: list[Token] = []
    if not reader.ended and reader.text[reader.place] == "[":
        reader.place += 1
        degree = _until(reader, "]")
    inner = _argument(reader, "\\sqrt")
    opened = Token("LPAR", "(", place)
    closed = Token("RPAR", ")", inner[-1].position if inner else place)
    if not degree:
        return [Token("NAME", "sqrt", place), opened, *inner, closed]
    one = [opened, Token("NUMBER", "1", place), Token("DIVIDE", "/", place), *_wrapped(degree, place), closed]
    return [opened, opened, *inner, closed, Token("POWER", "^", place), *one, closed]


def _binomial(reader: _Reader, place: int) -> list[Token]:
    return _coefficient(_argument(reader, "\\binom"), _argument(reader, "\\binom"), place)


def _coefficient(upper: list[Token], lower: list[Token], place: int) -> list[Token]:
    name, opened, comma = Token("NAME", "binomial", place), Token("LPAR", "(", place), Token("COMMA", ",", place)
    return [name, opened, *upper, comma, *lower, Token("RPAR", ")", place)]


_SETS = {"R": "R", "N": "N", "Z": "Z"}


def _font(reader: _Reader, name: str, place: int) -> list[Token]:
    r"""Read ``\mathrm{e}``, ``\mathbb{R}``, ``\mathbf{1}``, ``\operatorname{erf}``, ``\text{ for }``."""
    if name == "rm":
        return []
    raw = _raw(reader, f"\\{name}").strip()
    if raw in {"1", "I"} and name in {"mathbf", "mathbb", "mathbbm", "boldsymbol", "bm", "mathds"}:
        return [Token("INDICATOR", "1", place)]
    if name in {"text", "textrm", "mbox"}:
        return _text(raw, place)
    if raw.startswith("\\"):
        inner = _Reader(raw)
        return [t._replace(position=place) for t in _until(inner, "")]
    return [t._replace(position=place) for t in scan(raw)]


def _text(raw: str, place: int) -> list[Token]:
    """Read words between formulas: those that announce conditions, and ``otherwise``."""
    words = re.findall(r"[A-Za-z]+|[,;]", raw)
    known = {"if": "if", "for": "for", "when": "for", "where": "where", "and": "and", "with": "with", "given": "given"}
    tokens: list[Token] = []
    for word in words:
        if word in ",;":
            tokens.append(Token("COMMA", ",", place))
        elif word.lower() in {"otherwise", "else", "elsewhere"}:
            tokens.append(Token("NAME", "otherwise", place))
        elif word.lower() in known:
            tokens.append(Token("NAME", known[word.lower()], place))
        elif len(words) == 1:
            tokens.append(Token("NAME", word, place))
    return tokens


def _environment(reader: _Reader, place: int) -> list[Token]:
    name = _raw(reader, "\\begin").rstrip("*")
    ending = re.compile(r"\\end\{" + re.escape(name) + r"\*?\}")
    end = ending.search(reader.text, reader.place)
    if end is None:
        raise reader.fail(f"\\end{{{name}}} is missing", place)
    if name in {"cases", "dcases"}:
        return _cases(reader, end.start(), end.end(), place)
    if name in {"equation", "align", "aligned", "displaymath", "math", "gather", "split"}:
        inner = _until(_Reader(reader.text[: end.start()], reader.place, reader.depth), "")
        reader.place = end.end()
        return [t for t in inner if t.kind != "SEMICOLON"]
    raise reader.fail(f"the environment '{name}' is not read", place)


def _cases(reader: _Reader, stop: int, after: int, place: int) -> list[Token]:
    """Read ``cases`` as Piecewise; one branch on a set, and zero elsewhere, as a density with its support."""
    branches = []
    start = reader.place
    for row in re.split(r"\\\\(?:\[[^\]]*\])?", reader.text[start:stop]):
        if row.strip():
            branches.append(_branch(reader, row, start))
        start += len(row) + 2
    reader.place = after
    if not branches:
        raise reader.fail("cases without a case", place)
    first_value, first_condition = branches[0]
    zero_elsewhere = all([t.text for t in value] == ["0"] for value, _ in branches[1:])
    if zero_elsewhere and any(t.kind in {"IN", "DOTS"} for t in first_condition):
        reader.trailing = [Token("COMMA", ",", place), *first_condition]
        return _wrapped(first_value, place)
    tokens = [Token("NAME", "Piecewise", place), Token("LPAR", "(", place)]
    for index, (value, condition) in enumerate(branches):
        tokens += [Token("COMMA", ",", place)] if index else []
        pair = [*value, Token("COMMA", ",", place), *_conjoined(condition)]
        tokens += [Token("LPAR", "(", place), *pair, Token("RPAR", ")", place)]
    return [*tokens, Token("RPAR", ")", place)]


def _branch(reader: _Reader, row: str, start: int) -> tuple[list[Token], list[Token]]:
    """Return value and condition of one row of ``cases``."""
    value, separator, condition = row.partition("&")
    inner = _Reader(reader.text[: start + len(value)], start, reader.depth)
    tokens = _until(inner, "")
    if not separator:
        cut = next((i for i, t in enumerate(tokens) if t.text in {"if", "for", "otherwise"} or t.kind == "COMMA"), None)
        if cut is None:
            raise reader.fail("a case needs its condition after '&'", start)
        tokens, rest = tokens[:cut], tokens[cut:]
    else:
        place = start + len(value) + 1
        rest = _until(_Reader(reader.text[: place + len(condition)], place, reader.depth), "")
    while tokens and tokens[-1].kind in {"COMMA", "SEMICOLON"}:
        tokens.pop()
    rest = [t for t in rest if not (t.kind == "NAME" and t.text in {"if", "for", "where", "with"})]
    while rest and rest[0].kind == "COMMA":
        rest.pop(0)
    while rest and (rest[-1].kind in {"COMMA", "SEMICOLON"} or rest[-1].text == "."):
        rest.pop()
    return tokens, rest


_READERS: dict[str, Callable[[_Reader, int], list[Token]]] = {
    "frac": _fraction, "dfrac": _fraction, "tfrac": _fraction, "cfrac": _fraction, "sqrt": _root, "binom": _binomial,
    "dbinom": _binomial, "tbinom": _binomial, "begin": _environment,
}  # fmt: skip
