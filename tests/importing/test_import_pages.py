"""Bringing works in with a browser: choose, wait, look it through, keep."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from bookcub.importing.actions import batches, decisions, uploads
from bookcub.importing.forms import preview
from bookcub.importing.forms.preview import LONGEST_TYPED, MOST_TYPED
from bookcub.importing.models import KEPT_FOR, Import, State, folder_of_imports
from bookcub.importing.periodic_jobs import forget_old_imports
from bookcub.people.models import User
from bookcub.tags.models import TagKind
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.creators import leave_work, orphan_work
from bookcub.works.models import Work
from tests.browsing import Client, Forger, asks_for, words_of
from tests.formats.making import chapter, comment, otw_page, thread, zipped
from tests.importing.bringing import STORY, Bring, file, filled, keep_all, read_anew, upload
from tests.making import add_chapter, make_work
from tests.refused import refused as reasons

pytestmark = pytest.mark.usefixtures("parsed_here")

SERIAL = chapter(1, "Ebb") + chapter(2, "Neap", text="<p>Neap tide came.</p>") + chapter(3, "Flood")

NAMED = "lamplighter (ada), cy"  # as the source names those who wrote it


def test_a_guest_is_asked_to_log_in(client: Client, db: None) -> None:
    for address in ("/import", "/imports", "/imports/1", "/imports/1/works/1"):
        assert client.get(address)["Location"].startswith("/users/login")


def test_files_wait_for_the_background(
    desk: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(desk, file())

    made = Import.objects.get()
    page = desk.get(answer["Location"])
    assert DBTaskResult.objects.filter(args_kwargs__args=[made.pk]).count() == 1
    assert made.state == State.WAITING
    assert b"hx-trigger" in page.content
    assert f'href="{answer["Location"]}"' in page.content.decode()  # without JavaScript


def test_the_page_asks_again_and_reloads_when_all_is_read(desk: Client, bring: Bring) -> None:
    made = bring(file())
    asked = {"HTTP_HX_REQUEST": "true"}
    assert desk.get(made.get_absolute_url(), **asked)["HX-Refresh"] == "true"  # type: ignore[arg-type]  # headers

    Import.objects.filter(pk=made.pk).update(state=State.READING, read_count=1, file_count=4)
    page = desk.get(made.get_absolute_url(), **asked).content.decode()  # type: ignore[arg-type]  # headers
    assert 'max="4" value="1"' in page
    assert "<html" not in page


def test_what_was_understood_is_shown_before_anything_is_kept(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3", comments=thread(comment(1, "bo", "Hm")))))
    answer = desk.get(made.get_absolute_url(), follow=True)
    page = answer.content.decode()

    assert answer.redirect_chain == [(f"/imports/{made.pk}/works/1", 302)]
    for words in (
        "Two Sets of Books",
        "The Salt Road",
        "Flood",
        "Neap tide came.",
        "Hm",
        "The Lamp Books",
    ):
        assert words in page
    assert not Work.objects.exists()


def test_without_a_language_a_story_is_in_the_one_that_its_writer_likely_writes_in(
    desk: Client, bring: Bring
) -> None:
    made = bring(file())

    page = desk.get(f"/imports/{made.pk}/works/1", headers={"Accept-Language": "de"})

    assert page.context["form"]["language"].value() == "de"
    assert [said for said in page.context["preview"].notice_words if "Deutsch" in said]


def test_ada_looks_it_through_and_publishes_it(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3")))
    address = f"/imports/{made.pk}/works/1"
    answer = desk.post(
        address,
        filled(
            desk, address, title="My own title", character="Ines, Nan", do="publish",
            **{"included-2": None, "title-3": "High Water", "place-3": 1, "place-1": 2,
               "dated-3": "2021-02-03"},
        ),
    )  # fmt: skip

    work = Work.objects.get()
    assert answer["Location"] == f"/works/{work.pk}"
    assert work.title == "My own title"
    assert [row.title for row in work.chapters.all()] == ["High Water", "Ebb"]
    assert str(work.chapters.all()[0].dated_on) == "2021-02-03"
    assert {tag.name for tag in work.tags.all()} >= {"Ines", "Nan", "The Salt Road"}
    made.refresh_from_db()
    assert made.state == State.KEPT
    assert not made.folder.exists()


def test_a_draft_needs_no_fandom_and_publishing_does(desk: Client, bring: Bring) -> None:
    made = bring(file())
    address = f"/imports/{made.pk}/works/1"
    refused = desk.post(
        address, filled(desk, address, title="Typed by hand", summary="Kept words", do="publish")
    )

    assert refused.status_code == 422
    page = refused.content.decode()
    assert reasons(refused) == {"fandom required"}
    assert "Fields to look at again: 1" in " ".join(words_of(page).split())
    assert "Typed by hand" in page
    assert "Kept words" in page
    assert desk.post(address, filled(desk, address, do="save")).status_code == 302
    assert not Work.objects.get().is_posted


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"dated-1": "2999-01-01"}, "dated-1 out_of_range"),
        ({"dated-1": "yesterday"}, "dated-1 invalid"),
        ({"included-1": None}, ""),
        ({"freeform": "a<b"}, "freeform character"),
        ({"place-1": "x" * 5000}, "place-1 invalid"),
        ({"language": "xx-nonsense"}, "language invalid_choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Client, bring: Bring, wrong: dict[str, str], reason: str
) -> None:
    made = bring(file())
    address = f"/imports/{made.pk}/works/1"
    answer = desk.post(
        address, filled(desk, address, **({"summary": "My only words", "do": "save"} | wrong))
    )

    assert answer.status_code == 422
    assert reasons(answer) == {reason}
    assert "My only words" in answer.content.decode()
    assert not Work.objects.exists()


def test_the_same_work_again_says_what_it_will_do(desk: Client, bring: Bring) -> None:
    two = chapter(1, "Ebb") + chapter(2, "Neap")
    first = f"/imports/{bring(file(otw_page(two, count='2/3'))).pk}/works/1"
    desk.post(first, filled(desk, first, do="publish"))
    again = f"/imports/{bring(file(otw_page(SERIAL, count='3/3'))).pk}/works/1"
    shown = desk.get(again).context["preview"].comparison
    assert (shown.count("new"), shown.count("changed")) == (1, 1)

    desk.post(again, filled(desk, again, do="publish"))
    work = Work.objects.get()
    assert [row.revisions.count() for row in work.chapters.all()] == [1, 2, 1]
    assert work.chapter_count == 3


def test_where_nothing_is_new_nothing_need_be_updated(desk: Client, bring: Bring) -> None:
    source = otw_page(SERIAL, count="3/3")
    first = f"/imports/{bring(file(source)).pk}/works/1"
    desk.post(first, filled(desk, first, do="publish"))
    made = bring(file(source))
    page = desk.get(f"/imports/{made.pk}/works/1").content.decode()

    assert "Nothing is new: leave it as it is" in page
    assert 'value="publish"' not in page
    assert "becomes a new revision" not in page
    assert f'formaction="/imports/{made.pk}/works/1/delete"' in page
    desk.post(f"/imports/{made.pk}/works/1/delete")
    assert [row.revisions.count() for row in Work.objects.get().chapters.all()] == [1, 1, 1]


def test_what_became_of_all_is_said_in_numbers(desk: Client, bring: Bring) -> None:
    made = bring(file(), file(b"Another tide.", "tide.txt"), file(b"\x00\x01", "noise.bin"))
    page = words_of(desk.get(f"/imports/{made.pk}").content.decode())
    assert "What is in your files" in page

    desk.post(f"/imports/{made.pk}/works/1", filled(desk, f"/imports/{made.pk}/works/1", do="save"))
    desk.post(f"/imports/{made.pk}/works/2/delete")

    page = words_of(desk.get(f"/imports/{made.pk}").content.decode())
    assert "What became of your files" in page
    assert "1 draft · 1 left out · 1 file could not be read" in " ".join(page.split())


def test_two_clicks_make_one_work(desk: Client, bring: Bring) -> None:
    made = bring(file())
    address = f"/imports/{made.pk}/works/1"
    data = filled(desk, address, do="save")
    desk.post(address, data)
    again = desk.post(address, data)

    assert again.status_code == 302
    assert Work.objects.count() == 1


def test_files_are_joined_in_the_order_of_their_names(desk: Client, bring: Bring) -> None:
    files = [file(f"It rained on day {n}.".encode(), f"{n}.txt") for n in (10, 9)]
    made = bring(*files, joins="on", title="Rain")
    address = f"/imports/{made.pk}/works/1"
    desk.post(address, filled(desk, address, do="save"))

    work = Work.objects.get()
    assert work.title == "Rain"
    assert [row.html[-7:-4] for row in work.chapters.all()] == [" 9.", "10."]


def test_refused_files_say_what_to_do_instead(desk: Client, bring: Bring) -> None:
    made = bring(file(), file(b"%PDF-1.7 and so on", "scan.pdf"))
    page = desk.get(made.get_absolute_url()).content.decode()

    assert "scan.pdf" in page
    assert made.state == State.READY


def test_an_import_of_refusals_alone_has_nothing_to_decide(desk: Client, bring: Bring) -> None:
    made = bring(file(b"%PDF-1.7 and so on", "scan.pdf"))

    assert made.state == State.KEPT
    assert b"scan.pdf" in desk.get(made.get_absolute_url()).content


def test_a_work_can_be_left_out_and_the_rest_discarded(desk: Client, bring: Bring) -> None:
    made = bring(file(), file(b"Another tale, of the tide again.", "b.txt"))
    desk.post(f"/imports/{made.pk}/works/1/delete")
    assert f"/imports/{made.pk}/delete" in desk.get(made.get_absolute_url()).content.decode()
    assert asks_for(desk.get(f"/imports/{made.pk}/delete")) == {f"/imports/{made.pk}/delete"}
    desk.post(f"/imports/{made.pk}/delete")

    made.refresh_from_db()
    assert made.state == State.KEPT
    assert not made.folder.exists()
    assert not Work.objects.exists()


def test_what_was_just_kept_with_all_others_is_not_left_out(desk: Client, bring: Bring) -> None:
    made = bring(*serials(2))
    pressed = made.parts.undecided()[0]  # the page of a moment ago
    keep_all(desk, made, "save")
    decisions.leave_out(part=pressed)
    pressed.refresh_from_db()

    assert pressed.work is not None


def test_an_import_discarded_while_it_is_read_stays_discarded(desk: Client) -> None:
    upload(desk, file())
    made = Import.objects.get()
    desk.post(f"/imports/{made.pk}/delete")
    uploads.read_in_background.call(made.pk)

    made.refresh_from_db()
    assert made.state == State.KEPT
    assert not made.parts.exists()


def test_nobody_else_sees_an_import(desk: Client, bring: Bring, bo: User, mo: User) -> None:
    made = bring(file())
    for other in (bo, mo):
        desk.force_login(other)
        for end in ("", "/delete", "/works/1"):
            assert desk.get(f"/imports/{made.pk}{end}").status_code == 404
        for end in ("/delete", "/works/1", "/works/1/delete"):
            assert desk.post(f"/imports/{made.pk}{end}").status_code == 404
    assert made.parts.undecided().count() == 1


def test_without_the_forms_token_nothing_is_taken(ada: User) -> None:
    strict = Forger()
    strict.force_login(ada)

    for address in ("/import", "/imports/1/works/1", "/imports/1/delete"):
        assert strict.post(address).status_code == 403


def test_no_file_chosen_is_said(desk: Client) -> None:
    answer = desk.post("/import", {"pseud": "1"})

    assert answer.status_code == 422
    assert "files required" in reasons(answer)


def test_too_much_at_once_is_said_with_both_sizes(desk: Client, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1024
    answer = upload(desk, file(b"x" * 2048), title="Kept")

    assert answer.status_code == 413
    assert reasons(answer)
    assert b'value="Kept"' in answer.content
    assert not Import.objects.exists()


def test_one_title_cannot_name_several_works(desk: Client) -> None:
    answer = upload(desk, file(), file(), title="T")

    assert answer.status_code == 422
    assert reasons(answer)


def test_somebody_elses_pseud_cannot_sign(desk: Client, bo: User) -> None:
    answer = upload(desk, file(), pseud=bo.default_pseud.pk)

    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_nobody_piles_imports_up(desk: Client, ada: User) -> None:
    pseud = ada.default_pseud
    for _ in range(10):
        Import.objects.create(person=ada, pseud=pseud)
    answer = upload(desk, file())

    assert answer.status_code == 422
    assert reasons(answer) == {""}


def test_names_of_files_are_shown_and_never_used(desk: Client, bring: Bring) -> None:
    made = bring(file(name="../../../etc/<b>passwd\u202e.txt"))

    [stored] = made.folder.iterdir()
    assert stored.name == "1"
    assert "/" not in made.files.get().name
    assert b"<b>passwd" not in desk.get(made.get_absolute_url(), follow=True).content


def test_an_import_that_breaks_says_so(
    desk: Client, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(uploads, "read_sources", break_down)
    made = bring(file())

    assert made.state == State.FAILED
    assert desk.get(made.get_absolute_url()).status_code == 200


def test_a_reader_that_died_begins_anew(desk: Client, bring: Bring) -> None:
    made = bring(file())
    Import.objects.filter(pk=made.pk).update(state=State.READING)
    uploads.read_in_background.call(made.pk)

    assert made.parts.count() == 1


def test_after_a_week_what_nobody_decided_on_is_let_go(
    bring: Bring, settings: Settings, tmp_path: Path
) -> None:
    settings.SHARED = tmp_path  # by several machines: the data folder of each is another
    old, new = bring(file()), bring(file())
    Import.objects.filter(pk=old.pk).update(made_at=old.made_at - KEPT_FOR - KEPT_FOR)
    lost = folder_of_imports() / "999999"
    lost.mkdir(parents=True)
    os.utime(lost, (time.time() - 10_000, time.time() - 10_000))
    forget_old_imports()

    assert list(Import.objects.all()) == [new]
    assert (old.folder.exists(), new.folder.exists(), lost.exists()) == (False, True, False)


def test_the_pages_ask_the_database_a_few_times_however_long_the_work_is(
    desk: Client, bring: Bring, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = "".join(chapter(number) for number in range(1, 41))
    address = f"/imports/{bring(file(otw_page(many, count='40/40'))).pk}/works/1"
    several = bring(*(file(f"A tale of the tide, number {n}.".encode()) for n in range(9)))

    with django_assert_max_num_queries(16):
        desk.get(address)
    with django_assert_max_num_queries(12):
        desk.get(several.get_absolute_url())
    with django_assert_max_num_queries(14):
        desk.get("/import")
    with django_assert_max_num_queries(10):
        desk.get("/imports")


def test_what_is_told_of_a_file_is_a_plain_list(desk: Client, bring: Bring) -> None:
    made = bring(file())
    page = desk.get(f"/imports/{made.pk}/works/1").content.decode()
    told = page.partition('class="import-notices"')[2].partition("</section>")[0]

    assert told.count("<li>") >= 3
    assert "<input" not in told


def serials(count: int) -> list[SimpleUploadedFile]:
    return [
        file(
            otw_page(
                chapter(1, "Ebb", text=f"<p>Tide number {n} came in.</p>"), title=f"Tide {n}"
            ).replace(b"/works/12", f"/works/{n + 100}".encode()),
            f"tide-{n}.html",
        )
        for n in range(count)
    ]


def test_one_press_posts_all_and_lists_what_became_of_each(desk: Client, bring: Bring) -> None:
    made = bring(*serials(3), file(STORY, "weir.txt"), file(b"%PDF-1.7 x", "scan.pdf"))
    made = keep_all(desk, made, "publish")
    page = desk.get(f"/imports/{made.pk}").context["page"]

    assert made.state == State.KEPT
    assert [part.work.is_posted for part in page.kept] == [True, True, True, False]
    assert [part.trouble for part in page.kept] == ["", "", "", batches.NO_FANDOM]
    assert [each.name for each in page.refused] == ["scan.pdf"]
    assert Work.objects.count() == 4


def test_all_as_drafts_posts_nothing_and_the_same_files_again_update(
    desk: Client, bring: Bring
) -> None:
    keep_all(desk, bring(*serials(2)), "save")
    again = keep_all(desk, bring(*serials(2)), "save")
    page = desk.get(f"/imports/{again.pk}").context["page"]

    assert Work.objects.count() == 2
    assert not any(work.is_posted for work in Work.objects.all())
    assert all(part.is_update for part in page.kept)


def test_a_keeping_that_died_goes_on_and_two_presses_make_nothing_twice(
    desk: Client, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bring(*serials(3))
    desk.post(f"/imports/{made.pk}/batch", {"do": "save"})
    desk.post(f"/imports/{made.pk}/batch", {"do": "publish"})
    first, *_ = made.parts.undecided()
    batches._keep(first.pk, made)
    batches.keep_in_background.call(made.pk)
    batches.keep_in_background.call(made.pk)

    assert sorted(Work.objects.values_list("title", flat=True)) == ["Tide 0", "Tide 1", "Tide 2"]
    assert not any(work.is_posted for work in Work.objects.all())


def test_what_was_left_out_is_not_counted_among_what_is_being_saved(
    desk: Client, bring: Bring
) -> None:
    made = bring(*serials(4))
    desk.post(f"/imports/{made.pk}/works/1/delete")
    desk.post(f"/imports/{made.pk}/batch", {"do": "save"})
    batches._keep(made.parts.undecided()[0].pk, made)

    assert "1 of 3 works" in words_of(desk.get(f"/imports/{made.pk}").content.decode())


def test_discarding_stops_what_is_being_kept(desk: Client, bring: Bring) -> None:
    made = bring(*serials(2))
    desk.post(f"/imports/{made.pk}/batch", {"do": "save"})
    desk.post(f"/imports/{made.pk}/delete")
    batches.keep_in_background.call(made.pk)

    assert not Work.objects.exists()


def test_nobody_else_keeps_or_reads_again_what_is_mine(
    client: Client, desk: Client, bring: Bring, bo: User
) -> None:
    made = bring(*serials(2))
    client.force_login(bo)

    assert client.post(f"/imports/{made.pk}/batch", {"do": "save"}).status_code == 404
    assert (
        client.post(f"/imports/{made.pk}/works/1/letters", {"letters": "koi8-r"}).status_code == 404
    )
    made.refresh_from_db()
    assert made.state == State.READY


def test_letters_that_came_out_wrong_are_chosen_and_read_again(desk: Client, bring: Bring) -> None:
    polish = "Latarnia prowadziła dwie księgi, źdźbło i gęś."
    made = bring(file(polish.encode("cp1250"), "latarnia.txt"), joins="", title="Latarnia")
    address = f"/imports/{made.pk}/works/1"
    assert desk.get(address).context["letters"] is not None
    assert desk.post(f"{address}/letters", {"letters": "nonsense"})["Location"] == address

    to = desk.post(f"{address}/letters", {"letters": "windows-1250"})["Location"]
    again = Import.objects.get(pk=int(to.rsplit("/", 1)[1]))
    uploads.read_in_background.call(again.pk)
    preview = desk.get(f"{to}/works/1").context["preview"]

    assert preview.mapped.chapters[0].html == f"<p>{polish}</p>"
    assert (preview.letters, again.title) == ("windows-1250", "Latarnia")
    assert not Import.objects.get(pk=made.pk).is_open


def test_letters_are_chosen_for_every_text_of_a_zip_that_is_not_in_utf_8(
    desk: Client, bring: Bring
) -> None:
    russian = "Никто не знал, куда ушёл смотритель, и лампа горела всю ночь. " * 9
    kinds = {"1.txt": "cp1251", "2.txt": "utf-8", "3.html": "cp1251", "4.txt": "utf-16"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, letters in kinds.items():
            archive.writestr(name, f"<p>{russian}</p>".encode(letters))
        archive.writestr("5.pdf", b"%PDF-1.7 \xe9")
    address = f"/imports/{bring(file(packed.getvalue(), 'lamp.zip')).pk}/works/1"
    assert desk.get(address).context["letters"] is not None

    to = desk.post(f"{address}/letters", {"letters": "windows-1251"})["Location"]
    uploads.read_in_background.call(int(to.rsplit("/", 1)[1]))
    chapters = desk.get(f"{to}/works/1").context["mapped"].chapters

    assert [each.html.count("смотритель") for each in chapters] == [9, 9, 9, 9]


def test_a_text_in_utf_8_asks_for_no_letters(desk: Client, bring: Bring) -> None:
    assert desk.get(f"/imports/{bring(file()).pk}/works/1").context["letters"] is None


@pytest.mark.parametrize(("answer", "says_who"), [("no", True), ("yes", False), (None, True)])
def test_whoever_wrote_it_under_another_name_says_so(
    desk: Client, bring: Bring, answer: str | None, says_who: bool
) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3")))
    address = f"/imports/{made.pk}/works/1"
    desk.post(address, filled(desk, address, do="save", wrote_it=answer))

    work = Work.objects.get()
    assert ("lamplighter" in work.notes) is says_who
    assert "Before it begins." in work.notes
    assert work.byline == (f"{NAMED} · imported by Ada" if says_who else "Ada")


def test_nobody_is_asked_about_a_file_without_a_name(desk: Client, bring: Bring) -> None:
    assert "wrote_it" not in desk.get(f"/imports/{bring(file()).pk}/works/1").context["form"].fields


def test_the_form_of_a_new_work_says_who_signs_it_above_the_bar_that_phones_cut_short(
    desk: Client, bring: Bring
) -> None:
    page = desk.get(f"/imports/{bring(file()).pk}/works/1").content.decode()

    form, _, bar = page.partition('id="review"')[2].partition('class="desk-bar"')
    assert "Will be signed Ada" in words_of(form)
    assert "Ada" not in words_of(bar.partition("</form>")[0])


def test_what_was_changed_in_a_review_is_there_on_the_way_back(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL), "serial.html"), file(STORY))
    address = f"/imports/{made.pk}/works/1"
    typed = filled(desk, address, title="Slack Water", do="read-2", **{"included-3": None})

    answer = desk.post(address, typed)

    assert answer["Location"] == f"{address}/chapters/2"
    assert "Neap tide came." in desk.get(f"{address}/chapters/2").content.decode()
    again = desk.get(address).context["form"]
    assert again["title"].value() == "Slack Water"
    assert [again[f"included-{n}"].value() for n in (1, 2, 3)] == [True, True, False]
    assert desk.post(address, filled(desk, address, do="list"))["Location"] == f"/imports/{made.pk}"
    assert desk.post(address, filled(desk, address, do="keep")).status_code == 204
    assert "what you changed is kept" in words_of(desk.get(f"/imports/{made.pk}").content.decode())


def test_a_review_takes_the_fandom_that_is_meant_with_one_press(
    desk: Client, bring: Bring, bo: User
) -> None:
    make_work(bo, tags={TagKind.FANDOM: ["The Salt Road"]})
    address = f"/imports/{bring(file()).pk}/works/1"
    half = {"fandom": "The Salt Roa", "title": "Slack Water"}
    asked = desk.post(address, filled(desk, address, do="publish", **half)).content.decode()
    assert 'value="The Salt Roa,The Salt Road"' in asked

    meant = "The Salt Roa,The Salt Road"
    pressed = desk.post(address, filled(desk, address, fandom_meant=meant, **half))

    assert pressed["Location"] == address
    form = desk.get(address).context["form"]
    assert form["fandom"].value() == "The Salt Road"
    assert form["title"].value() == "Slack Water"
    assert not Work.objects.filter(title="Slack Water").exists()


@pytest.mark.parametrize("do", ["save", "publish"])
def test_one_fandom_is_named_for_all_works_that_have_none(
    desk: Client, bring: Bring, do: str
) -> None:
    made = bring(file(STORY, "one.txt"), file(STORY.replace(b"Weir", b"Sluice"), "two.txt"))
    page = desk.get(f"/imports/{made.pk}").content.decode()
    assert "Fandom for all that have none" in words_of(page)
    assert "Name at least one fandom" in words_of(page)

    refused = desk.post(f"/imports/{made.pk}/fandom", {"fandom": "Tideland, Weirs"}, follow=True)
    assert "Name one fandom here." in words_of(refused.content.decode())
    told = desk.post(f"/imports/{made.pk}/fandom", {"fandom": "Tideland"}, follow=True)

    assert 'value="Tideland"' in told.content.decode()
    assert "Name at least one fandom" not in words_of(told.content.decode())
    address = f"/imports/{made.pk}/works/1"
    assert desk.get(address).context["form"]["fandom"].value() == "Tideland"
    desk.post(address, filled(desk, address, title="Slack Water", fandom="", do="list"))
    keep_all(desk, made, do)
    works = Work.objects.all()
    assert len(works) == 2
    for work in works:
        assert [tag.name for tag in work.tags_of(TagKind.FANDOM)] == ["Tideland"]
        assert "fandom" not in work.missing()


def test_a_title_that_was_typed_is_the_works_name_at_once(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL), "serial.html"), file(STORY))
    address = f"/imports/{made.pk}/works/1"
    former = made.parts.get(number=1).title
    desk.post(address, filled(desk, address, title="Slack Water", do="list"))

    for page in (f"/imports/{made.pk}", f"/imports/{made.pk}/batch/new", address):
        words = words_of(desk.get(page).content.decode())
        assert "Slack Water" in words
        assert former not in words
    desk.post(f"{address}/delete")
    assert "Left out: " in words_of(desk.get(f"/imports/{made.pk}").content.decode())


@pytest.mark.both  # what is typed is asked for as JSON
@pytest.mark.parametrize("do", ["save", "publish"])
def test_whichever_button_keeps_a_work_keeps_what_was_changed_in_its_review(
    desk: Client, bring: Bring, do: str
) -> None:
    made = bring(file(otw_page(SERIAL), "serial.html"), file(STORY))
    address = f"/imports/{made.pk}/works/1"
    typed = filled(desk, address, title="Slack Water", do="list", **{"included-3": None})
    desk.post(address, typed)

    keep_all(desk, made, do)

    work = Work.objects.get(title="Slack Water")
    assert [each.title for each in work.chapters.order_by("position")] == ["Ebb", "Neap"]
    assert work.is_posted == (do == "publish")


@pytest.mark.parametrize(
    ("content", "is_complete", "label"),
    [
        (otw_page(SERIAL, count="3/3"), True, "3/3"),
        (otw_page(SERIAL, count="3/?"), False, "3/?"),
        (STORY, False, "1/?"),
    ],
)
def test_one_tick_says_that_a_work_is_complete_and_is_there_where_the_source_says_so(
    desk: Client, bring: Bring, content: bytes, is_complete: bool, label: str
) -> None:
    address = f"/imports/{bring(file(content)).pk}/works/1"
    box = desk.get(address).context["form"]["is_complete"]
    assert bool(box.value()) == is_complete
    assert f"{label[0]}/{label[0]}" in str(box.label)

    desk.post(address, filled(desk, address, fandom="Tideland", do="publish", title_stands="yes"))

    assert Work.objects.get().chapters_label == label


def test_what_is_said_to_be_complete_has_the_chapters_that_were_imported(
    desk: Client, bring: Bring
) -> None:
    address = f"/imports/{bring(file(otw_page(SERIAL, count='3/?'))).pk}/works/1"
    typed = filled(desk, address, do="publish", is_complete="on", chapters_planned="many")
    desk.post(address, {name: each for name, each in typed.items() if name != "included-2"})

    assert Work.objects.get().chapters_label == "2/2"

    again = f"/imports/{bring(file(otw_page(SERIAL, count='3/?'))).pk}/works/1"
    assert desk.get(again).context["form"]["is_complete"].value() is True
    desk.post(again, filled(desk, again, do="publish", **{"included-2": "on"}))
    assert Work.objects.get().chapters_label == "3/3"


def test_whoever_takes_the_tick_away_says_that_a_work_goes_on(desk: Client, bring: Bring) -> None:
    address = f"/imports/{bring(file(otw_page(SERIAL, count='3/3'))).pk}/works/1"
    typed = filled(desk, address, do="publish")
    assert (typed.pop("is_complete"), typed["chapters_planned"]) == ("on", "?")

    desk.post(address, typed)

    assert Work.objects.get().chapters_label == "3/?"


def test_a_work_whose_end_is_left_out_goes_on_unless_its_person_says_that_it_is_all(
    desk: Client, bring: Bring
) -> None:
    several = bring(file(otw_page(SERIAL, count="3/3"), "serial.html"), file(STORY))
    address = f"/imports/{several.pk}/works/1"
    shown = desk.get(address).content.decode()
    [as_it_stood] = re.findall(r'name="is_complete" value="(\w+)"', shown)
    typed = filled(desk, address, do="list", is_complete=as_it_stood, **{"included-3": None})
    desk.post(address, typed)

    again = desk.get(address)
    assert again.context["form"]["is_complete"].value() is False
    assert "The work is complete: 2/2" in words_of(again.content.decode())

    keep_all(desk, several, "publish")
    assert Work.objects.get(title="Two Sets of Books").chapters_label == "2/?"

    [set_by_hand] = re.findall(r'name="is_complete" value="(\w+)"', again.content.decode())
    other = otw_page(SERIAL, count="3/3", title="Other").replace(b"/works/12", b"/works/77")
    address = f"/imports/{bring(file(other)).pk}/works/1"
    typed = filled(desk, address, do="publish", is_complete=set_by_hand, **{"included-3": None})
    desk.post(address, typed)
    assert Work.objects.get(title="Other").chapters_label == "2/2"


def test_lists_count_what_is_to_be_kept(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL), "serial.html"), *serials(1))
    address = f"/imports/{made.pk}/works/1"
    whole = made.parts.get(number=1)
    neap = 3  # words of the chapter that is left out
    desk.post(address, filled(desk, address, do="keep", **{"included-2": None}))

    for page in (f"/imports/{made.pk}", f"/imports/{made.pk}/batch/new"):
        assert f"2 chapters · {whole.word_count - neap} words" in rows_of(desk, page)[0]
    asked = words_of(desk.get(f"/imports/{made.pk}/batch/new").content.decode())
    assert "Together 3 chapters." in asked

    desk.post(address, filled(desk, address, do="save"))
    again = bring(file(otw_page(SERIAL), "serial.html"), *serials(1))
    assert rows_of(desk, f"/imports/{again.pk}")[0].count("2 chapters") == 1


def test_a_page_of_one_chapter_is_not_asked_whether_it_is_all(desk: Client, bring: Bring) -> None:
    page = otw_page(chapter(2, "Neap"), count="3/3")
    form = desk.get(f"/imports/{bring(file(page)).pk}/works/1").context["form"]

    assert "is_complete" not in form.fields


@pytest.mark.both  # what was left out is kept as JSON
def test_post_all_leaves_out_what_was_left_out_the_first_time(desk: Client, bring: Bring) -> None:
    first = f"/imports/{bring(file(otw_page(SERIAL), 'serial.html')).pk}/works/1"
    desk.post(first, filled(desk, first, do="publish", **{"included-2": None}))

    again = bring(file(otw_page(SERIAL), "serial.html"), file(STORY))
    review = desk.get(f"/imports/{again.pk}/works/1")
    keep_all(desk, again, "publish")

    assert review.context["form"]["included-2"].value() is False
    assert "Left out before" in words_of(review.content.decode())
    work = Work.objects.get(title="Two Sets of Books")
    assert [each.title for each in work.chapters.order_by("position")] == ["Ebb", "Flood"]


def test_what_was_left_out_of_a_long_work_can_be_asked_for(
    desk: Client, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = f"/imports/{bring(file(otw_page(SERIAL), 'serial.html')).pk}/works/1"
    desk.post(first, filled(desk, first, do="publish", **{"included-2": None}))
    monkeypatch.setattr(preview, "EDITABLE_MAX", 2)
    again = f"/imports/{bring(file(otw_page(SERIAL), 'serial.html')).pk}/works/1"

    page = desk.get(again)
    assert page.context["form"]["included-2"].value() is False
    assert "Left out before" in words_of(page.content.decode())
    assert page.content.decode().count('name="included-') == 1

    desk.post(again, filled(desk, again, do="list", **{"included-2": "on"}))
    assert desk.get(again).context["form"]["included-2"].value() is True
    desk.post(again, filled(desk, again, do="save"))
    work = Work.objects.get(title="Two Sets of Books")
    assert [each.title for each in work.chapters.order_by("position")] == ["Ebb", "Neap", "Flood"]


def test_what_was_changed_and_cannot_be_kept_waits_and_says_so(desk: Client, bring: Bring) -> None:
    made = bring(*serials(2))
    address = f"/imports/{made.pk}/works/1"
    desk.post(address, filled(desk, address, do="list", **{"included-1": None}))

    keep_all(desk, made, "publish")

    left = made.parts.undecided().get()
    assert (left.number, left.trouble, made.state) == (1, batches.NOT_KEPT, State.READY)
    assert left.typed["included-1"] == []


@pytest.mark.both  # what was typed, and what is lacking, is kept as JSON
@pytest.mark.parametrize("page", ["", "/batch/new"])
def test_a_list_says_of_each_work_whether_it_is_an_update_and_what_it_lacks(
    desk: Client, bring: Bring, page: str
) -> None:
    keep_all(desk, bring(*serials(1)), "save")
    made = bring(*serials(2), file(STORY))

    first, second, third = rows_of(desk, f"/imports/{made.pk}{page}")
    assert "“Tide 0” is already here, as a draft: it will be updated." in first
    assert "already here" not in second + third
    assert "Name at least one fandom" not in first + second
    assert "Name at least one fandom before you post." in third

    address = f"/imports/{made.pk}/works/3"
    desk.post(address, filled(desk, address, fandom="Tideland", do="list"))
    address = f"/imports/{made.pk}/works/2"
    desk.post(address, filled(desk, address, title=" ", fandom="", do="list"))
    first, second, third = rows_of(desk, f"/imports/{made.pk}{page}")
    assert "Name at least one fandom" not in third
    assert "Name at least one fandom" in second
    assert "Give the work a title" in second


def test_the_second_of_two_files_of_one_work_becomes_an_update_once_the_first_is_kept(
    desk: Client, bring: Bring
) -> None:
    made = bring(*serials(1), *serials(1))
    assert "already here" not in "".join(rows_of(desk, f"/imports/{made.pk}"))

    address = f"/imports/{made.pk}/works/1"
    desk.post(address, filled(desk, address, do="save"))

    assert "“Tide 0” is already here" in rows_of(desk, f"/imports/{made.pk}")[0]


def test_a_list_names_no_work_that_one_no_longer_writes(
    desk: Client, bring: Bring, ada: User
) -> None:
    keep_all(desk, bring(*serials(1)), "save")
    made = bring(*serials(1), file(STORY))

    orphan_work(work=Work.objects.get(), by=ada, keep_name=False)

    assert "already here" not in "".join(rows_of(desk, f"/imports/{made.pk}"))


def test_how_many_works_are_updated_is_said_and_each_can_be_left_out_there(
    desk: Client, bring: Bring
) -> None:
    keep_all(desk, bring(*serials(2)), "publish")
    made = bring(*serials(3))
    asking = f"/imports/{made.pk}/batch/new"

    for page in (f"/imports/{made.pk}", asking):
        shown = desk.get(page).content.decode()
        assert "2 of these works are already here and will be updated." in words_of(shown)
        assert "What you have imported before" not in words_of(shown)
        assert "is already here, posted: it will be updated." in rows_of(desk, page)[0]
        assert f'action="/imports/{made.pk}/works/1/delete"' in shown

    left = desk.post(f"/imports/{made.pk}/works/1/delete", {"back": "batch"})
    assert left["Location"] == asking
    assert "1 of these works is already here" in words_of(desk.get(asking).content.decode())


@pytest.mark.parametrize("end", ["", "/batch/new"])
def test_lists_say_who_wrote_each_story(desk: Client, bring: Bring, end: str) -> None:
    made = bring(file(otw_page(SERIAL), "serial.html"), file(STORY))
    first, second = rows_of(desk, f"/imports/{made.pk}{end}")
    assert f"by {NAMED}" in first
    assert "by you" in second
    address = f"/imports/{made.pk}/works/1"

    desk.post(address, filled(desk, address, do="list", wrote_it="yes"))

    assert "by you" in rows_of(desk, f"/imports/{made.pk}{end}")[0]
    made.parts.update(credit=None, typed={})
    assert "by you" not in "".join(rows_of(desk, f"/imports/{made.pk}{end}"))


def test_what_is_done_with_all_stands_below_them_and_above_many(desk: Client, bring: Bring) -> None:
    few, many = (desk.get(f"/imports/{bring(*serials(n)).pk}").content.decode() for n in (2, 9))

    assert few.count("Save all as drafts") == 1
    assert "What you have imported before is updated." in words_of(few)
    assert few.index("Save all as drafts") > few.index("Tide 1")
    assert many.count("Save all as drafts") == 2
    assert many.index("Save all as drafts") < many.index("Tide 0")


def rows_of(client: Client, address: str) -> list[str]:
    """What a list says of each work that waits."""
    shown = client.get(address).content.decode().partition('<ul class="import-parts')[2]
    rows = shown.partition("</ul>")[0].split("<li>")[1:]
    # Around a link stands a space in what is read.
    return [" ".join(words_of(row).split()).replace("“ ", "“").replace(" ”", "”") for row in rows]


def test_nothing_is_posted_without_a_title(desk: Client, bring: Bring) -> None:
    address = f"/imports/{bring(file()).pk}/works/1"
    refused = desk.post(address, filled(desk, address, title=" ", do="publish", fandom="Tideland"))

    assert refused.status_code == 422
    assert "Give the work a title before you post." in words_of(refused.content.decode())


def test_posting_all_is_asked_once_and_says_how_much_that_is(desk: Client, bring: Bring) -> None:
    made = bring(*serials(3))
    asked = desk.get(f"/imports/{made.pk}/batch/new")

    assert "Post 3 works?" in words_of(asked.content.decode())
    assert "Together 3 chapters." in words_of(asked.content.decode())
    assert 'value="publish"' not in desk.get(f"/imports/{made.pk}").content.decode()
    made.discard()
    assert desk.get(f"/imports/{made.pk}/batch/new")["Location"] == f"/imports/{made.pk}"


def test_posting_all_counts_what_can_be_posted(desk: Client, bring: Bring) -> None:
    some = words_of(
        desk.get(f"/imports/{bring(*serials(2), file(STORY)).pk}/batch/new").content.decode()
    )
    none = desk.get(f"/imports/{bring(file(STORY), file(b'It rained.')).pk}/batch/new")

    assert "Post 2 works?" in some
    assert "Together 2 chapters." in some
    assert "1 work stays a draft until you add what it lacks." in some
    assert "Nothing can be posted yet" in words_of(none.content.decode())
    assert 'value="publish"' not in none.content.decode()


def test_what_was_posted_all_at_once_is_made_drafts_again(desk: Client, bring: Bring) -> None:
    keep_all(desk, bring(*serials(1)), "publish")
    made = keep_all(desk, bring(*serials(3)), "publish")
    assert "Make 2 posted works drafts again" in words_of(
        desk.get(f"/imports/{made.pk}").content.decode()
    )

    desk.post(f"/imports/{made.pk}/batch/delete")

    # What its readers had before stays with them.
    assert [work.title for work in Work.objects.posted()] == ["Tide 0"]
    desk.get("/")
    assert "drafts again" not in words_of(desk.get(f"/imports/{made.pk}").content.decode())


def test_works_that_one_no_longer_writes_are_neither_taken_back_nor_told(
    desk: Client, bring: Bring, ada: User, bo: User
) -> None:
    made = keep_all(desk, bring(*serials(3)), "publish")
    orphaned, shared, own = Work.objects.order_by("pk")
    orphan_work(work=orphaned, by=ada, keep_name=False)
    invite_co_creator(work=shared, pseud=bo.default_pseud, by=ada).accept()
    leave_work(work=shared, by=ada)
    Work.objects.filter(pk=shared.pk).update(title="A secret of Bo's")

    page = desk.get(f"/imports/{made.pk}")
    desk.post(f"/imports/{made.pk}/batch/delete")

    assert "A secret" not in page.content.decode()
    assert page.context["page"].posted == 1
    assert not Work.objects.get(pk=own.pk).is_posted
    assert {work.pk for work in Work.objects.posted()} == {orphaned.pk, shared.pk}


def test_what_was_posted_by_hand_since_is_not_taken_back(
    desk: Client, bring: Bring, ada: User
) -> None:
    drafts = keep_all(desk, bring(*serials(1)), "draft")
    posted = Work.objects.get()
    posted.chapters.get().post(by=ada)
    made = keep_all(desk, bring(*serials(2)[1:]), "publish")
    longer = Work.objects.exclude(pk=posted.pk).get()
    later = add_chapter(longer, position=2)

    for one in (drafts, made):
        desk.post(f"/imports/{one.pk}/batch/delete")

    assert posted.chapters.get().posted_at
    assert list(longer.chapters.posted()) == [later]


def test_a_review_keeps_what_a_form_holds_and_no_more(desk: Client, bring: Bring) -> None:
    made = bring(*serials(2))
    address = f"/imports/{made.pk}/works/1"
    desk.post(address, {"do": "keep", "title": "a\x00b" + "c" * 100_000, "fandom": ["x"] * 900})

    typed = made.parts.get(number=1).typed
    assert typed["title"][0].startswith("abc")
    assert len(typed["title"][0]) <= LONGEST_TYPED
    assert len(typed["fandom"]) <= MOST_TYPED
    refused = desk.post(address, {"do": "keep", "fandom": ["x" * 5000] * 200})
    assert refused.status_code == 403


def test_a_shelf_of_zips_is_as_long_as_one_of_files(
    desk: Client, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FILES_MAX", 5)

    def packed(first: int) -> SimpleUploadedFile:
        pages = [
            otw_page(SERIAL).replace(b"/works/12", f"/works/{first + n}".encode()) for n in range(3)
        ]
        return file(zipped([(f"{n}.html", page) for n, page in enumerate(pages)]), f"{first}.zip")

    made = bring(packed(20), packed(30))

    assert [part.is_refused for part in made.parts.all()] == [False, False, False, True]


def test_a_name_that_is_credited_is_one_line_that_turns_nothing(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3")))
    address = f"/imports/{made.pk}/works/1"
    credit = "Petra\u202e Wynn\u200b · imported by Bo"
    desk.post(address, filled(desk, address, do="publish", fandom="Weirs"))
    work = Work.objects.get()
    desk.post(
        f"/works/{work.pk}/edit", filled(desk, f"/works/{work.pk}/edit", credit=credit, do="save")
    )

    work = Work.objects.get()
    assert work.credit == "Petra Wynn imported by Bo"
    assert work.byline == "Petra Wynn imported by Bo · imported by Ada"


def test_a_chapter_of_anothers_import_and_one_that_is_not_there_are_not_found(
    client: Client, desk: Client, bring: Bring, bo: User
) -> None:
    made = bring(*serials(2))
    address = f"/imports/{made.pk}/works/1/chapters"
    assert desk.get(f"{address}/2").status_code == desk.get(f"{address}/0").status_code == 404
    assert desk.get(f"{address}/1").status_code == 200
    client.force_login(bo)

    for hidden in (f"{address}/1", f"/imports/{made.pk}/batch/new"):
        assert client.get(hidden).status_code == 404
    assert client.post(f"/imports/{made.pk}/batch/delete").status_code == 404


def test_what_another_wrote_reads_so_until_its_importer_says_otherwise(
    client: Client, desk: Client, bring: Bring
) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3")))
    asked = desk.get(f"/imports/{made.pk}/works/1").content.decode()
    assert f"No. It reads “by {NAMED} · imported by Ada”." in words_of(asked)
    desk.post(
        f"/imports/{made.pk}/works/1",
        filled(desk, f"/imports/{made.pk}/works/1", do="publish", fandom="Weirs"),
    )
    work = Work.objects.get()
    for page in (work.get_absolute_url(), "/works"):
        words = " ".join(words_of(desk.get(page).content.decode()).split())
        assert f"by {NAMED} · imported by Ada" in words

    form = desk.get(f"/works/{work.pk}/edit").context["form"]
    assert form["credit"].value() == NAMED
    sent = filled(desk, f"/works/{work.pk}/edit", credit="", do="save")
    desk.post(f"/works/{work.pk}/edit", sent)

    work = Work.objects.get()
    assert (work.credit, work.byline) == ("", "Ada")
    assert "credit" not in desk.get(f"/works/{work.pk}/edit").context["form"].fields


def test_the_name_of_an_anonymous_work_stays_away(desk: Client, bring: Bring) -> None:
    made = bring(file(otw_page(SERIAL, count="3/3")))
    address = f"/imports/{made.pk}/works/1"
    data = filled(desk, address, do="publish", fandom="Weirs", is_anonymous="on")
    desk.post(address, data)

    page = desk.get(Work.objects.get().get_absolute_url()).content.decode()
    assert "· imported" not in words_of(page)
    assert Work.objects.get().byline == "Anonymous"


OTHER = "<html><head><title>The Weir</title></head><body><p>The tide went out.</p></body></html>"


def test_unrelated_files_of_a_zip_become_a_work_each_and_one_if_their_person_says_so(
    desk: Client, bring: Bring
) -> None:
    several = otw_page(SERIAL), otw_page(SERIAL).replace(b"/works/12", b"/works/13")
    packed = zipped([("tide.html", several[0]), ("lamp.html", several[1]), ("c.png", b"x")])
    made = bring(file(packed, "shelf.zip"))

    assert [part.name for part in made.parts.all()] == ["lamp.html", "tide.html"]
    assert "2 works, one from each file." in words_of(
        desk.get(f"/imports/{made.pk}").content.decode()
    )

    one = read_anew(desk, made)
    assert [part.chapter_count for part in one.parts.all()] == [6]
    apart = read_anew(desk, one, "works/1/separation")
    assert [part.number for part in apart.parts.all()] == [1, 2]
    for before, after in ((made, one), (one, apart)):
        shown = desk.get(f"/imports/{before.pk}").content.decode()
        assert f'<a href="/imports/{after.pk}">See what came of' in shown
    assert not Import.objects.open().filter(pk__in=[made.pk, one.pk]).exists()


def test_several_works_of_a_zip_share_no_title(desk: Client, bring: Bring) -> None:
    other = otw_page(title="Slack Water").replace(b"/works/12", b"/works/13")
    packed = zipped([("a.html", otw_page()), ("b.html", other)])

    made = bring(file(packed, "shelf.zip"), title="Both")

    assert [part.title for part in made.parts.all()] == ["Two Sets of Books", "Slack Water"]


def test_chapters_of_a_zip_stay_one_work_that_is_told_and_can_be_taken_apart(
    desk: Client, bring: Bring
) -> None:
    packed = zipped([("chapter 1.txt", STORY), ("chapter 2.html", OTHER)])
    made = bring(file(packed, "weir.zip"))
    page = words_of(desk.get(f"/imports/{made.pk}/works/1").content.decode())

    assert "The ZIP holds 2 files, and they are taken for the chapters of one work." in page
    assert "One work with 2 chapters." in page
    apart = read_anew(desk, made, "works/1/separation")
    assert [part.name for part in apart.parts.all()] == ["chapter 1.txt", "chapter 2.html"]


def test_to_take_one_zip_apart_leaves_the_other_works_and_what_was_typed_about_them(
    desk: Client, bring: Bring
) -> None:
    weir, lamp = (
        zipped([(f"{name} 1.txt", STORY), (f"{name} 2.html", OTHER)]) for name in ("weir", "lamp")
    )
    # Two folders may hold files of one name.
    made = bring(file(weir, "tale.zip"), file(name="tide.txt"), file(lamp, "tale.zip"))
    desk.post(f"/imports/{made.pk}/works/2", {"title": "Typed already", "do": "list"})

    apart = read_anew(desk, made, "works/3/separation")

    assert [part.name for part in apart.parts.all()] == ["lamp 1.txt", "lamp 2.html"]
    assert [part.number for part in made.parts.undecided()] == [1, 2]
    shown = desk.get(f"/imports/{made.pk}").content.decode()
    assert "was read again. See what came of it" in " ".join(words_of(shown).split())
    assert f'<a href="/imports/{apart.pk}">See what came of it</a>' in shown
    assert "Left out:" not in words_of(shown)
    assert desk.get(f"/imports/{made.pk}/works/3")["Location"] == f"/imports/{apart.pk}"
    page = desk.get(f"/imports/{made.pk}/works/2").content.decode()
    assert 'value="Typed already"' in page


def test_once_something_is_decided_files_stay_the_works_they_are(
    desk: Client, bring: Bring
) -> None:
    made = bring(*serials(3))
    desk.post(f"/imports/{made.pk}/works/1/delete")
    answer = desk.post(f"/imports/{made.pk}/arrangement")

    assert answer["Location"] == f"/imports/{made.pk}"
    assert "Make one work of them" not in desk.get(f"/imports/{made.pk}").content.decode()


NAMELESS = (
    b"The tide went out further than the map allowed that year.\n\n"
    + b"Nobody told the cockles.\n" * 9
)
MADE_UP = "Title made from the first words: the file gives none."


GIVEN = b"# The Weir\n\nThe tide went out further than the map allowed.\n"


def test_a_title_that_no_file_gives_is_marked_and_asked_about_once(
    desk: Client, bring: Bring
) -> None:
    made = bring(file(NAMELESS, "ch1.txt"), file(GIVEN, "weir.md"))
    address = f"/imports/{made.pk}/works/1"
    desk.post(f"/imports/{made.pk}/fandom", {"fandom": "Tideland", "fandom_new": "on"})
    marked, given = rows_of(desk, f"/imports/{made.pk}")
    asked_of_all = words_of(desk.get(f"/imports/{made.pk}/batch/new").content.decode())
    wanted = filled(desk, address, do="publish", fandom="Tideland", fandom_new="on")
    asked = desk.post(address, wanted)

    assert MADE_UP in marked
    assert MADE_UP not in given
    assert "its title. Review it to change that" in " ".join(asked_of_all.split())
    assert asked.status_code == 422
    assert MADE_UP in words_of(asked.content.decode())
    assert not Work.objects.posted().exists()
    assert desk.post(address, wanted | {"title_stands": "yes"}).status_code == 302
    assert Work.objects.posted().count() == 1


def test_whoever_names_a_work_is_not_asked_about_its_title(desk: Client, bring: Bring) -> None:
    made = bring(file(NAMELESS, "ch1.txt"), file(GIVEN, "weir.md"))
    address = f"/imports/{made.pk}/works/1"
    wanted = filled(
        desk, address, do="publish", title="Cockles", fandom="Tideland", fandom_new="on"
    )

    assert desk.post(address, wanted).status_code == 302
    assert Work.objects.posted().get().title == "Cockles"


def test_a_review_leads_to_the_next_work_that_waits(desk: Client, bring: Bring) -> None:
    made = bring(*serials(3))
    first, last = (f"/imports/{made.pk}/works/{number}" for number in (1, 3))
    of_first = words_of(desk.get(first).content.decode())

    assert "1 of 3" in of_first
    assert "Next: Tide 1" in of_first
    assert desk.post(first, {"do": "next"})["Location"] == f"/imports/{made.pk}/works/2"
    assert desk.post(last, {"do": "next"})["Location"] == first
    desk.post(f"{first}/delete")
    page = desk.get(f"/imports/{made.pk}").content.decode()
    assert "Review the next: Tide 1" in words_of(page)
    assert "2 of 3" in words_of(desk.get(f"/imports/{made.pk}/works/2").content.decode())


def test_one_work_that_waits_is_kept_from_its_list(desk: Client, bring: Bring) -> None:
    made = bring(*serials(2))
    desk.post(f"/imports/{made.pk}/works/1/delete")
    page = words_of(desk.get(f"/imports/{made.pk}").content.decode())

    assert "Save as draft" in page
    assert "Save all as drafts" not in page


def test_a_long_list_of_chapters_is_folded(desk: Client, bring: Bring) -> None:
    long = "".join(chapter(number, f"Tide {number}") for number in range(1, 11))
    long_page, short_page = (
        desk.get(
            f"/imports/{bring(file(otw_page(body), 'tides.html')).pk}/works/1"
        ).content.decode()
        for body in (long, SERIAL)
    )

    assert "All 10 chapters" in words_of(long_page)
    assert "All 3 chapters" not in words_of(short_page)
