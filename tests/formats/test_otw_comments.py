"""Comments on a work's page."""

from datetime import UTC, datetime

from bookcub.formats.story.remarks import remark
from tests.formats.making import chapter, comment, deleted, otw_page, replies, thread
from tests.formats.reading_of import work_of


def test_answers_know_what_they_answer_and_keep_their_order() -> None:
    threads = thread(
        comment(1, "bo", "First"),
        replies(
            comment(2, "ada", "Thanks"), replies(comment(3, "bo", "Again")), comment(4, "cy", "Me")
        ),
        comment(5, "di", "Second"),
    )
    found = work_of(otw_page(comments=threads)).comments

    assert [(c.source_id, c.parent_id) for c in found] == [
        ("1", None), ("2", "1"), ("3", "2"), ("4", "1"), ("5", None),
    ]  # fmt: skip
    assert found[0].html == "<p>First</p>"
    assert found[0].profile_url == "https://archiveofourown.org/users/bo/pseuds/bo"
    assert found[0].written_at == datetime(2026, 3, 7, 21, 15, tzinfo=UTC)
    assert found[0].written_as == "Sat 07 Mar 2026 09:15PM UTC"


def test_guests_are_named_without_their_role() -> None:
    [found] = work_of(otw_page(comments=thread(comment(1, "Passer By", "Hm", guest=True)))).comments

    assert (found.name, found.is_guest, found.profile_url) == ("Passer By", True, None)


def test_a_deleted_comment_keeps_its_place_for_its_answers() -> None:
    threads = thread(deleted(1), replies(comment(2, "ada", "Still here")))
    gone, answer = work_of(otw_page(comments=threads)).comments

    assert (gone.is_deleted, gone.html, gone.name) == (True, None, "")
    assert answer.parent_id == "1"


def test_times_of_known_zones_become_utc_and_others_are_told() -> None:
    threads = thread(
        comment(1, "bo", "a", zone=("EST", "Eastern Time (US & Canada)")),
        comment(2, "bo", "b", zone=("IST", "New Delhi")),
        comment(3, "bo", "c", zone=("IST", "IST")),
        comment(4, "bo", "d", zone=("+04", "Baku")),
    )
    work = work_of(otw_page(comments=threads))

    hours = [
        None if c.written_at is None else c.written_at.strftime("%d %H:%M") for c in work.comments
    ]
    assert hours == ["08 02:15", "07 15:45", None, "07 17:15"]
    assert work.comments[2].written_as.endswith("09:15PM IST")
    assert remark("times-unknown") in work.notices


def test_edits_chapters_and_icons() -> None:
    edited = (
        '<p class="edited datetime">Last Edited <span class="date">08</span> '
        '<abbr class="month">Mar</abbr> <span class="year">2026</span> <span class="time">07:02AM</span> '
        '<abbr class="timezone" title="UTC">UTC</abbr></p>'
    )
    threads = thread(comment(1, "bo", "Hm", extra=edited, on="Chapter 2"))
    [found] = work_of(otw_page(chapter(1) + chapter(2), count="2/2", comments=threads)).comments

    assert found.edited_at == datetime(2026, 3, 8, 7, 2, tzinfo=UTC)
    assert found.chapter == 2
    assert "<img" not in (found.html or "")
    assert "Last Edited" not in (found.html or "")


def test_comments_on_a_chapters_page_belong_to_that_chapter() -> None:
    page = otw_page(chapter(3), count="5/5", comments=thread(comment(1, "bo", "Hm")))

    assert [found.chapter for found in work_of(page).comments] == [3]


def test_what_is_on_other_pages_is_told() -> None:
    more = (
        '<li class="comment"><p><a href="/comments/9">(5 more comments in this thread)</a></p></li>'
    )
    work = work_of(otw_page(comments=thread(comment(1, "bo", "Hm"), replies(more))))

    assert len(work.comments) == 1
    assert remark("some-comments-elsewhere", 5) in work.notices


def test_a_page_whose_comments_are_closed_says_how_many_are_missing() -> None:
    work = work_of(otw_page())

    assert work.comments == ()
    assert remark("comments-not-on-page", 7) in work.notices


def test_twice_the_same_id_loses_nobody() -> None:
    threads = thread(comment(1, "bo", "a"), comment(1, "cy", "b"), replies(comment(1, "di", "c")))
    found = work_of(otw_page(comments=threads)).comments

    assert [c.name for c in found] == ["bo", "cy", "di"]
    assert found[2].parent_id == found[1].source_id
