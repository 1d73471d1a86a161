from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.forms import BoundField, ChoiceField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.people.models import User
from bookcub.works.models import Chapter, NewerCopy, Work, WorkingCopy
from tests.browsing import Client, words_of
from tests.extent import often

NEW = "new-work-0123456789"


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def keep(
    client: Client, key: str = NEW, *, window: str = "here", version: int = 0, **typed: object
) -> tuple[int, dict[str, object]]:
    answer = client.post(
        "/works/copies", {"form_key": key, "window": window, "version": version, **typed}
    )
    return answer.status_code, answer.json()


def test_what_is_typed_is_kept_and_shown_again(desk: Client) -> None:
    status, answer = keep(
        desk, title="A Beginning", text="<p>Three words here.</p>", warnings=["death"]
    )

    assert status == 200
    assert (answer["version"], answer["words"]) == (1, 3)
    page = desk.get(f"/works/new?copy={NEW}").content.decode()
    assert 'value="A Beginning"' in page
    assert "Three words here." in page
    (box,) = re.findall(r'<input[^>]*value="death"[^>]*>', page)
    assert "checked" in box
    assert not Work.objects.exists()


def test_the_copy_of_a_chapter_stands_in_its_form_and_not_in_the_work(
    desk: Client, chapter: Chapter
) -> None:
    before = chapter.html
    keep(desk, f"chapter-{chapter.pk}", title="Typed", text="<p>Typed only.</p>")

    page = desk.get(f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit").content.decode()

    assert "Typed only." in page
    chapter.refresh_from_db()
    assert chapter.html == before
    assert WorkingCopy.objects.get().base_revision == 1


def test_boxes_that_were_unticked_stay_unticked(desk: Client, serial: Work) -> None:
    Work.objects.update(moderates_comments=True)
    page = desk.get(f"/works/{serial.pk}/edit").content.decode()
    assert 'name="moderates_comments"' in page
    assert "checked" in page.split('name="moderates_comments"')[1].split(">")[0]

    keep(desk, f"work-{serial.pk}", title="Low Water")

    page = desk.get(f"/works/{serial.pk}/edit").content.decode()
    assert "checked" not in page.split('name="moderates_comments"')[1].split(">")[0]


def test_another_window_that_saved_later_is_not_overwritten(desk: Client) -> None:
    keep(desk, window="phone", text="from the phone")

    status, answer = keep(desk, window="desk", version=0, text="from the desk")

    assert status == 409
    assert answer["version"] == 1
    assert WorkingCopy.objects.get().fields["text"] == ["from the phone"]


def test_who_has_seen_the_newer_copy_may_go_on_with_theirs(desk: Client) -> None:
    keep(desk, window="phone", text="from the phone")

    assert keep(desk, window="desk", version=1, text="from the desk")[0] == 200
    assert keep(desk, window="phone", version=1, text="again")[0] == 409


def test_a_request_sent_twice_by_one_window_is_no_conflict(desk: Client) -> None:
    keep(desk, text="once")

    assert keep(desk, text="once")[0] == 200


def test_saving_the_form_settles_its_copy_and_tells_the_browser(
    desk: Client, chapter: Chapter
) -> None:
    keep(desk, f"chapter-{chapter.pk}", text="<p>Typed.</p>")

    answer = desk.post(
        f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit", {"text": "<p>Saved.</p>"}
    )

    assert not WorkingCopy.objects.exists()
    assert answer.cookies["bookcub_sent"].value == f"chapter-{chapter.pk}"


def test_a_form_that_was_posted_takes_no_copies_and_leads_to_what_it_made(desk: Client) -> None:
    filled = {"title": "The Weir", "fandom": "Original Work", "warnings": ["none_apply"]}
    rest = {"rating": "teen", "language": "en", "visibility": "everyone", "may_comment": "members"}
    text = "<p>Nobody had told the cockles.</p>"
    desk.post(f"/works/new?copy={NEW}", {**filled, **rest, "text": text, "do": "post"})
    work = Work.objects.get()

    status, answer = keep(desk, text="in flight")

    assert (status, answer["address"]) == (410, f"/works/{work.pk}/edit")
    assert not WorkingCopy.objects.exists()
    assert desk.get(f"/works/new?copy={NEW}")["Location"] == f"/works/{work.pk}/edit"
    again = desk.post(
        f"/works/new?copy={NEW}", {**filled, **rest, "text": "<p>And I added a line.</p>"}
    )
    assert again.status_code == 422
    assert "And I added a line." in again.content.decode()
    assert Work.objects.count() == 1


def test_what_was_begun_before_is_folded_and_stands_in_nobodys_way(desk: Client) -> None:
    keep(desk, title="A Beginning", text="<p>Three words here.</p>")
    other = "/works/new?copy=new-work-9876543210"
    shown = desk.get(other)
    form = shown.context["form"]
    sent = {name: _sent_by_a_browser(form[name]) for name in form.fields}
    sent |= {"title": "Another", "text": "<p>It rained.</p>", "do": "preview"}
    asked = desk.post(other, {name: value for name, value in sent.items() if value is not None})

    begun = shown.content.decode().partition("Started earlier and not saved yet")
    assert begun[0].rpartition("<details")[2].partition(">")[0].count(" open") == 0
    assert "A Beginning" in begun[2].partition("</details>")[0]
    # Whoever looks at a preview wants to see what readers will see.
    assert "Preview, not saved yet" in words_of(asked.content.decode())
    assert "A Beginning" not in asked.content.decode()


def test_the_form_of_a_new_chapter_has_a_copy_of_its_own(desk: Client, serial: Work) -> None:
    address = f"/works/{serial.pk}/chapters/new"
    begun = desk.get(address)["Location"]
    key = begun.partition("?copy=")[2]
    assert keep(desk, key, text="Begun yesterday.")[0] == 200
    assert desk.get(address)["Location"] == begun
    assert "Begun yesterday." in desk.get(begun).content.decode()

    desk.post(begun, {"text": "<p>Nobody had told the cockles.</p>"})

    assert keep(desk, key, text="in flight")[0] == 410
    assert desk.get(begun)["Location"].endswith("/edit")
    assert desk.get(address)["Location"] != begun


def test_a_copy_that_was_saved_or_discarded_elsewhere_does_not_come_back(
    desk: Client, chapter: Chapter
) -> None:
    keep(desk, f"chapter-{chapter.pk}", text="<p>Typed.</p>")
    desk.post(f"/works/copies/{WorkingCopy.objects.get().pk}/delete")

    assert keep(desk, f"chapter-{chapter.pk}", version=1, text="<p>Typed on.</p>")[0] == 410
    assert not WorkingCopy.objects.exists()
    assert keep(desk, f"chapter-{chapter.pk}", version=0, text="<p>Anew.</p>")[0] == 200


def test_a_preview_is_kept_like_anything_typed(desk: Client) -> None:
    desk.get(f"/works/new?copy={NEW}")

    answer = desk.post(
        f"/works/new?copy={NEW}", {"title": "Half", "text": "A thought", "do": "preview"}
    )

    assert WorkingCopy.objects.get().fields["text"] == ["A thought"]
    assert answer.cookies["bookcub_sent"].value == NEW
    assert 'value="Half"' in desk.get(f"/works/new?copy={NEW}").content.decode()


def test_a_preview_that_another_window_overtakes_is_shown_and_spares_what_that_one_kept(
    desk: Client,
) -> None:
    keep(desk, text="Typed there.")

    def overtake(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        found = execute(sql, *more)
        if sql.startswith("SELECT") and 'FROM "works_workingcopy"' in sql:
            WorkingCopy.objects.filter(version=1).update(version=2, window="there")
        return found

    with connection.execute_wrapper(overtake):
        answer = desk.post(f"/works/new?copy={NEW}", {"text": "A thought", "do": "preview"})

    assert "A thought" in answer.content.decode()
    assert WorkingCopy.objects.get().fields["text"] == ["Typed there."]


def test_a_form_with_errors_keeps_its_copy(desk: Client) -> None:
    keep(desk, text="precious")

    assert desk.post(f"/works/new?copy={NEW}", {"title": "", "do": "post"}).status_code == 422
    assert WorkingCopy.objects.exists()


def _sent_by_a_browser(field: BoundField) -> object:
    """What an untouched field sends: where nothing is chosen, a list of choices sends its first."""
    value = field.value()
    if value is None and isinstance(field.field, ChoiceField):
        first = next(iter(field)) if field.widget_type == "select" else None
        return first and first.data["value"]
    return "" if value is None else value


def test_nothing_typed_is_nothing_kept(desk: Client) -> None:
    form = desk.get(f"/works/new?copy={NEW}").context["form"]
    begun = {name: _sent_by_a_browser(form[name]) for name in form.fields}
    begun = {name: value for name, value in begun.items() if value not in (None, False)}

    refused = desk.post(f"/works/new?copy={NEW}", begun | {"do": "post"})

    assert refused.status_code == 422
    assert not WorkingCopy.objects.exists()
    desk.post(f"/works/new?copy={NEW}", begun | {"do": "post", "title": "A Beginning"})
    assert WorkingCopy.objects.exists()


def test_a_copy_is_thrown_away_only_by_its_owner(desk: Client, bo: User) -> None:
    keep(desk, text="mine")
    copy = WorkingCopy.objects.get()
    desk.force_login(bo)
    assert desk.post(f"/works/copies/{copy.pk}/delete").status_code == 404

    desk.force_login(copy.user)
    desk.post(f"/works/copies/{copy.pk}/delete")

    assert not WorkingCopy.objects.exists()


def test_what_was_typed_is_discarded_after_a_question_only(desk: Client, serial: Work) -> None:
    keep(desk, title="A Beginning", text="<p>Three words here.</p>")
    keep(desk, f"work-{serial.pk}", title="Low Water")
    begun, of_work = WorkingCopy.objects.order_by("pk")

    for at in (f"/works/new?copy={NEW}", "/works/drafts"):
        assert f'href="/works/copies/{begun.pk}/delete"' in desk.get(at).content.decode()
    asked = words_of(desk.get(f"/works/copies/{begun.pk}/delete").content.decode())
    assert "A Beginning" in asked
    assert "3 words · typed:" in asked
    assert "all of it is gone for good" in asked
    asked = words_of(desk.get(f"/works/copies/{of_work.pk}/delete").content.decode())
    assert "What you saved before stays as it is." in asked
    assert WorkingCopy.objects.count() == 2


@pytest.mark.parametrize("do", ["post", "preview"])
def test_beside_what_was_just_sent_nothing_is_said_of_a_copy(desk: Client, do: str) -> None:
    sent = {"text": "<p>Three words here.</p>", "language": "en", "do": do}
    page = words_of(desk.post(f"/works/new?copy={NEW}", sent).content.decode())

    assert "Three words here." in page
    assert "This is a copy of what you typed" not in page
    assert "Discard it" not in page


def test_nobody_keeps_copies_of_forms_that_are_not_theirs(
    desk: Client, chapter: Chapter, serial: Work, bo: User
) -> None:
    desk.force_login(bo)

    for key in (f"chapter-{chapter.pk}", f"work-{serial.pk}", f"new-chapter-{serial.pk}"):
        assert keep(desk, key, text="x")[0] == 404
    assert not WorkingCopy.objects.exists()


def test_two_people_keep_copies_of_one_chapter_apart(
    desk: Client, chapter: Chapter, ada: User, bo: User
) -> None:
    chapter.work.creatorships.create(pseud=bo.default_pseud, accepted_at=chapter.created_at)
    keep(desk, f"chapter-{chapter.pk}", text="by Ada")
    desk.force_login(bo)

    assert keep(desk, f"chapter-{chapter.pk}", text="by Bo")[0] == 200
    assert WorkingCopy.objects.count() == 2


def test_who_is_signed_out_is_told_so_and_not_sent_away(client: Client, db: None) -> None:
    status, answer = keep(client, text="x")
    assert (status, [*answer]) == (401, ["error"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"form_key": "chapter-x"},
        {"form_key": "new-work-"},
        {"window": "<b>"},
        {"version": "-1"},
        {"Bad Name": "x"},
        {"text": "x" * 4_000_001},
    ],
)
def test_nonsense_is_refused(desk: Client, wrong: dict[str, str]) -> None:
    sent = {"form_key": NEW, "window": "here", "version": "0", "text": "x"}

    answer = desk.post("/works/copies", {**sent, **wrong})

    assert answer.status_code == 422
    assert not WorkingCopy.objects.exists()


def test_the_paste_of_a_word_processor_comes_clean(desk: Client) -> None:
    html = '<p class="MsoNormal" style="x">Two <b style="mso-x:y">words</b><o:p></o:p></p>'

    answer = desk.post("/works/paste", {"html": html})

    assert answer.json()["html"] == "<p>Two <b>words</b></p>"


def test_what_is_typed_in_markdown_is_laid_out(desk: Client) -> None:
    answer = desk.post("/works/paste", {"typed": "One *word*.\n\nTwo."})

    assert answer.json()["html"].count("<p>") == 2
    assert "<em>word</em>" in answer.json()["html"]


def test_pasting_needs_a_session_and_has_an_end(desk: Client) -> None:
    assert desk.post("/works/paste", {"html": "x" * 4_000_001}).status_code == 422
    desk.logout()
    assert desk.post("/works/paste", {"html": "x"}).status_code == 401


@settings(
    max_examples=often(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(saves=st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), max_size=8))
def test_no_acknowledged_words_are_overwritten_by_a_window_that_has_not_seen_them(
    ada: User, saves: list[tuple[str, bool]]
) -> None:
    WorkingCopy.objects.all().delete()
    copy = WorkingCopy.objects.create(user=ada, form_key=NEW)
    known = {"a": 0, "b": 0}
    newest = ("", 0)
    for number, (window, looks_first) in enumerate(saves, start=1):
        if looks_first:
            known[window] = newest[1]
        mine = WorkingCopy.objects.get(pk=copy.pk)
        try:
            mine.keep({"text": [str(number)]}, window=window, seen=known[window])
        except NewerCopy:
            assert newest[0] != window
            assert known[window] < newest[1]
        else:
            assert newest[0] in {"", window} or known[window] == newest[1]
            known[window] = mine.version
            newest = (window, mine.version)


def test_a_copy_of_an_older_state_meets_the_newer_one_when_it_is_saved(
    desk: Client, chapter: Chapter, bo: User
) -> None:
    keep(desk, f"chapter-{chapter.pk}", base="1", text="<p>Typed yesterday.</p>")
    chapter.rewrite(by=bo.default_pseud, html="<p>Saved today.</p>")

    page = desk.get(f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit").content.decode()

    assert 'name="base" value="1"' in page


def test_copies_have_an_end(desk: Client, ada: User) -> None:
    WorkingCopy.objects.bulk_create(
        WorkingCopy(user=ada, form_key=f"new-work-{n:010}") for n in range(1, 201)
    )

    assert keep(desk, "new-work-abcdefghjk", text="x")[0] == 422
    assert keep(desk, "new-work-0000000001", text="x")[0] == 200
