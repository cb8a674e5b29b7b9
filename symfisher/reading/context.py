"""Tokens in context: which names are functions, where products are implied, which bars open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading.names import suggestion
from symfisher.reading.tokens import GREEK_WORDS, Token

PREFIXES = frozenset(
    "exp ln log sqrt sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan arcsin arccos arctan asinh "
    "acosh atanh erf erfc abs".split()
)
"""Functions that may be written without brackets: ``ln x``, ``sin^2 x``."""


@dataclass(frozen=True)
class Vocabulary:
    """What names mean in one text.

    Attributes
    ----------
    functions
        Names of the known functions with the numbers of arguments they take.
    declared
        Names declared as symbols.
    undefined
        Names declared as undefined functions (``--function``).
    """

    functions: dict[str, range]
    declared: frozenset[str] = frozenset()
    undefined: frozenset[str] = frozenset()


_ENDS = {"NUMBER", "NAME", "RPAR", "BAR_CLOSE", "BANG", "RBRACE", "RSQB"}


_BEGINS = {"NAME", "FUNC", "PREFIX", "LPAR", "BAR_OPEN", "INDICATOR"}


def arrange(tokens: list[Token], vocabulary: Vocabulary, source: str) -> Iterator[Token]:
    """Classify names and bars, and mark implied products."""
    tokens = _indicators(tokens, vocabulary)
    vocabulary = _with_normal_density(tokens, vocabulary)
    _refuse_words(tokens, vocabulary, source)
    bars: list[list[bool]] = [[]]
    previous: Token | None = None
    applied = False
    for index, token in enumerate(tokens):
        token = _classified(token, previous, tokens, index, vocabulary, source, bars[-1])
        if token.kind in {"LPAR", "LSQB", "LBRACE"}:
            bars.append([])
        elif token.kind in {"RPAR", "RSQB", "RBRACE"} and len(bars) > 1:
            bars.pop()
        joined = previous is not None and previous.kind in _ENDS
        if applied and token.kind in _BEGINS | {"NUMBER"}:
            yield Token("APPLY", "", token.position)
            applied = False
        elif joined and token.kind in _BEGINS:
            yield Token("IMUL", "", token.position)
        elif joined and token.kind == "NUMBER":
            condition = any(t.kind == "RELATION" for t in tokens[index : index + 2])
            way = "',' before a condition" if condition else "'*' between them"
            raise ParseError(f"a number follows without an operator: write {way}", source, token.position)
        yield token
        applied = _is_power_of_prefix(tokens, index, previous)
        previous = token


def _with_normal_density(tokens: list[Token], vocabulary: Vocabulary) -> Vocabulary:
    """Keep ``phi`` as the standard normal density only beside its integral ``Phi``, and where it never stands alone."""
    if "phi" not in vocabulary.functions:
        return vocabulary
    phis = [i for i, t in enumerate(tokens) if t.kind == "NAME" and t.text == "phi"]
    called = all(i + 1 < len(tokens) and tokens[i + 1].kind == "LPAR" for i in phis)
    beside = any(t.kind == "NAME" and t.text == "Phi" for t in tokens) and "Phi" not in vocabulary.declared
    if "phi" not in vocabulary.declared and (not phis or (called and beside)):
        return vocabulary
    return replace(vocabulary, functions={n: a for n, a in vocabulary.functions.items() if n != "phi"})


def _indicators(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Read ``I(x > 0)``, ``1(x > 0)``, ``1[x > 0]`` and ``1_{(0, 1)}(x)`` as the indicator ``1{...}``."""
    result = list(tokens)
    for index, token in enumerate(tokens[:-1]):
        kind = tokens[index + 1].kind
        is_one = token.kind == "NUMBER" and token.text == "1"
        is_letter = token.kind == "NAME" and token.text == "I" and "I" not in vocabulary.declared
        if token.kind == "INDICATOR" and kind == "LBRACE" and tokens[index + 2].kind in {"LPAR", "LSQB"}:
            _write_interval(result, index + 1)
        elif (is_one or is_letter or token.kind == "INDICATOR") and kind in {"LPAR", "LSQB"}:
            stop = _closing(tokens, index + 1)
            if any(t.kind in {"RELATION", "EQUALS"} for t in tokens[index + 2 : stop]):
                result[index] = token._replace(kind="INDICATOR", text="1")
                result[index + 1] = tokens[index + 1]._replace(kind="LBRACE", text="{")
                result[stop] = tokens[stop]._replace(kind="RBRACE", text="}")
    return [t for t in result if t.kind != "NOTHING"]


def _closing(tokens: list[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at index ``opening``, or the last index."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].kind in _OPENING) - (tokens[index].kind in _CLOSING)
        if depth == 0:
            return index
    return len(tokens) - 1


def _write_interval(tokens: list[Token], brace: int) -> None:
    """Turn ``{(0, 1)}(x)`` into ``{0 < x < 1}``, in place; leave what is not of that shape."""
    stop = _closing(tokens, brace)
    inner = tokens[brace + 2 : stop - 1]
    cut = next((i for i, t in enumerate(inner) if t.kind == "COMMA"), None)
    subject = tokens[stop + 1 : stop + 4]
    if cut is None or [t.kind for t in subject] != ["LPAR", "NAME", "RPAR"] or _closing(tokens, brace + 1) != stop - 1:
        return
    signs = [
        Token("RELATION", "<=" if square else "<", t.position)
        for t, square in (
            (tokens[brace + 1], tokens[brace + 1].kind == "LSQB"),
            (inner[cut], tokens[stop - 1].kind == "RSQB"),
        )
    ]
    written = [*inner[:cut], signs[0], subject[1], signs[1], *inner[cut + 1 :], tokens[stop]]
    rest = [Token("NOTHING", "", t.position) for t in tokens[brace + 1 : stop + 4]]
    rest[: len(written)] = written
    tokens[brace + 1 : stop + 4] = rest


_OPENING, _CLOSING = {"LPAR", "LSQB", "LBRACE"}, {"RPAR", "RSQB", "RBRACE"}


_WORDS_ELSEWHERE = {
    "choose": "write C(n, x)",
    "over": "write a quotient with '/'",
}


def _refuse_words(tokens: list[Token], vocabulary: Vocabulary, source: str) -> None:
    """Refuse words of other languages that would be read as symbols, and the unclear ``sin^-1``."""
    for index, token in enumerate(tokens):
        if token.kind != "NAME" or token.text in vocabulary.declared:
            continue
        following = [t.kind for t in tokens[index + 1 : index + 3]]
        if token.text in PREFIXES and following == ["POWER", "MINUS"]:
            message = (
                f"'{token.text}^-1' may be a quotient or the inverse: write 1/{token.text}(x), or asin(x) and the like"
            )
            raise AmbiguityError(message, source, token.position)
        if token.text in _WORDS_ELSEWHERE and 0 < index < len(tokens) - 1 and following[0] != "LPAR":
            raise ParseError(
                f"'{token.text}' is no operator here: {_WORDS_ELSEWHERE[token.text]}", source, token.position
            )


def _is_power_of_prefix(tokens: list[Token], index: int, previous: Token | None) -> bool:
    """Whether token ``index`` is the exponent in ``sin^2 x``."""
    if previous is None or previous.kind != "POWER" or index < 2 or tokens[index].kind not in {"NUMBER", "NAME"}:
        return False
    return tokens[index - 2].kind == "NAME" and tokens[index - 2].text in PREFIXES


def _classified(
    token: Token,
    previous: Token | None,
    tokens: list[Token],
    index: int,
    vocabulary: Vocabulary,
    source: str,
    bars: list[bool],
) -> Token:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.kind == "BAR":
        return _bar(token, previous, bars)
    if token.kind == "NUMBER" and token.text == "1" and following and following.kind == "LBRACE":
        return token._replace(kind="INDICATOR")
    if token.kind == "NAME":
        if (kind := _word_kind(token, following, vocabulary)) is not None:
            return token._replace(kind=kind)
        called = following is not None and following.kind == "LPAR"
        if called and token.letter and _is_letter_product(tokens, index) and token.text not in vocabulary.declared:
            return _called_symbol(token, tokens[index + 2 : index + 4], vocabulary, source)
        return _name(token, following, tokens[index + 2 : index + 4], vocabulary, source)
    return token


def _word_kind(token: Token, following: Token | None, vocabulary: Vocabulary) -> str | None:
    """Return the kind of a word that is an operator or an indicator here, else ``None``."""
    opened = following.kind if following is not None else ""
    if token.text in {"and", "or", "not"} and token.text not in vocabulary.declared:
        return token.text.upper()
    return "INDICATOR" if token.text == "I" and opened == "LBRACE" else None


def _bar(token: Token, previous: Token | None, bars: list[bool]) -> Token:
    """Decide whether a bar opens or closes an absolute value: it closes what is open and has an operand before it."""
    if bars and previous is not None and previous.kind in _ENDS:
        bars.pop()
        return token._replace(kind="BAR_CLOSE")
    bars.append(True)
    return token._replace(kind="BAR_OPEN")


def _name(token: Token, following: Token | None, beyond: list[Token], vocabulary: Vocabulary, source: str) -> Token:
    """Decide whether a name is a symbol, a function with its bracket, or a function written without brackets."""
    name = token.text
    called = following is not None and following.kind == "LPAR"
    if name in vocabulary.undefined:
        if called:
            return token._replace(kind="FUNC")
        raise ParseError(f"'{name}' is declared as a function: write {name}(...)", source, token.position)
    if name in vocabulary.declared:
        return token
    if name in vocabulary.functions and called:
        return token._replace(kind="FUNC")
    if name.split("_")[0] in PREFIXES and "_" in name:
        base, _, rest = name.partition("_")
        raise ParseError(f"'{name}': write {base}(x)/{base}({rest})", source, token.position)
    if name in PREFIXES:
        if following is None or following.kind not in _BEGINS | {"NUMBER", "POWER", "BAR"}:
            raise ParseError(f"'{name}' needs an argument: write {name}(...)", source, token.position)
        return token._replace(kind="PREFIX")
    if called and following is not None and not following.spaced:
        return _called_symbol(token, beyond, vocabulary, source)
    return token


def _is_letter_product(tokens: list[Token], index: int) -> bool:
    """Whether a Greek letter before a bracket is a factor: the gamma function is written with the capital."""
    text = tokens[index].text
    return text in {"gamma", "psi"} or (text == "beta" and count_arguments(tokens, index + 1) == 1)


def _called_symbol(token: Token, beyond: list[Token], vocabulary: Vocabulary, source: str) -> Token:
    """Read ``a(x + 1)`` as a product if ``a`` looks like a symbol, refuse what may be meant as a function."""
    name = token.text
    stem = name.split("_")[0].rstrip("0123456789")
    if len(stem) > 1 and stem not in GREEK_WORDS:
        near = suggestion(name, vocabulary.functions)
        raise ParseError(f"unknown function '{name}'{near}", source, token.position)
    lone = len(beyond) > 1 and beyond[0].kind == "NAME" and beyond[1].kind == "RPAR"
    if stem in {"phi", "Phi", "psi", "Psi"} or (lone and stem not in {"e", "E"}):
        normal = ", exp(-z^2/2)/sqrt(2*pi) for the normal density" if name == "phi" else ""
        message = (
            f"'{name}(' may be a product or a function: write {name}*(...) for the product{normal}, "
            f"or declare the function with --function {name}"
        )
        raise AmbiguityError(message, source, token.position)
    return token


def check_declared_calls(tokens: list[Token], vocabulary: Vocabulary, source: str) -> None:
    """Refuse ``gamma(a)`` where ``gamma`` is declared as a symbol but would be a function of so many arguments.

    Raises
    ------
    AmbiguityError
        The message says how to write either.
    """
    spelled = {"gamma": "Gamma", "beta": "B", "binomial": "C"}
    vocabulary = _with_normal_density(tokens, vocabulary)
    for index, token in enumerate(tokens[:-1]):
        if token.kind != "NAME" or token.text not in vocabulary.declared or tokens[index + 1].kind != "LPAR":
            continue
        if token.letter and _is_letter_product(tokens, index):
            continue
        arity = vocabulary.functions.get(token.text)
        count = count_arguments(tokens, index + 1)
        if (arity is not None and count in arity) or count > 1:
            other = spelled.get(token.text)
            hint = f", or {other}(...) for the function" if other and other not in vocabulary.declared else ""
            message = f"'{token.text}' is declared as a symbol: write {token.text}*(...) for the product{hint}"
            raise AmbiguityError(message, source, token.position)


def count_arguments(tokens: list[Token], opening: int) -> int:
    """Count the arguments in the bracket that opens at index ``opening``."""
    depth, count = 0, 1
    for token in tokens[opening:]:
        depth += (token.kind in {"LPAR", "LSQB", "LBRACE"}) - (token.kind in {"RPAR", "RSQB", "RBRACE"})
        count += depth == 1 and token.kind == "COMMA"
        if depth == 0:
            break
    return count
