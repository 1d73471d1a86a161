"""What is said to a club: by whom, where, and who keeps it in order."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from lxml import html

from bookcub.clubs.models import Club, LeftNotes, Membership
from bookcub.comments import actions
from bookcub.comments.actions.departures import resolve_notes
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core.text import blocks_of
from bookcub.people import owned_content
from bookcub.people.models import User
from bookcub.reading.actions.places import forget, keep_place, read_up_to_end
from bookcub.reading.models import ChapterProgress, LookAhead
from bookcub.reads.models import Read
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.comments.talking import as_member
from tests.making import make_club, make_read, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    """Bo hosts; Cy and Di belong."""
    return make_club(bo, cy, di)


@pytest.fixture
def read(club: Club, serial: Work) -> Read:
    return make_read(club, work=serial)


def chapters(work: Work) -> list[Chapter]:
    return list(work.chapters.order_by("position"))


def told(
    club: Club, by: User, chapter: Chapter, words: str, *, to: Comment | None = None
) -> Comment:
    return actions.say(
        work=chapter.work,
        chapter=chapter,
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        parent=to,
        hearers=Hearers.CLUB,
        club=club,
    )


def noted(club: Club | None, by: User, chapter: Chapter, block: int, words: str) -> Comment:
    there = blocks_of(chapter.html)[block]
    return actions.say(
        work=chapter.work,
        chapter=chapter,
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        hearers=Hearers.CLUB if club else Hearers.EVERYONE,
        club=club,
        place_index=block,
        passage=Passage(
            chapter=chapter,
            start_block_id=there.id,
            end_block_id=there.id,
            end_offset=4,
            exact=there.text[:4],
            first_exact=there.text[:4],
        ),
    )


def sees(person: User, comment: Comment) -> bool:
    return Comment.objects.visible_to(person).filter(pk=comment.pk).exists()


def test_talk_about_a_chapter_is_heard_once_it_is_read_to_its_end(
    club: Club, read: Read, serial: Work, cy: User, di: User, ada: User
) -> None:
    first, second, _ = chapters(serial)
    comment = told(club, cy, second, "Cockles!")

    assert not sees(di, comment)
    read_up_to_end(user=di, chapter=first)
    assert not sees(di, comment)
    read_up_to_end(user=di, chapter=second)
    assert sees(di, comment)
    assert not sees(ada, comment)
    assert not Comment.objects.visible_to(AnonymousUser()).exists()
    serial.refresh_from_db()
    assert serial.comment_count == 0


def test_a_note_is_heard_from_its_last_paragraph_on_and_its_answers_with_it(
    club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    first = chapters(serial)[0]
    note = noted(club, cy, first, 1, "Cockles!")
    answer = told(club, cy, chapters(serial)[2], "Whelks!", to=note)

    assert (answer.chapter_id, answer.block_id) == (first.pk, note.block_id)
    assert (answer.place_index, answer.club_id, answer.hearers) == (1, club.pk, "club")
    keep_place(user=di, chapter=first, block_id=blocks_of(first.html)[0].id)
    assert not sees(di, note)
    keep_place(user=di, chapter=first, block_id=blocks_of(first.html)[1].id)
    assert sees(di, note)
    assert sees(di, answer)


def test_an_answer_goes_where_its_note_has_gone(
    club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    first = chapters(serial)[0]
    note = noted(club, cy, first, 1, "Cockles!")
    answer = told(club, di, first, "Whelks!", to=note)
    stale = Comment.objects.get(pk=note.pk)

    actions.place_thread(comment=note, block_id="b-00010001", place_index=0)
    late = told(club, di, first, "Winkles!", to=stale)

    answer.refresh_from_db()
    assert (answer.block_id, answer.place_index) == ("b-00010001", 0)
    assert (late.block_id, late.place_index) == ("b-00010001", 0)


def test_whoever_speaks_of_a_place_has_reached_it(
    club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    first, second, _ = chapters(serial)
    noted(club, cy, first, 0, "Cockles!")
    told(club, di, second, "Whelks!")

    assert ChapterProgress.objects.get(user=cy, chapter=first).furthest_index == 0
    assert ChapterProgress.objects.get(user=di, chapter=second).read_whole_at is not None
    assert not ChapterProgress.objects.filter(user=di, chapter=first).exists()


def test_the_same_word_may_stand_at_two_passages_but_not_twice_at_one(
    club: Club, read: Read, serial: Work, cy: User
) -> None:
    first = chapters(serial)[0]
    noted(club, cy, first, 0, "Ha!")
    noted(club, cy, first, 1, "Ha!")
    noted(None, cy, first, 1, "Ha!")

    with pytest.raises(actions.AlreadySaidError):
        noted(club, cy, first, 1, "Ha!")


@pytest.mark.parametrize(
    ("hearers", "has_club", "place"),
    [
        (Hearers.CLUB, False, None),
        (Hearers.EVERYONE, True, None),
        (Hearers.SELF, True, None),
        (Hearers.SELF, False, 3),
    ],
)
def test_hearers_and_places_that_cannot_be_are_refused(
    club: Club, serial: Work, cy: User, hearers: Hearers, has_club: bool, place: int | None
) -> None:
    with pytest.raises(ValueError, match=r"place|club"):
        actions.say(
            work=serial,
            chapter=chapters(serial)[0],
            by=cy.default_pseud,
            html="<p>?</p>",
            hearers=hearers,
            club=club if has_club else None,
            place_index=place,
        )


def test_a_club_talks_where_comments_are_closed_or_moderated(
    client: Client, club: Club, read: Read, serial: Work, cy: User
) -> None:
    Work.objects.filter(pk=serial.pk).update(may_comment=MayComment.NOBODY, moderates_comments=True)
    client.force_login(cy)
    page = client.get(f"/works/{serial.pk}/comments?chapter={chapters(serial)[0].pk}")
    assert f'value="club-{club.pk}"' in page.content.decode()
    assert 'value="everyone"' not in page.content.decode()

    sent = {"text": "Cockles!", "chapter": str(chapters(serial)[0].pk), **as_member(cy)}
    answer = client.post(f"/works/{serial.pk}/comments", {**sent, "to": f"club-{club.pk}"})

    assert answer.status_code == 302
    comment = Comment.objects.get()
    assert (comment.club, comment.place_index, comment.is_approved) == (club, None, True)
    refused = client.post(f"/works/{serial.pk}/comments", {**sent, "to": "everyone"})
    assert refused.status_code == 422
    assert "Cockles!" in refused.content.decode()


def test_the_form_remembers_whom_one_spoke_to(
    client: Client, club: Club, read: Read, serial: Work, cy: User
) -> None:
    client.force_login(cy)
    url = f"/works/{serial.pk}/comments?chapter={chapters(serial)[0].pk}"
    first_page = client.get(url).content.decode()
    assert first_page.index(f'value="club-{club.pk}"') < first_page.index('value="everyone"')

    client.post(url, {"text": "To all!", "to": "everyone", **as_member(cy)})

    page = client.get(url).content.decode()
    assert page.index('value="everyone"') < page.index(f'value="club-{club.pk}"')


def test_nobody_speaks_in_a_club_that_they_do_not_belong_to(
    client: Client, read: Read, serial: Work, ada: User, cy: User
) -> None:
    club = read.club
    comment = told(club, cy, chapters(serial)[0], "Cockles!")
    Membership.objects.filter(user=cy).update(left_at=timezone.now())
    for person in (ada, cy):
        client.force_login(person)
        sent = {"text": "Me too!", "to": f"club-{club.pk}", **as_member(person)}
        assert client.post(f"/works/{serial.pk}/comments", sent).status_code in {302, 422}
        assert client.get(f"/comments/{comment.pk}").status_code == 404
        assert client.post(f"/comments/{comment.pk}/reply", sent).status_code == 404
        assert client.get(f"/clubs/{club.pk}/reads/{read.pk}/talk").status_code == 404
        assert client.post(f"/clubs/{club.pk}/reads/{read.pk}/talk", sent).status_code == 404
    assert not Comment.objects.filter(club=club).exclude(pk=comment.pk).exists()


def test_hosts_keep_order_in_their_club_and_creators_and_keepers_do_not(
    client: Client, read: Read, ada: User, bo: User, cy: User, mo: User
) -> None:
    club, first = read.club, Chapter.objects.get(work=read.work, position=1)
    comment = told(club, cy, first, "Cockles!")
    Membership.objects.create(club=club, user=ada, pseud=ada.default_pseud)
    read_up_to_end(user=bo, chapter=first)
    for person, status in ((mo, 404), (ada, 403), (bo, 302)):
        client.force_login(person)
        assert client.post(f"/comments/{comment.pk}/delete").status_code == status
    comment.refresh_from_db()
    assert comment.is_deleted
    assert comment.deleted_by == bo


def test_the_talk_of_a_read_stands_in_the_order_of_the_text_with_one_number_for_what_is_ahead(
    client: Client, club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    first, second, third = chapters(serial)
    told(club, cy, third, "ahead-in-three")
    told(club, cy, second, "whole-of-two")
    noted(club, cy, second, 1, "later-in-two")
    noted(club, cy, first, 0, "early-in-one")
    url = f"/clubs/{club.pk}/reads/{read.pk}/talk"
    client.force_login(di)
    answer = client.get(url)
    before = answer.content.decode()
    assert answer.context["talk"].ahead == 4
    assert "4</strong>" in before
    assert "in-one" not in before
    assert "in-two" not in before

    read_up_to_end(user=di, chapter=second)
    answer = client.get(url)
    page = answer.content.decode()

    order = ["early-in-one", "later-in-two", "whole-of-two"]
    assert sorted(order, key=page.index) == order
    assert "ahead-in-three" not in page
    assert answer.context["talk"].ahead == 1
    assert "1</strong>" in page
    on_the_work = client.get(f"/works/{serial.pk}/comments")
    assert on_the_work.context["talk"].ahead == 1
    assert on_the_work.content.decode().count('<div class="ahead">') == 1


def test_one_can_look_ahead_and_take_it_back(
    client: Client, club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    told(club, cy, chapters(serial)[2], "ahead-in-three")
    url = f"/clubs/{club.pk}/reads/{read.pk}"
    client.force_login(di)
    assert f'action="{url}/look-ahead"' in client.get(f"{url}/look-ahead").content.decode()
    assert not LookAhead.objects.exists()

    assert client.post(f"{url}/look-ahead").status_code == 302
    assert "ahead-in-three" in client.get(f"{url}/talk").content.decode()
    assert client.get(f"{url}/talk").context["talk"].looks_ahead

    client.post(f"/works/{serial.pk}/look-ahead/delete")
    assert "ahead-in-three" not in client.get(f"{url}/talk").content.decode()


def test_what_one_says_on_the_talk_page_is_for_the_club(
    client: Client, club: Club, read: Read, serial: Work, di: User
) -> None:
    client.force_login(di)
    sent = {"text": "Cockles!", "to": f"club-{club.pk}", "chapter": "", **as_member(di)}
    url = f"/clubs/{club.pk}/reads/{read.pk}/talk"

    empty = client.post(url, {**sent, "text": " "})
    made = client.post(url, {**sent, "chapter": str(chapters(serial)[1].pk)})

    assert empty.status_code == 422
    assert made.status_code == 302
    comment = Comment.objects.get()
    assert (comment.club, comment.chapter, comment.place_index) == (club, chapters(serial)[1], None)
    everyone = client.post(url, {**sent, "to": "everyone"})
    assert everyone.status_code == 422


def test_a_short_box_is_given_the_fields_for_any_place_and_nothing_else(
    client: Client, club: Club, read: Read, serial: Work, di: User
) -> None:
    client.force_login(di)
    htmx = {"HX-Request": "true", "HX-Target": "say_about"}

    of_read, beside = (
        html.fromstring(client.get(f"/clubs/{club.pk}/{rest}", headers=htmx).content)
        for rest in (f"reads/{read.pk}/talk", "talk")
    )

    assert of_read.get("id") == beside.get("id") == "say_about"
    # What was chosen in the short one stays so.
    last = chapters(serial)[-1].pk
    url = f"/clubs/{club.pk}/reads/{read.pk}/talk?chapter={last}"
    kept = html.fromstring(client.get(url, headers=htmx).content)
    assert kept.xpath(".//option[@selected]/@value") == [str(last)]
    assert of_read.xpath(".//*/@name") == ["chapter"]
    assert beside.xpath(".//*/@name")[:3] == ["read", "upto", "whole"]


@pytest.mark.both
def test_what_is_for_everybody_stays_so_when_it_is_sent_again(
    client: Client, club: Club, di: User
) -> None:
    read = make_read(club, work=make_work(di, title="Low Water"))
    client.force_login(di)
    sent = {"text": " ", "to": f"club-{club.pk}", "chapter": "beside", **as_member(di)}
    url = f"/clubs/{club.pk}/reads/{read.pk}/talk"

    page = html.fromstring(client.post(url, sent).content)
    (again,) = [form for form in page.forms if form.get("id") == "comment_form"]
    client.post(url, {**dict(again.form_values()), "text": "Tea at five."})

    made = Comment.objects.get()
    assert (made.work, made.chapter, made.club) == (None, None, club)


def test_an_own_answer_does_not_name_whom_it_answers_beyond_the_horizon(
    client: Client, club: Club, read: Read, serial: Work, cy: User, di: User
) -> None:
    first = chapters(serial)[0]
    root = told(club, di, first, "mine-on-top")
    hidden = told(club, cy, first, "theirs-between", to=root)
    own = told(club, di, first, "mine-below", to=hidden)
    forget(user=di, work=serial)
    client.force_login(di)

    for url in (f"/comments/{root.pk}", f"/comments/{own.pk}", f"/works/{serial.pk}/comments"):
        page = client.get(url).content.decode()
        assert "mine-below" in page
        assert "theirs-between" not in page
        assert cy.default_pseud.name not in words_of(page)
        assert f"/comments/{hidden.pk}" not in page


@pytest.mark.parametrize("choice", list(LeftNotes))
def test_a_leaver_decides_what_becomes_of_their_notes(
    club: Club, read: Read, serial: Work, cy: User, di: User, choice: LeftNotes
) -> None:
    first = chapters(serial)[0]
    answered = noted(club, cy, first, 0, "Cockles!")
    told(club, di, first, "Whelks!", to=answered)
    alone = told(club, cy, first, "Winkles!")
    membership = Membership.objects.get(club=club, user=cy)

    resolve_notes(membership=membership, choice=choice)
    membership.left_at = timezone.now()
    membership.save()

    read_up_to_end(user=di, chapter=first)
    left = {one.pk: one for one in Comment.objects.visible_to(di)}
    if choice == LeftNotes.TAKE:
        assert left[answered.pk].is_deleted
        assert left[answered.pk].html == ""
        assert left[answered.pk].pseud is None
        assert alone.pk not in left
        mine = Comment.objects.visible_to(cy)
        assert {one.html for one in mine} == {"<p>Cockles!</p>", "<p>Winkles!</p>"}
        assert {one.hearers for one in mine} == {"self"}
        assert mine.get(html="<p>Cockles!</p>").passage.exact == answered.passage.exact
    else:
        named = choice == LeftNotes.KEEP
        assert (left[answered.pk].pseud is not None) == named
        assert left[alone.pk].html == "<p>Winkles!</p>"
        assert not Comment.objects.visible_to(cy).exists()


def test_notes_to_oneself_go_with_the_account(serial: Work, cy: User) -> None:
    actions.say(
        work=serial,
        chapter=chapters(serial)[0],
        by=cy.default_pseud,
        html="<p>Only mine</p>",
        hearers=Hearers.SELF,
    )
    asked = {question.key: number for question, number in owned_content.questions_for(cy)}
    assert asked["notes_to_self"] == 1
    assert "comments" not in asked

    for question, _ in owned_content.questions_for(cy):
        question.apply(cy, question.choices[0].value)

    assert not Comment.objects.exists()


@pytest.mark.usefixtures("left_behind")
def test_what_lies_at_the_beginning_of_a_chapter_is_heard_the_moment_it_is_opened(
    client: Client, club: Club, read: Read, bo: User, di: User
) -> None:
    """Nobody has written down yet that it was, and others have asked the same before."""
    first = Chapter.objects.get(work=read.work, position=1)
    noted(club, User.objects.get(username="Cy"), first, 0, "Heard at once.")
    home = f"/clubs/{club.pk}"
    for person, is_heard in ((bo, False), (di, True), (bo, False)):
        client.force_login(person)
        if is_heard:
            client.get(first.get_absolute_url())
            assert not ChapterProgress.objects.filter(user=person).exists()
        assert ("Heard at once." in client.get(home).content.decode()) is is_heard
