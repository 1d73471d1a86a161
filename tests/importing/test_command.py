"""`bookcub import`: what it prints, what it keeps, and its exit codes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from bookcub.comments.models import Comment
from bookcub.formats.story.parsed import Refusal
from bookcub.formats.story.remarks import remark
from bookcub.formats.table import describe
from bookcub.importing.commands import import_files
from bookcub.people.models import User
from bookcub.works.models import Revision, Work
from tests.formats.making import comment, otw_page, thread, zipped
from tests.samples import SAMPLES, needs_samples

pytestmark = pytest.mark.usefixtures("parsed_here")


class Said:
    """What one run of the command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def records(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


@pytest.fixture
def bookcub(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> Said:
        parser = argparse.ArgumentParser()
        import_files.add_arguments(parser)
        code = import_files.run(parser.parse_args(words))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "work.html"
    path.write_bytes(otw_page(comments=thread(comment(1, "bo", "Hm"))))
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    return path


def test_a_dry_run_tells_everything_and_keeps_nothing(bookcub: Any, page: Path) -> None:
    # Not even the database is asked: the test has none.
    [record] = bookcub(str(page), "--dry-run", "--json").records

    assert record["status"] == "read"
    assert record["title"] == "Two Sets of Books"
    assert record["authors"] == ["lamplighter (ada)", "cy"]
    assert record["tags"]["fandom"] == ["The Salt Road", "Lamplight"]
    assert record["tags"]["warning"] == ["Major Character Death", "Graphic Violence"]
    assert record["chapters"][0]["words"] == 3
    assert record["comments"][0]["name"] == "bo"
    assert record["comments"][0]["has_text"] is True
    assert record["comments"][0]["parent"] is None
    assert "work" not in record


def test_ada_brings_a_work_in_and_publishes_it(bookcub: Any, page: Path, ada: User) -> None:
    ran = bookcub(str(page), "--as", "Ada", "--publish", "--json")

    work = Work.objects.get()
    [record] = ran.records
    assert ran.code == 0
    assert (record["status"], record["work"]["id"]) == ("kept", work.pk)
    assert record["work"]["address"].endswith(f"/works/{work.pk}")
    assert work.is_posted


def test_the_same_file_again_is_told_as_an_update(bookcub: Any, page: Path, ada: User) -> None:
    bookcub(str(page), "--as", "Ada")
    [record] = bookcub(str(page), "--as", "Ada", "--json").records

    assert (record["status"], record["work"]["chapters_unchanged"]) == ("updated", 1)
    assert Work.objects.count() == 1


def test_people_read_sentences(bookcub: Any, page: Path, picture: Path, ada: User) -> None:
    ran = bookcub(str(page), str(picture), "--as", "Ada")

    assert ran.code == 1
    for name in ("“Two Sets of Books”", "lamplighter (ada), cy"):
        assert name in ran.out
    assert f"{settings.LETTERS_URL}/works/{Work.objects.get().pk}\n" in ran.out
    outcome = describe(picture.read_bytes())
    assert isinstance(outcome, Refusal)
    assert outcome.sentence in ran.out
    assert outcome.what_to_do in ran.out


def test_labels_stand_in_a_column_in_every_language(bookcub: Any, page: Path) -> None:
    with translation.override("de"):
        lines = bookcub(str(page), "--dry-run").out.splitlines()
        kinds = [gettext("Rating"), gettext("Fandom"), gettext("Relationship")]
        kinds.append(pgettext("where a work comes from", "From"))

    columns = {
        len(line) - len(line[2:].removeprefix(kind).lstrip())
        for line in lines
        for kind in kinds
        if line.startswith(f"  {kind} ")
    }
    assert columns == {2 + max(map(len, kinds)) + 2}


def test_what_programs_read_is_the_same_in_every_language(
    bookcub: Any, page: Path, picture: Path
) -> None:
    with translation.override("de"):
        in_german = bookcub(str(page), str(picture), "--dry-run", "--json").out

    assert in_german == bookcub(str(page), str(picture), "--dry-run", "--json").out


def test_a_refusal_says_what_to_do_instead(bookcub: Any, picture: Path) -> None:
    ran = bookcub(str(picture), "--dry-run", "--json")

    assert ran.code == 1
    assert ran.records[0]["refusal"]["code"] == "unknown-format"
    assert ran.records[0]["refusal"]["what_to_do"]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["nowhere.html", "--dry-run"], " nowhere.html"),
        (["{page}"], "--as PSEUD"),
        (["{page}", "--as", "Nobody"], "“Nobody”"),
        (["{page}", "{folder}", "--title", "T", "--dry-run"], "--title "),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(
    bookcub: Any, page: Path, picture: Path, db: None, words: list[str], about: str
) -> None:
    ran = bookcub(*(word.format(page=page, folder=page.parent) for word in words))

    assert ran.code == 2
    assert about in ran.err
    assert ran.out == ""


def test_a_folder_stands_for_its_files_in_their_natural_order(bookcub: Any, tmp_path: Path) -> None:
    for number in (10, 9, 1):
        (tmp_path / f"chapter {number}.txt").write_text(f"It rained on day {number}.")
    (tmp_path / ".hidden.txt").write_text("No story.")
    records = bookcub(str(tmp_path), "--dry-run", "--json").records

    assert [Path(record["file"]).stem for record in records] == [
        "chapter 1", "chapter 9", "chapter 10",
    ]  # fmt: skip
    assert len(bookcub(str(tmp_path / "*1*.txt"), "--dry-run", "--json").records) == 2


def test_files_are_joined_to_one_work_of_that_title(
    bookcub: Any, tmp_path: Path, ada: User
) -> None:
    for number in (10, 9, 1):
        (tmp_path / f"chapter {number}.txt").write_text(f"It rained and rained on day {number}.")
    ran = bookcub(str(tmp_path), "--join", "--title", "Rain", "--as", "Ada", "--publish", "--json")

    work = Work.objects.get()
    assert (ran.records[0]["title"], work.title, work.is_posted) == ("Rain", "Rain", True)
    assert [chapter.html[-7:-5] for chapter in work.chapters.all()] == [" 1", " 9", "10"]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A ZIP of two works that have nothing to do with one another."""
    path = tmp_path / "shelf.zip"
    other = otw_page(title="Slack Water").replace(b"/works/12", b"/works/13")
    path.write_bytes(zipped([("a/books.html", otw_page()), ("b/water.html", other)]))
    return path


def test_a_zip_of_several_works_becomes_a_work_for_each_as_on_the_page(
    bookcub: Any, shelf: Path, ada: User
) -> None:
    ran = bookcub(str(shelf), "--as", "Ada", "--json")

    assert ran.code == 0
    assert [record["file"] for record in ran.records] == [
        f"{shelf}/a/books.html", f"{shelf}/b/water.html",
    ]  # fmt: skip
    assert {work.title for work in Work.objects.all()} == {"Two Sets of Books", "Slack Water"}
    assert "2 files, 0 refused." in bookcub(str(shelf), "--dry-run").out


def test_a_zip_is_one_work_or_several_as_one_says(
    bookcub: Any, shelf: Path, tmp_path: Path
) -> None:
    joined = bookcub(str(shelf), "--join", "--title", "Both", "--dry-run", "--json").records
    assert [(record["title"], len(record["chapters"])) for record in joined] == [("Both", 2)]

    chapters = tmp_path / "rain.zip"
    texts = [(f"chapter {n}.txt", f"It rained and rained on day {n}.") for n in (1, 2)]
    chapters.write_bytes(zipped(texts))
    assert len(bookcub(str(chapters), "--dry-run", "--json").records) == 1
    assert len(bookcub(str(chapters), "--split", "--dry-run", "--json").records) == 2


def test_several_works_of_a_zip_share_no_title(bookcub: Any, shelf: Path, ada: User) -> None:
    ran = bookcub(str(shelf), "--title", "Both", "--as", "Ada")

    assert ran.code == 2
    assert "Leave --title out, or add --join." in ran.err
    assert not Work.objects.exists()


# Format, chapters, words.
SAMPLE_FILES: dict[str, tuple[str, int, int]] = {
    "ao3/chapter2_of_61.html": ("otwarchive page", 1, 796),
    "ao3/comments_threaded.html": ("otwarchive page", 1, 847),
    "ao3/download_61ch.html": ("otwarchive download", 61, 121_470),
    "ao3/download_61ch_calibre.epub": ("otwarchive EPUB", 61, 121_470),
    "ao3/entire_work_61ch.html": ("otwarchive page", 61, 121_470),
    "documents/mammoth_footnotes.docx": ("Word document", 1, 1),
    "documents/pandoc_blockquote.odt": ("OpenDocument text", 1, 3),
    "documents/pandoc_bold.odt": ("OpenDocument text", 1, 4),
    "documents/pandoc_comments.docx": ("Word document", 1, 31),
    "documents/pandoc_footnote.odt": ("OpenDocument text", 1, 5),
    "documents/pandoc_footnote.rtf": ("RTF", 1, 41),
    "documents/pandoc_formatting.rtf": ("RTF", 1, 20),
    "documents/pandoc_inline_formatting.docx": ("Word document", 1, 35),
    "documents/pandoc_lists_continuing.docx": ("Word document", 1, 5),
    "documents/pandoc_notes.docx": ("Word document", 1, 6),
    "documents/pandoc_testsuite_markdown.md": ("Markdown", 14, 1_132),
    "documents/pandoc_track_changes_insertion.docx": ("Word document", 1, 8),
    "epub/the-time-machine_src_zipped.epub": ("EPUB", 13, 32_416),
    "gutenberg/pg11_alice.htm": ("Project Gutenberg", 12, 26_450),
    "gutenberg/pg11_alice_utf8.txt": ("Project Gutenberg", 12, 26_350),
    "gutenberg/pg1661_sherlock_latin1.txt": ("Project Gutenberg", 12, 104_359),
    "page_text/page_as_text.txt": ("otwarchive page as text", 1, 180),
    "paste/basic-styles_bold-within-text_input.word2016.html": ("HTML", 1, 4),
    "paste/list_nested-mixed_input.word2016.html": ("HTML", 1, 6),
    "paste/paste-from-google-docs_bold-wrapper_simple-text_input.html": ("HTML", 1, 2),
    "paste/paste-from-google-docs_lists_nested-ordered-lists_input.html": ("HTML", 1, 29),
}


def of_sample(bookcub: Any, name: str) -> dict[str, Any]:
    ran = bookcub(str(SAMPLES / name), "--json", "--dry-run")
    assert ran.code == 0
    record: dict[str, Any] = ran.records[0]
    return record


@needs_samples
def test_every_sample_file_is_expected_to_give_something() -> None:
    there = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*") if path.is_file()}

    assert there - {"README.md"} == SAMPLE_FILES.keys()


@needs_samples
@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_a_sample_gives_its_format_its_chapters_and_its_words(bookcub: Any, name: str) -> None:
    record = of_sample(bookcub, name)
    kind, chapters, words = SAMPLE_FILES[name]

    assert (record["format"], len(record["chapters"])) == (kind, chapters)
    assert abs(record["words"] - words) <= max(3, words // 1000)
    assert record["words"] == sum(chapter["words"] for chapter in record["chapters"])


@needs_samples
def test_the_e_book_that_calibre_made_gives_what_the_download_gives(bookcub: Any) -> None:
    download = of_sample(bookcub, "ao3/download_61ch.html")
    e_book = of_sample(bookcub, "ao3/download_61ch_calibre.epub")

    own = {"file", "format"}
    assert e_book.keys() == download.keys()
    assert {name: e_book[name] for name in e_book.keys() - own} == {
        name: download[name] for name in download.keys() - own
    }


@needs_samples
def test_the_sample_thread_is_forty_one_levels_deep(bookcub: Any) -> None:
    comments = of_sample(bookcub, "ao3/comments_threaded.html")["comments"]
    parents = {comment["id"]: comment["parent"] for comment in comments}

    depth, at = 0, comments[-1]["id"]
    while at is not None:
        depth, at = depth + 1, parents[at]
    assert (len(comments), depth) == (41, 41)
    assert all(comment["has_text"] and comment["time"] for comment in comments)


@needs_samples
def test_the_sample_page_as_text_has_four_comments_without_words(bookcub: Any) -> None:
    record = of_sample(bookcub, "page_text/page_as_text.txt")

    assert [(comment["name"], comment["has_text"]) for comment in record["comments"]] == [
        ("harbourmouse", False), ("lampkeeper", False), ("rowan_oar", False), ("lampkeeper", False),
    ]  # fmt: skip
    assert record["comments"][0]["time"] == "2026-03-07T21:15:00+00:00"
    assert record["title_is_guess"]
    assert str(remark("all-comments-without-words", 4)) in record["warnings"]


@needs_samples
def test_sixty_one_chapters_twice_are_sixty_one_chapters(bookcub: Any, ada: User) -> None:
    for name in ("entire_work_61ch", "entire_work_61ch", "download_61ch", "chapter2_of_61"):
        ran = bookcub(str(SAMPLES / f"ao3/{name}.html"), "--as", "Ada", "--publish", "--json")
        assert ran.code == 0

    work = Work.objects.get()
    assert (work.chapter_count, work.chapters.count()) == (61, 61)
    assert abs(work.word_count - 121_470) < 15
    assert Revision.objects.count() == 61


@needs_samples
def test_the_sample_thread_is_kept_as_deep_as_it_was(bookcub: Any, ada: User) -> None:
    for _ in range(2):
        bookcub(str(SAMPLES / "ao3/comments_threaded.html"), "--as", "Ada", "--publish")

    rows = Comment.objects.order_by("depth")
    assert [row.depth for row in rows] == list(range(41))
    assert all(row.is_imported and row.pseud is None for row in rows)
    assert not any("script" in row.html for row in rows)
