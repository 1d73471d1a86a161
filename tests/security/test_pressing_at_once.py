"""The same form twice at the same moment, and two people at the same thing: no 500, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bookcub.comments.actions.counts import lock
from bookcub.comments.models import Comment, Kudos
from bookcub.meetings.models import Meeting
from bookcub.people.models import Preferences, Pseud, User
from bookcub.reading.models import Bookmark, ListEntry, Place, ReadingList
from bookcub.works.choices import MayComment
from bookcub.works.models import Revision, Work
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.conftest import PASSWORD, person
from tests.making import make_work
from tests.people.test_at_once import at_once
from tests.security.pages import Values, post_forms

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4


def pressed(who: User, address: str, values: Values) -> list[int]:
    """The answers to a form that one person sends several times at once."""

    def press(client: Client) -> int:
        client.raise_request_exception = False
        client.force_login(who)
        return client.post(address, values).status_code

    return at_once(*[press] * TIMES)


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada)


def test_kudos_count_once(work: Work, bo: User) -> None:
    answers = pressed(bo, f"/works/{work.pk}/kudos", {})

    assert max(answers) < 500
    assert Kudos.objects.count() == 1
    work.refresh_from_db()
    assert work.kudos_count == 1


def test_a_work_is_bookmarked_once(work: Work, bo: User) -> None:
    fields: Values = {"pseud": str(bo.default_pseud.pk), "own_tags": "mud, salt", "notes": "Oh."}

    answers = pressed(bo, f"/works/{work.pk}/bookmarks/new", fields)

    assert max(answers) < 500
    assert Bookmark.objects.count() == 1
    work.refresh_from_db()
    assert work.bookmark_count == 1


def test_bookmarks_of_many_at_once_are_all_counted(work: Work) -> None:
    people = [person(name) for name in ("Eli", "Fay", "Gus", "Hal", "Ida", "Joy")]

    def bookmark(who: User) -> Callable[[Client], int]:
        def press(client: Client) -> int:
            client.force_login(who)
            fields = {"pseud": str(who.default_pseud.pk)}
            return client.post(f"/works/{work.pk}/bookmarks/new", fields).status_code

        return press

    assert max(at_once(*map(bookmark, people))) < 400

    work.refresh_from_db()
    assert work.bookmark_count == len(people) == Bookmark.objects.count()


def test_something_elsewhere_is_bookmarked_once(bo: User) -> None:
    fields: Values = {
        "pseud": str(bo.default_pseud.pk),
        "url": "https://example.org/weir",
        "title": "Weir",
        "fandoms": "Weirs",
    }

    answers = pressed(bo, "/bookmarks/new", fields)

    assert max(answers) < 500
    assert Bookmark.objects.count() == 1


def test_a_list_of_a_name_is_made_once(bo: User) -> None:
    answers = pressed(bo, "/lists/new", {"name": "Shoals"})

    assert max(answers) < 500
    assert ReadingList.objects.filter(name="Shoals").count() == 1


def test_a_work_goes_onto_a_new_list_once(work: Work, bo: User) -> None:
    answers = pressed(bo, f"/works/{work.pk}/lists", {"shelf": "later", "new_list": "Shoals"})

    assert max(answers) < 500
    assert ReadingList.objects.filter(name="Shoals").count() == 1
    assert ListEntry.objects.filter(reading_list__kind="later").count() == 1


def test_a_pseud_of_a_name_is_made_once(bo: User) -> None:
    answers = pressed(bo, "/settings/pseuds/new", {"name": "Wren", "is_default": "on"})

    assert max(answers) < 500
    assert Pseud.objects.filter(name="Wren").count() == 1
    assert bo.pseuds.filter(is_default=True).count() == 1


def test_a_name_is_changed_once(bo: User) -> None:
    answers = pressed(bo, "/settings/name", {"username": "wren", "old_password": PASSWORD})

    assert max(answers) < 500
    bo.refresh_from_db()
    assert bo.past_usernames.count() <= 1


def test_a_comment_is_said_once(work: Work, bo: User) -> None:
    comment: Values = {"text": "Cockles!", "as_member": "yes", "pseud": str(bo.default_pseud.pk)}

    answers = pressed(bo, f"/works/{work.pk}/comments", comment)

    assert max(answers) < 500
    assert Comment.objects.count() == 1


def test_a_reader_has_one_place_in_a_work(work: Work, bo: User) -> None:
    chapter = work.chapters.get()
    address = f"/works/{work.pk}/chapters/{chapter.pk}/place"

    answers = pressed(bo, address, {"end": "on"})

    assert max(answers) < 500
    assert Place.objects.count() == 1


def test_a_chapter_that_is_saved_twice_at_once_keeps_all_its_revisions(
    work: Work, ada: User, client: Client
) -> None:
    chapter = work.chapters.get()
    client.force_login(ada)
    address = f"/works/{work.pk}/chapters/{chapter.pk}/edit"
    form = next(
        one for one in post_forms(client.get(address).content, address) if "text" in one.values
    )

    answers = pressed(ada, form.action, {**form.values, "text": "A longer tide.", "do": "save"})

    assert max(answers) < 500
    numbers = list(Revision.objects.filter(chapter=chapter).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_two_keepers_who_dismiss_each_other_leave_one(mo: User) -> None:
    kim = person("Kim", keeper=True)

    assert _both(mo, kim, "/keeper/people/{}/keeping", {"keeper": "no"})
    assert User.objects.keepers().count() == 1


def test_two_keepers_who_switch_each_other_off_leave_one(mo: User) -> None:
    kim = person("Kim", keeper=True)

    assert _both(mo, kim, "/keeper/people/{}", {"reason": "Power."})
    assert User.objects.keepers().count() == 1


def _both(one: User, other: User, address: str, values: Values) -> bool:
    def press(who: User, whom: User) -> Callable[[Client], int]:
        def send(client: Client) -> int:
            client.raise_request_exception = False
            client.force_login(who)
            return client.post(address.format(whom.username), values).status_code

        return send

    return max(at_once(press(one, other), press(other, one))) < 500


def test_what_is_deleted_after_it_was_looked_up_is_not_found(
    ada: User, bo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = make_work(ada, may_comment=MayComment.EVERYONE)
    comment = a_comment(work, bo)
    client.force_login(bo)

    def deleted_meanwhile(work_id: int) -> Work:
        Work.objects.filter(pk=work_id).delete()
        return lock(work_id)

    monkeypatch.setattr("bookcub.comments.actions.counts.lock", deleted_meanwhile)

    answer = client.post(
        f"/comments/{comment.pk}/edit", {"text": "Mussels.", "pseud": bo.default_pseud.pk}
    )

    assert answer.status_code == 404
    assert client.get(work.get_absolute_url()).status_code == 200, (
        "what was begun was not rolled back"
    )


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: Preferences.objects.get(user=0),  # made with its account
        lambda: Meeting().minutes,  # not deleted: it never had any
    ],
    ids=["a row that is always there", "a relation that holds nothing"],
)
def test_a_mistake_of_ours_is_not_said_to_have_been_deleted(
    ada: User,
    bo: User,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    mistake: Callable[[], object],
) -> None:
    comment = a_comment(make_work(ada, may_comment=MayComment.EVERYONE), bo)
    client.force_login(bo)
    client.raise_request_exception = False
    monkeypatch.setattr("bookcub.comments.actions.counts.lock", lambda _: mistake())

    answer = client.post(
        f"/comments/{comment.pk}/edit", {"text": "Mussels.", "pseud": bo.default_pseud.pk}
    )

    assert answer.status_code == 500
