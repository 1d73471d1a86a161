"""What is found is what may be read, to the last of it: no count, order or name tells of more. Compared with the database itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bookcub.core.text.counting import text_of
from bookcub.finding.queries.found_works import FoundWorks, WorkQuestion
from bookcub.finding.queries.found_works import found_works as of_question
from bookcub.finding.queries.work_language import BEST, read_question
from bookcub.people.actions.accounts import switch_off
from bookcub.people.actions.blocks import mute
from bookcub.people.hiding import HIDEABLE, hide
from bookcub.people.models import User
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.search.language import SearchQuestion
from bookcub.tags.models import TagKind
from bookcub.works.actions.trash import discard_work
from bookcub.works.findable import SHAPE
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


def found_works(
    asked: SearchQuestion, who: User | AnonymousUser, sort: str = BEST
) -> FoundWorks | None:
    return of_question(WorkQuestion(asked.node, sort), who)


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
            found = found_works(read_question(typed), who)
            assert found
            wanted = {work.pk for work in works if is_meant(work)}
            assert (found.count, set(listed(found))) == (len(wanted), wanted), (name, typed)
        for sort, key in (
            ("words", lambda work: -work.word_count),
            ("kudos", lambda work: -work.kudos_count),
            ("updated", lambda work: -work.revised_at.timestamp()),
            ("title", lambda work: work.title.casefold()),
        ):
            found = found_works(read_question(""), who, sort=sort)
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
            found = found_works(read_question(typed), who)
            assert found
            assert found.count == number, (typed, who)


def answers(who: User | AnonymousUser, *, sorts: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """All that somebody is told: each question, in each order."""
    forget_readers()
    told = {}
    for typed in [*WORDS, "weir OR storm", "the heron", "slow burn", "words:<2000", "-title:weir"]:
        for sort in sorts:
            found = found_works(read_question(typed), who, sort=sort)
            assert found
            told[typed, sort] = listed(found)
    return told


def test_no_order_tells_of_what_one_may_not_read_or_of_who_wrote_what(
    follower: Follower,  # noqa: F811
    people: dict[str, User | AnonymousUser],
) -> None:
    """Neither how rare a word is among all works, nor which of them were written into the index together."""
    follower.step()
    fill(people, random.Random(7))  # noqa: S311  # no secret
    Work.objects.update(kudos_count=0, comment_count=0)  # all of them equals
    follower.step()
    follower_of_counts = Follower()  # another program, which takes up the counts at once
    follower_of_counts.step()
    guest, ada, cy = people["guest"], people["Ada"], people["Cy"]
    assert isinstance(ada, User)
    assert isinstance(cy, User)
    before = answers(guest, sorts=[BEST, *SHAPE.orders])
    assert any(before.values())

    for number in range(40):
        hidden = make_work(
            cy, title="The Heron", visibility=Visibility.NAMED, is_anonymous=number % 2 == 0
        )
        hidden.summary = "<p>Storm, storm, kettle, tide.</p>"
        hidden.save()
    follower.step()
    assert answers(guest, sorts=[BEST, *SHAPE.orders]) == before

    # All of hers are written anew, and among them the anonymous ones.
    User.objects.filter(pk=ada.pk).update(username="ada_finch")
    assert follower.step()
    sorts = [name for name in SHAPE.orders if name != "author"]
    after = answers(guest, sorts=[BEST, *sorts])
    assert after == {key: listed for key, listed in before.items() if key[1] != "author"}


def test_best_is_what_is_called_so_then_what_has_the_words_in_its_name(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    follower.step()
    named = make_work(ada, title="The Weir at Night")
    called = make_work(ada, title="Weir")
    tagged = make_work(
        ada, title="The Mill", tags={TagKind.FREEFORM: ["Weir"], TagKind.FANDOM: ["A"]}
    )
    told_of = make_work(ada, title="The Kettle", summary="<p>Of a weir.</p>")
    newest = make_work(ada, title="The Storm over the Weir")
    Work.objects.filter(pk=newest.pk).update(revised_at=timezone.now() + timedelta(minutes=5))
    follower.step()
    forget_readers()

    found = found_works(read_question("weir"), AnonymousUser())
    assert found
    best = [called.pk, newest.pk, named.pk, tagged.pk, told_of.pk]
    assert [work.pk for work in found[0:20]] == best
    # Page by page it is the same list.
    assert [work.pk for at in range(5) for work in found[at : at + 1]] == best
    assert [work.pk for at in range(0, 6, 2) for work in found[at : at + 2]] == best


def test_no_phrase_goes_on_from_one_tag_to_the_next(
    follower: Follower,  # noqa: F811
    ada: User,
    bo: User,
) -> None:
    follower.step()
    make_work(ada, title="The Weir", tags={TagKind.FREEFORM: ["Slow Burn", "Found Family"]})
    follower.step()
    forget_readers()
    for typed, number in (
        ('"slow burn"', 1),
        ('"burn found"', 0),
        ('tag:"family"', 1),
        ("slow family", 1),
    ):
        found = found_works(read_question(typed), bo)
        assert found
        assert (typed, found.count) == (typed, number)


def test_while_there_is_no_index_nothing_is_found_and_that_is_said(
    follower: Follower,  # noqa: F811
    bo: User,
) -> None:
    assert found_works(read_question("weir"), bo) is None
