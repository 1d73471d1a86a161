"""Whoever hears a page alone knows each button by its name, and each name leads to what is there, once."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.access.urls import url_names
from tests.access.world import World
from tests.extent import dealt
from tests.lasting import lasting
from tests.security.markup import faults
from tests.security.world import address_of, full_world, opened, usual_values

_built = lasting(full_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


@pytest.mark.parametrize(("who", "among"), [("guest", 3), ("ada", 1)])
def test_no_two_buttons_of_a_page_have_one_name_and_no_id_is_missing_or_there_twice(
    world: World, who: str, among: int
) -> None:
    browser, found = world.browser_of(who), []
    for name in dealt(sorted(url_names()), 0, among):
        address = address_of(name, usual_values(world, name))
        answer = opened(browser, address)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        source = b"".join(answer).decode()
        if "</html>" in source:  # what is put into another page leads to what stands there
            found += [f"{address}: {each}" for each in faults(source)]
        # The catalogue shows the same form in each of its states.
        if name != "web:catalogue_detail":
            page = LexborHTMLParser(source)
            found += [f"{address}: {each}" for each in sorted(confusions(page, address))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<i id="a"></i><i id="a"></i>', "the id 'a' 2 times"),
        ('<label for="b">B</label>', "for leads nowhere"),
        ('<div id="c"></div><label for="c">C</label>', "a label of <div>"),
        ('<input aria-describedby="d e"><p id="d"></p>', "aria-describedby leads nowhere"),
        ('<div aria-label="F"></div>', "a name of what has no role"),
        ("<span><div></div></span>", "holds <div>"),
        ("<p>One<em>two</em><ul></ul></p>", "a block in a paragraph"),
    ],
)
def test_each_fault_of_markup_is_found(markup: str, fault: str) -> None:
    [found] = faults(markup)
    assert fault in found


def test_markup_without_a_fault_is_left_in_peace() -> None:
    sound = (
        '<p>One</p><div><p>Two</p></div><div role="group" aria-label="Three"></div><section aria-labelledby="g">'
        '<h2 id="g">G</h2><label for="h">H</label><input id="h"><tag-input id="t"></tag-input></section>'
    )
    assert list(faults(sound)) == []


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
