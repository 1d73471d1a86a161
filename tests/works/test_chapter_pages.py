from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from bookcub.core.clock import now
from bookcub.people.models import Preferences, User
from bookcub.tags.models import TagKind
from bookcub.works import signals
from bookcub.works.actions import reorder_chapters
from bookcub.works.models import Chapter, Work, WorkingCopy
from bookcub.works.periodic_jobs import post_scheduled_chapters
from bookcub.works.queries import pages
from tests.browsing import Client, words_of
from tests.making import make_work
from tests.refused import refused
from tests.works.conftest import LONG_ENOUGH


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def written(**more: Any) -> dict[str, Any]:
    return {"title": "Slack Water", "text": LONG_ENOUGH, "do": "save", **more}


def at(chapter: Chapter, page: str) -> str:
    return f"/works/{chapter.work_id}/chapters/{chapter.pk}/{page}"


def test_a_new_chapter_is_written_at_its_place_and_posted(desk: Client, serial: Work) -> None:
    answer = desk.post(f"/works/{serial.pk}/chapters/new", written(do="post", position="2"))

    chapter = serial.chapters.get(position=2)
    assert chapter.title == "Slack Water"
    assert chapter.is_posted
    assert answer["Location"] == f"/works/{serial.pk}/chapters/{chapter.pk}"
    assert serial.chapters.count() == 4


def test_markdown_typed_without_any_script_becomes_a_text(desk: Client, serial: Work) -> None:
    text = "The *tide* went out.\r\n\r\n* * *\r\n\r\nNobody told the cockles."

    desk.post(f"/works/{serial.pk}/chapters/new", written(text=text))

    html = serial.chapters.get(position=4).html
    assert "<em>tide</em>" in html
    assert "<hr" in html
    assert html.count("<p") == 2


def test_the_form_shows_the_text_without_its_block_ids(desk: Client, chapter: Chapter) -> None:
    page = desk.get(at(chapter, "edit"), follow=True).content.decode()

    assert "&lt;p&gt;The tide went out" in page
    assert "b-" + chapter.html.split('id="b-')[1][:8] not in page


def test_saving_unchanged_text_makes_no_revision_and_changed_text_one(
    desk: Client, chapter: Chapter
) -> None:
    desk.post(at(chapter, "edit"), written(text=LONG_ENOUGH))
    assert chapter.revisions.count() == 1

    desk.post(at(chapter, "edit"), written(text=LONG_ENOUGH + "<p>More.</p>", note="An end"))

    newest = chapter.revisions.first()
    assert newest is not None
    assert (newest.number, newest.note) == (2, "An end")


def test_blocks_keep_their_ids_when_others_change(desk: Client, chapter: Chapter) -> None:
    kept = chapter.html.split('id="')[2].split('"')[0]

    desk.post(
        at(chapter, "edit"), written(text="<p>New.</p>" + LONG_ENOUGH.split("</p>")[1] + "</p>")
    )

    chapter.refresh_from_db()
    assert f'id="{kept}"' in chapter.html


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(
    desk: Client, chapter: Chapter
) -> None:
    answer = desk.post(at(chapter, "edit"), written(text="<p>" + "word " * 100_100 + "</p>"))

    assert answer.status_code == 422
    assert b"500,000" in answer.content
    assert b"word word word" in answer.content
    assert chapter.revisions.count() == 1


@pytest.mark.parametrize("sign", ["![", "<p>"])
def test_a_text_that_would_hold_others_up_is_refused_and_kept_in_the_form(
    desk: Client, chapter: Chapter, sign: str
) -> None:
    heavy = "First words. " + sign * 60_000

    answer = desk.post(at(chapter, "edit"), written(text=heavy))
    pasted = desk.post("/works/paste", {"typed": heavy})

    assert refused(answer) == {"text too_much_markup"}
    assert b"First words." in answer.content
    assert pasted.status_code == 422
    assert chapter.revisions.count() == 1


def test_what_stands_around_a_text_is_not_laid_out_when_it_is_far_too_long(
    desk: Client, chapter: Chapter
) -> None:
    answer = desk.post(at(chapter, "edit"), written(notes="![" * 15_000, summary="<p>" * 2_000))

    assert refused(answer) == {"notes max_length", "summary max_length"}


def test_emptying_a_posted_chapter_is_refused(desk: Client, serial: Work) -> None:
    chapter = serial.chapters.get(position=1)

    answer = desk.post(at(chapter, "edit"), written(text=""))

    assert answer.status_code == 422
    before = chapter.html
    chapter.refresh_from_db()
    assert chapter.html == before


def test_a_preview_of_a_chapter_saves_nothing(desk: Client, chapter: Chapter) -> None:
    looked = {"text": "<p>Only looking.</p>", "notes": "An aside.", "title": "The Lock"}
    answer = desk.post(at(chapter, "edit"), written(do="preview", **looked))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert '<h2 id="preview-title"><bdi lang="en" dir="ltr">The Weir</bdi></h2>' in page
    assert words_of(page).count("Chapter 1: The Lock") == 1
    assert "Preview, not saved yet" in page
    assert '<div class="prose preview-notes" lang="en" dir="ltr"><p>An aside.</p></div>' in page
    assert b"<p>Only looking.</p>" in answer.content
    assert chapter.revisions.count() == 1


def test_a_chapter_without_a_title_is_previewed_as_its_work_and_its_number(
    desk: Client, serial: Work
) -> None:
    Chapter.objects.update(title="")
    chapter = serial.chapters.get(position=2)
    form = desk.get(at(chapter, "edit")).context["form"]
    stored = {name: form[name].value() for name in form.fields}
    stored = {name: value for name, value in stored.items() if value not in {None, False}}

    page = desk.post(at(chapter, "edit"), {**stored, "do": "preview"}).content.decode()

    shown = page.partition('class="preview"')[2].partition("</section>")[0]
    assert "Low Water" in words_of(shown)
    assert "Chapter 2" in words_of(shown)
    assert "Untitled" not in shown
    assert "not saved yet" not in page


@pytest.mark.parametrize("which", ["edit", "draft"])
def test_a_form_is_sent_to_its_address_without_where_one_jumped_to_in_it(
    desk: Client, chapter: Chapter, serial: Work, which: str
) -> None:
    asked = at(serial.chapters.get(position=1) if which == "edit" else chapter, which)

    page = desk.get(f"{asked}?next=/").content.decode()

    form = page.partition('<form class="writing-form"')[2].partition(">")[0]
    assert f'action="{asked}?next=/"' in form


def test_posting_withdrawing_and_posting_quietly_by_buttons(desk: Client, chapter: Chapter) -> None:
    posted = Chapter.objects.posted().filter(pk=chapter.pk)

    desk.post(at(chapter, "publication"))
    assert posted.exists()

    desk.post(at(chapter, "publication/delete"))
    assert not posted.exists()

    desk.post(at(chapter, "publication"), {"quietly": "yes"})
    assert posted.get().is_quiet


def test_what_cannot_be_posted_leads_to_the_form_with_the_reason(
    desk: Client, chapter: Chapter
) -> None:
    Chapter.objects.filter(pk=chapter.pk).update(html="")

    answer = desk.post(at(chapter, "publication"), follow=True)

    assert set(answer.context["form"].errors) == {"text"}
    chapter.refresh_from_db()
    assert not chapter.is_posted


def test_the_hour_is_the_authors_own(desk: Client, chapter: Chapter, ada: User) -> None:
    Preferences.objects.filter(user=ada).update(time_zone="Asia/Tokyo")
    page = desk.get(at(chapter, "schedule")).content.decode()
    assert "Tokyo" in page

    desk.post(at(chapter, "schedule"), {"scheduled_for": "2099-01-01T09:00"})

    chapter.refresh_from_db()
    assert chapter.scheduled_for is not None
    assert chapter.scheduled_for.hour == 0


def test_an_hour_that_comes_twice_is_its_first_and_one_that_is_skipped_is_told(
    desk: Client, chapter: Chapter, ada: User
) -> None:
    Preferences.objects.filter(user=ada).update(time_zone="Europe/Berlin")

    twice = desk.post(at(chapter, "schedule"), {"scheduled_for": "2099-10-25T02:30"})
    skipped = desk.post(at(chapter, "schedule"), {"scheduled_for": "2099-03-29T02:30"})
    in_the_form = desk.post(
        at(chapter, "edit"), written(do="schedule", scheduled_for="2099-03-29T02:30")
    )

    assert twice.status_code == 302
    chapter.refresh_from_db()
    assert chapter.scheduled_for == datetime(2099, 10, 25, 0, 30, tzinfo=UTC)
    assert refused(skipped) == refused(in_the_form) == {"scheduled_for no_such_time"}


@pytest.mark.parametrize("do", ["post", "schedule"])
def test_a_chapter_without_a_text_is_posted_or_scheduled_from_its_form_which_says_so(
    desk: Client, ada: User, do: str
) -> None:
    chapter = make_work(ada, posted=False).chapters.get()
    Chapter.objects.update(html="")
    hour = {"scheduled_for": "2099-01-01T09:00", "quietly": "yes"}

    led = desk.post(at(chapter, "schedule" if do == "schedule" else "publication"), hour)
    shown = desk.get(led["Location"], follow=True)

    assert led["Location"].startswith(at(chapter, "edit"))
    assert set(shown.context["form"].errors) == {"text"}
    page = shown.content.decode()
    assert "2099-01-01T09:00" in page or do == "post"
    bar = page.split('class="desk-bar"')[1]
    assert 'href="#id_text"' in bar
    assert f'name="do" value="{do}"' in bar
    lacking = desk.post(led["Location"], written(do=do, text="", **hour))
    assert refused(lacking) == {"text too_short"}
    assert desk.post(led["Location"], written(do=do, **hour)).status_code == 302
    chapter.refresh_from_db()
    assert chapter.is_posted == (do == "post")
    assert (chapter.scheduled_for is not None) == (do == "schedule")
    assert chapter.is_quiet


def test_a_schedule_is_changed_and_taken_back(desk: Client, chapter: Chapter, ada: User) -> None:
    assert (
        desk.post(at(chapter, "schedule"), {"scheduled_for": "2001-01-01T09:00"}).status_code == 422
    )
    assert desk.post(at(chapter, "schedule"), {"scheduled_for": "soon"}).status_code == 422
    desk.post(at(chapter, "schedule"), {"scheduled_for": "2099-01-01T09:00"})
    desk.post(at(chapter, "schedule"), {"scheduled_for": "2098-01-01T09:00"})
    chapter.refresh_from_db()
    assert chapter.scheduled_for is not None
    here = chapter.scheduled_for.astimezone(ada.preferences.zone)
    assert (here.year, here.hour) == (2098, 9)

    desk.post(at(chapter, "schedule/delete"))

    chapter.refresh_from_db()
    assert chapter.scheduled_for is None


def test_the_worker_posts_what_is_due(chapter: Chapter, ada: User) -> None:
    chapter.schedule(by=ada, at=timezone.now() + timedelta(hours=1))
    Chapter.objects.update(scheduled_for=timezone.now() - timedelta(minutes=1))

    post_scheduled_chapters()

    chapter.refresh_from_db()
    assert chapter.is_posted


def test_chapters_are_ordered_by_numbers(desk: Client, serial: Work) -> None:
    first, second, third = serial.chapters.all()

    desk.post(
        f"/works/{serial.pk}/chapters/manage",
        {f"chapter-{first.pk}": 3, f"chapter-{second.pk}": 1, f"chapter-{third.pk}": 2},
    )

    assert list(serial.chapters.all()) == [second, third, first]


def test_every_chapter_stands_once_on_the_page_that_orders_them(desk: Client, serial: Work) -> None:
    page = desk.get(f"/works/{serial.pk}/chapters/manage").content.decode()

    for place, chapter in enumerate(serial.chapters.all(), start=1):
        assert len(re.findall(rf">\s*<bdi[^>]*>{chapter.title}</bdi>\s*</a>", page)) == 1
        (field,) = re.findall(rf'<input[^>]*name="chapter-{chapter.pk}"[^>]*>', page)
        assert 'form="order"' in field
        assert f'value="{place}"' in field
        row = page.partition(f'name="chapter-{chapter.pk}"')[2].partition("</li>")[0]
        assert f'href="{at(chapter, "edit")}"' in row
    assert page.count('id="order"') == 1


def test_a_chapter_alone_cannot_be_moved(desk: Client, draft: Work) -> None:
    page = desk.get(f"/works/{draft.pk}/chapters/manage").content.decode()

    assert 'id="order"' not in page
    assert 'type="number"' not in page


def test_an_order_made_on_an_older_one_is_refused(desk: Client, serial: Work) -> None:
    first, second, third = serial.chapters.all()
    page = f"/works/{serial.pk}/chapters/manage"
    was = desk.get(page).context["form"]["was"].value()
    places = {f"chapter-{first.pk}": 3, f"chapter-{second.pk}": 1, f"chapter-{third.pk}": 2}
    assert desk.post(page, {**places, "was": was}).status_code == 302

    other = {f"chapter-{first.pk}": 1, f"chapter-{second.pk}": 3, f"chapter-{third.pk}": 2}
    answer = desk.post(page, {**other, "was": was})

    assert refused(answer) == {" changed"}
    assert list(serial.chapters.all()) == [second, third, first]
    assert f'value="{second.pk},{third.pk},{first.pk}"' in answer.content.decode()


def test_only_chapters_that_move_are_written(serial: Work) -> None:
    first, second, third = serial.chapters.values_list("pk", flat=True)

    with CaptureQueriesContext(connection) as queries:
        reorder_chapters(work=serial, ids=[first, third, second])

    (written,) = [
        each["sql"]
        for each in queries
        if each["sql"].startswith("UPDATE") and "position" in each["sql"]
    ]
    assert f"({second}, {third})" in written or f"({third}, {second})" in written
    assert not any('"html"' in each["sql"] for each in queries)


def test_a_revision_is_deleted_for_good_with_what_was_begun_from_it(
    desk: Client, chapter: Chapter, ada: User, bo: User
) -> None:
    for text in ("<p>By Erika Mustermann, I swear.</p>", "<p>By nobody at all.</p>"):
        chapter.rewrite(by=ada.default_pseud, html=text)
    WorkingCopy.objects.create(user=bo, form_key=f"chapter-{chapter.pk}", work=chapter.work,
        chapter=chapter, base_revision=2, fields={"text": ["Erika"]})  # fmt: skip
    asks = at(chapter, "revisions/2/delete")

    assert desk.get(asks).status_code == 200
    assert desk.post(asks).status_code == 422
    assert chapter.revisions.count() == 3
    assert refused(desk.post(at(chapter, "revisions/3/delete"), {"sure": "on"})) == {" current"}
    desk.post(asks, {"sure": "on"})

    assert list(chapter.revisions.values_list("number", flat=True)) == [3, 1]
    assert not WorkingCopy.objects.exists()
    chapter.refresh_from_db()
    assert "nobody at all" in chapter.html
    desk.post(at(chapter, "revisions/1/delete"), {"sure": "on", "earlier": "on"})
    assert list(chapter.revisions.values_list("number", flat=True)) == [3]
    desk.force_login(bo)
    assert desk.get(at(chapter, "revisions/3/delete")).status_code == 404


def test_after_that_nothing_in_the_archive_holds_its_words(
    desk: Client, chapter: Chapter, ada: User
) -> None:
    name = "Erika Mustermann"
    edits = at(chapter, "edit")
    for text in (f"<p>By {name}, I swear.</p>{LONG_ENOUGH}", f"<p>By nobody.</p>{LONG_ENOUGH}"):
        form = desk.get(edits, follow=True).context["form"]
        base = form["base"].value()
        assert desk.post(edits, written(text=text, base=base)).status_code == 302
    assert kept(name) == {"works.Revision"}

    [revision] = chapter.revisions.filter(html__contains=name)
    desk.post(at(chapter, f"revisions/{revision.number}/delete"), {"sure": "on"})

    assert kept(name) == set()


def kept(words: str) -> set[str]:
    """Where in the database these words stand."""
    return {
        model._meta.label
        for model in apps.get_models()
        for row in model._base_manager.values()
        if words in str(row)
    }


@pytest.mark.parametrize("number", ["", "x", "0", "-1"])
def test_an_order_without_sense_is_refused(desk: Client, serial: Work, number: str) -> None:
    before = list(serial.chapters.values_list("pk", flat=True))
    orders = {f"chapter-{pk}": number for pk in before}

    assert desk.post(f"/works/{serial.pk}/chapters/manage", orders).status_code == 422
    assert list(serial.chapters.values_list("pk", flat=True)) == before


def test_a_chapter_is_deleted_after_a_question_and_the_last_one_is_not(
    desk: Client, serial: Work, chapter: Chapter
) -> None:
    second = serial.chapters.get(position=2)
    assert desk.get(at(second, "delete")).status_code == 200
    desk.post(at(second, "delete"))
    second.refresh_from_db()
    assert second.is_discarded
    assert not second.is_posted

    answer = desk.post(at(chapter, "delete"))

    assert answer.status_code == 422
    assert chapter.work.chapters.exists()


def test_a_posted_chapter_keeps_its_hour_when_its_date_stays(
    desk: Client, serial: Work, ada: User
) -> None:
    chapter = serial.chapters.get(position=1)
    before = chapter.posted_at
    assert before is not None

    shown = timezone.localdate(before, ada.preferences.zone)
    desk.post(at(chapter, "edit"), written(dated=f"{shown:%Y-%m-%d}"))
    chapter.refresh_from_db()
    assert chapter.dated == before

    desk.post(at(chapter, "edit"), written(dated="1999-12-31"))
    chapter.refresh_from_db()
    assert chapter.dated == date(1999, 12, 31)

    desk.post(at(chapter, "edit"), written(dated=""))
    chapter.refresh_from_db()
    assert chapter.dated == before


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_chapter_that_was_dated_back_shows_its_day_on_every_clock(
    desk: Client, chapter: Chapter, ada: User, bo: User, zone: str
) -> None:
    Preferences.objects.filter(user=ada).update(time_zone=zone)
    desk.post(at(chapter, "edit"), written(do="post", dated="2019-03-12"))
    work = chapter.work
    Work.objects.update(rating="general")

    for theirs in ("Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"):
        Preferences.objects.filter(user=bo).update(time_zone=theirs)
        desk.force_login(bo)
        for page in ("/works", work.get_absolute_url(), f"/works/{work.pk}/navigate"):
            text = desk.get(page).content.decode()
            assert "2019-03-12" in text, (page, theirs)
            assert not re.search("1[13](?:</?[a-z]*>)* Mar|2019-03-1[13]", text), (page, theirs)
    work.refresh_from_db()
    assert (work.published, work.revised) == (date(2019, 3, 12), date(2019, 3, 12))


def test_a_draft_keeps_the_day_that_was_chosen_until_its_hour_comes(
    desk: Client, chapter: Chapter
) -> None:
    desk.post(at(chapter, "edit"), written(dated="2019-03-12"))
    hour = timezone.now() + timedelta(hours=1)
    desk.post(
        at(chapter, "edit"),
        written(do="schedule", dated="2019-03-12", scheduled_for=f"{hour:%Y-%m-%dT%H:%M}"),
    )
    Chapter.objects.update(scheduled_for=timezone.now())

    post_scheduled_chapters()

    chapter.refresh_from_db()
    assert chapter.is_posted
    assert chapter.dated == date(2019, 3, 12)


def test_a_work_tells_the_first_and_the_newest_of_its_days_and_moments(serial: Work) -> None:
    first, second, third = serial.chapters.all()
    serial.refresh_from_db()
    assert (serial.published, serial.revised) == (first.posted_at, third.posted_at)

    second.redate(date(2019, 3, 12))
    serial.refresh_from_db()
    assert (serial.published, serial.revised) == (date(2019, 3, 12), third.posted_at)

    for chapter in (first, third):
        chapter.redate(date(2020, 1, 1))
    serial.refresh_from_db()
    assert (serial.published, serial.revised) == (date(2019, 3, 12), date(2020, 1, 1))

    second.redate(None)
    serial.refresh_from_db()
    assert (serial.published, serial.revised) == (date(2020, 1, 1), second.posted_at)


def test_the_history_shows_two_states_side_by_side_and_restores_one(
    desk: Client, chapter: Chapter
) -> None:
    desk.post(at(chapter, "edit"), written(text=LONG_ENOUGH.replace("cockles", "whelks")))

    page = desk.get(at(chapter, "revisions"), {"old": 1, "new": 2}).content.decode()
    assert "<del>cockles</del>" in page
    assert "<ins>whelks</ins>" in page
    assert "?old=1&amp;new=2" in page or 'name="new"' in page

    desk.post(at(chapter, "revisions/1/restore"))

    chapter.refresh_from_db()
    assert "cockles" in chapter.html
    assert chapter.revisions.count() == 3
    assert chapter.revisions.get(number=2).html.count("whelks") == 1


def test_long_unchanged_stretches_are_folded_and_shown_when_asked_for(
    desk: Client, chapter: Chapter
) -> None:
    long = "".join(f"<p>Paragraph number {n}.</p>" for n in range(20))
    desk.post(at(chapter, "edit"), written(text=long))
    desk.post(at(chapter, "edit"), written(text=long.replace("number 10", "number ten")))

    folded = desk.get(at(chapter, "revisions"), {"old": 2, "new": 3}).content.decode()
    whole = desk.get(at(chapter, "revisions") + "?old=2&new=3&whole=yes").content.decode()

    assert "Paragraph number 1." not in folded
    assert "Paragraph number 1." in whole


@pytest.mark.parametrize("query", [{"old": "x", "new": "1"}, {"old": "0"}, {"old": "9" * 30}])
def test_nonsense_for_revisions_is_said(
    desk: Client, chapter: Chapter, query: dict[str, str]
) -> None:
    answer = desk.get(at(chapter, "revisions"), query)

    assert answer.status_code == 422
    assert refused(answer)


def test_a_revision_that_never_was_is_not_found(desk: Client, chapter: Chapter) -> None:
    assert desk.get(at(chapter, "revisions"), {"old": 1, "new": 99}).status_code == 200
    assert desk.post(at(chapter, "revisions/99/restore")).status_code == 404


def test_a_chapter_is_found_under_its_own_work_only(
    desk: Client, chapter: Chapter, serial: Work
) -> None:
    assert desk.get(f"/works/{serial.pk}/chapters/{chapter.pk}/edit").status_code == 404


def test_what_a_co_author_saved_meanwhile_is_not_overwritten_unseen(
    desk: Client, chapter: Chapter, ada: User, bo: User
) -> None:
    opened = written(base="1", text="<p>What Ada typed for an hour.</p>", dated="2026-01-05")
    chapter.rewrite(by=bo.default_pseud, html="<p>What Bo saved meanwhile.</p>")

    answer = desk.post(at(chapter, "edit"), opened)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("text", "dated", "title")} == {
        name: opened[name] for name in ("text", "dated", "title")
    }
    assert 'name="base" value="2"' in answer.content.decode()
    assert chapter.revisions.count() == 2

    desk.post(at(chapter, "edit"), {**opened, "base": "2"})

    assert [revision.number for revision in chapter.revisions.all()] == [3, 2, 1]


def test_all_drafts_of_a_work_are_posted_at_once_and_told_of_once(
    desk: Client, ada: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    work = make_work(ada, chapters=4, posted=False, tags={TagKind.FANDOM: ["Tideland"]})
    one, two, empty, later = work.chapters.order_by("position")
    Chapter.objects.filter(pk=empty.pk).update(html="", word_count=0)
    Chapter.objects.filter(pk=later.pk).update(scheduled_for=now() + timedelta(days=1))
    told: list[tuple[int, bool]] = []

    def hear(chapter: Chapter, *, quietly: bool, **_: object) -> None:
        told.append((chapter.pk, quietly))

    page = desk.get(f"/works/{work.pk}/publication")
    assert page.context["drafts"].ready == [one, two]
    assert f"/chapters/{empty.pk}/edit" in page.content.decode()
    assert f"/chapters/{later.pk}/edit" not in page.content.decode()
    signals.chapter_posted.connect(hear, weak=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(f"/works/{work.pk}/publication")
    finally:
        signals.chapter_posted.disconnect(hear)

    assert [chapter.is_posted for chapter in work.chapters.order_by("position")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert told == [(one.pk, True), (two.pk, False)]


def test_many_drafts_are_posted_in_parts_and_the_rest_is_offered(
    desk: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_AT_ONCE", 3)
    work = make_work(ada, chapters=7, posted=False, tags={TagKind.FANDOM: ["Tideland"]})
    here = f"/works/{work.pk}/publication"
    offered = [
        (here, {"quietly": "on"}, "Post the first 3"),
        (f"{here}?rest&quietly", {}, "Post the next 3"),
        (f"{here}?rest", {}, "Post the other chapter"),
    ]

    for n, (address, fields, words) in enumerate(offered, start=1):
        page = desk.get(address)
        assert words in page.content.decode()
        assert ("checked" in page.content.decode()) == ("quietly" in address)
        answer = desk.post(address, fields)
        assert work.chapters.posted().count() == min(3 * n, 7)
        following = offered[n][0] if n < len(offered) else f"/works/{work.pk}/chapters/manage"
        assert answer["Location"] == following

    assert desk.post(here)["Location"] == f"/works/{work.pk}/chapters/manage"


def test_what_was_posted_before_something_broke_stays_and_the_rest_follows(
    desk: Client, ada: User
) -> None:
    work = make_work(ada, chapters=3, posted=False, tags={TagKind.FANDOM: ["Tideland"]})
    posts: list[str] = []

    def break_at_the_third(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "works_chapter" SET "posted_at"'):
            posts.append(sql)
            if len(posts) == 3:
                raise OSError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(break_at_the_third), pytest.raises(OSError, match="full"):
        desk.post(f"/works/{work.pk}/publication")

    moments = work.chapters.order_by("position").values_list("posted_at", flat=True)
    before = list(moments)
    assert [moment is not None for moment in before] == [True, True, False]
    desk.post(f"/works/{work.pk}/publication")
    after = list(moments.all())
    assert after[:2] == before[:2]
    assert after[2] is not None


def test_what_a_work_lacks_is_said_before_its_drafts_are_posted_and_nothing_is(
    desk: Client, ada: User
) -> None:
    work = make_work(ada, title="", chapters=2, posted=False, warning_flags=0)

    page = desk.get(f"/works/{work.pk}/publication")
    assert len(page.context["missing"]) == 2
    assert f"/works/{work.pk}/edit?next=/works/{work.pk}/publication" in page.content.decode()
    assert desk.post(f"/works/{work.pk}/publication").status_code == 422

    work.refresh_from_db()
    assert not work.is_posted


def test_the_page_of_chapters_leads_to_posting_them_all_where_there_are_several(
    desk: Client, ada: User
) -> None:
    several, one = (make_work(ada, chapters=n, posted=False) for n in (2, 1))

    for work, is_offered in ((several, True), (one, False)):
        page = desk.get(f"/works/{work.pk}/chapters/manage").content.decode()
        assert (f'href="/works/{work.pk}/publication"' in page) == is_offered
