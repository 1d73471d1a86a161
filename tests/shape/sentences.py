"""Words for people in our files that no translator will ever see: those that go through no function of gettext.

Found by their looks (two words in a row, or one with a capital letter), and by the places where people read them.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

WORD = re.compile(r"[^\W\d_]{2,}")
# What is filled in stands as a control character: with a word beside it, it makes a sentence.
FILLED = "\x1a"
WORDS = re.compile(
    rf"{WORD.pattern}[.,:;…!?”)]*\s+[“(]*(?:{WORD.pattern}|{FILLED})|{FILLED}[.,:;…!?”)]*\s+[“(]*{WORD.pattern}"
)
CAPITAL = re.compile(r"[^\w<]*[A-Z][a-z’]+(?!\w)")
NAMES = {
    "Atkinson",
    "Bookcub",
    "EPUB",
    "HTML",
    "Hyperlegible",
    "ISBN",
    "Literata",
    "Markdown",
    "UTC",
}
MARKUP = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>|<[^>]*>?|[\w:-]+=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bare:
    """Words that stand in no function of gettext. `scope` is what a module calls the place, as in `Stage.OPEN`."""

    line: int
    words: str
    scope: str = ""


def looks_said(text: str) -> bool:
    """Whether a text looks like a sentence or a label."""
    text = MARKUP.sub("", text)
    if set(WORD.findall(text)) <= NAMES:
        return False
    return bool(WORDS.search(text) or CAPITAL.match(text))


# Python
FORMAT = re.compile(r"%(?:\(\w+\))?[sd]|\{[\w.!:,]*\}")
SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ALTER|DROP|WITH|ANALYZE)\s")
# Names such as Content-Type and TextQuoteSelector, what headers say, and commands as they are typed.
NOT_SAID = re.compile(
    r"[A-Z][a-z]+(?:-[A-Z][A-Za-z]+)+|(?:[A-Z][a-z0-9]+){2,}"
    r"|\w+/[\w-]+; (?:charset|method)=.*|(?:private|public), .*|noindex, nofollow|bookcub\b.*",
    re.DOTALL,
)
# Called with patterns, selectors, names of types, SQL; and with a key.
PROGRAMS = {
    *("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub"),
    *("css", "css_first", "first", "listed"),
    *("TypeVar", "cast", "startswith", "endswith", "execute"),
    *("RegexField", "Registry", "drop", "salted_hmac"),
}
LOOKUPS = {"get", "setdefault"}
KEYWORDS_OF_PROGRAMS = {"dispatch_uid", "name", "samesite", "through", "verbose_name"}
LOGS = {"log", "logger"}
# Raised for whoever works on the program.
FOR_PROGRAMMERS = {name for name in dir(builtins) if name.endswith("Error")}
# Whatever is given under these names is read by people.
TOLD = {
    *("caption", "empty_label", "heading", "help", "help_text", "hint", "label", "legend"),
    *("message", "placeholder", "sentence", "subject", "title", "what_to_do"),
}


def in_python(source: str) -> list[Bare]:
    """Bare words in a module."""
    return [
        Bare(line, words, scope)
        for scope, statement in _scopes(ast.parse(source))
        if scope != "__all__"
        for line, words in _bare(statement)
    ]


def _scopes(node: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.stmt]]:
    """The statements of a module or class with their names: `Stage.OPEN`, `Comment.publish`."""
    before = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
    for statement in node.body:
        match statement:
            case ast.ClassDef():
                yield from _scopes(statement)
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield before + name, statement
            case ast.Assign(
                targets=[ast.Name(id=name) | ast.Tuple(elts=[ast.Name(id=name), *_]), *_]
            ):
                yield before + name, statement
            case _:
                yield before.rstrip("."), statement


def _bare(node: ast.AST, *, told: bool = False) -> Iterator[tuple[int, str]]:
    text = _text(node)
    if text is not None:
        if _is_said(text, told=told):
            yield getattr(node, "lineno", 0), text.replace(FILLED, "…")
        for part in getattr(node, "values", ()):
            if isinstance(part, ast.FormattedValue):
                yield from _bare(part.value)
                yield from _marked(part.value)
        return
    for child, is_told in _read_below(node, told=told):
        yield from _bare(child, told=is_told)


def _text(node: ast.AST) -> str | None:
    """A literal, with what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return FORMAT.sub(FILLED, text)
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or FILLED for part in parts)
    return None


def _marked(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Sentences that are marked inside an f-string: xgettext does not look there."""
    for each in ast.walk(node):
        match each:
            case ast.Call(func=function, args=[ast.Constant(value=str(text)), *_]):
                if "gettext" in ast.unparse(function):
                    yield each.lineno, text


def _is_said(text: str, *, told: bool) -> bool:
    if told:
        return bool(set(WORD.findall(MARKUP.sub("", text))) - NAMES)
    return looks_said(text) and not SQL.match(text) and not NOT_SAID.fullmatch(text)


def _read_below(node: ast.AST, *, told: bool) -> Iterator[tuple[ast.AST, bool]]:
    """What below a node may reach people, and whether it surely does."""
    match node:
        case _ if _is_read_by_nobody(node):
            return
        case ast.Call():
            yield from _read_in_call(node)
        case ast.keyword(arg=name, value=value):
            yield value, name in TOLD
        case ast.Dict(values=children):
            yield from ((child, told) for child in children)
        case ast.FunctionDef(args=arguments, body=body):
            yield from ((child, False) for child in (arguments, *body))
        case ast.AnnAssign(value=ast.expr() as value) | ast.Subscript(value=value):
            yield value, False
        case _:
            still = told and isinstance(node, ast.BinOp | ast.BoolOp | ast.IfExp)
            yield from ((child, still) for child in ast.iter_child_nodes(node))


def _is_read_by_nobody(node: ast.AST) -> bool:
    """A docstring, a question, a type, a name for programmers, the name of a column."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Compare() | ast.arg():
            return True
        case ast.FunctionDef(name="__str__" | "__repr__"):
            return True
        case ast.Assign(targets=[ast.Name(id="verbose_name" | "verbose_name_plural")]):
            return True
        case ast.keyword(arg=name):
            return name in KEYWORDS_OF_PROGRAMS
    return False


def _read_in_call(call: ast.Call) -> Iterator[tuple[ast.AST, bool]]:
    of, _, name = ast.unparse(call.func).rpartition(".")
    yield call.func, False
    if "gettext" in name or of in LOGS:
        return
    for number, each in enumerate([*call.args, *call.keywords]):
        is_key = number == 0 and (name in LOOKUPS or of == "models")
        if _text(each) is None or not (is_key or name in PROGRAMS | FOR_PROGRAMMERS):
            yield each, False


# Templates
OWN_WORDS = re.compile(
    r"{#.*?#}|{%\s*(comment|blocktranslate|verbatim)\b.*?{%\s*end\1\b.*?%}|{%\s*block \w*class\s*%}.*?{%\s*endblock\s*%}",
    re.DOTALL,
)
PIECE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
LITERAL = re.compile(
    r"""(?P<key>\w*)(?P<sign>=|\|\w+:|_\(|\s*)(?P<quote>["'])(?P<text>.*?)(?P=quote)"""
)
TAGS_OF_PROGRAMS = {"block", "elif", "extends", "if", "load", "static", "translate", "url"}
TOLD_BY_TAGS = TOLD | {"after", "alt", "before", "text", "unit", "words"}
TELLING = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
}
DESCRIBING = {"description", "og:description", "og:title", "title"}
SILENT = {"code", "kbd", "script", "style"}


def in_template(text: str, *, is_html: bool = True) -> list[Bare]:
    """Bare words in a template, in its own text and in what it tells its tags."""
    text = OWN_WORDS.sub(_lines_of, text)
    found = [
        Bare(text.count("\n", 0, piece.start()) + 1, words)
        for piece in PIECE.finditer(text)
        for words in _told_to_tag(piece[0])
    ]
    bare = PIECE.sub(_shown, text)
    if not is_html:
        return found + [
            Bare(number, line.strip())
            for number, line in enumerate(bare.split("\n"), 1)
            if set(WORD.findall(line)) - NAMES
        ]
    page = _Page(convert_charrefs=True)
    page.feed(bare)
    page.close()
    return found + page.found


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _told_to_tag(piece: str) -> Iterator[str]:
    if piece.startswith("{{") or piece.strip("{%- }").split()[0] in TAGS_OF_PROGRAMS:
        return
    for each in LITERAL.finditer(piece):
        if each["sign"] != "_(":
            told = each["sign"] == "=" and each["key"] in TOLD_BY_TAGS
            if _is_said(each["text"], told=told):
                yield each["text"]


def _shown(piece: re.Match[str]) -> str:
    """What a variable shows for certain: the words that its filters are told, but in dates."""
    words = ""
    if piece[0].startswith("{{"):
        words = " ".join(
            each["text"]
            for each in LITERAL.finditer(piece[0])
            if each["sign"] != "_(" and each["sign"] not in {"|date:", "|time:"}
        )
    return words + _lines_of(piece)


class _Page(HTMLParser):
    """The words of a page that stand in no tag of Django's."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: list[Bare] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        given = dict(attrs)
        telling = TELLING | (
            {"value"} if tag == "input" and given.get("type") == "submit" else set()
        )
        telling |= {"content"} if {given.get("name"), given.get("property")} & DESCRIBING else set()
        for name in telling & given.keys():
            self._hear(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._hear(data)

    def _hear(self, words: str) -> None:
        if set(WORD.findall(words)) - NAMES and not words.strip().startswith("?"):
            self.found.append(Bare(self.getpos()[0], " ".join(words.split())))


# Scripts
SCRIPT_TEXT = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|(?P<to>\w+(?: = |\((?:\"\w+\", )?))?(?P<quote>[\"'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
    re.DOTALL,
)
# Classes and selectors.
CLASSES = re.compile(rf"[a-z{FILLED} -]*-[a-z{FILLED} -]*")
TO_STYLE = ("className", "closest", "make", "matchMedia", "matches", "querySelector")
KEYS = re.compile(
    r"ArrowDown|ArrowUp|Backspace|End|Enter|Escape|Home|Shift|Tab|Mod(?:-Shift)?(?:-\w)?"
)


def in_script(source: str) -> list[Bare]:
    """Bare words in a module of JavaScript: it takes all of them from its page."""
    return [
        Bare(source.count("\n", 0, each.start()) + 1, each["text"])
        for each in SCRIPT_TEXT.finditer(source)
        if each["text"] and _is_said_by_script(each["to"] or "", each["text"])
    ]


def _is_said_by_script(to: str, text: str) -> bool:
    text = re.sub(r"\$\{.*?\}", FILLED, text)
    if to.startswith(TO_STYLE) or KEYS.fullmatch(text) or CLASSES.fullmatch(text):
        return False
    return _is_said(text, told=False)
