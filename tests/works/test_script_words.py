"""What the editor and the form that saves itself say comes with the page: each word they ask for, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bookcub.works import script_words
from bookcub.works.script_words import editor_words, saving_words

SCRIPTS = Path(script_words.__file__).parent / "static/works/js"
ASKED = re.compile(r"""\bwords(?:\.(\w+)\b|\["([\w-]+)"\])(?!")""")
TOOL = re.compile(r"""\bname: "(\w+)"|\bmark\("(\w+)\"""")
KINDS = re.compile(r"KINDS = \[(.*?)\]")
NAMED = re.compile(r"\{(\w+)\}")


def asked_by(*names: str) -> set[str]:
    script = "\n".join((SCRIPTS / name).read_text() for name in names)
    code = re.sub(r"/\*.*?\*/|^import .*?$", "", script, flags=re.DOTALL | re.MULTILINE)
    asked = {one or other for pattern in (ASKED, TOOL) for one, other in pattern.findall(code)}
    kinds = KINDS.search(code)
    return asked | {f"kind-{kind}" for kind in re.findall(r'"(\w+)"', kinds[1] if kinds else "")}


def test_the_editor_is_given_the_words_it_asks_for() -> None:
    assert asked_by("rich-text.js", "rich-text-tools.js") == set(editor_words())


def test_the_form_that_saves_itself_is_given_the_words_it_asks_for() -> None:
    assert asked_by("self-saving.js") == set(saving_words())


@pytest.mark.parametrize("words", [editor_words, saving_words])
def test_what_is_named_in_a_sentence_is_filled_in_by_a_script(
    words: Callable[[], dict[str, str]],
) -> None:
    named = {name for sentence in words().values() for name in NAMED.findall(sentence)}

    code = "".join(path.read_text() for path in SCRIPTS.glob("*.js"))

    assert {name for name in named if f"{name}:" not in code} == set()
