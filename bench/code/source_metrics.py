# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts names, functions, expressions and words in the source of one Python module.

A worked example. The module

    def find(names):
        found = [name for name in names if name]
        return found

binds three names (``names``, ``found`` and ``name``: a use binds nothing), of which
``found`` is vague. Its one function has a one-word name, three lines, and seven
expression nodes: the target ``found``, the list comprehension with its element, target,
iterable and condition, and the returned ``found``. Its cyclomatic complexity is 3: one,
and one each for the comprehension and its condition.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

# Names that do not say what a variable contains: a participle or a word for any object.
VAGUE_NAMES = frozenset(
    (
        *("found", "held", "known", "told", "given", "asked", "said", "seen", "kept"),
        *("one", "some", "own", "rest", "at"),
    )
)

# Word → what plain technical English says for it. These words personify the code or
# are literary; trafilatura and scrapy use none of them in 40,000 lines.
DISCOURAGED_WORDS = {
    "held": "contains, keeps, owns, stored",
    "hold": "contain, keep, own, store",
    "holds": "contains, keeps, owns, stores",
    "told": "given, indicated, distinguished",
    "tell": "report, return, indicate, distinguish",
    "tells": "reports, returns, indicates, distinguishes",
    "stand": "be stored, be placed",
    "stands": "is stored, is placed",
    "stood": "was stored, was placed",
    "spelt": "spelled, written",
    "anew": "again: recompute, rebuild, regenerate",
    "hang": "attach",
    "hung": "attached",
    "know": "contain, store, support",
    "knows": "contains, stores, supports",
    "lies": "is stored, is between",
    "say": "return, report, specify",
    "says": "returns, reports, specifies",
    "heed": "use, respect",
}
DISCOURAGED = re.compile(rf"\b(?:{'|'.join(DISCOURAGED_WORDS)})\b", re.IGNORECASE)

BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.comprehension,
    ast.match_case,
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMetrics:
    """The figures of one function; nested functions count in the outer one too."""

    name: str
    first_line: int
    lines: int
    expressions: int
    complexity: int

    @property
    def has_one_word(self) -> bool:
        """Return whether the name has no underscore between words."""
        return "_" not in self.name.strip("_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMetrics:
    """The figures of one module."""

    names: int  # bound names: assigned variables and parameters, with repetitions
    vague_names: tuple[tuple[str, int], ...]  # name, line
    functions: tuple[FunctionMetrics, ...]
    comprehensions: int
    words: Counter[str]  # discouraged word in lower case → count


def measure_source(source: str) -> SourceMetrics:
    """Return the figures of a module's *source*.

    Raises ``SyntaxError`` where it is not Python.
    """
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    names = list(bound_names(nodes))
    functions = [node for node in nodes if isinstance(node, FUNCTIONS)]
    return SourceMetrics(
        names=len(names),
        vague_names=tuple(pair for pair in names if pair[0] in VAGUE_NAMES),
        functions=tuple(measure_function(function) for function in functions),
        comprehensions=sum(isinstance(node, COMPREHENSIONS) for node in nodes),
        words=Counter(word.lower() for word in DISCOURAGED.findall(source)),
    )


def bound_names(nodes: list[ast.AST]) -> Iterator[tuple[str, int]]:
    """Yield name and line of each assignment to a variable and of each parameter."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def measure_function(function: AnyFunction) -> FunctionMetrics:
    """Return the figures of a function."""
    last_line = function.end_lineno or function.lineno
    return FunctionMetrics(
        name=function.name,
        first_line=function.lineno,
        lines=last_line - function.lineno + 1,
        expressions=count_expressions(function),
        complexity=cyclomatic_complexity(function),
    )


def count_expressions(function: AnyFunction) -> int:
    """Return the number of expression nodes in a function's body, without annotations.

    Annotations are left out: they make code longer to read, not harder.
    """
    return sum(
        isinstance(node, ast.expr)
        for statement in function.body
        for node in walk_without_annotations(statement)
    )


def walk_without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    """Yield *node* and all nodes below it that are not in an annotation."""
    yield node
    for field, content in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        for child in content if isinstance(content, list) else [content]:
            if isinstance(child, ast.AST):
                yield from walk_without_annotations(child)


def cyclomatic_complexity(function: AnyFunction) -> int:
    """Return one plus the number of decisions in a function.

    A decision is a branch, a loop, an exception handler, an assertion, a ``for`` or an
    ``if`` of a comprehension, and each ``and`` or ``or``.
    """
    complexity = 1
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            complexity += 1
        if isinstance(node, ast.comprehension):
            complexity += len(node.ifs)
        elif isinstance(node, ast.BoolOp):
            complexity += len(node.values) - 1
    return complexity
