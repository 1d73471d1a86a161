"""A form that posts holds its token, in every template, whether or not a test renders it."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Context, RequestContext, Template

from tests.browsing import FORM, POSTS, TOKEN
from tests.shape.sources import ROOT, templates, text_of, tracked

OPENING = re.compile(r"<[a-z-]+\b(?:[^<>]|{%[^%]*%}|{{[^}]*}})*>")


def test_every_form_that_posts_writes_its_token() -> None:
    without = [
        f"{path.relative_to(ROOT)}: <form{attributes}>"
        for path in templates()
        for attributes, held in FORM.findall(text_of(path))
        if POSTS.search(attributes) and "{% csrf_token %}" not in held
    ]

    assert without == []


def test_only_forms_that_post_without_a_script_too_post_with_one() -> None:
    alone = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path in templates()
        for tag in OPENING.findall(text_of(path))
        if "hx-post=" in tag and not (tag.startswith("<form") and POSTS.search(tag))
    ]

    assert alone == []


def test_scripts_that_post_send_a_forms_token() -> None:
    without = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".js" and 'method: "POST"' in text_of(path)
        if not re.search(r"csrfmiddlewaretoken|new FormData\(form\b", text_of(path))
    ]

    assert without == []


def test_a_part_that_is_handed_nothing_has_its_token(db: None) -> None:
    """An inclusion with `only` takes the page's variables away, not its request."""
    part = Template("{% csrf_token %}")

    shown = Template("{% include part only %}").render(
        RequestContext(HttpRequest(), {"part": part})
    )

    assert TOKEN.search(shown)


def test_a_form_without_its_request_is_refused_and_not_left_dead() -> None:
    with pytest.raises(ImproperlyConfigured):
        Template("{% csrf_token %}").render(Context())


def test_every_test_browses_with_tokens() -> None:
    own = re.compile(
        r"^\s*(from django\.test import .*\b(Async)?Client\b|import django\.test)", re.MULTILINE
    )
    browsers = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "tests")
        and own.search(text_of(path))
    ]

    assert browsers == ["tests/browsing.py"]
