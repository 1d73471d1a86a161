"""What a journey presses exists: a button that was renamed is found here in seconds, and there after minutes."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.shape.sources import ROOT, templates, text_of, tracked

PRESSED = {"button", "link"}
TAG = re.compile(r"<[^<>]*>")
FILLED = re.compile(r"{{.*?}}|%\(\w+\)[sd]")
TRANSLATED = re.compile(r'^msgstr.*(?:\n".*")*', re.MULTILINE)
BROKEN = re.compile(r'"\s*\n\s*f?"')  # a string that goes on in the next line


@cache
def journeys() -> dict[str, ast.Module]:
    folder = ROOT / "tests" / "journeys"
    return {path.name: ast.parse(text_of(path)) for path in sorted(folder.rglob("*.py"))}


@cache
def pressed() -> list[tuple[str, ast.expr]]:
    """The names of buttons and links, as journeys give them to `get_by_role` or to a function of their own."""
    found = []
    for file, tree in journeys().items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and any(
                isinstance(each, ast.Constant) and each.value in PRESSED for each in call.args
            ):
                named = [each.value for each in call.keywords if each.arg == "name"]
                found += [(file, value) for value in named or call.args[-1:]]
    return found


def words_in(value: ast.expr) -> list[str]:
    """What a string says; of one that is filled in, what stands around that."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    said = [part.value for part in parts if isinstance(part, ast.Constant)]
    words = [plain(str(one)) for one in said if one not in PRESSED]
    return [each for each in words if re.search(r"\w", each)]


def plain(text: str) -> str:
    return " ".join(FILLED.sub(" ", text).split()).casefold()


@cache
def product() -> str:
    """All that the product may say: in its code, its templates and its demo, and what becomes of it in other languages."""
    texts = [TAG.sub("", text_of(path)) for path in templates()]
    for path in tracked():
        if ROOT / "bookcub" not in path.parents:
            continue
        if path.suffix == ".po":
            # The sentence itself may be of yesterday.
            texts += TRANSLATED.findall(text_of(path))
        elif path.suffix == ".py":
            texts += strings(ast.parse(text_of(path)))
        elif path.suffix in {".js", ".html"} or "demo" in path.parts:
            texts.append(text_of(path))
    return "\n".join(plain(BROKEN.sub("", text)) for text in texts)


def strings(tree: ast.Module, *, but: frozenset[int] = frozenset()) -> list[str]:
    """The strings of a module but its docstrings, and those of these ids."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    skipped = docs | but
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in skipped
    ]


def made() -> str:
    """What journeys type and make: their strings, but for those that they press."""
    names = frozenset(id(each) for _, value in pressed() for each in ast.walk(value))
    typed = [one for tree in journeys().values() for one in strings(tree, but=names)]
    return "\n".join(map(plain, typed))


def is_said(words: str) -> bool:
    """Whether the product says so: with any title in quotation marks, and any number."""
    pieces = re.split(r"(?<=“)[^”]*(?=”)|\d+", words)
    return all(piece.strip() in product() for piece in pieces)


def test_journeys_press_what_there_is() -> None:
    typed = made()
    wrong = [
        f"{file}:{value.lineno} “{words}”"
        for file, value in pressed()
        for words in words_in(value)
        if not is_said(words) and words not in typed
    ]

    assert not wrong, "\n".join(wrong)
