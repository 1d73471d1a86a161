"""No page and no letter holds a word that the written rules keep from its reader.

People live through a story; all that they say holds a word of its own. Every letter is read as it goes; at the
end every address of the archive is opened by everybody, and every page is searched for words, and for ways to
things, that its reader must not know of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice, product
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, User
from tests.access.world import patterns
from tests.browsing import Client
from tests.extent import EVERYTHING
from tests.horizon import oracle as o
from tests.horizon.world import STEPS, World

WORLDS, STORY = (2 if EVERYTHING else 1), 70
MOST = 6  # addresses of one pattern
TURNS = 1 if EVERYTHING else 6  # of several addresses of one pattern each reader opens a sixth

WORD = re.compile(r"q[bcdfghjkmnpqrstvwxz]{5}q")
COMMENT = re.compile(r"/comments/(\d+)")
# Streams do not end, and what ends a visit would end the test's.
NOT_OPENED = {"meetings:stream_detail", "account_logout"}


@pytest.mark.slow_first
@pytest.mark.django_db
@pytest.mark.usefixtures("bare_errors")
@pytest.mark.parametrize("seed", range(WORLDS))
def test_nothing_beyond_the_horizon_is_on_any_page_or_in_any_letter(
    seed: int, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"set_up_at": timezone.now()})
    forget_archive()
    world, chance = World.make(), random.Random(seed)  # noqa: S311  # a story, not a secret
    for _ in range(STORY):
        step = chance.choice(STEPS[1:])
        with django_capture_on_commit_callbacks(execute=True):
            step(world, chance.randrange(200), chance.randrange(200), chance.randrange(200))
        read_letters(world)

    found = pages = 0
    everybody: list[User | AnonymousUser] = [*world.people, AnonymousUser()]
    for reader, who in enumerate(everybody):
        # Fetched ahead, or the walk itself would open chapters that the rules know nothing of.
        client = Client(headers={"Sec-Purpose": "prefetch"})
        if isinstance(who, User):
            client.force_login(who)
        for name, address in addresses(world, reader):
            answer = client.get(address)
            assert answer.status_code < 500 or address == "/health", f"{address} broke for {who}"
            text = words_of(b"".join(answer))
            found += look_through(world, who, text, f"{name} {address}")
            pages += 1

    assert pages > 500, pages
    assert found > 20, "hardly a word was found anywhere: this story proves nothing"


def addresses(world: World, reader: int) -> Iterator[tuple[str, str]]:
    """Every pattern with the world's ids, several where there are several, dealt out among the readers."""
    rules = world.oracle
    ids: dict[str, list[Any]] = {
        "work_id": sorted(rules.works),
        "chapter_id": sorted(rules.chapters),
        "comment_id": sorted(rules.comments),
        "club_id": sorted(rules.members),
        "read_id": sorted([*rules.reads, *rules.books]),
        "meeting_id": sorted(rules.meetings),
        "prediction_id": sorted(rules.guesses),
        "question_id": sorted(rules.questions),
        "name": [one.username for one in world.people],
        "username": [one.username for one in world.people],
        "pseud": [one.username for one in world.people],
        "position": [1, 2, 3],
        "number": [1, 2],
    }
    chance = random.Random(len(rules.comments))  # noqa: S311  # as above
    for name, wanted in patterns().items():
        if name in NOT_OPENED or name.startswith(("admin:", "debug:")):
            continue
        choices = list(islice(product(*(ids.get(key, [1]) for key in wanted)), 400))
        chance.shuffle(choices)
        most = 25 if wanted == ["comment_id"] and name == "comments:comment_detail" else MOST
        chosen = choices[:most]
        for values in chosen[reader % TURNS :: TURNS] if len(chosen) >= TURNS else chosen:
            try:
                yield name, reverse(name, kwargs=dict(zip(wanted, values, strict=True)))
            except NoReverseMatch:
                break
    yield "recall", "/clubs/recall?q=kelp"
    for read, book in rules.books.items():
        yield "book's talk", f"/clubs/{book.club}/reads/{read}/talk?part=true"
        yield "how much of it", f"/clubs/{book.club}/reads/{read}/talk/ahead?part=true"
    for work in rules.works:
        yield "newest", f"/works/{work}/comments?order=newest"
        for chapter in rules.works[work].chapters:
            yield "chapter's talk", f"/works/{work}/comments?chapter={chapter}&part=true"


def words_of(answer: bytes) -> str:
    """What stands in a page or a file, in a packed one in all that it holds."""
    packed = BytesIO(answer)
    if not is_zipfile(packed):
        return answer.decode(errors="replace")
    with ZipFile(packed) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def read_letters(world: World) -> None:
    people = {one.email: one for one in world.people}
    for letter in mail.outbox:
        everything = "\n".join(
            [str(letter.subject), str(letter.body), letter.message().as_string()]
        )
        for address in letter.to:
            look_through(
                world, people.get(address, AnonymousUser()), everything, str(letter.subject)
            )
    mail.outbox.clear()


def look_through(world: World, who: User | AnonymousUser, text: str, where: str) -> int:
    """How many words of things said are there; fails for one that must not be."""
    rules, pk = world.oracle, who.pk or o.GUEST
    sees: dict[str, Callable[[int, int], bool]] = {
        "line": rules.sees_line,
        "minutes": rules.may_write_minutes,
        "guess": rules.sees_guess,
        "question": rules.sees_question,
        "description": rules.is_open,
        "rsvp": rules.sees_rsvp,
    }
    found = 0
    for word in set(WORD.findall(text)):
        kind, what = world.said.get(word, ("text", 0))
        if kind == "text":
            continue
        found += 1
        if kind == "comment":
            said = rules.comments.get(what)
            # Whoever wrote and deleted it finds the first of their own words in their trash, and nowhere else.
            is_own = said is not None and said.writer == pk != o.GUEST
            is_read = said is not None and not said.deleted and rules.sees(pk, what)
            may = is_read or (is_own and " /trash" in where)
        else:
            may = sees[kind](pk, what)
        assert may, f"{who} reads {word}, the {kind} {what}, at {where}"
    # The address asked for may stand on the page that says there is nothing.
    for linked in {int(number) for number in COMMENT.findall(text)}:
        known = linked in rules.comments and rules.sees(pk, linked)
        assert known or f"/comments/{linked}" in where, f"{who} finds comment {linked} at {where}"
    return found
