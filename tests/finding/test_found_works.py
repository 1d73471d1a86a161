"""What is found is what may be read, to the last of it: no count, order or name tells of more. Compared with the database itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bookcub.core.text.counting import text_of
from bookcub.finding.queries.found_works import FoundWorks, found_works
from bookcub.finding.queries.work_language import work_language
from bookcub.people.actions.accounts import switch_off
from bookcub.people.actions.blocks import mute
from bookcub.people.hiding import HIDEABLE, hide
from bookcub.people.models import User
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.tags.models import TagKind
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import Series, SeriesEntry, Visibility, Work
from tests.conftest import person
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

pytestmark = pytest.mark.django_db

WORDS = ["weir", "storm", "lantern", "kettle", "heron", "tide"]
FANDOMS = ["Original Work", "Weirlands", "The Long Fen"]
TAGS = ["Slow Burn", "Found Family", "Storms", "Kettle Fic"]
WORKS = 70
Condition = Callable[[Work], bool]


def told(work: Work) -> set[str]:
    """All its words that are searched where no field is named."""
    texts = [work.title, text_of(work.summary), *signers(work), *tags(work)]
    return {word.strip(".").lower() for text in texts for word in text.split()}


def signers(work: Work) -> list[str]:
    return [pseud.name for pseud in work.signers]


def tags(work: Work) -> list[str]:
    return [tag.name for tag in work.tags.all()]


def in_series(work: Work) -> bool:
    return not work.is_anonymous and work.series_entries.openly().exists()


# What is asked, and which of the works that somebody may read that is.
ASKED: list[tuple[str, Condition]] = [
    ("", lambda work: True),
    ("title:weir", lambda work: "weir" in work.title.lower()),
    ("weir OR storm", lambda work: bool({"weir", "storm"} & told(work))),
    ("author:ada", lambda work: "Ada" in signers(work)),
    ("-author:ada", lambda work: "Ada" not in signers(work)),
    ("by:cy title:heron", lambda work: "Cy" in signers(work) and "heron" in work.title.lower()),
    ('fandom:"long fen"', lambda work: "The Long Fen" in tags(work)),
    ("tag:storms -title:storm", lambda work: "Storms" in tags(work) and "storm" not in work.title.lower()),
    ("words:>1000", lambda work: work.word_count > 1000),
    ("words:500-1500", lambda work: 500 <= work.word_count <= 1500),
    ("kudos:<5 complete:yes", lambda work: work.kudos_count < 5 and work.is_complete),
    ("complete:no", lambda work: not work.is_complete),
    ("lang:german OR rating:explicit", lambda work: work.language == "de" or work.rating == "explicit"),
    ("updated:<10d", lambda work: work.revised_at > timezone.now() - timedelta(days=10)),
    ("updated:>100d", lambda work: work.revised_at < timezone.now() - timedelta(days=100)),
    ("crossover:yes", lambda work: sum(name in tags(work) for name in FANDOMS) > 1),
    ('series:"The Reed Cycle"', in_series),
]  # fmt: skip


@pytest.fixture
def people(ada: User, bo: User, cy: User, di: User, mo: User) -> dict[str, User | AnonymousUser]:
    return {"guest": AnonymousUser(), "Ada": ada, "Bo": bo, "Cy": cy, "Di": di, "Mo": mo}


def fill(people: dict[str, User | AnonymousUser], dice: random.Random) -> None:
    """Works of every kind: open, closed, anonymous, hidden, in the trash, not posted, by somebody who is gone."""
    ada, cy, di, mo = (people[name] for name in ("Ada", "Cy", "Di", "Mo"))
    assert isinstance(ada, User)
    assert isinstance(cy, User)
    assert isinstance(di, User)
    assert isinstance(mo, User)
    gone = person("Eve")
    series = Series.objects.create(title="The Reed Cycle", made_by=ada)
    for number in range(WORKS):
        author = dice.choice([ada, ada, cy, gone])
        words = dice.sample(WORDS, 2)
        work = make_work(
            author,
            title=f"The {words[0].title()} and the {words[1].title()} {number}",
            posted=dice.random() > 0.1,
            chapters=dice.randint(1, 2),
            chapters_planned=dice.choice([1, 2, None]),
            tags={
                TagKind.FANDOM: dice.sample(FANDOMS, dice.randint(1, 2)),
                TagKind.FREEFORM: dice.sample(TAGS, dice.randint(0, 3)),
            },
            at=timezone.now() - timedelta(days=dice.choice([1, 5, 50, 150, 400]), hours=1),
            visibility=dice.choice([*Visibility, Visibility.EVERYONE]),
            is_anonymous=dice.random() < 0.2,
            language=dice.choice(["en", "de"]),
            rating=dice.choice(["general", "explicit", "not_rated"]),
            summary=f"<p>Of a {dice.choice(WORDS)}.</p>",
        )
        Work.objects.filter(pk=work.pk).update(
            word_count=dice.randint(1, 2000),
            kudos_count=dice.randint(0, 9),
            revised_at=work.revised_at - timedelta(minutes=number),
        )
        if work.visibility == Visibility.NAMED and dice.random() < 0.5:
            work.named_readers.add(di)
        if author == ada and dice.random() < 0.5:
            SeriesEntry.objects.create(series=series, work=work, position=number)
        fate = dice.random()
        if fate < 0.1:
            hide(HIDEABLE["work"], work, by=mo, why="It names somebody.")
        elif fate < 0.2:
            discard_work(work=work, by=author)
    switch_off(gone, by=mo, reason="")
    mute(by=di, other=cy)


def listed(found: FoundWorks) -> list[int]:
    return [work.pk for at in range(0, found.count, 7) for work in found[at : at + 7]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_finds_all_that_they_may_read_and_nothing_else(
    follower: Follower,  # noqa: F811
    people: dict[str, User | AnonymousUser],
    seed: int,
) -> None:
    follower.step()
    fill(people, random.Random(seed))  # noqa: S311  # no secret
    follower.step()
    forget_readers()

    for name, who in people.items():
        known = Work.objects.visible_to(who).posted().without_muted(who)
        works = list(known.prefetch_related("creatorships__pseud__user", "tags"))
        assert works
        for typed, is_meant in ASKED:
            found = found_works(work_language().read(typed), who)
            assert found
            wanted = {work.pk for work in works if is_meant(work)}
            assert (found.count, set(listed(found))) == (len(wanted), wanted), (name, typed)
        for sort, key in (
            ("words", lambda work: -work.word_count),
            ("kudos", lambda work: -work.kudos_count),
            ("updated", lambda work: -work.revised_at.timestamp()),
            ("title", lambda work: work.title.casefold()),
        ):
            found = found_works(work_language().read(""), who, sort=sort)
            assert found
            by_key = {work.pk: key(work) for work in works}  # type: ignore[no-untyped-call]
            order = [by_key[pk] for pk in listed(found)]
            assert order == sorted(order), (name, sort)


def test_what_nobody_signed_is_found_by_no_name(
    follower: Follower,  # noqa: F811
    ada: User,
    bo: User,
) -> None:
    """Not of its author, not of who wrote it elsewhere, and not of its series, in which a signed work may stand tomorrow."""
    work = make_work(ada, title="The Weir", is_anonymous=True, credit="Old Finch")
    series = Series.objects.create(title="The Reed Cycle", made_by=ada)
    SeriesEntry.objects.create(series=series, work=work, position=1)
    follower.step()
    forget_readers()

    for typed, number in (
        ("weir", 1),
        ("ada", 0),
        ("author:ada", 0),
        ("finch", 0),
        ("reed", 0),
        ("series:cycle", 0),
    ):
        for who in (ada, bo, AnonymousUser()):
            found = found_works(work_language().read(typed), who)
            assert found
            assert found.count == number, (typed, who)


def test_what_is_taken_away_is_out_of_the_very_next_answer(
    follower: Follower,  # noqa: F811
    ada: User,
    bo: User,
) -> None:
    work = make_work(ada, title="The Weir")
    follower.step()
    forget_readers()
    question = work_language().read("weir")
    found = found_works(question, bo)
    assert found
    assert listed(found) == [work.pk]

    discard_work(work=work, by=ada)

    found = found_works(question, bo)
    assert found
    assert list(found[0:20]) == []


def test_while_there_is_no_index_nothing_is_found_and_that_is_said(
    follower: Follower,  # noqa: F811
    bo: User,
) -> None:
    assert found_works(work_language().read("weir"), bo) is None
