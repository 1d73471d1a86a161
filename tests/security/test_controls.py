"""Whoever hears a page alone knows each button by its name: two that do different things are not called the same."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.access.urls import url_names
from tests.access.world import World
from tests.lasting import lasting
from tests.security.world import address_of, full_world, opened, usual_values

_built = lasting(full_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


@pytest.mark.parametrize("who", ["guest", "ada"])
def test_no_two_buttons_of_a_page_have_one_name_and_do_two_things(world: World, who: str) -> None:
    browser, confused = world.browser_of(who), []
    # The catalogue shows the same form in each of its states.
    for name in sorted(url_names() - {"web:catalogue_detail"}):
        address = address_of(name, usual_values(world, name))
        answer = opened(browser, address)
        if answer.get("Content-Type", "").startswith("text/html"):
            page = LexborHTMLParser(b"".join(answer))
            confused += [f"{address}: {each}" for each in sorted(confusions(page, address))]
    assert not confused, "\n".join(confused)


def confusions(page: LexborHTMLParser, address: str) -> dict[str, set[str]]:
    """The names that several buttons share which do not do the same, and what they do."""
    done = defaultdict(set)
    for form in page.css("form"):
        for button in form.css("button"):
            if button.attributes.get("type") not in {"button", "reset"}:
                done[name_of(button)].add(what_it_does(form, button, address))
    return {f"{name} {sorted(acts)}": acts for name, acts in done.items() if len(acts) > 1}


def name_of(control: LexborNode) -> str:
    label = control.attributes.get("aria-label")
    for hidden in control.css("[aria-hidden=true], svg"):
        hidden.decompose()
    return " ".join((label or control.text(separator=" ")).split())


def what_it_does(form: LexborNode, button: LexborNode, address: str) -> str:
    sent = [
        f"{field.attributes.get('name')}={field.attributes.get('value')}"
        for field in [*form.css("input[type=hidden]"), button]
        if field.attributes.get("name") not in {None, "csrfmiddlewaretoken", "next", "kept"}
    ]
    return f"{urljoin(address, form.attributes.get('action') or '')} {' '.join(sent)}"
