"""What has changed a moment ago is in no answer until the index has heard of it: nothing tells what was true before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bookcub.finding.queries import found_works as module
from bookcub.finding.queries.found_works import FarBehindError, WorkQuestion, found_works
from bookcub.finding.queries.work_language import BEST, read_question
from bookcub.people.actions.accounts import switch_off
from bookcub.people.models import Pseud, User
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.search import unheard
from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower
from bookcub.search.models import SearchCopy
from bookcub.tags.models import Tag
from bookcub.works.actions.trash import discard_work
from bookcub.works.models import Creatorship, Series, SeriesEntry, Visibility, Work
from tests.indexing import follower  # noqa: F401  # a fixture
from tests.making import make_work

# The mark of an index is a transaction that has ended.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Change = Callable[[Work, User, User], object]


def told(typed: str, who: User | AnonymousUser) -> tuple[int, list[str]]:
    """How many there are, and the cards."""
    found = found_works(WorkQuestion(read_question(typed).node, BEST), who)
    assert found
    return found.count, [work.title for work in found[0:20]]


def of_work(**changed: object) -> Change:
    return lambda work, _ada, _mo: Work.objects.filter(pk=work.pk).update(**changed)


CHANGES: dict[str, tuple[str, Change]] = {
    "made anonymous": ("author:ada", of_work(is_anonymous=True)),
    "for named readers now": ("weir", of_work(visibility=Visibility.NAMED)),
    "a word taken out of its title": ("weir", of_work(title="The Mill")),
    "in the trash": ("weir", lambda work, ada, _mo: discard_work(work=work, by=ada)),
    "signed by nobody": ("author:ada", lambda work, _ada, _mo: Creatorship.objects.all().delete()),
    "the name changed": ("author:wren", lambda _work, ada, _mo: Pseud.objects.filter(user=ada).update(name="Zed")),
    "switched off": ("weir", lambda _work, ada, mo: switch_off(ada, by=mo, reason="")),
    "out of its series": ("series:reed", lambda *_: SeriesEntry.objects.all().delete()),
    "its series renamed": ("series:reed", lambda *_: Series.objects.update(title="The Other")),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_neither_count_nor_card_tells_what_was_true_before(
    follower: Follower,  # noqa: F811
    ada: User,
    mo: User,
    typed: str,
    change: Change,
) -> None:
    follower.step()
    work = make_work(ada, title="The Weir")
    other = make_work(mo, title="A Weir by Ada of the Reed", summary="<p>weir</p>")
    series = Series.objects.create(title="The Reed Cycle", made_by=ada)
    SeriesEntry.objects.create(series=series, work=work, position=1)
    Pseud.objects.filter(user=ada).update(name="Wren")
    follower.step()
    forget_readers()
    assert work.title in told(typed, AnonymousUser())[1]

    change(work, ada, mo)

    count, cards = told(typed, AnonymousUser())
    assert (count, cards) == (len(cards), [other.title] if typed == "weir" else [])
    follower.step()
    forget_readers()
    assert told(typed, AnonymousUser()) == (count, cards)


def test_what_changes_while_a_page_is_made_is_on_no_card(
    follower: Follower,  # noqa: F811
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine said that she signed it; until its card is read, it is anonymous."""
    follower.step()
    work, other = make_work(ada, title="The Weir"), make_work(ada, title="The Mill")
    follower.step()
    forget_readers()

    def late(person: User | AnonymousUser, works: list[int]) -> dict[int, Work]:
        Work.objects.filter(pk=work.pk).update(is_anonymous=True)
        return works_by_key(person, works)

    monkeypatch.setattr(module, "works_by_key", late)
    assert told("author:ada", AnonymousUser())[1] == [other.title]


def test_a_renamed_tag_takes_no_work_out_of_the_lists(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """A tag is no secret, and may have a hundred thousand works."""
    follower.step()
    make_work(ada, title="The Weir")
    follower.step()
    forget_readers()
    Tag.objects.filter(kind="fandom").update(name="Another")
    assert told("weir", AnonymousUser()) == (1, ["The Weir"])


def test_an_index_that_is_far_behind_answers_nothing(
    follower: Follower,  # noqa: F811
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    follower.step()
    make_work(ada, title="The Weir")
    monkeypatch.setattr(unheard, "MOST", 1)
    with pytest.raises(FarBehindError):
        found_works(WorkQuestion(read_question("weir").node), AnonymousUser())


def test_a_copy_that_was_away_for_a_week_answers_nothing(
    follower: Follower,  # noqa: F811
    ada: User,
) -> None:
    """What was written down for it meanwhile is gone, and what it knows is a week old."""
    follower.step()
    make_work(ada, title="The Weir")
    follower.step()
    SearchCopy.objects.update(seen_at=timezone.now() - timedelta(days=8))
    forget_readers()
    assert found_works(WorkQuestion(read_question("weir").node), AnonymousUser()) is None
