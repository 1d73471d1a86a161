"""What every kind of notice promises, whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models.sql import Query
from django.dispatch import Signal
from django.test.utils import CaptureQueriesContext

from bookcub import notifications
from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Comment
from bookcub.config.commands import check
from bookcub.core.database.prepared import forget_compiled
from bookcub.notifications import receivers
from bookcub.notifications.channels.mail import mail_notice
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.comments import ABOUT_COMMENTS
from bookcub.notifications.models import CONDITIONS, Notice, ruled_alike
from bookcub.notifications.queries import inbox, visible_lines
from bookcub.notifications.queries.items import items_of, kinds_about, without_subject
from bookcub.people.actions.blocks import block
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.making import make_club
from tests.notifications.conftest import Commits
from tests.notifications.every_kind import tell_of_everything

HOUSE = Path(notifications.__file__ or "").parent
TEMPLATES = HOUSE / "templates" / "notifications" / "kinds"
MOST_BUILT = 120  # conditions
NUMBERS = "COUNT(*) - COUNT(read_at)"


@pytest.fixture
def _forgets_questions() -> Iterator[None]:
    """The compiled numbers are made anew, and made anew again after the test."""
    forget_compiled()
    yield
    forget_compiled()


def asked(client: Client, url: str) -> list[str]:
    """What a second visit to a page asks the database."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return [query["sql"] for query in captured]


def test_each_kind_has_its_template_and_each_template_its_kind() -> None:
    assert {path.stem for path in TEMPLATES.rglob("*.txt")} == set(KINDS)


def test_a_kind_is_named_nowhere_but_in_its_class() -> None:
    """Comments alone are shown otherwise than as a sentence, so inbox and letters may know of these."""
    named = re.compile(r"notifications\.kinds\.(?!base\b)(\w+)")
    outside = [
        (path.relative_to(HOUSE).as_posix(), module)
        for path in HOUSE.rglob("*.py")
        if "kinds" not in path.relative_to(HOUSE).parts
        for module in named.findall(path.read_text())
    ]

    assert sorted(outside) == [("letters.py", "comments"), ("queries/inbox.py", "comments")]


def test_kinds_of_one_subject_are_looked_up_together() -> None:
    for names in kinds_about().values():
        first, *others = (type(KINDS[name]) for name in names)
        for other in others:
            assert (other.load, other.related) == (first.load, first.related), names


@pytest.mark.django_db
@pytest.mark.usefixtures("_forgets_questions")
def test_a_new_kind_is_one_class(
    client: Client, bo: User, cy: User, monkeypatch: pytest.MonkeyPatch, committing: Commits
) -> None:
    for registry in (KINDS, CONDITIONS):
        monkeypatch.setitem(registry, "greeted", None)  # and away again after the test
    greeting = Signal()

    class Greeted(NoticeKind[Membership]):
        name, label = "greeted", "a greeting"
        subject = Membership
        related = ("club", "pseud")

        @hears(greeting)
        def greeted(self, *, member: Membership, **_: Any) -> Telling:
            to = [member.user] if member.user else []
            return Telling(member, to=to, club=member.club_id, by_letter=True)

        def item(self, notice: Notice, thing: Membership) -> InboxItem:
            return InboxItem(lambda: (f"Hello {thing.name}.", "Wave"), "/")

    receivers.connect()
    greeting.send(None, member=make_club(cy, bo).memberships.get(user=bo))

    client.force_login(bo)
    page = client.get("/inbox").content.decode()
    assert "A greeting" in page
    assert "Hello Bo." in page
    assert "masthead-count" in page
    assert [letter.subject for letter in mail.outbox] == ["Hello Bo · Bookcub"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_forgets_questions")
def test_an_inbox_asks_once_for_each_kind_of_thing_however_many_there_are(
    client: Client,
    ada: User,
    bo: User,
    cy: User,
    committing: Commits,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "NOTICES", len(KINDS))  # all on one page
    client.force_login(bo)
    bare = len(asked(client, "/inbox"))  # session, person, kinds; nothing else
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")
    assert set(Notice.objects.of(bo).values_list("kind", flat=True)) == set(KINDS)
    assert all(items_of(bo, Notice.objects.visible_to(bo)).values())
    once = asked(client, "/inbox")

    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="2")

    twice = asked(client, "/inbox")
    assert len(twice) == len(once)
    # Cards ask also who created the works, what is frozen, which clubs one is in and from whom one keeps away; talk, each kind,
    # what is new and whose.
    # Numbers, which they are, their rows.
    assert len(once) - bare == 3 + len(kinds_about()) + 7
    assert sum(sql.startswith(f"SELECT {NUMBERS}") for sql in twice) == 1
    # What is long to build was built the first time: conditions of the rest can be counted.
    built = 0
    build = Query.build_filter

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal built
        built += 1
        return build(*given, **named)

    monkeypatch.setattr(Query, "build_filter", counted)
    client.get("/inbox")
    assert built < MOST_BUILT


@pytest.mark.django_db
@pytest.mark.usefixtures("_forgets_questions")
def test_a_page_asks_for_the_number_only_of_what_is_unread_and_it_is_everybodys_own(
    client: Client, ada: User, bo: User, cy: User, di: User, committing: Commits
) -> None:
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")
    Notice.objects.filter(user=bo, kind="pick").update(read_at=Notice.objects.of(bo)[0].made_at)
    for person in (ada, bo, cy, di):
        visible = Notice.objects.visible_to(person)
        unread = visible.unread().count()
        assert visible_lines.unread_of(person) == unread
        lines = visible_lines.VisibleLines(person)
        assert lines.numbers() == (unread, visible.count())
        assert lines[:99] == list(visible.order_by("-made_at", "-pk"))
    assert visible_lines.unread_of(bo) == len(KINDS) - 1

    client.force_login(bo)
    which, number = asked_about_notices(client)
    assert len(which) < 300
    Notice.objects.of(bo).exclude(kind="draft").mark_read()
    _, less = asked_about_notices(client)
    assert len(less) < len(number) / 10
    Notice.objects.of(bo).mark_read()
    assert asked_about_notices(client) == [which]


def asked_about_notices(client: Client) -> list[str]:
    return [sql for sql in asked(client, "/works/mine") if "notifications_" in sql]


@pytest.mark.django_db
@pytest.mark.both
def test_what_is_asked_for_of_an_inbox_asks_only_about_kinds_that_stand_in_it(
    client: Client, ada: User, bo: User, cy: User, committing: Commits
) -> None:
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")
    Notice.objects.of(bo).exclude(kind="comment").delete()
    client.force_login(bo)

    for query in ("read=unread", "replied=no", "order=oldest"):
        assert not any("memory_prediction" in sql for sql in asked(client, f"/inbox?{query}"))
    with CaptureQueriesContext(connection) as captured:
        client.post("/inbox/changes", {"do": "read", "everything": "on"})
    assert not any("memory_prediction" in query["sql"] for query in captured)
    assert not Notice.objects.of(bo).unread().exists()


@pytest.mark.django_db
def test_a_line_of_a_kind_that_this_version_does_not_know_is_not_there(
    client: Client, ada: User
) -> None:
    Notice.objects.create(user=ada, kind="of later", subject=1)
    client.force_login(ada)
    for path in ("/inbox", "/desk"):
        page = client.get(path)
        assert page.status_code == 200
        assert "masthead-count" not in page.content.decode()
    assert visible_lines.VisibleLines(ada).numbers() == (0, 0)


def test_kinds_with_one_rule_are_asked_about_together() -> None:
    [about_comments] = ruled_alike(["reply"])
    assert {*ABOUT_COMMENTS, "said", "announcement", "suggestion"} == set(about_comments)
    assert len(ruled_alike(["reply", "comment", "draft"])) == 2
    assert sorted(name for names in ruled_alike(KINDS) for name in names) == sorted(KINDS)


@pytest.mark.django_db
def test_when_its_subject_goes_a_line_goes_in_the_same_transaction(
    ada: User, bo: User, cy: User, committing: Commits
) -> None:
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")
    for subject in kinds_about():
        with transaction.atomic():
            before = Notice.objects.filter(user=bo).count()
            for row in subject._default_manager.all():
                if subject._default_manager.filter(pk=row.pk).exists():
                    row.delete()
            assert Notice.objects.filter(user=bo).count() < before
            assert not without_subject().exists()
            transaction.set_rollback(True)  # and comes back with it
        assert Notice.objects.filter(user=bo).count() == before


@pytest.mark.django_db
def test_lines_go_with_clubs_and_works_whose_things_they_are_about(
    ada: User, bo: User, cy: User, committing: Commits
) -> None:
    tell_of_everything(bo, by=cy, host=ada, committing=committing, more="1")

    Club.objects.all().delete()
    assert not Notice.objects.filter(club__isnull=False).exists()
    Work.objects.filter(title="Theirs 1").delete()
    Work.objects.all().delete()

    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_gone_before_it_could_be_told(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        Comment.objects.filter(pk=a_comment(work, bo).pk).delete()

    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_check_finds_lines_about_nothing_and_mends_them(
    work: Work, ada: User, bo: User, committing: Commits
) -> None:
    with committing():
        comment = a_comment(work, bo)
    assert check._inboxes(mend=False).well
    Notice.objects.filter(subject=comment.pk).update(subject=comment.pk + 1)

    found = check._inboxes(mend=False)
    assert not found.well
    assert re.findall(r"\d+", found.says) == ["1"]
    assert check._inboxes(mend=True).well
    assert not Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_forgets_questions")
def test_what_comes_from_somebody_one_may_not_meet_reaches_one_by_no_way(
    client: Client,
    work: Work,
    bo: User,
    cy: User,
    committing: Commits,
) -> None:
    ada = User.objects.get(username="Ada")
    with committing():
        a_comment(work, bo, "words of Bo")
        a_comment(work, cy, "words of Cy")
    of_bo = Notice.objects.get(user=ada, by=bo)
    assert mail_notice.func(of_bo.pk)

    block(by=ada, other=bo)

    client.force_login(ada)
    page = client.get("/inbox").content.decode()
    assert "words of Cy" in page
    assert "words of Bo" not in page
    assert visible_lines.VisibleLines(ada).numbers() == (1, 1)
    assert not mail_notice.func(of_bo.pk)
