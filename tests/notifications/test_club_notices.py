"""Who hears of what happens in their clubs, when it becomes theirs to hear, and how they hear no more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

from bookcub.clubs import signals as club_signals
from bookcub.clubs.actions.joining import accept_invitation
from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    Involvement,
    JoinRequest,
    Membership,
    Role,
)
from bookcub.comments import actions
from bookcub.comments import signals as talk_signals
from bookcub.comments.models import Comment, CommentQuerySet, Hearers
from bookcub.comments.queries.talks import DEEPEST
from bookcub.comments.queries.threads import THREADS
from bookcub.meetings import signals as meeting_signals
from bookcub.meetings.models import Meeting, MeetingStage, Minutes
from bookcub.memory import signals as memory_signals
from bookcub.memory.models import Prediction
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.talk import Talk
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.picks import signals as pick_signals
from bookcub.picks.actions.picks import open_pick
from bookcub.picks.actions.turns import bring
from bookcub.picks.models import Method, Pick, PickRules, Stage
from bookcub.reading.actions.places import forget, read_up_to_end
from bookcub.reads import signals as read_signals
from bookcub.reads.actions.books import BookFields
from bookcub.reads.actions.reads import finish_read
from bookcub.reads.models import PlanChange, Read
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.conftest import person
from tests.making import make_club, make_read, make_work
from tests.notifications.conftest import Commits

pytestmark = pytest.mark.django_db

# What is told in another way: rooms are live, questions stand on the agenda, and who has left is seen among the members.
UNTOLD = {
    "club_discarded",
    "club_restored",
    "afterthought_said",
    "question_sent",
    "room_moved",
    "room_closed",
    "read_discarded",
    "read_restored",
}


@pytest.fixture
def serial(ada: User) -> Work:
    return make_work(ada, title="Low Water", chapters=3)


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    """Bo hosts; Cy and Di belong."""
    return make_club(bo, cy, di)


def kinds(client: Client, person: User) -> list[str]:
    """What sorts of lines stand in somebody's inbox, the newest first."""
    client.force_login(person)
    return [row.notice.kind for row in client.get("/inbox").context["inbox"].rows if row.item.url]


@pytest.fixture
def read(club: Club, serial: Work) -> Read:
    return make_read(club, work=serial)


def lines(client: Client, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get("/inbox").content.decode().split())


def unread(client: Client, person: User) -> int:
    client.force_login(person)
    found = re.search(r"(\d+) unread", client.get("/inbox").content.decode())
    return int(found[1]) if found else 0


def say_to_club(
    read: Read, by: User, number: int, words: str, to: Comment | None = None
) -> Comment:
    return actions.say(
        work=read.work or Work(),
        chapter=Chapter.objects.get(work=read.work, position=number),
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        parent=to,
        hearers=Hearers.CLUB,
        club=read.club,
    )


def test_every_announcement_of_clubs_and_meetings_has_its_line() -> None:
    announced = {
        name: signal
        for module in (club_signals, read_signals, pick_signals, meeting_signals, memory_signals)
        for name, signal in vars(module).items()
        if isinstance(signal, Signal)
    }
    heard = {id(signal) for kind in KINDS.values() for signal, _ in kind.news()}

    missing = {name for name, signal in announced.items() if id(signal) not in heard}
    assert missing == UNTOLD & announced.keys()


def test_an_answer_ahead_is_no_line_until_one_arrives(
    client: Client, read: Read, di: User, cy: User, serial: Work, committing: Commits
) -> None:
    second = Chapter.objects.get(work=serial, position=2)
    with committing():
        mine = say_to_club(read, di, 2, "mine")
    forget(user=di, work=serial)
    mail.outbox.clear()

    with committing():
        say_to_club(read, cy, 2, "answer-ahead", to=mine)

    assert unread(client, di) == 0
    assert "answer-ahead" not in lines(client, di)
    assert "Cy" not in words_of(lines(client, di))
    assert not [one for one in mail.outbox if one.to == [di.email]]
    read_up_to_end(user=di, chapter=second)
    assert "answer-ahead" in lines(client, di)
    assert unread(client, di) >= 1


def test_talk_is_one_line_that_counts_up_to_where_its_reader_is(
    client: Client, read: Read, di: User, cy: User, bo: User, committing: Commits
) -> None:
    for by, number, words in ((cy, 1, "one"), (bo, 1, "two"), (cy, 3, "far ahead")):
        with committing():
            say_to_club(read, by, number, words)
    assert unread(client, di) == 0

    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))

    page = lines(client, di)
    assert kinds(client, di) == ["talk"]
    assert "Bo and Cy have said 2 things about “ Low Water ” in Weir Readers" in words_of(page)
    assert "two" in page
    assert "far ahead" not in page
    assert unread(client, di) == 1
    client.post("/inbox/changes", {"do": "read", "everything": "on"})
    with committing():
        say_to_club(read, bo, 1, "three")
    assert unread(client, di) == 1
    assert Notice.objects.filter(user=di, kind="talk").count() == 1


def leads_to(client: Client, person: User) -> str:
    """Where the one line of talk leads."""
    client.force_login(person)
    rows = client.get("/inbox").context["inbox"].rows
    (url,) = [str(row.item.url) for row in rows if row.notice.kind in {"talk", "club_talk"}]
    return url


def shown_in(client: Client, url: str) -> list[str]:
    """The ids of the comments on the page that this leads to."""
    return re.findall(r'id="(comment_\d+)"', client.get(url, follow=True).content.decode())


@pytest.mark.both
def test_a_line_of_several_leads_to_the_topmost_of_them_on_the_page_where_it_stands(
    client: Client, read: Read, di: User, cy: User, bo: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=2))
    with committing():
        old = [say_to_club(read, cy, 1, f"old {number}") for number in range(THREADS + 1)]
    client.force_login(di)
    client.post("/inbox/changes", {"do": "read", "everything": "on"})

    with committing():
        say_to_club(read, cy, 2, "said first, of chapter 2")
        top = say_to_club(read, bo, 1, "of chapter 1", to=old[-1])
        say_to_club(read, cy, 3, "far ahead")

    url = leads_to(client, di)
    assert url.endswith(f"#{top.anchor}")
    assert top.anchor in shown_in(client, url)
    assert "far ahead" not in client.get(url, follow=True).content.decode()


def test_what_its_talk_has_no_room_for_is_shown_by_itself_and_what_lies_ahead_not_at_all(
    client: Client, read: Read, di: User, cy: User, bo: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))
    with committing():
        deep = say_to_club(read, cy, 1, "root")
        for number in range(DEEPEST):
            deep = say_to_club(read, bo, 1, f"answer {number}", to=deep)
    client.force_login(di)
    client.post("/inbox/changes", {"do": "read", "everything": "on"})

    with committing():
        deep = say_to_club(read, cy, 1, "too deep for the list", to=deep)
        say_to_club(read, cy, 1, "deeper still", to=deep)
        ahead = say_to_club(read, cy, 3, "far ahead")

    url = leads_to(client, di)
    assert deep.anchor in shown_in(client, url)
    talk, _, _ = url.partition("?")
    for at in (str(ahead.pk), "9" * 30, "x"):
        page = client.get(talk, {"at": at})
        assert page.status_code == 200
        assert "far ahead" not in page.content.decode()


def test_a_line_of_talk_beside_the_books_leads_to_the_topmost_that_is_new(
    client: Client, club: Club, di: User, cy: User, committing: Commits
) -> None:
    def beside(words: str) -> Comment:
        return actions.say(
            work=None,
            by=cy.default_pseud,
            html=f"<p>{words}</p>",
            hearers=Hearers.CLUB,
            club=club,
        )

    with committing():
        beside("one")
        top = beside("two")

    url = leads_to(client, di)
    assert url.endswith(f"#{top.anchor}")
    assert top.anchor in shown_in(client, url)


def test_whoever_opens_the_page_of_a_club_has_seen_what_its_lines_tell(
    client: Client, read: Read, di: User, cy: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))
    with committing():
        say_to_club(read, cy, 1, "one")
    assert unread(client, di) == 1
    long_ago = timezone.now() - timedelta(minutes=1)
    talk_signals.club_seen.send(Club, user=di.pk, club=read.club_id, at=long_ago)
    assert unread(client, di) == 1

    client.get(f"/clubs/{read.club_id}")
    assert unread(client, di) == 0
    with committing():
        say_to_club(read, cy, 1, "two")
    assert unread(client, di) == 1
    assert "Cy" in words_of(lines(client, di))


def test_what_lies_ahead_stays_unread_when_the_page_of_its_club_is_opened(
    client: Client, read: Read, di: User, cy: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))
    with committing():
        say_to_club(read, cy, 2, "further on")
    assert unread(client, di) == 0

    client.get(f"/clubs/{read.club_id}")
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=2))
    assert unread(client, di) == 1


def test_what_a_club_says_is_a_letter_once_in_a_while_and_never_of_what_lies_ahead(
    client: Client, read: Read, di: User, cy: User, bo: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))

    def letters(by: User, number: int, words: str, *, after: int) -> list[str]:
        """Of something said so many minutes after what came before it."""
        gone = timedelta(minutes=after)
        Comment.objects.update(posted_at=F("posted_at") - gone)
        Notice.objects.update(since=F("since") - gone, read_at=F("read_at") - gone)
        mail.outbox.clear()
        with committing():
            say_to_club(read, by, number, words)
        return [str(one.body) for one in mail.outbox if one.to == [di.email]]

    assert letters(cy, 2, "ahead-of-di", after=1) == []
    (first,) = letters(cy, 1, "the first word", after=1)
    assert "Cy said something about “Low Water”, Chapter 1, in Weir Readers" in first
    assert "the first word" in first
    assert "ahead-of-di" not in first
    assert letters(bo, 1, "soon after", after=8) == []
    (later,) = letters(bo, 1, "much later", after=80)
    assert "much later" in later
    client.force_login(di)
    client.post("/inbox/changes", {"do": "read", "everything": "on"})
    (after,) = letters(cy, 1, "once looked", after=4)
    assert "once looked" in after
    assert letters(cy, 3, "further ahead", after=300) == []


def test_what_lies_ahead_moves_no_line(
    client: Client, read: Read, di: User, cy: User, committing: Commits
) -> None:
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))
    with committing():
        say_to_club(read, cy, 1, "here")
    before = Notice.objects.of(di).get(kind="talk").made_at

    with committing():
        say_to_club(read, cy, 2, "ahead")

    assert Notice.objects.of(di).get(kind="talk").made_at == before
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=2))
    assert "Cy has said 2 things" in words_of(lines(client, di))


@pytest.mark.both
def test_however_many_have_a_line_what_asks_who_of_them_hears_more_is_built_once(
    serial: Work, committing: Commits, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[object] = []
    visible_to = CommentQuerySet.visible_to

    def counted(rows: CommentQuerySet, person: User) -> CommentQuerySet:
        built.append(person)
        return visible_to(rows, person)

    monkeypatch.setattr(CommentQuerySet, "visible_to", counted)
    first, second = Chapter.objects.filter(work=serial).order_by("position")[:2]
    told = []
    for listeners in (2, 20):
        speaker, *others = [person(f"Reader {listeners}-{each}") for each in range(listeners + 1)]
        read = make_read(make_club(speaker, *others), work=serial)
        for place, one in enumerate(others):
            read_up_to_end(user=one, chapter=first if place % 2 else second)
        with committing():
            say_to_club(read, speaker, 1, "here")
        assert Notice.objects.filter(kind="talk", club=read.club).count() == listeners
        for number in (1, 2):
            comment = say_to_club(read, speaker, number, "and there")
            built.clear()
            telling = Talk().said(comment=comment, by=speaker)
            assert len(built) <= 2  # the first time, when it is compiled for all
            told.append(len(list(telling.to if telling else ())))

    assert told == [2, 1, 20, 10]
    Notice.objects.all().delete()
    built.clear()
    Talk().said(comment=comment, by=speaker)
    assert built == [], "where nobody has a line nobody is asked about"


def test_a_note_on_a_work_that_the_club_does_not_read_is_told_too(
    client: Client, club: Club, ada: User, bo: User, di: User, committing: Commits
) -> None:
    other = make_work(ada, title="A Heron")
    with committing():
        actions.say(
            work=other,
            chapter=None,
            by=bo.default_pseud,
            html="<p>look at this</p>",
            hearers=Hearers.CLUB,
            club=club,
        )

    assert kinds(client, di) == ["said"]
    assert "look at this" in lines(client, di)
    (letter,) = [one for one in mail.outbox if one.to == [di.email]]
    assert letter.subject.startswith("Bo said something about “A Heron” in Weir Readers")


def test_whoever_is_answered_hears_of_it_once(
    read: Read, di: User, cy: User, committing: Commits
) -> None:
    mine = say_to_club(read, di, 1, "mine")
    with committing():
        say_to_club(read, cy, 1, "an answer", to=mine)

    assert [one.to for one in mail.outbox].count([di.email]) == 1
    assert set(Notice.objects.of(di).values_list("kind", flat=True)) == {"reply"}


def test_minutes_and_predictions_wait_for_their_place(
    client: Client, read: Read, di: User, bo: User, committing: Commits
) -> None:
    meeting = Meeting.objects.create(
        club=read.club, read=read, upto=2, title="Friday", stage=MeetingStage.HELD
    )
    minutes = Minutes.objects.create(meeting=meeting, published_at=timezone.now())
    host = Membership.objects.get(user=bo)
    guess = Prediction.objects.create(read=read, membership=host, text="drowns", upto=2)
    with committing():
        meeting_signals.minutes_published.send(Minutes, minutes=minutes, by=bo)
        memory_signals.prediction_sealed.send(Prediction, prediction=guess)

    assert unread(client, di) == 0
    assert not mail.outbox
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=2))
    assert len(kinds(client, di)) == 2
    assert "drowns" not in lines(client, di)
    with committing():
        meeting_signals.minutes_published.send(Minutes, minutes=minutes, by=bo)
    assert [one.to for one in mail.outbox] == [[di.email]]


@pytest.mark.parametrize(
    ("involvement", "told"),
    [
        (Involvement.EVERYTHING, (True, True)),
        (Involvement.MINE, (False, True)),
        (Involvement.NOTHING, (False, False)),
    ],
)
def test_each_hears_as_much_of_a_club_as_they_chose(
    client: Client,
    read: Read,
    di: User,
    involvement: Involvement,
    told: tuple[bool, bool],
    committing: Commits,
) -> None:
    talk, pick = told
    cy = User.objects.get(username="Cy")
    Membership.objects.filter(user=di).update(involvement=involvement)
    read_up_to_end(user=di, chapter=Chapter.objects.get(work=read.work, position=1))
    chosen = Pick.objects.create(club=read.club, number=1, method=Method.RANKED, stage=Stage.VOTING)
    with committing():
        say_to_club(read, cy, 1, "words")
        pick_signals.vote_opened.send(Pick, pick=chosen)

    shown = kinds(client, di)
    assert ("talk" in shown) == talk
    assert (len(shown) - shown.count("talk") == 1) == pick
    subjects = [one.subject for one in mail.outbox if one.to == [di.email]]
    assert any(one.startswith("Cy said something") for one in subjects) == talk
    assert (len(subjects) - talk == 1) == pick


@pytest.mark.parametrize("byline", ["Ada", ""])
def test_all_but_the_one_who_chose_hear_who_chose_what_and_why(
    client: Client, club: Club, bo: User, di: User, byline: str, committing: Commits
) -> None:
    PickRules.objects.filter(club=club).update(method=Method.TURNS)
    with committing():
        what = BookFields("Tide Tables", author=byline, page_count=200)
        bring(club=club, by=Membership.objects.get(user=bo), what=what, why="It is *short*.")

    told = {one.to[0]: one for one in mail.outbox}
    assert set(told) == {"cy@example.org", di.email}
    by_whom = f"“Tide Tables” by {byline}" if byline else "“Tide Tables”"
    sentence = f"Bo has chosen the next read of {club.name}: {by_whom}"
    assert sentence in told[di.email].body
    assert "It is short." in told[di.email].body
    assert kinds(client, di) == ["pick"]
    assert kinds(client, bo) == []


def test_who_asks_for_suggestions_gets_no_letter_of_it(
    club: Club, bo: User, cy: User, di: User, committing: Commits
) -> None:
    with committing():
        open_pick(club=club, by=Membership.objects.get(user=bo))

    assert {one.to[0] for one in mail.outbox} == {cy.email, di.email}


def test_one_click_ends_the_letters_of_one_club(
    client: Client, read: Read, di: User, committing: Commits
) -> None:
    chosen = Pick.objects.create(club=read.club, number=1, method=Method.RANKED, stage=Stage.VOTING)
    with committing():
        pick_signals.vote_opened.send(Pick, pick=chosen)
    letter = next(one for one in mail.outbox if one.to == [di.email])
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")

    client.post(address[address.index("/letters/") :], {"List-Unsubscribe": "One-Click"})

    assert Membership.objects.get(user=di).involvement == Involvement.NOTHING
    mail.outbox.clear()
    with committing():
        pick_signals.pick_reminder_due.send(Pick, pick=chosen)
    assert [di.email] not in [one.to for one in mail.outbox]


def test_the_invited_are_told_and_the_inviter_only_what_was_chosen(
    client: Client, club: Club, bo: User, mo: User, committing: Commits
) -> None:
    asked = ClubInvitation.objects.create(
        club=club, user=mo, by=bo.default_pseud, word="Come along"
    )
    with committing():
        club_signals.club_invited.send(ClubInvitation, invitation=asked)
    page = lines(client, mo)
    assert "Weir Readers" in page
    assert "Come along" in page
    [told] = Notice.objects.of(mo)
    assert client.get(f"/inbox/{told.pk}")["Location"] == f"/clubs/invitations/{asked.pk}"

    asked.answer, asked.answer_word = AdmissionAnswer.NOT_YET, "In spring"
    asked.save()
    with committing():
        club_signals.invitation_answered.send(ClubInvitation, invitation=asked)
    page = lines(client, bo)
    assert "Weir Readers" in page
    assert "In spring" in page

    asked.answer, asked.tells, asked.answer_word = AdmissionAnswer.DECLINED, False, ""
    asked.save()
    assert "In spring" not in lines(client, bo)
    with committing():
        club_signals.invitation_taken_back.send(ClubInvitation, invitation=asked)
    assert "Weir Readers" not in lines(client, mo)


def test_hosts_hear_who_asks_and_who_has_joined_and_members_do_not(
    client: Client, club: Club, bo: User, di: User, mo: User, committing: Commits
) -> None:
    wish = JoinRequest.objects.create(club=club, pseud=mo.default_pseud, word="May I?")
    with committing():
        club_signals.join_requested.send(JoinRequest, request=wish)
    assert "May I?" in lines(client, bo)
    assert "May I?" not in lines(client, di)
    wish.answer = AdmissionAnswer.ACCEPTED
    wish.save()
    joined = Membership.objects.create(club=club, user=mo, pseud=mo.default_pseud)

    with committing():
        club_signals.request_answered.send(JoinRequest, request=wish)
        club_signals.member_joined.send(Membership, membership=joined, is_back=False)

    assert "Weir Readers" in lines(client, mo)
    assert [len(kinds(client, who)) for who in (bo, di)] == [2, 0]


def test_who_invited_somebody_hears_once_that_they_came_and_other_hosts_that_they_joined(
    club: Club, bo: User, di: User, mo: User, committing: Commits
) -> None:
    Membership.objects.filter(club=club, user=di).update(role=Role.HOST)
    asked = ClubInvitation.objects.create(club=club, user=mo, by=bo.default_pseud)
    with committing():
        accept_invitation(invitation=asked, pseud=mo.default_pseud)

    of = {who: set(Notice.objects.of(who).values_list("kind", flat=True)) for who in (bo, di)}
    assert of == {bo: {"inv_answer"}, di: {"joined"}}


def test_meetings_plans_and_reads_are_told_with_what_they_lead_to(
    client: Client, read: Read, di: User, bo: User, committing: Commits
) -> None:
    host = Membership.objects.get(user=bo)
    meeting = Meeting.objects.create(
        club=read.club,
        read=read,
        title="Friday",
        stage=MeetingStage.FIXED,
        starts_at=timezone.now() + timedelta(days=2),
    )
    change = PlanChange.objects.create(read=read, by=host, why="The author is late")
    with committing():
        meeting_signals.meeting_fixed.send(Meeting, meeting=meeting, by=bo)
        read_signals.plan_changed.send(Read, read=read, change=change)
        read_signals.read_begun.send(Read, read=read, by=host)

    page = lines(client, di)
    told = Notice.objects.of(di).get(kind="meeting")
    assert client.get(f"/inbox/{told.pk}")["Location"] == f"/meetings/{meeting.pk}"
    assert "The author is late" in page
    assert "Low Water" in page
    assert "Friday" not in words_of(lines(client, bo))
    Membership.objects.filter(user=di).update(left_at=timezone.now())
    assert "Weir Readers" not in lines(client, di)


def test_a_read_that_waited_is_told_when_it_begins(
    client: Client, club: Club, bo: User, di: User, ada: User, committing: Commits
) -> None:
    PickRules.objects.filter(club=club).update(method=Method.TURNS)
    with committing():
        for member in Membership.objects.filter(club=club).order_by("joined_at", "pk")[:2]:
            work = make_work(ada, title=f"Choice of {member.name}", chapters=1)
            bring(club=club, by=member, what=work)
    first, second = Read.objects.filter(club=club).order_by("made_at", "pk")
    assert "read" not in kinds(client, di)

    with committing():
        finish_read(read=first, by=Membership.objects.get(user=bo))

    begins = f"The new read of Weir Readers: “ {second.title} ”."
    assert begins in words_of(lines(client, di))
    assert begins in words_of(lines(client, bo))


def test_several_answers_to_the_same_are_one_line(
    client: Client, read: Read, di: User, cy: User, bo: User, committing: Commits
) -> None:
    mine = say_to_club(read, di, 1, "mine")
    for by in (cy, bo):
        with committing():
            say_to_club(read, by, 1, f"answer of {by}", to=mine)

    page = lines(client, di)

    (row,) = [row for row in client.get("/inbox").context["inbox"].rows if row.others]
    assert len(row.others) == 1
    assert "answer of Cy" in page
    client.post("/inbox/changes", {"do": "read", "notice": "x 1"})
    replies = Notice.objects.filter(user=di, kind="reply")
    both = " ".join(str(one.pk) for one in replies)
    client.post("/inbox/changes", {"do": "read", "notice": both})
    assert not replies.filter(read_at=None).exists()
