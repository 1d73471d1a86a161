"""Blocks and mutes in what is said: whose words are kept from whom, and which doors are closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bookcub.clubs.models import Club
from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.actions.moderation import approve_all
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor, may_claim
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User, UserBlock
from bookcub.reading.actions.places import read_up_to_end
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.comments.announcing import announced
from tests.comments.noting import margin, note, suggested
from tests.comments.talking import a_comment, as_member, post
from tests.making import make_club, make_read, make_work

pytestmark = pytest.mark.both

GONE = "(Previous comment deleted.)"


def page(client: Client, who: User, url: str) -> str:
    client.force_login(who)
    answer = client.get(url)
    return words_of(answer.content) if answer.status_code == 200 else str(answer.status_code)


def raw(client: Client, who: User, work: Work) -> str:
    client.force_login(who)
    return client.get(f"/works/{work.pk}/comments").content.decode()


def talk(client: Client, who: User, work: Work) -> str:
    return page(client, who, f"/works/{work.pk}/comments")


def heard_by(who: User) -> set[str]:
    return {
        words_of(one.html).strip() for one in Comment.objects.visible_to(who).spoken() if one.html
    }


def test_what_is_kept_from_one_leaves_its_place_to_what_stands_under_it(
    client: Client, work: Work, bo: User, cy: User, di: User
) -> None:
    first = a_comment(work, cy, "Of Cy")
    a_comment(work, di, "Of Di", to=first)
    a_comment(work, cy, "Alone")
    before = talk(client, bo, work)
    assert "Of Cy" in before
    assert GONE not in before

    made = block(by=cy, other=bo)

    shown = talk(client, bo, work)
    assert "Of Di" in shown
    assert shown.count(GONE) == 1
    assert "Of Cy" not in shown
    assert "Alone" not in shown
    assert "Cy" not in shown.split()
    own_page = page(client, bo, f"/comments/{first.pk}")
    assert "Of Di" in own_page
    assert "Cy" not in own_page
    assert "Of Cy" in talk(client, di, work)

    made.delete()
    assert talk(client, bo, work) == before


def test_a_place_under_which_nothing_is_heard_is_gone(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    first = a_comment(work, cy, "Of Cy")
    a_comment(work, cy, "Again", to=first)
    block(by=bo, other=cy)

    assert GONE not in talk(client, bo, work)
    assert page(client, bo, f"/comments/{first.pk}") == "404"
    assert page(client, bo, f"/comments/{first.pk}/reply") == "404"


def test_neither_hears_the_other_and_a_mute_is_one_ear(work: Work, bo: User, cy: User) -> None:
    a_comment(work, bo, "Of Bo")
    a_comment(work, cy, "Of Cy")

    mute(by=bo, other=cy)
    assert heard_by(bo) == {"Of Bo"}
    assert heard_by(cy) == {"Of Bo", "Of Cy"}

    block(by=bo, other=cy)
    assert heard_by(bo) == {"Of Bo"}
    assert heard_by(cy) == {"Of Cy"}


def test_an_anonymous_creator_is_heard_and_answered_by_whom_they_block(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    """And by whom they are blocked: else the silence would name them. What they sign elsewhere is kept."""
    work = make_work(ada, is_anonymous=True)
    a_comment(work, ada, "Unsigned")
    a_comment(make_work(cy, title="Other"), ada, "Signed")
    Comment.objects.filter(work=work).update(as_creator=True)
    before = talk(client, bo, work)

    block(by=ada, other=bo)

    assert talk(client, bo, work) == before
    assert heard_by(bo) == {"Unsigned"}
    assert post(client, work, "Hello", **as_member(bo)) == 302
    unsigned = Comment.objects.get(as_creator=True)
    assert client.get(f"/comments/{unsigned.pk}/reply").status_code == 200
    assert client.post(f"/works/{work.pk}/kudos").status_code == 302


def test_a_creator_who_was_asked_later_is_unsigned_too(ada: User, bo: User, cy: User) -> None:
    """The byline hides whatever a creator of an anonymous work says there, whenever they said it."""
    work = make_work(ada, is_anonymous=True)
    a_comment(work, cy, "Once a reader")
    block(by=bo, other=cy)
    assert heard_by(bo) == set()

    work.creatorships.create(pseud=cy.default_pseud, accepted_at=work.revised_at)
    assert heard_by(bo) == {"Once a reader"}


def shut(name: str) -> Callable[[Client, Work, User], int]:
    def knock(client: Client, work: Work, who: User) -> int:
        if name == "comment":
            return post(client, work, "Hello", **as_member(who))
        if name == "kudos":
            return client.post(f"/works/{work.pk}/kudos").status_code
        first = work.comments.order_by("pk").first()
        assert first is not None
        sent = {"text": "Hello", **as_member(who)}
        return client.post(f"/comments/{first.pk}/reply", sent).status_code

    return knock


@pytest.mark.parametrize("name", ["comment", "kudos", "reply"])
@pytest.mark.parametrize("blocker", ["ada", "bo"])
@pytest.mark.parametrize("coauthor", [False, True])
def test_a_work_of_whom_one_may_not_meet_is_closed(  # noqa: PLR0913, PLR0917  # the cast
    client: Client,
    work: Work,
    ada: User,
    bo: User,
    cy: User,
    di: User,
    name: str,
    blocker: str,
    coauthor: bool,
) -> None:
    """It is as closed as to everybody: one of several creators is enough. What a third one said there is heard."""
    a_comment(work, di, "Of Di")
    if coauthor:
        work.creatorships.create(pseud=cy.default_pseud, accepted_at=work.revised_at)
    other = cy if coauthor else ada
    knock = shut(name)
    one, two = (other, bo) if blocker == "ada" else (bo, other)
    mute(by=one, other=two)
    block(by=one, other=two)

    client.force_login(bo)
    assert knock(client, work, bo) == 403
    shown = talk(client, bo, work)
    assert "Of Di" in shown
    assert "has closed its comments" in shown
    assert not work.comments.filter(pseud__user=bo).exists()
    assert not work.kudos.exists()

    UserBlock.objects.all().delete()
    assert knock(client, work, bo) == 302


def test_a_closed_work_says_the_same_to_all(client: Client, ada: User, bo: User, cy: User) -> None:
    closed = make_work(ada, may_comment=MayComment.NOBODY)
    of_cy = make_work(cy, may_comment=MayComment.EVERYONE)
    block(by=cy, other=bo)
    client.force_login(bo)
    sent = {"text": "Hello", **as_member(bo)}

    for one in (closed, of_cy):
        answer = client.post(f"/works/{one.pk}/comments", sent)
        assert answer.status_code == 403
        assert "Comments are closed here." in words_of(answer.content)


def test_kudos_and_claims_are_refused_to_all_in_the_same_words(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    """What is said fits those who wrote the work, those who may not meet them, and what was claimed already."""
    work = make_work(ada)
    actions.keep_imported(
        work=work, comments=[SourceComment(source_id="1", name="Old", html="<p>x</p>")]
    )
    imported = work.comments.get(is_imported=True)
    block(by=ada, other=bo)

    def refuses_with(words: str, who: User, url: str) -> bool:
        client.force_login(who)
        answer = client.post(url)
        return answer.status_code == 403 and words in words_of(answer.content)

    for who in (bo, ada):
        url = f"/works/{work.pk}/kudos"
        assert refuses_with("You cannot give kudos to this work.", who, url)

    url = f"/comments/{imported.pk}/claim"
    assert refuses_with("You cannot claim this comment.", bo, url)
    Comment.objects.filter(pk=imported.pk).update(pseud=di.default_pseud)
    assert refuses_with("You cannot claim this comment.", cy, url)


@pytest.mark.parametrize("keep_away", [block, mute])
def test_an_answer_that_one_does_not_hear_leaves_ones_own_words_open(  # the cast
    client: Client, work: Work, ada: User, bo: User, cy: User, keep_away: Callable[..., object]
) -> None:
    said = a_comment(work, bo, "Of Bo")
    answer = a_comment(work, cy, "Of Cy", to=said)
    url = f"/comments/{said.pk}/edit"
    assert page(client, bo, url) == "403"
    assert url not in raw(client, bo, work)

    keep_away(by=bo, other=cy)

    assert url in raw(client, bo, work)
    assert "Nobody will be able to see it." in page(client, bo, f"/comments/{said.pk}/delete")
    assert "Its replies stay." in page(client, ada, f"/comments/{said.pk}/delete")
    client.force_login(bo)
    assert client.post(url, {"text": "Changed", **as_member(bo)}).status_code == 302
    assert "Changed" in heard_by(ada)

    a_comment(work, ada, "Of Ada", to=said)
    assert page(client, bo, url) == "403"
    assert url not in raw(client, bo, work)
    assert answer in Comment.objects.visible_to(cy)


def test_whoever_mutes_somebody_may_still_write_to_them(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    mute(by=bo, other=ada)
    mute(by=ada, other=bo)

    client.force_login(bo)
    assert post(client, work, "Hello", **as_member(bo)) == 302


def test_a_note_is_kept_in_the_margin_and_with_a_club(
    client: Client, chapter: Chapter, ada: User, bo: User, cy: User, di: User
) -> None:
    club = make_club(bo, cy, di)
    make_read(club, work=chapter.work)
    of_all = note(chapter, cy, html="<p>Note of Cy</p>", hearers=Hearers.EVERYONE)
    note(chapter, cy, html="<p>To the club</p>", block=1, club=club)
    a_comment(chapter.work, di, "Under it", to=of_all)
    for reader in (bo, cy, di):
        read_up_to_end(user=reader, chapter=chapter)
    block(by=bo, other=cy)

    client.force_login(bo)
    shown = words_of(margin(client, chapter))
    assert "Under it" in shown
    assert GONE in shown
    assert "Note of Cy" not in shown
    assert "To the club" not in shown
    client.force_login(di)
    assert "To the club" in words_of(margin(client, chapter))


def say(club: Club, by: User, words: str, to: Comment | None = None) -> Comment:
    html = f"<p>{words}</p>"
    return actions.say(by=by.default_pseud, html=html, hearers=Hearers.CLUB, club=club, parent=to)


def test_a_club_is_heard_without_whom_one_has_blocked(
    client: Client, bo: User, cy: User, di: User
) -> None:
    """Their announcements, too: they are words of theirs. What others answer stands."""
    club = make_club(cy, bo, di)
    first = say(club, cy, "Said by Cy")
    say(club, di, "Answer of Di", to=first)
    announced(club, cy, "Announced by Cy")
    pages = (f"/clubs/{club.pk}", f"/clubs/{club.pk}/talk")
    for url in pages:
        assert "Said by Cy" in page(client, bo, url)

    block(by=bo, other=cy)

    for url in pages:
        shown = page(client, bo, url)
        assert "Answer of Di" in shown
        assert GONE in shown
        assert "Said by Cy" not in shown
        assert "Announced by Cy" not in shown
        assert "Announced by Cy" in page(client, di, url)
    sent = {"text": "Hello", **as_member(bo)}
    client.force_login(bo)
    assert client.post(f"/comments/{first.pk}/reply", sent).status_code == 403


def test_a_keeper_sees_and_decides_whoever_blocks_them(
    client: Client, work: Work, bo: User, mo: User
) -> None:
    said = a_comment(work, bo, "Of Bo")
    block(by=bo, other=mo)
    assert "Of Bo" in talk(client, mo, work)
    assert client.get(f"/comments/{said.pk}/reply").status_code == 403

    mute(by=mo, other=bo)
    assert "Of Bo" not in talk(client, mo, work)

    mo.mutes.all().delete()
    client.force_login(mo)
    assert client.post(f"/comments/{said.pk}/delete").status_code == 302
    assert not heard_by(bo)


def test_nobody_hides_from_those_who_decide_by_blocking_them(
    client: Client, work: Work, ada: User, bo: User, cy: User
) -> None:
    club = make_club(cy, bo)
    under_work, in_club = a_comment(work, bo, "Of Bo"), say(club, bo, "Bo again")
    block(by=bo, other=ada)
    block(by=bo, other=cy)

    for decider, comment in ((ada, under_work), (cy, in_club)):
        assert words_of(comment.html).strip() in heard_by(decider)
        client.force_login(decider)
        assert client.post(f"/comments/{comment.pk}/delete").status_code == 302
        comment.refresh_from_db()
        assert comment.deleted_at


def test_whom_those_who_decide_keep_away_themselves_they_do_not_hear(
    work: Work, ada: User, bo: User
) -> None:
    a_comment(work, bo, "Of Bo")
    block(by=ada, other=bo)

    assert "Of Bo" not in heard_by(ada)


def test_silence_tells_nobody_whom_of_an_anonymous_works_creators_they_have_blocked(
    ada: User, bo: User
) -> None:
    work = make_work(ada, is_anonymous=True, moderates_comments=True)
    block(by=bo, other=ada)
    comment = a_comment(work, bo, "Of Bo")

    approve_all(work=work, up_to=comment.pk, by=ada)
    comment.refresh_from_db()
    assert comment.is_approved


def test_what_waits_is_decided_by_those_who_hear_it(
    client: Client, ada: User, bo: User, cy: User, di: User
) -> None:
    work = make_work(ada, moderates_comments=True, may_comment=MayComment.EVERYONE)
    work.creatorships.create(pseud=cy.default_pseud, accepted_at=work.revised_at)
    kept = a_comment(work, bo, "Of Bo")
    a_comment(work, di, "Of Di")
    block(by=ada, other=bo)

    shown = page(client, ada, f"/works/{work.pk}/comments/unreviewed")
    assert "Of Di" in shown
    assert "Of Bo" not in shown
    assert approve_all(work=work, up_to=kept.pk + 10, by=ada) == 1
    assert "Of Bo" in page(client, cy, f"/works/{work.pk}/comments/unreviewed")


def test_kudos_are_counted_and_not_named(
    client: Client, work: Work, bo: User, cy: User, di: User
) -> None:
    for one in (cy, di):
        actions.give_kudos(work=work, by=one, guest_key="")
    block(by=cy, other=bo)

    shown = " ".join(page(client, bo, f"/works/{work.pk}/kudos").split())
    assert "Di and 1 more member" in shown
    assert "Cy" not in shown.split()


def test_nobody_claims_at_the_door_of_whom_they_may_not_meet(
    work: Work, ada: User, bo: User, cy: User
) -> None:
    actions.keep_imported(
        work=work, comments=[SourceComment(source_id="1", name="Old", html="<p>x</p>")]
    )
    imported = work.comments.get(is_imported=True)
    block(by=ada, other=bo)

    assert not may_claim(Visitor.of(bo, work), imported)
    assert may_claim(Visitor.of(cy, work), imported)


def test_a_draft_hears_only_whom_its_authors_hear(ada: User, bo: User) -> None:
    draft = make_work(ada, posted=False)
    draft.draft_readers.create(user=bo, shown_by=ada)
    told = suggested(draft.chapters.get(), bo, html="<p>Better so</p>")
    assert heard_by(ada) == {"Better so"}

    mute(by=ada, other=bo)
    assert told not in Comment.objects.visible_to(ada)
