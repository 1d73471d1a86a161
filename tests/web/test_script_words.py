"""The words that scripts say stand in every page: each that they ask for, and no other."""

from __future__ import annotations

import re

from django.template import Context, Template

from tests.web.colours import CSS

SCRIPTS = CSS.parent / "js"


def test_the_scripts_are_given_the_words_they_ask_for() -> None:
    page = Template("{% load script_words %}{% script_words %}").render(Context())
    given = set(re.findall(r"\sdata-([\w-]+)=", page))

    code = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    calls = re.findall(r"\bsay\(([^{}()]*)", re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL))
    asked = {name for call in calls for name in re.findall(r'"(\w+)"', call)}

    assert {dashed(name) for name in asked} == given


def dashed(name: str) -> str:
    """The attribute of a name in a script's `dataset`: `rowMoved` is `data-row-moved`."""
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in name)
