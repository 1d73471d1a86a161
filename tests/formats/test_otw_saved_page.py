"""Works' pages of an otwarchive site."""

from datetime import date

import pytest

from bookcub.formats.story.remarks import remark
from tests.formats.making import BYLINE, TAGS, chapter, otw_page, tag_row
from tests.formats.reading_of import work_of

RESTRICTED = (
    '<img alt="(Restricted)" title="Restricted" src="/images/lockblue.png"/> Two Sets of Books'
)


def test_everything_said_about_a_work_is_understood() -> None:
    work = work_of(otw_page())

    assert work.format == "otwarchive page"
    assert work.title == "Two Sets of Books"
    assert work.authors == ("lamplighter (ada)", "cy")
    assert work.rating == "Teen And Up Audiences"
    assert work.warnings_tags == ("Major Character Death", "Graphic Violence")
    assert work.categories == ("F/F", "Gen")
    assert work.fandoms == ("The Salt Road", "Lamplight")
    assert work.relationships == ("Ines/Tomas", "Ines & Rowan")
    assert work.characters == ("Ines",)
    assert work.freeforms == ("Lighthouses", "Slow Tides")
    assert work.language == "English"
    assert (work.published, work.updated) == (date(2026, 3, 1), date(2026, 3, 9))
    assert work.original_url == "https://archiveofourown.org/works/12"


def test_summary_notes_and_end_notes_stand_where_they_belong() -> None:
    work = work_of(otw_page())

    assert work.summary == "<p>A lamp, a ledger. </p>"
    assert work.notes == "<p>Before it begins.</p>"
    assert work.end_notes == "<p>After it all.</p>"
    assert work.chapters[0].html == "<p>The lamp <em>burned</em>.</p>"


def test_series_and_links_to_other_works_are_kept() -> None:
    work = work_of(otw_page())

    [series] = work.series
    assert (series.title, series.part) == ("The Lamp Books", 2)
    assert series.url == "https://archiveofourown.org/series/9"
    [inspired] = work.inspired_by
    assert (inspired.title, inspired.author) == ("Keeping Count", "mo")
    assert inspired.url == "https://archiveofourown.org/works/77"
    [translated] = work.translation_of
    assert (translated.title, translated.url) == ("Fyret", "https://example.org/fyr")


def test_chapters_keep_titles_notes_and_addresses() -> None:
    pages = chapter(1, "The <i>first</i>", around=True) + chapter(2)
    work = work_of(otw_page(pages, count="2/?"))

    first, second = work.chapters
    assert (first.title, second.title) == ("The first", "")
    assert (first.summary, first.notes, first.end_notes) == (
        "<p>What happens.</p>", "<p>Before it.</p>", "<p>After it.</p>",
    )  # fmt: skip
    assert first.original_url == "https://archiveofourown.org/works/12/chapters/901"
    assert "Chapter Text" not in first.html
    assert work.complete is False
    assert work.chapters_planned is None


def test_one_chapter_page_says_which_chapter_it_is() -> None:
    work = work_of(otw_page(chapter(3, "Rain"), count="5/5", status="Completed"))

    assert [(c.position, c.title) for c in work.chapters] == [(3, "Rain")]
    assert work.complete is True
    assert remark("chapters-elsewhere", 1, 5) in work.notices


def test_an_anonymous_work_has_no_author_and_says_so() -> None:
    work = work_of(otw_page(byline="Anonymous"))

    assert work.authors == ()
    assert work.is_anonymous
    assert remark("anonymous") in work.notices


def test_the_one_who_archived_a_work_is_not_its_author() -> None:
    work = work_of(otw_page(byline="Gwen [archived by keeper]"))

    assert work.authors == ("Gwen",)
    assert remark("archived-by", "keeper") in work.notices


def test_a_restricted_work_seen_by_a_member_is_imported() -> None:
    work = work_of(otw_page(title=RESTRICTED, logged_in=True))

    assert work.is_restricted
    assert work.title == "Two Sets of Books"


def test_labels_in_singular_and_without_links_are_understood() -> None:
    meta = (
        '<dt class="fandom tags">Fandom:</dt><dd class="fandom tags">The Salt Road</dd>'
        + tag_row("relationship", "Relationship", "Ines/Tomas")
    )
    work = work_of(otw_page(meta=meta))

    assert work.fandoms == ("The Salt Road",)
    assert work.relationships == ("Ines/Tomas",)
    assert work.rating == ""


def test_a_work_skin_is_kept_beside_the_story_and_told() -> None:
    work = work_of(otw_page())

    assert "color: red" not in work.chapters[0].html
    assert work.skin == "#workskin p { color: red }"
    assert remark("skin-kept") in work.notices


def test_what_the_site_and_the_browser_add_is_no_skin() -> None:
    page = otw_page().replace(b"#workskin p", b"#header p")

    assert work_of(page).skin == ""


def test_a_skin_larger_than_any_is_left_out_and_told() -> None:
    page = otw_page().replace(b"color: red", b"color: red;" * 20_000)

    assert work_of(page).skin == ""
    assert remark("skin-left-out") in work_of(page).notices


@pytest.mark.parametrize("host", ["", "https://archiveofourown.org"])
def test_buttons_for_hidden_tags_are_no_tags(host: str) -> None:
    """As `show_hidden_tags_link` in otwarchive's `tags_helper.rb` makes them; browsers save whole addresses."""
    button = (
        f'<a href="{host}/tags/show_hidden?creation_id=12&amp;creation_type=Work&amp;tag_type=%s" '
        'data-remote="true">%s</a>'
    )
    page = (
        otw_page()
        .decode()
        .replace(
            tag_row("freeform", "Additional Tags", "Lighthouses", "Slow Tides"),
            '<dt class="freeform tags">Additional Tags:</dt><dd class="freeform tags"><ul class="commas"><li>'
            + button % ("freeforms", "Show additional tags")
            + "</li></ul></dd>",
        )
        .replace(
            tag_row("warning", "Archive Warnings", "Major Character Death", "Graphic Violence"),
            '<dt class="warning tags">Archive Warnings:</dt><dd class="warning tags"><ul class="commas"><li>'
            + button % ("warnings", "Show warnings")
            + "</li></ul></dd>",
        )
    )
    work = work_of(page)

    assert (work.freeforms, work.warnings_tags) == ((), ())
    assert remark("tags-hidden", "Archive Warnings, Additional Tags") in work.notices


def test_a_series_as_older_pages_write_it_keeps_its_number() -> None:
    older = '<dd class="series"><span class="position">Part 3 of the <a href="/series/9">Lamp</a> series</span></dd>'
    page = otw_page(meta=TAGS + '<dt class="series">Series:</dt>' + older)

    assert [(each.title, each.part) for each in work_of(page).series] == [("Lamp", 3)]


def test_paths_of_a_site_that_is_not_known_never_lead_into_this_archive() -> None:
    page = otw_page(
        '<div class="userstuff"><p>See <a href="/works/7">that</a> <img src="/a.png">.</p></div>'
    )
    page = page.replace(b"[Archive of Our Own]", b"[Elsewhere]")

    assert work_of(page).chapters[0].html == "<p>See that .</p>"


def test_pictures_stay_links_and_own_links_become_whole() -> None:
    text = (
        '<div class="userstuff"><p><img src="https://example.org/a.png" alt="A lamp">'
        '<a href="/works/5">another</a></p></div>'
    )
    html = work_of(otw_page(text)).chapters[0].html

    assert '<img src="https://example.org/a.png" alt="A lamp">' in html
    assert 'href="https://archiveofourown.org/works/5"' in html


def test_the_address_is_that_from_which_the_browser_saved_it() -> None:
    head = (
        "<!-- saved from url=(0056)https://squidgeworld.org/works/99/chapters/5?view_adult=true -->"
    )
    work = work_of(otw_page(head=head))

    assert work.original_url == "https://squidgeworld.org/works/99"


def test_scripts_in_every_field_come_out_as_nothing() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    page = otw_page(
        chapter(1, bad, text=f"<p onclick='x'>Story {bad}</p>", around=True),
        title=f"T{bad}",
        byline=BYLINE + bad,
        meta=tag_row("fandom", "Fandom", f"F{bad}"),
        notes=f'<div class="notes module"><blockquote class="userstuff">{bad}N</blockquote></div>',
    )
    text = str(work_of(page))

    assert "<script" not in text
    assert "onerror" not in text
    assert "onclick" not in text
