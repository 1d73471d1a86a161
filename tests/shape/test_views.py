"""Looking never changes anything; changing is always a POST."""

import re
from collections.abc import Callable
from inspect import getclosurevars, unwrap
from typing import Any

from tests.shape.sources import ROOT, templates, text_of, tracked
from tests.shape.urls import addresses

OURS = [each for each in addresses() if each.is_ours]
# The nouns and verbs of the house's recipe that change something and show nothing.
CHANGES = re.compile(r"_(create|update|delete|restore|accept|decline|forget|make_default)$")


def methods(view: Callable[..., Any]) -> set[str]:
    """The methods that the view's decorators let through; empty when nothing is said."""
    allowed: set[str] = set()
    layer: Callable[..., Any] | None = view
    while layer is not None:
        allowed |= set(getclosurevars(layer).nonlocals.get("request_method_list", ()))
        layer = getattr(layer, "__wrapped__", None)
    return allowed


def test_there_are_addresses() -> None:
    assert "health_index" in {each.name for each in OURS}


def test_every_address_is_named_and_ends_without_a_slash() -> None:
    named = {each.route: each.name for each in OURS}
    odd = [
        f"{route!r}: {name!r}"
        for route, name in named.items()
        if not name or name.endswith(":") or route.endswith("/")
    ]
    assert odd == []


VERBS = frozenset({"index", "detail", "new", "create", "edit", "update", "delete"})
# allauth looks its own pages up by these names.
PRESCRIBED = "account_"


def test_a_view_is_one_of_the_seven_verbs_and_its_address_is_named_noun_and_verb() -> None:
    # Another verb is a new noun with a module of its own: to publish is `publications.create`.
    odd: dict[str, list[str]] = {}
    for each in OURS:
        package, verb = each.module.split(".")[1], unwrap(each.view).__name__
        is_named = each.name.startswith(PRESCRIBED) or each.name.endswith(f"_{verb}")
        if verb not in VERBS or not is_named:
            odd.setdefault(package, []).append(f"{each.name} is {each.module}.{verb}")

    assert odd == {}


def test_every_view_says_which_methods_it_answers() -> None:
    # Write @require_safe, @require_POST or @shows_and_saves above the view.
    odd = {
        each.name: answered
        for each in OURS
        if not (answered := methods(each.view)) or not answered <= {"GET", "HEAD", "POST"}
    }
    assert odd == {}


def test_what_changes_something_is_posted() -> None:
    # The same address may show the form that asks first, or the list that the new thing joins.
    # A view called `confirm` only asks; its form posts elsewhere.
    changing = [each for each in OURS if CHANGES.search(each.name)]
    assert len(changing) > 50
    assert [
        each.name
        for each in changing
        if "POST" not in methods(each.view) and unwrap(each.view).__name__ != "confirm"
    ] == []


OWN_SPELLINGS = re.compile(r"request\.method|require_http_methods|=\s*422\b")


def test_views_show_and_save_in_one_spelling() -> None:
    spelt = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py" and "views" in path.parts and OWN_SPELLINGS.search(path.read_text())
    ]

    assert spelt == [], (
        "write @shows_and_saves, posted, saves, form_status or UNPROCESSABLE: core/http.py"
    )


# Mail programs post here when somebody ends a kind of letter; the signed token in the address is the proof.
WITHOUT_TOKEN = {"notifications:unsubscription_create"}


def test_no_view_is_without_protection_from_forgery() -> None:
    unprotected = {each.name for each in OURS if getattr(each.view, "csrf_exempt", False)}

    assert unprotected <= WITHOUT_TOKEN


FORBIDDEN_IN_TEMPLATES = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*application/(?:json|ld\+json))[^>]*>"
    ),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
MAILS = "email"  # mail programs know no style sheets


def test_templates_hold_nothing_that_the_policy_forbids() -> None:
    found = [
        f"{template.relative_to(ROOT)}: {name}"
        for template in templates()
        if MAILS not in template.parts
        for name, pattern in FORBIDDEN_IN_TEMPLATES.items()
        if pattern.search(text_of(template))
    ]
    assert found == []
