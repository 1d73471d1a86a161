"""Whatever stands in an address, a query or a form: the archive answers, and never breaks.

Every day some nonsense meets each address, its parameters and each field of its forms, and each kind of it meets many of
them; which meets which is dealt out by turns. `make test-everything` lets all meet all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, Resolver404, resolve

from tests.access.urls import url_names
from tests.access.world import World, patterns
from tests.browsing import Client
from tests.extent import EVERYTHING
from tests.lasting import lasting
from tests.security.pages import PageForm, Values, post_forms
from tests.security.world import MAY_BE_AWAY, address_of, full_world, opened, usual_values

pytestmark = pytest.mark.usefixtures("bare_errors")

NAMES = sorted(url_names())
UNPROCESSABLE, BROKEN, AWAY = 422, 500, 503
LONG = "x" * 60_000

ODD_PARTS = [
    "0", "-1", "9" * 19, "9" * 40, "٣", "\x00", "..", "../../etc/passwd", "\u202egnp.exe", LONG,
    "'\"><script>alert(1)</script>", "😀", "\r\nSet-Cookie: a=b", "*s**a**d*",
]  # fmt: skip
NOT_UTF8 = b"\xff\xfe\xed\xa0\x80"
PARAMETERS = [
    "page", "q", "next", "part", "view", "chapter", "kind", "term", "old", "new", "whole", "sort",
    "work", "fold", "from", "style", "read", "replied", "order", "list", "pseud", "to", "thread",
    "view_full_work", "view_adult", "selected_id", "url", "tab", "tag", "recs", "copy", "at",
]  # fmt: skip
ODD_QUERIES = ["0", "-1", "1" + "0" * 30, "9" * 5000, "٣", "\x00", "\ufffe😀", "nan", LONG]
# Each goes into all fields at once and into each alone.
ODD_ANSWERS: list[Any] = [LONG, "\x00", "9" * 40, "\ufffe\u202e😀", "0001-01-01T00:00"]


_built = lasting(full_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


def sent(client: Client, method: str, address: str, **more: Any) -> int:
    """The status of an answer; whatever it changed is undone."""
    with transaction.atomic():
        answer = client.generic(method, address, **more)
        transaction.set_rollback(True)
    assert tells_its_mistakes(answer), f"{address} came back without a summary of what is wrong"
    return answer.status_code


def tells_its_mistakes(answer: Any) -> bool:
    """Whether a page whose form came back begins with what is wrong, in its title and in a summary with the focus."""
    if answer.status_code != UNPROCESSABLE or b"<main" not in answer.content:
        return True
    page = answer.content
    summed_up = re.search(rb'class="form-errors"[^>]* autofocus', page) is not None
    return summed_up and b"<title>Error: " in page


def visitors(world: World) -> Iterator[tuple[str, Client]]:
    for name in ("guest", "ada"):
        yield name, world.browser_of(name)


def turn(*what: str) -> int:
    """Where in a list of nonsense somebody begins: always the same for the same, spread over all."""
    return crc32(" ".join(what).encode())


def is_broken(name: str, status: int) -> bool:
    return status >= BROKEN and not (status == AWAY and name in MAY_BE_AWAY)


@pytest.mark.parametrize("name", [name for name in NAMES if patterns()[name]])
def test_no_address_breaks_the_archive(name: str, world: World) -> None:
    usual = usual_values(world, name)
    everybody = list(visitors(world))
    asking = [(*visitor, method) for visitor in everybody for method in ("GET", "POST")]
    broken = []
    for number, address in enumerate(_odd_addresses(name, usual), turn(name)):
        for who, client, method in asking if EVERYTHING else [asking[number % len(asking)]]:
            status = sent(client, method, address)
            if is_broken(name, status):
                broken.append((who, method, address[:200], status))
    assert broken == []


def _some(odd: list[str], begin: int) -> list[str]:
    """A third of them, another one at each place; everything where everything is asked for."""
    return odd if EVERYTHING else odd[begin % 3 :: 3]


def _odd_addresses(name: str, usual: dict[str, Any]) -> Iterator[str]:
    for parameter, value in usual.items():
        for odd in _some(ODD_PARTS, turn(name, parameter)):
            try:
                yield address_of(name, {**usual, parameter: odd})
            except NoReverseMatch:
                continue
        known = address_of(name, usual)
        yield known.replace(quote(str(value)), quote_from_bytes(NOT_UTF8))


@pytest.mark.parametrize("name", NAMES)
def test_no_query_breaks_the_archive(name: str, world: World) -> None:
    address = address_of(name, usual_values(world, name))
    everybody = list(visitors(world))
    broken = []
    for who, client in everybody if EVERYTHING else [everybody[turn(name) % len(everybody)]]:
        for told, query in _odd_queries(turn(name, who)):
            status = sent(client, "GET", f"{address}?{query}")
            if is_broken(name, status):
                broken.append((who, told[:40], status))
    assert broken == []


def _odd_queries(begin: int) -> Iterator[tuple[str, str]]:
    """All parameters full of one nonsense; every day one such, or one in which each has another."""
    whole = {odd: urlencode(dict.fromkeys(PARAMETERS, odd)) for odd in ODD_QUERIES}
    raw = quote_from_bytes(NOT_UTF8)
    whole["not UTF-8"] = "&".join(f"{name}={raw}" for name in PARAMETERS)
    if EVERYTHING:
        yield from whole.items()
        return
    if begin % 2:
        yield list(whole.items())[begin % len(whole)]
        return
    mixed = {name: ODD_QUERIES[(begin + n) % len(ODD_QUERIES)] for n, name in enumerate(PARAMETERS)}
    yield str({name: odd[:20] for name, odd in mixed.items()}), urlencode(mixed)


@pytest.fixture(scope="module")
def tried() -> set[tuple[str, ...]]:
    """The forms that have been filled in: one that several people see, or several pages show, need be only once a day."""
    return set()


@pytest.mark.parametrize("name", NAMES)
def test_no_form_breaks_the_archive(name: str, world: World, tried: set[tuple[str, ...]]) -> None:
    address = address_of(name, usual_values(world, name))
    broken = []
    for who, client in visitors(world):
        for form in _forms(client, address):
            known = (_view_of(form.action), *sorted(form.values))
            if known in tried and not EVERYTHING:
                continue
            tried.add(known)
            for odd, values in _odd_forms(form, turn(*known)):
                status = sent(
                    client,
                    "POST",
                    form.action,
                    data=_encoded(values),
                    content_type="application/x-www-form-urlencoded",
                )
                if is_broken(name, status):
                    broken.append((who, form.action, odd, status))
    assert broken == []


def _forms(client: Client, address: str) -> list[PageForm]:
    answer = opened(client, address)
    shown_at = answer.wsgi_request.get_full_path()
    forms = post_forms(b"".join(answer), shown_at) if answer.status_code == 200 else []
    frame = {"/look", "/users/logout"}
    found = {form.action: form for form in forms if form.action.split("?")[0] not in frame}
    found.setdefault(address, PageForm(action=address))
    return list(found.values())


def _view_of(action: str) -> str:
    try:
        return resolve(action.split("?", maxsplit=1)[0]).view_name
    except Resolver404:
        return action


def _odd_forms(form: PageForm, begin: int) -> Iterator[tuple[str, Values]]:
    """As it stands, with one nonsense in all fields, with nonsense in each alone; every day one kind for each."""
    yield "as it stands", form.values
    if not form.values:
        return
    # What is long is slow: once for all fields is enough.
    alone = [odd for odd in ODD_ANSWERS if odd is not LONG]
    everywhere = ODD_ANSWERS if EVERYTHING else [ODD_ANSWERS[begin % len(ODD_ANSWERS)]]
    for odd in everywhere:
        yield f"all {odd[:20]!r}", dict.fromkeys(form.values, odd)
    for number, name in enumerate(form.values, begin):
        for odd in alone if EVERYTHING else [alone[number % len(alone)]]:
            yield f"{name}={odd[:20]!r}", {**form.values, name: odd}


def _encoded(values: Values) -> bytes:
    return urlencode(values, doseq=True).encode()
