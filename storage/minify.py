# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the theme's scripts smaller: no comments, no white space, short names.

The scripts are written in one style: classic scripts, each a function that is called
with ``Warraq``, with a semicolon behind every statement. In such a script the names of
variables become a, b, c …, each name everywhere the same one, which needs no analysis
of scopes. Names of properties stay, and so does the outside of the function.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise, product

WRAPPER = "(function (Warraq) {"


def words(text: str) -> frozenset[str]:
    """Return the words of *text*."""
    return frozenset(text.split())


KEYWORDS = words(
    """async await break case catch class const continue debugger default delete do else
    extends false finally for function get if in instanceof let new null of return set
    static super switch this throw true try typeof undefined var void while yield
    arguments"""
)
# Names of the browser that a script may also give to a variable of its own.
BROWSER_NAMES = words(
    """caches close closed crypto document event external find focus frames globalThis
    history length location lunr menubar name navigator open opener origin parent
    performance print process scroll screen self status stop top window"""
)
# Behind these a slash begins a regular expression, and a brace an object.
BEFORE_VALUE = words("( [ { } , ; = : ? ! & | + - * / % < > ~ ^ => ...")
BEFORE_OBJECT = BEFORE_VALUE - words("{ } ; =>")
VALUE_KEYWORDS = words(
    "await case const default in let new of return typeof var void yield"
)
STATEMENTS_WITH_PARENTHESES = words("if for while switch")
CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}"}
# A newline beside one of these ends no statement.
NEVER_LAST = words("; { ( [ , = : ? & | + * < > ! . => ${")
NEVER_FIRST = words("} ) ] , ; . ? : & | = * => `")

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*(?!!).*?\*/)
    |(?P<licence>/\*!.*?\*/)
    |(?P<newline>[^\S\n]*\n\s*)|(?P<space>\s+)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>\.?\d[\w.]*)
    |(?P<name>\#?(?:[^\W\d]|\$)[\w$]*)
    |(?P<sign>=>|\.\.\.|\?\.|\+\+|--|.)""",
    re.VERBOSE | re.DOTALL,
)
REGEX = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
TEMPLATE_TEXT = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Token:
    """A token; *kind* is a group of ``TOKEN``, or ``regex`` or ``text``."""

    kind: str
    text: str
    newline: bool = False  # whether one precedes it
    role: str = ""  # of a name: "variable", "shorthand" ({name}) or "property"
    match: int = -1  # of a bracket: the number of the other one

    def is_sign(self, *signs: str) -> bool:
        """Return whether this is one of the punctuators *signs*."""
        return self.kind == "sign" and self.text in signs


def minify(script: str) -> str:
    """Return *script* without comments and white space, with short variable names."""
    tokens = list(read_tokens(script))
    if WRAPPER in script:
        match_brackets(tokens)
        set_roles(tokens)
        rename(tokens)
    return "".join(write_tokens(tokens))


def read_tokens(script: str) -> Iterator[Token]:
    """Yield the tokens of *script*, without white space and comments."""
    position, newline = 0, False
    templates: list[int] = []  # for each open template, the braces open in its ${…}
    last = Token("sign", ";")
    while position < len(script):
        token = next_token(script, position, last)
        position += len(token.text)
        if token.kind in {"comment", "space", "newline"}:
            newline = newline or token.kind != "space"
            continue
        token.newline, newline = newline, False
        is_end = token.is_sign("}") and templates and templates[-1] == 0
        if templates and token.is_sign("{", "}") and not is_end:
            templates[-1] += 1 if token.text == "{" else -1
        yield token
        last = token
        if token.is_sign("`") or is_end:
            if is_end:
                templates.pop()
            for part in read_template(script, position):
                position += len(part.text)
                yield part
                last = part
            if last.is_sign("${"):
                templates.append(0)


def next_token(script: str, position: int, last: Token) -> Token:
    """Return the token at *position*, which follows *last*."""
    is_value_next = last.text in BEFORE_VALUE or last.text in VALUE_KEYWORDS
    regex = is_value_next and last.kind in {"sign", "name"}
    if regex and (found := REGEX.match(script, position)):
        return Token("regex", found[0])
    found = TOKEN.match(script, position)
    assert found
    return Token(str(found.lastgroup), found[0])


def read_template(script: str, position: int) -> Iterator[Token]:
    """Yield the text of a template from *position* on, and what ends it: ` or ${."""
    found = TEMPLATE_TEXT.match(script, position)
    assert found
    yield Token("text", found[0])
    yield Token("sign", "`" if script[found.end()] == "`" else "${")


def match_brackets(tokens: Sequence[Token]) -> None:
    """Set the matching bracket of each bracket."""
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.is_sign(*CLOSING):
            opened.append(number)
        elif token.is_sign(*CLOSING.values()):
            token.match = opened.pop()
            tokens[token.match].match = number


def set_roles(tokens: Sequence[Token]) -> None:
    """Set the role of each name."""
    braces: list[str] = []  # "object", "class", "block", or another bracket
    for number, token in enumerate(tokens):
        if token.is_sign(*CLOSING):
            braces.append(bracket_kind(tokens, number))
        elif token.is_sign(*CLOSING.values()):
            braces.pop()
        elif token.kind == "name" and token.text not in KEYWORDS:
            token.role = role_of(tokens, number, braces[-1] if braces else "block")


def bracket_kind(tokens: Sequence[Token], number: int) -> str:
    """Return what an opening bracket begins."""
    if tokens[number].text != "{":
        return tokens[number].text
    before = tokens[number - 1]
    if before.text in VALUE_KEYWORDS or before.is_sign(*BEFORE_OBJECT):
        return "object"
    head = tokens[max(0, number - 4) : number]
    is_class = any(token.text == "class" for token in head)
    return "class" if is_class else "block"


def role_of(tokens: Sequence[Token], number: int, brace: str) -> str:
    """Return the role of the name *number* within a bracket."""
    before, after = tokens[number - 1], tokens[number + 1]
    if before.is_sign(".", "?.") or tokens[number].text.startswith("#"):
        return "property"
    if brace == "class":
        return "property"
    is_key = before.is_sign("{", ",") or before.text in {"get", "set", "async"}
    if brace == "object" and is_key and after.is_sign(":", "("):
        return "property"
    if brace == "object" and is_key and after.is_sign(",", "}", "="):
        return "shorthand"
    return "variable"


def rename(tokens: Sequence[Token]) -> None:
    """Give the variables that the script declares short names."""
    declared = set(declared_names(tokens)) - BROWSER_NAMES
    variables = [token.text for token in tokens if token.role in VARIABLE_ROLES]
    used = {*variables, *KEYWORDS} - declared
    frequencies = Counter(name for name in variables if name in declared)
    short_names = (name for name in generate_names() if name not in used)
    by_frequency = sorted(frequencies, key=lambda name: (-frequencies[name], name))
    short = dict(zip(by_frequency, short_names, strict=False))
    for token in tokens:
        if token.role in VARIABLE_ROLES and token.text in short:
            name = short[token.text]
            is_pair = token.role == "shorthand"
            token.text = f"{token.text}:{name}" if is_pair else name


VARIABLE_ROLES = frozenset({"variable", "shorthand"})


def generate_names() -> Iterator[str]:
    """Yield a, b, …, Z, aa, ab, …"""
    for size in count(1):
        yield from map("".join, product(LETTERS, repeat=size))


def declared_names(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names that *tokens* declare: variables, functions, parameters."""
    for number, token in enumerate(tokens[:-1]):
        after = tokens[number + 1]
        if token.text in {"const", "let", "var"} and token.kind == "name":
            yield from declarator_names(tokens, number + 1)
        elif token.text in {"function", "class"} and after.role == "variable":
            yield after.text
        elif after.is_sign("=>") and token.role == "variable":
            yield token.text
        elif token.is_sign("(") and are_parameters(tokens, number):
            yield from pattern_names(tokens, number + 1, token.match)


def are_parameters(tokens: Sequence[Token], number: int) -> bool:
    """Return whether the parenthesis *number* opens the parameters of a function."""
    end = tokens[number].match
    after = tokens[end + 1] if end + 1 < len(tokens) else tokens[end]
    is_statement = tokens[number - 1].text in STATEMENTS_WITH_PARENTHESES
    return after.is_sign("=>") or (after.is_sign("{") and not is_statement)


def declarator_names(tokens: Sequence[Token], first: int) -> Iterator[str]:
    """Yield the names that a declaration of variables declares."""
    target = tokens[first]
    if target.match >= 0:
        yield from pattern_names(tokens, first + 1, target.match)
        return
    yield target.text
    # Further variables follow only where none has a value: «let low, high;».
    while tokens[first + 1].is_sign(","):
        first += 2
        yield tokens[first].text


def pattern_names(tokens: Sequence[Token], first: int, end: int) -> Iterator[str]:
    """Yield the names in a pattern or in parameters, from number *first* to *end*."""
    number = first
    while number < end:
        token = tokens[number]
        if token.is_sign("="):
            number = end_of_default(tokens, number, end)
            continue
        if token.role in VARIABLE_ROLES:
            yield token.text
        number += 1


def end_of_default(tokens: Sequence[Token], number: int, end: int) -> int:
    """Return the number of the comma or bracket behind the default value *number*."""
    while number < end and not tokens[number].is_sign(",", "]", "}"):
        number = max(number, tokens[number].match) + 1
    return number


def write_tokens(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the texts of *tokens*, with white space only where it is needed.

    No semicolon is needed before a brace.
    """
    needed = [
        token
        for token, after in pairwise([*tokens, Token("sign", "")])
        if not (token.is_sign(";") and after.is_sign("}"))
    ]
    for before, token in pairwise([Token("sign", ";"), *needed]):
        yield separator(before, token) + token.text


def separator(before: Token, token: Token) -> str:
    """Return what must be between two tokens."""
    if before.kind == "text" or token.kind == "text":
        return ""
    ends_line = not (before.is_sign(*NEVER_LAST) or token.is_sign(*NEVER_FIRST))
    if token.newline and (ends_line or before.kind == "licence"):
        return "\n"
    are_words = is_word(before.text[-1]) and is_word(token.text[0])
    are_signs = before.text[-1] == token.text[0] and token.text[0] in "+-"
    return " " if are_words or are_signs else ""


def is_word(character: str) -> bool:
    """Return whether a character may be part of a name or a number."""
    return character.isalnum() or character in "_$#"
