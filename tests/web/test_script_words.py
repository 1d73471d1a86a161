"""The words that scripts say stand in every page: each that they ask for, and no other."""

from __future__ import annotations

import re

from django.template import Context, Template

from tests.web.test_style_sheets import CSS

SCRIPTS = CSS.parent / "js"


def test_the_scripts_are_given_the_words_they_ask_for() -> None:
    page = Template("{% load script_words %}{% script_words %}").render(Context())
    given = set(re.findall(r"\sdata-([\w-]+)=", page))

    code = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    calls = re.findall(r"\bsay\(([^{}()]*)", re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL))
    asked = {name for call in calls for name in re.findall(r'"(\w+)"', call)}

    assert {re.sub(r"[A-Z]", lambda big: f"-{big[0].lower()}", name) for name in asked} == given
