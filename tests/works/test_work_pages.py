from __future__ import annotations

import re
from typing import Any

import pytest

from bookcub.people.models import Preferences, User
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Chapter, Creatorship, Series, Work, WorkingCopy
from tests.browsing import Client, words_of
from tests.making import make_work
from tests.refused import refused
from tests.works.conftest import LONG_ENOUGH

LINK = re.compile(r"/works/\d+/edit\?next=[^\"]+")
LABEL = re.compile(r'<(?:label|legend)[^>]*"field-label[^>]*>(.*?)</(?:label|legend)>', re.DOTALL)
NEW, OTHER = "/works/new?copy=new-work-0123456789", "/works/new?copy=new-work-abcdefghjk"


def filled(**more: Any) -> dict[str, Any]:
    return {
        "title": "The Weir",
        "text": LONG_ENOUGH,
        "fandom": "Original Work, Tideland",
        "character": "Nan",
        "rating": "teen",
        "warnings": ["none_apply"],
        "categories": ["gen"],
        "language": "en",
        "chapters_planned": "?",
        "visibility": "everyone",
        "may_comment": "members",
        "do": "post",
        **more,
    }


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def test_a_guest_is_asked_to_log_in(client: Client, db: None) -> None:
    answer = client.get("/works/new")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/users/login")


def test_every_new_work_has_a_copy_of_its_own(desk: Client) -> None:
    one, other = desk.get("/works/new")["Location"], desk.get("/works/new")["Location"]

    assert one != other
    assert desk.get(one).status_code == 200


def test_ada_writes_a_work_and_posts_it(desk: Client, ada: User) -> None:
    answer = desk.post(NEW, filled(summary="A *wet* summer."))

    work = Work.objects.get()
    assert answer["Location"] == f"/works/{work.pk}"
    assert work.is_posted
    assert work.creators.get() == ada.default_pseud
    assert [tag.name for tag in work.tags_of(TagKind.FANDOM)] == ["Original Work", "Tideland"]
    assert "<em>wet</em>" in work.summary
    assert work.chapters.get().word_count == 13


def test_a_first_draft_needs_nothing_but_what_was_typed(desk: Client) -> None:
    answer = desk.post(NEW, {"text": "Once.", "language": "en", "rating": "not_rated", "do": "save"}
        | {"visibility": "everyone", "may_comment": "members", "chapters_planned": "1"})  # fmt: skip

    work = Work.objects.get()
    assert answer["Location"] == f"/works/{work.pk}/chapters/{work.chapters.get().pk}/edit"
    assert (work.title, work.warnings.value, str(work)) == ("", 0, "Untitled")
    for page in (
        "/works/mine", "/works/drafts", f"/works/{work.pk}/edit", f"/works/{work.pk}/delete",
        answer["Location"], "/", f"/works/{work.pk}/chapters/{work.chapters.get().pk}",
    ):  # fmt: skip
        assert desk.get(page, follow=True).status_code == 200
    assert "Untitled" in desk.get("/works/mine").content.decode()


def test_posting_names_all_that_is_missing_at_once(desk: Client) -> None:
    answer = desk.post(NEW, filled(title="", fandom="", warnings=[], text="", dated="2999-01-01"))

    assert answer.status_code == 422
    assert refused(answer) == {
        "title required", "fandom required", "warnings required", "text too_short",
        "dated out_of_range",
    }  # fmt: skip
    box, bar = answer.content.decode().split('class="desk-bar"')
    for name in ("title", "fandom", "warnings", "text", "dated"):
        assert f'href="#id_{name}' in box
    assert bar.count('href="#id_') == 1
    assert 'class="numbers">5</span>' in bar


def test_tags_are_copied_from_another_of_ones_own_works(
    desk: Client, serial: Work, ada: User, bo: User
) -> None:
    desk.post(OTHER, filled())
    tagged = Work.objects.get(title="The Weir")
    theirs = make_work(bo, tags={TagKind.FANDOM: ["Somebody’s own"]})

    def taken(work: Work) -> Any:
        answer = desk.post(
            NEW,
            filled(title="Typed", text="Kept", fandom="Mine", rating="mature", character="")
            | {"do": "tags", "tags_from": str(work.pk)},
        )
        assert (answer.status_code, Work.objects.count()) == (200, 3)
        return answer.context["form"]

    form = taken(tagged)
    values = {
        name: form[name].value()
        for name in ("title", "text", "fandom", "character", "rating", "warnings")
    }
    assert values == {
        "title": "Typed", "text": "Kept", "fandom": "Original Work, Tideland", "character": "Nan",
        "rating": "teen", "warnings": ["none_apply"],
    }  # fmt: skip
    offered = {key for key, _ in form.fields["tags_from"].choices}
    assert offered == {"", str(tagged.pk), str(serial.pk)}
    assert (
        desk.post(NEW, filled(fandom="Mine", do="tags", tags_from=str(theirs.pk)))
        .context["form"]["fandom"]
        .value()
        == "Mine"
    )


def test_the_next_work_of_a_series_begins_with_its_tags(desk: Client, bo: User) -> None:
    desk.post(OTHER, filled(series_new="Weirs"))
    series = Series.objects.get()

    page = desk.get(f"/works/new?series={series.pk}", follow=True)

    form = page.context["form"]
    assert form["series"].value() == [series.pk]
    assert form["fandom"].value() == "Original Work, Tideland"
    assert form["warnings"].value() == ["none_apply"]
    desk.force_login(bo)
    others = desk.get(f"/works/new?series={series.pk}", follow=True).context["form"]
    assert others["fandom"].value() is None


def test_a_draft_is_posted_only_when_its_work_says_all_that_readers_need(desk: Client) -> None:
    desk.post(NEW, filled(do="save", title="", fandom="", warnings=[]))
    chapter = Chapter.objects.get()
    form = f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit"

    answer = desk.post(form, {"text": LONG_ENOUGH, "do": "post"})

    assert answer.status_code == 422
    assert refused(answer) == {" required"}
    back = LINK.search(answer.content.decode())
    assert back is not None
    shown = desk.get(back[0])
    assert set(shown.context["form"].errors) == {"title", "fandom", "warnings"}
    assert not Chapter.objects.posted().exists()
    # It leads back to the words that wait there.
    assert desk.post(back[0], filled(do="save"))["Location"] == form
    assert desk.post(form, {"text": LONG_ENOUGH, "do": "post"}).status_code == 302
    assert desk.post(f"/works/{chapter.work_id}/edit", filled(title="")).status_code == 422


@pytest.mark.parametrize(
    ("pressed", "do"),
    [
        ({}, "post"),
        ({"quietly": "yes"}, "post"),
        ({"scheduled_for": "2099-05-04T18:30", "quietly": "yes"}, "schedule"),
    ],
)
def test_where_a_work_lacks_something_its_form_posts_what_was_to_be_posted(
    desk: Client, pressed: dict[str, str], do: str
) -> None:
    desk.post(NEW, filled(do="save", fandom="", warnings=[]))
    chapter = Chapter.objects.get()
    work, of_chapter = (
        f"/works/{chapter.work_id}",
        f"/works/{chapter.work_id}/chapters/{chapter.pk}",
    )

    led = desk.post(f"{of_chapter}/{'schedule' if do == 'schedule' else 'publication'}", pressed)
    shown = desk.get(led["Location"])

    assert led["Location"].startswith(f"{work}/edit?")
    assert set(shown.context["form"].errors) == {"fandom", "warnings"}
    box, bar = shown.content.decode().split('class="desk-bar"')
    assert 'href="#id_fandom"' in bar
    assert 'href="#id_warnings' in box
    assert f'name="do" value="{do}"' in bar
    lacking = desk.post(led["Location"], filled(do=do, warnings=[]))
    assert (lacking.status_code, refused(lacking)) == (422, {"warnings required"})
    assert f'name="do" value="{do}"' in lacking.content.decode().split('class="desk-bar"')[1]
    done = desk.post(led["Location"], filled(do=do, title="Its name"))
    assert done["Location"] == (work if do == "post" else f"{work}/chapters/manage")
    chapter.refresh_from_db()
    assert chapter.is_posted == (do == "post")
    assert (chapter.scheduled_for is not None) == (do == "schedule")
    assert chapter.is_quiet == bool(pressed)
    assert chapter.work.title == "Its name"


def test_the_form_of_a_work_posts_nothing_without_a_text_nor_what_is_no_draft_of_it(
    desk: Client, serial: Work
) -> None:
    desk.post(NEW, filled(do="save", fandom="", text=""))
    chapter = Chapter.objects.get(work__title="The Weir")
    form = f"/works/{chapter.work_id}/edit"

    done = desk.post(f"{form}?post={chapter.pk}", filled(do="post"))

    of_chapter = f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit?post={chapter.pk}"
    assert done["Location"] == of_chapter
    assert Work.objects.get(pk=chapter.work_id).missing() == {}
    other = serial.chapters.filter(posted_at=None).first() or serial.chapters.get(position=1)
    for nothing in (other.pk, "", "x", 10**30):
        assert desk.get(f"{form}?post={nothing}").context["wanted"] is None
        desk.post(f"{form}?post={nothing}", filled(do="post"))
    late = desk.post(f"{form}?post={chapter.pk}&at=2001-01-01T09:00", filled(do="schedule"))
    assert late["Location"].startswith(of_chapter)
    assert not Chapter.objects.posted().filter(work=chapter.work_id).exists()


def test_what_was_typed_and_not_saved_is_not_called_missing(desk: Client) -> None:
    desk.post(NEW, filled(do="save", fandom=""))
    chapter = Chapter.objects.get()
    form = f"/works/{chapter.work_id}/edit?post={chapter.pk}"
    desk.post(form, filled(do="post", title=""))

    assert set(desk.get(form).context["form"].errors) == {"title"}


def test_a_draft_that_is_saved_is_written_on_until_it_is_posted_as_the_work_it_is(
    desk: Client,
) -> None:
    begun = desk.post(NEW, filled(do="save"))
    work = Work.objects.get()
    text = f"/works/{work.pk}/chapters/{work.chapters.get().pk}/edit"
    page = desk.get(text, follow=True).content.decode()

    assert begun["Location"] == text
    assert '<bdi lang="en" dir="ltr">The Weir</bdi>” is saved as a draft.' in page
    assert f'href="/works/{work.pk}/chapters/manage"' in page
    assert desk.post(f"/works/{work.pk}/edit", filled(do="save"))["Location"] == text
    typed = {"title": "", "text": LONG_ENOUGH, "position": "1"}
    assert desk.post(text, typed | {"do": "save"})["Location"] == text
    posted = desk.post(text, typed | {"do": "post"}, follow=True)
    assert posted.redirect_chain[0][0] == f"/works/{work.pk}"
    assert '<bdi lang="en" dir="ltr">The Weir</bdi>” is posted.' in posted.content.decode()


def test_a_draft_of_several_chapters_is_saved_onto_their_page(desk: Client, ada: User) -> None:
    work = make_work(ada, chapters=2, posted=False)
    chapters = f"/works/{work.pk}/chapters"
    one = work.chapters.get(position=1)

    assert (
        desk.post(f"/works/{work.pk}/edit", filled(do="save"))["Location"] == f"{chapters}/manage"
    )
    posted = desk.post(f"{chapters}/{one.pk}/publication", follow=True)
    assert posted.redirect_chain[0][0] == f"{chapters}/manage"
    assert "“Chapter 1” is posted." in words_of(posted.content.decode())


def test_all_that_posting_needs_is_marked_alike(desk: Client) -> None:
    page = desk.get(NEW).content.decode()

    marks = [label for label in LABEL.findall(page) if 'class="field-required"' in label]
    assert len({mark.split('class="field-required">')[1].strip() for mark in marks}) == 1
    for name in ("Title", "Fandoms", "Rating", "Language", "Archive warnings"):
        assert any(name in mark for mark in marks), name


def test_a_story_in_one_piece_is_complete_and_grows_to_an_open_end(desk: Client) -> None:
    page = desk.get(NEW)
    planned = page.context["form"]["chapters_planned"].value()
    desk.post(NEW, filled(chapters_planned=str(planned)))

    work = Work.objects.get()
    assert (work.chapters_label, work.is_complete) == ("1/1", True)
    desk.post(f"/works/{work.pk}/chapters/new", {"text": LONG_ENOUGH, "do": "post"})
    work.refresh_from_db()
    assert (work.chapters_label, work.is_complete) == ("2/?", False)


def test_who_writes_the_last_chapter_says_so_beside_it(desk: Client) -> None:
    desk.post(NEW, filled(chapters_planned="1"))
    work = Work.objects.get()
    last = {"text": LONG_ENOUGH, "is_last": "on"}

    desk.post(f"/works/{work.pk}/chapters/new", {**last, "do": "save"})
    work.refresh_from_db()
    assert (work.chapters_label, work.is_complete) == ("1/2", False)

    draft = work.chapters.get(posted_at=None)
    desk.post(f"/works/{work.pk}/chapters/{draft.pk}/edit", {**last, "do": "post"})
    work.refresh_from_db()
    assert (work.chapters_label, work.is_complete) == ("2/2", True)


def test_no_warning_and_a_warning_are_not_both_taken(desk: Client) -> None:
    """Before it is posted; a draft may say what it likes."""
    for chosen, do, is_refused in (
        (["none_apply", "death"], "post", True),
        (["none_apply", "death"], "preview", False),
        (["chose_not_to_warn", "death"], "post", False),
    ):
        answer = desk.post(NEW, filled(warnings=chosen, do=do))
        form = answer.context["form"] if answer.context else None
        assert bool(form and form.has_error("warnings")) is is_refused, (chosen, do)


def test_one_work_of_a_list_is_deleted_as_anywhere(desk: Client) -> None:
    desk.post(NEW, filled())
    work = Work.objects.get()

    answer = desk.post("/works/mine/delete", {"works": [work.pk]})

    assert answer["Location"] == f"/works/{work.pk}/delete"


def test_what_may_be_left_out_is_folded_until_it_says_something(desk: Client) -> None:
    assert not any(desk.get(NEW).context["form"].open_parts.values())

    form = desk.post(NEW, filled(do="preview", chapters_planned="?", character="")).context["form"]

    opened = {part for part, is_open in form.open_parts.items() if is_open}
    assert opened >= {"place"}
    assert "posting" not in opened


def test_a_key_in_a_title_sends_no_form(desk: Client) -> None:
    page = desk.get(NEW).content.decode()

    form = page.split('class="writing-form"')[1]
    assert form[form.index('type="submit"') :].startswith('type="submit" hidden disabled')


def test_a_draft_needs_no_fandom_and_nobody_else_sees_it(desk: Client, bo: User) -> None:
    answer = desk.post(NEW, filled(do="save", fandom="", text=""))

    work = Work.objects.get()
    assert answer["Location"] == f"/works/{work.pk}/chapters/{work.chapters.get().pk}/edit"
    assert not work.is_posted
    desk.force_login(bo)
    for page in ("edit", "delete", "chapters/manage", "chapters/new", "orphan", "leave"):
        assert desk.get(f"/works/{work.pk}/{page}").status_code == 404


def test_what_was_typed_stays_when_something_is_wrong(desk: Client) -> None:
    answer = desk.post(
        NEW, filled(title="", fandom="a<b", warnings=[], text="My only <em>copy</em>")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Work.objects.exists()
    assert "My only &lt;em&gt;copy&lt;/em&gt;" in page
    assert "a&lt;b" in page
    assert {"title required", "warnings required"} <= refused(answer)
    assert 'href="#id_title"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", "spicy"),
        ("warnings", ["none_such"]),
        ("language", "xx-nonsense"),
        ("chapters_planned", "several"),
        ("dated", "1949-12-31"),
        ("dated", "2999-01-01"),
        ("co_creators", "Nobody At All"),
        ("named_readers", "Nobody At All"),
        ("parent", "not an address"),
        ("parent", "/works/99999"),
        ("series", ["999"]),
        ("pseud", "999"),
        ("freeform", ", ".join(f"tag {n}" for n in range(76))),
    ],
)
def test_nonsense_in_a_field_is_said_and_nothing_is_made(
    desk: Client, field: str, value: object
) -> None:
    answer = desk.post(NEW, filled(**{field: value}))

    assert answer.status_code == 422
    assert not Work.objects.exists()


def test_a_preview_shows_the_text_clean_and_saves_nothing(desk: Client) -> None:
    answer = desk.post(NEW, filled(do="preview", text="<p onclick='x()'>Look at me</p>"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<p>Look at me</p>" in page
    assert not Work.objects.exists()


def test_a_preview_begins_with_the_way_back_and_its_form_has_each_button_once(
    desk: Client, ada: User
) -> None:
    posted, draft = make_work(ada), make_work(ada, posted=False)
    forms = {NEW: ["save", "post"]} | {
        f"/works/{work.pk}/chapters/{work.chapters.get().pk}/edit": buttons
        for work, buttons in ((posted, ["save"]), (draft, ["save", "post"]))
    }
    for form, buttons in forms.items():
        page = desk.post(form, filled(do="preview", position="1")).content.decode()

        bar = page.partition('class="preview-bar"')[2].partition("<h2")[0]
        assert 'href="#writing"' in bar
        assert 'name="do"' not in bar
        inside = page.partition('class="writing-form"')[2].partition("</form>")[0]
        assert 'class="preview-bar"' in inside
        pressed = re.findall(r'name="do" value="(save|post)"', inside)
        assert pressed == buttons
        ids = re.findall(r' id="([^"]+)"', page)
        assert "writing" in ids
        assert len(ids) == len(set(ids))


def test_a_preview_shows_what_stands_above_the_story(desk: Client) -> None:
    answer = desk.post(NEW, filled(do="preview", summary="A *wet* summer.", end_notes="Thanks."))

    shown = answer.content.decode().partition('class="preview"')[2].partition("</section>")[0]
    for each in (
        "The Weir", "Ada", "Teen And Up", "Gen", "No Archive Warnings Apply", "Tideland", "Nan",
        "<em>wet</em>", "Thanks.",
    ):  # fmt: skip
        assert each in shown
    hidden = desk.post(NEW, filled(do="preview", is_anonymous="on")).content.decode()
    assert "Ada" not in hidden.partition('class="preview"')[2].partition("</section>")[0]


def test_a_preview_says_what_the_work_lacks_before_it_can_be_posted(desk: Client) -> None:
    def lacks(**typed: str) -> list[str]:
        page = desk.post(NEW, filled(do="preview", **typed)).content.decode()
        return re.findall(r"<li>([^<]+ before you post\.)</li>", page)

    assert lacks() == []
    assert lacks(fandom="") == ["Name at least one fandom before you post."]
    assert len(lacks(fandom="", title="")) == 2


def test_posting_needs_a_fandom_and_says_so_beside_the_field(desk: Client) -> None:
    answer = desk.post(NEW, filled(fandom=""))

    assert answer.status_code == 422
    assert refused(answer) == {"fandom required"}
    assert not Work.objects.exists()


def test_a_new_series_and_an_old_one_take_the_work(desk: Client, ada: User) -> None:
    old = Series.objects.create(title="Old", made_by=ada)

    desk.post(NEW, filled(series=[old.pk], series_new="New"))

    assert {series.title for series in Work.objects.get().series.all()} == {"Old", "New"}


def test_a_co_creator_is_asked_and_on_the_byline_only_after_a_yes(
    desk: Client, ada: User, bo: User
) -> None:
    desk.post(NEW, filled(co_creators="bo"))

    work = Work.objects.get()
    asked = work.creatorships.get(pseud=bo.default_pseud)
    assert not asked.is_accepted
    assert not Work.objects.by_person(bo).exists()

    desk.force_login(bo)
    assert "The Weir" in desk.get("/works/invitations").content.decode()
    assert desk.get(f"/works/{work.pk}/edit").status_code == 403
    desk.post(f"/works/invitations/{asked.pk}/accept")
    assert Work.objects.by_person(bo).get() == work
    assert desk.get(f"/works/{work.pk}/edit").status_code == 200


def test_a_declined_invitation_leaves_nothing_behind(desk: Client, bo: User) -> None:
    desk.post(NEW, filled(co_creators="Bo"))
    asked = Creatorship.objects.get(pseud=bo.default_pseud)
    desk.force_login(bo)

    desk.post(f"/works/invitations/{asked.pk}/decline")

    assert not Creatorship.objects.filter(pk=asked.pk).exists()


def test_nobody_answers_an_invitation_that_went_to_another(
    desk: Client, bo: User, cy: User
) -> None:
    desk.post(NEW, filled(co_creators="Bo"))
    asked = Creatorship.objects.get(pseud=bo.default_pseud)
    desk.force_login(cy)

    assert desk.post(f"/works/invitations/{asked.pk}/accept").status_code == 404
    assert desk.post(f"/works/invitations/{asked.pk}/delete").status_code == 403


def test_who_wants_no_invitations_gets_none(desk: Client, bo: User) -> None:
    Preferences.objects.filter(user=bo).update(co_creator_invites="nobody")

    answer = desk.post(NEW, filled(co_creators="Bo"))

    assert answer.status_code == 422
    assert refused(answer) == {"co_creators takes_none"}
    assert not Work.objects.exists()


def test_named_readers_read_and_others_do_not(desk: Client, bo: User, cy: User) -> None:
    desk.post(NEW, filled(visibility="named", named_readers="Bo"))

    assert Work.objects.visible_to(bo).exists()
    assert not Work.objects.visible_to(cy).exists()


def test_a_work_may_be_dated_back_and_scheduled(desk: Client) -> None:
    desk.post(NEW, filled(dated="1987-05-04"))
    assert Work.objects.get().revised_at.year == 1987

    answer = desk.post(OTHER, filled(do="schedule", scheduled_for="2099-05-04T18:30"))
    chapter = Chapter.objects.get(posted_at=None)
    assert answer.status_code == 302
    assert chapter.scheduled_for is not None
    assert chapter.scheduled_for.year == 2099


def test_scheduling_without_an_hour_says_what_is_missing(desk: Client) -> None:
    answer = desk.post(NEW, filled(do="schedule"))

    assert answer.status_code == 422
    assert refused(answer) == {"scheduled_for required"}


def test_the_work_form_shows_what_is_stored_and_saves_what_is_changed(
    desk: Client, serial: Work
) -> None:
    page = desk.get(f"/works/{serial.pk}/edit").content.decode()
    assert "Low Water" in page
    assert "Original Work" in page

    desk.post(f"/works/{serial.pk}/edit", filled(title="High Water", chapters_planned="12"))

    serial.refresh_from_db()
    assert (serial.title, serial.chapters_planned, serial.rating) == ("High Water", 12, "teen")
    assert serial.chapters.count() == 3


def test_tags_alone_can_be_changed_and_counters_follow(desk: Client, serial: Work) -> None:
    desk.post(f"/works/{serial.pk}/edit", filled(title=serial.title, fandom="Tideland"))

    assert [tag.uses for tag in serial.tags_of(TagKind.FANDOM)] == [1]


def test_inspired_by_a_work_here_waits_for_its_author(desk: Client, serial: Work, bo: User) -> None:
    desk.force_login(bo)
    desk.post(NEW, filled(relation="translation_of", parent=f"/works/{serial.pk}"))
    related = serial.offspring.get()
    shown = serial.offspring.filter(approved_at__isnull=False)
    assert not shown.exists()
    assert desk.post(f"/works/related/{related.pk}/approval").status_code == 404

    desk.force_login(serial.creators.get().user)
    assert "The Weir" in desk.get("/works/related").content.decode()
    desk.post(f"/works/related/{related.pk}/approval")
    assert shown.exists()

    desk.post(f"/works/related/{related.pk}/approval/delete")
    assert not shown.exists()


def test_a_debt_to_a_work_outside_keeps_its_address(desk: Client) -> None:
    desk.post(
        NEW, filled(parent="https://example.org/story", parent_title="Old Story", parent_author="X")
    )
    related = Work.objects.get().parents.get()
    assert (related.url, related.title, related.author) == (
        "https://example.org/story",
        "Old Story",
        "X",
    )

    work = Work.objects.get()
    desk.post(f"/works/{work.pk}/edit", filled())
    assert not work.parents.exists()


def test_a_draft_of_somebody_else_cannot_be_named_as_a_parent(
    desk: Client, draft: Work, bo: User
) -> None:
    desk.force_login(bo)

    answer = desk.post(NEW, filled(parent=f"/works/{draft.pk}"))

    assert answer.status_code == 422
    assert not draft.offspring.exists()


def test_deleting_asks_first(desk: Client, serial: Work, ada: User) -> None:
    assert desk.get(f"/works/{serial.pk}/delete").status_code == 200
    assert Work.objects.visible_to(ada).exists()

    desk.post(f"/works/{serial.pk}/delete")

    assert not Work.objects.visible_to(ada).exists()


def test_a_stranger_changes_nothing_of_a_posted_work(
    desk: Client, serial: Work, bo: User, mo: User
) -> None:
    chapter = serial.chapters.first()
    assert chapter is not None
    for stranger in (bo, mo):
        desk.force_login(stranger)
        for page in (
            "edit", "delete", "orphan", "leave", "chapters/manage", "chapters/new",
            f"chapters/{chapter.pk}/edit", f"chapters/{chapter.pk}/delete",
            f"chapters/{chapter.pk}/revisions", f"chapters/{chapter.pk}/schedule",
        ):  # fmt: skip
            assert desk.get(f"/works/{serial.pk}/{page}").status_code == 403, page
        for act in ("publication", "publication/delete", "schedule/delete", "revisions/1/restore"):
            assert desk.post(f"/works/{serial.pk}/chapters/{chapter.pk}/{act}").status_code == 403


def test_orphaning_wants_a_tick_and_keeps_the_work(desk: Client, serial: Work, ada: User) -> None:
    assert desk.post(f"/works/{serial.pk}/orphan", {"keep_name": "no"}).status_code == 422

    desk.post(f"/works/{serial.pk}/orphan", {"keep_name": "no", "sure": "on"})

    assert serial.creators.get().user.username == "orphan_account"
    assert not Work.objects.by_person(ada).exists()


def test_leaving_is_for_those_who_are_not_alone(desk: Client, serial: Work, bo: User) -> None:
    assert desk.post(f"/works/{serial.pk}/leave").status_code == 422

    Creatorship.objects.create(work=serial, pseud=bo.default_pseud, accepted_at=serial.created_at)
    desk.post(f"/works/{serial.pk}/leave")

    assert serial.creators.get() == bo.default_pseud


def test_my_works_are_listed_and_changed_together(
    desk: Client, serial: Work, draft: Work, ada: User
) -> None:
    page = desk.get("/works/mine").content.decode()
    assert "Low Water" in page
    assert "The Weir" in page

    asked = desk.post("/works/mine/edit", {"works": [serial.pk, draft.pk]})
    assert asked.status_code == 200
    answer = desk.post(
        "/works/mine/edit",
        {
            "works": [serial.pk, draft.pk],
            "confirmed": "yes",
            "visibility": "members",
            "moderates_comments": "yes",
        },
    )

    assert answer.status_code == 302
    assert set(Work.objects.values_list("visibility", "moderates_comments")) == {("members", True)}


def test_language_and_co_creators_are_changed_together_or_not_at_all(
    desk: Client, serial: Work, draft: Work, bo: User, cy: User
) -> None:
    chosen = {"works": [serial.pk, draft.pk], "confirmed": "yes"}
    Creatorship.objects.create(work=draft, pseud=bo.default_pseud)
    Preferences.objects.filter(user=cy).update(co_creator_invites="nobody")

    for names in ("Bo, Nobody Of This Name", "Bo, Cy"):
        answer = desk.post("/works/mine/edit", {**chosen, "language": "de", "co_creators": names})
        assert answer.status_code == 422
        assert names.split(", ")[1] in answer.content.decode()
    assert desk.post("/works/mine/edit", chosen).status_code == 422
    assert set(Work.objects.values_list("language")) == {("en",)}
    assert not serial.creatorships.filter(pseud__user=bo).exists()

    answer = desk.post("/works/mine/edit", {**chosen, "language": "de", "co_creators": "Bo"})

    assert answer.status_code == 302
    assert set(Work.objects.values_list("language")) == {("de",)}
    for work in (serial, draft):
        assert work.creatorships.get(pseud__user=bo).accepted_at is None


def test_works_of_others_are_never_among_the_chosen(desk: Client, serial: Work, bo: User) -> None:
    desk.force_login(bo)

    desk.post("/works/mine/edit", {"works": [serial.pk], "confirmed": "yes", "visibility": "named"})
    desk.post("/works/mine/delete", {"works": [serial.pk], "confirmed": "yes", "count": "1"})

    serial.refresh_from_db()
    assert serial.visibility == "everyone"


def test_deleting_many_wants_their_number(desk: Client, serial: Work, draft: Work) -> None:
    chosen = {"works": [serial.pk, draft.pk]}
    assert desk.post("/works/mine/delete", chosen).status_code == 200
    assert (
        desk.post("/works/mine/delete", {**chosen, "confirmed": "1", "count": 3}).status_code == 422
    )
    assert Work.objects.posted().exists()

    desk.post("/works/mine/delete", {**chosen, "confirmed": "1", "count": 2})

    assert not Work.objects.filter(discarded_at=None).exists()


def test_the_drafts_page_holds_all_that_readers_cannot_see(
    desk: Client, draft: Work, ada: User
) -> None:
    WorkingCopy.objects.create(
        user=ada, form_key="new-work-0000000000", fields={"title": ["A Begun Thing"]}, word_count=7
    )

    page = desk.get("/works/drafts").content.decode()

    assert "The Weir" in page
    assert "A Begun Thing" in page
    assert "7 words" in page


def test_the_pages_of_an_empty_desk_invite(desk: Client) -> None:
    for page in ("drafts", "mine", "invitations", "related"):
        assert desk.get(f"/works/{page}").status_code == 200


def test_a_new_work_is_in_the_language_that_its_writer_wrote_in_last(
    ada: User, bo: User, client: Client
) -> None:
    client.force_login(ada)
    begin = {"copy": "new-work-abcdefghij"}
    german = client.get("/works/new", begin, headers={"Accept-Language": "de"})
    assert german.context["form"]["language"].value() == "de"

    work = make_work(ada)
    Work.objects.filter(pk=work.pk).update(language="ru")

    invited_to = make_work(bo)
    Work.objects.filter(pk=invited_to.pk).update(language="fr")
    invited_to.creatorships.create(pseud=ada.default_pseud)

    again = client.get("/works/new", begin, headers={"Accept-Language": "de"})
    assert again.context["form"]["language"].value() == "ru"


def test_half_a_fandom_is_asked_about_before_it_is_posted(desk: Client, ada: User) -> None:
    Tag.objects.filter(pk__in=make_work(ada, title="Before").counted_tags()).update(uses=1)

    asked = desk.post(NEW, filled(fandom="Orig"))

    assert asked.status_code == 422
    assert "“Orig” is new here. Did you mean “Original Work”?" in asked.content.decode()
    assert 'name="fandom_new"' in asked.content.decode()
    assert 'name="fandom_new"' not in desk.get(OTHER).content.decode()
    assert desk.post(NEW, filled(fandom="Orig", fandom_new="on")).status_code == 302
    assert Work.objects.get(title="The Weir").tags_of(TagKind.FANDOM)[0].name == "Orig"


@pytest.mark.parametrize("typed", ["Orig", "Tideland,  Orig", "Tideland, Orig, "])
def test_the_fandom_that_is_meant_takes_one_press(desk: Client, ada: User, typed: str) -> None:
    Tag.objects.filter(pk__in=make_work(ada, title="Before").counted_tags()).update(uses=1)
    asked = desk.post(NEW, filled(fandom=typed)).content.decode()
    assert 'name="fandom_meant"\n' in asked
    assert 'value="Orig,Original Work"' in asked
    assert "Yes, “Original Work”" in words_of(asked)

    pressed = desk.post(NEW, filled(fandom=typed, do="", fandom_meant="Orig,Original Work"))

    meant = typed.replace("Orig", "Original Work").replace("  ", " ").strip()
    assert pressed.status_code == 200
    assert pressed.context["form"]["fandom"].value().strip() == meant
    assert not pressed.context["form"].errors
    assert not Work.objects.filter(title="The Weir").exists()
    again = desk.get(NEW).context["form"]["fandom"].value()
    assert "Original Work" in str(again), "what was kept says it, too"


def test_a_draft_may_name_half_a_fandom_and_one_that_is_like_none_is_taken(
    desk: Client, ada: User
) -> None:
    Tag.objects.filter(pk__in=make_work(ada, title="Before").counted_tags()).update(uses=1)

    assert desk.post(NEW, filled(fandom="Orig", do="save")).status_code == 302
    assert desk.post(OTHER, filled(fandom="Tideland, original work")).status_code == 302


@pytest.mark.both  # sums over rows that are joined
def test_what_stands_in_drafts_is_counted_and_one_draft_leads_to_its_text(
    desk: Client, ada: User
) -> None:
    desk.post(NEW, filled(title="", do="save"))
    work = Work.objects.get()
    chapter = work.chapters.get()

    mine = desk.get("/works/mine").content.decode()
    manage = words_of(desk.get(f"/works/{work.pk}/chapters/manage").content.decode())

    assert f'"/works/{work.pk}/chapters/{chapter.pk}/edit"' in mine
    assert f"{chapter.word_count} in drafts" in " ".join(words_of(mine).split())
    assert f"Chapters in drafts: 1. {chapter.word_count} words." in " ".join(manage.split())


def test_what_is_asked_before_posting_can_be_previewed(desk: Client, ada: User) -> None:
    desk.post(NEW, filled(title="", do="save"))
    work = Work.objects.get()
    form = desk.post(f"/works/{work.pk}/chapters/{work.chapters.get().pk}/publication")["Location"]
    assert 'value="preview"' in desk.get(form).content.decode()

    shown = desk.post(form, filled(title="Low Water", do="preview")).content.decode()

    assert "Preview, not saved yet" in words_of(shown)
    assert "The tide went out" in words_of(shown)
    assert not Work.objects.get().is_posted


def test_a_page_of_chapters_has_one_main_button_and_a_menu_a_row(desk: Client, ada: User) -> None:
    several = make_work(ada, chapters=3, posted=False)
    one = make_work(ada, posted=False)

    for work in (several, one):
        page = desk.get(f"/works/{work.pk}/chapters/manage").content.decode()
        assert page.count("button--primary") == 1
        assert page.count('class="row-menu"') == work.chapters.count()
