"""What every page repeats is drawn once, and shows nobody what is another's."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from bookcub.people.models import User
from bookcub.web.templatetags import kept as keeping
from tests.browsing import Client


class Told:
    """Counts how often it is asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return f"asked {self.times}"


def test_a_part_is_drawn_once_for_each_value_and_language() -> None:
    part = Template(
        "{% load kept i18n %}{% kept by who %}{{ who }} {{ told }} {% translate 'Inbox' %}{% endkept %}"
    )
    told = Told()

    def drawn(who: object) -> str:
        return part.render(Context({"who": who, "told": told}))

    assert drawn("Ada") == drawn("Ada") == "Ada asked 1 Inbox"
    assert drawn("Bo") == "Bo asked 2 Inbox"
    with translation.override("de"):
        assert drawn("Bo").startswith("Bo asked 3 ")
        assert drawn("Bo") != drawn("Ada")
    assert drawn("Ada") == "Ada asked 1 Inbox"


def test_it_keeps_a_number_of_them() -> None:
    part = Template("{% load kept %}{% kept by number %}{{ number }}{{ told }}{% endkept %}")
    told = Told()
    for number in range(keeping.MOST + 1):
        part.render(Context({"number": number, "told": told}))

    assert part.render(Context({"number": keeping.MOST, "told": told})).endswith(
        f"asked {keeping.MOST + 1}"
    )
    assert part.render(Context({"number": 0, "told": told})).endswith(f"asked {keeping.MOST + 2}")


def test_what_holds_a_whole_request_is_not_kept() -> None:
    part = Template("{% load kept %}{% kept by lazy %}{{ lazy }}{% endkept %}")

    with pytest.raises(TypeError):
        part.render(Context({"lazy": SimpleLazyObject(lambda: "Ada")}))


def test_a_value_without_by_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept name %}{% endkept %}")


def test_nobody_finds_anothers_frame(client: Client, ada: User, bo: User) -> None:
    pages = {}
    for name, person in (("ada", ada), ("bo", bo), ("nobody", None), ("ada again", ada)):
        if person is None:
            client.logout()
        else:
            client.force_login(person)
        pages[name] = client.get("/settings/preferences" if person else "/look").content.decode()

    def frame(name: str) -> str:
        return pages[name].partition('<header class="masthead">')[2].partition("<main")[0]

    assert "/users/Ada" in frame("ada")
    assert "/users/Bo" not in frame("ada")
    assert "/users/Bo" in frame("bo")
    assert "/users/Ada" not in frame("bo")
    assert "/users/Ada" not in frame("nobody")
    assert "/users/Bo" not in frame("nobody")
    assert "/users/Bo" not in frame("ada again")
