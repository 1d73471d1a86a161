from __future__ import annotations

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from bookcub.web.templatetags.ui import register
from tests.browsing import Client
from tests.web.colours import CSS

pytestmark = pytest.mark.django_db
TEMPLATES = CSS.parents[2] / "templates" / "web"
PARTS = {
    "_comment_words.html",  # pieces of one component
    "_field_errors.html",
    "_keeping.html",
    "_later_button.html",
    "_later_form.html",
    "_later_words.html",
    "_tag_group.html",
}
NO_LOOKS = {"moment", "slot", "messages_list"}
SHARED_LOOKS = {"link_button": "button", "confirm": "dialog", "comment_card": "comment"}


def test_the_catalogue_shows_every_component(client: Client) -> None:
    page = client.get("/design").content.decode()
    shown = set(re.findall(r'<section class="[^"]*specimen[^"]*" id="(\w+)">', page))

    assert set(register.tags) <= shown


def test_the_catalogue_calls_every_component() -> None:
    source = (TEMPLATES / "design.html").read_text(encoding="utf-8")

    assert {
        name
        for name in register.tags
        if f"{{% {name} " not in source and f"{{% {name}%" not in source
    } == set()


def test_the_documents_name_every_component() -> None:
    text = (CSS.parents[4] / "docs" / "design-system.md").read_text(encoding="utf-8")

    assert {name for name in register.tags if f"{{% {name} " not in text} == set()


def test_each_component_begins_with_its_call() -> None:
    for path in (TEMPLATES / "components").glob("_*.html"):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        if path.name in PARTS:
            assert first.startswith("{# part of _"), path.name
        else:
            assert first.startswith(f"{{# {{% {path.stem[1:]} "), path.name


def test_each_component_has_a_style_sheet_of_its_name() -> None:
    sheets = {path.stem for path in (CSS / "components").glob("*.css")}
    components = {SHARED_LOOKS.get(name, name) for name in register.tags} - NO_LOOKS

    assert components - sheets == set()


def test_each_component_takes_named_arguments_only() -> None:
    for name in sorted(set(register.tags) - {"slot", "mark"}):
        with pytest.raises(TemplateSyntaxError):
            Template(f"{{% load ui %}}{{% {name} 'one' 'two' %}}x{{% end{name} %}}").render(
                Context()
            )


def test_the_catalogue_keeps_inside_the_policy_of_the_archive(client: Client) -> None:
    page = client.get("/design").content.decode()

    assert "{%" not in re.sub(r"<code>.*?</code>", "", page)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    assert "Comment Actions</h5>" in page


def test_no_space_stands_before_the_full_stop_after_a_slot() -> None:
    made = Template(
        "{% load ui %}{% slot as book %}\n{% if 1 %}\n<b>Moss</b>\n{% endif %}\n{% endslot %}You read {{ book }}."
    ).render(Context())
    assert made == "You read <b>Moss</b>."
