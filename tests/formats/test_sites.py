"""Pages of other archives, saved in a browser: the story and nothing of what stands around it."""

import pytest

from bookcub.formats.story import addresses
from bookcub.formats.story.remarks import remark
from tests.formats.reading_of import refusal_of, work_of

STORY = [
    f"The lamp burned for the {n}th night, and Ines wrote down what it had been like, and why."
    for n in range(9)
]
TEXT = (
    "".join(f"<p>{line}</p>" for line in STORY[:4])
    + "<hr size=1 noshade>"
    + "".join(f"<p>{line}</p>" for line in STORY[4:])
)
MENU = "".join(
    f'<li><a href="/browse/{n}">Browse shelf {n} of everything here</a></li>' for n in range(30)
)


def fanfiction_net(*, chapters: int = 3, here: int = 2) -> str:
    """The shape is that which FanFicFare's adapter and other readers of these pages rely on (see the importer)."""
    options = "".join(
        f"<option  value={n} {'selected' if n == here else ''}>{n}. Night {n}"
        for n in range(1, chapters + 1)
    )
    select = f'<SELECT id=chap_select title="Chapter Navigation" Name=chapter>{options}</select>'
    return f"""<!DOCTYPE html><html><head><meta charset='utf-8'>
<title>The Ledger Chapter {here}: Night {here}, a Salt Road fanfic | FanFiction</title>
<link rel="canonical" href="//www.fanfiction.net/s/8067258/{here}/The-Ledger">
<meta property="og:url" content="https://www.fanfiction.net/s/8067258/{here}/The-Ledger"></head><body>
<div id=top><div class=menulink><a href='/'>FanFiction</a> unleash your imagination</div></div>
<div id=content_parent><div id=content_wrapper><div id=content_wrapper_inner>
<div id=pre_story_links><span class=lc-left><a class=xcontrast_txt href='/book/'>Books</a>
<span class='xcontrast_txt icon-chevron-right'></span><a class=xcontrast_txt href="/book/Salt-Road/">Salt Road</a></span></div>
<div id=profile_top style='min-height:112px;' class=''><span onclick='x' title='Click for Larger Image'></span>
<button class='btn pull-right icon-heart' type=button> Follow/Fav</button><b class='xcontrast_txt'>The Ledger</b>
<span class='xcontrast_txt'><div></div>By:</span> <a class='xcontrast_txt' href='/u/1/lamplighter'>lamplighter</a>
<span class='icon-mail-1  xcontrast_txt' ></span>
<div style='margin-top:2px' class='xcontrast_txt'>A lamp &lt;a ledger&gt;.</div>
<span class='xgray xcontrast_txt'>Rated: <a class='xcontrast_txt' href='https://www.fictionratings.com/' target='rating'>Fiction  T</a>
 - English - Adventure/Hurt/Comfort - [Ines, Tomas] Rowan - Chapters: {chapters}   - Words: 1,234 - Reviews: <a href='/r/1/'>3</a>
 - Favs: 7 - Follows: 8 - Updated: <span data-xutime='1773014400'>Mar 9</span> - Published: <span data-xutime='1772323200'>Mar 1</span>
 - Status: Complete - id: 8067258 </span></div>
<span style='float:right'>{select}</span><div id=ad1>Buy our lamps now and never row again</div>
<div role='main' aria-label='story content'><div class='storytextp' id='storytextp'>
<div class='storytext xcontrast_txt nocopy' id='storytext'>{TEXT}</div></div></div>
<div style='height:5px'></div>{select}
<div id='review_success'>Write a review and make the author happy</div></div></div></div>
<div id=p_footer><a href='/ad/'>Ad Choices</a> . <a href='/privacy/'>Privacy</a></div></body></html>"""


def test_a_chapter_of_fanfiction_net() -> None:
    work = work_of(fanfiction_net())
    [chapter] = work.chapters

    assert (work.title, work.authors, work.rating) == (
        "The Ledger",
        ("lamplighter",),
        "Teen And Up Audiences",
    )
    assert (chapter.position, chapter.title) == (2, "Night 2")
    assert chapter.html.count("<p>") == 9
    assert chapter.html.count("<hr>") == 1
    assert not any(word in chapter.html for word in ("Buy our", "review", "Rated", "Night"))
    assert work.summary == "<p>A lamp &lt;a ledger&gt;.</p>"
    assert (work.fandoms, work.freeforms) == (("Salt Road",), ("Adventure", "Hurt/Comfort"))
    assert (work.relationships, work.characters) == (("Ines/Tomas",), ("Ines", "Tomas", "Rowan"))
    assert (str(work.published), str(work.updated)) == ("2026-03-01", "2026-03-09")
    assert (work.complete, work.chapters_planned, work.language) == (True, 3, "English")
    assert work.original_url == "https://www.fanfiction.net/s/8067258"
    assert chapter.original_url == "https://www.fanfiction.net/s/8067258/2"
    assert remark("chapters-elsewhere", 1, 3) in work.notices


def test_a_story_of_one_chapter_has_no_list_of_chapters() -> None:
    page = fanfiction_net()
    alone = page.replace("id=chap_select", "id=none").replace("Chapters: 3", "")
    work = work_of(alone)

    assert [(each.position, each.title) for each in work.chapters] == [(1, "")]
    assert work.chapters_planned == 1


ROYAL_ROAD = f"""<!DOCTYPE html><html lang="en"><head><title>2. Night two - The Ledger | Royal Road</title>
<meta property="og:url" content="https://www.royalroad.com/fiction/3056/the-ledger/chapter/77/2-night-two">
<meta property="books:author" content="lamplighter">
<style>.cjZhYjNmYjZk {{ display: none; speak: never; }}</style></head><body>
<header><div class="navbar"><ul>{MENU}</ul></div></header>
<div class="fic-header"><a href="/fiction/3056"><h2 class="font-white inline-block">The Ledger</h2></a>
<h3 class="font-white">by <a href="/profile/1">lamplighter</a></h3><h1 class="font-white break-word">2. Night two</h1></div>
<div class="portlet"><h6 class="bold uppercase text-center">Advertisement</h6></div>
<div class="chapter-inner chapter-content">{TEXT}<table><tr><td>Level 3</td></tr></table>
<p class="cjZhYjNmYjZk">This tale has been pilfered from Royal Road.</p></div>
<div class="portlet solid author-note-portlet"><p>About lamplighter: Achievements</p></div>
<div class="comments"><p>First! I loved this chapter so much, and the lamp.</p></div></body></html>"""


def test_a_chapter_of_royal_road() -> None:
    work = work_of(ROYAL_ROAD)
    [chapter] = work.chapters

    assert (work.title, work.authors) == ("The Ledger", ("lamplighter",))
    assert (chapter.position, chapter.title) == (2, "Night two")
    assert chapter.html.count("<p>") == 9
    assert "<td>Level 3</td>" in chapter.html
    assert "<hr>" in chapter.html
    assert "pilfered" not in chapter.html
    assert work.original_url == "https://www.royalroad.com/fiction/3056"


def unknown_site(text: str = TEXT, around: str = "div class='c1'") -> str:
    """A site nobody has heard of: no mark but a menu, and the text in a box of no telling name."""
    closing = around.split(maxsplit=1)[0]
    return f"""<!DOCTYPE html><html><head><title>The Ledger - My Stories</title></head><body>
<nav><ul>{MENU}</ul></nav><div class="w"><{around}>{text}</{closing}>
<div class="rel"><h3>You may also like</h3><ul>{MENU}</ul></div></div>
<footer><p>All rights reserved. Made with lamps.</p></footer></body></html>"""


@pytest.mark.parametrize("around", ["div class='c1'", "section", "p"])
def test_the_text_of_an_unknown_site_is_found_by_its_density(around: str) -> None:
    work = work_of(unknown_site(around=around))
    html = "".join(chapter.html for chapter in work.chapters)

    assert html.count("<p>") == 9
    assert "<hr>" in html
    assert "You may also like" not in html
    assert [each for each in work.notices if each.code == "menus-left-out"]


def test_a_storys_own_tables_and_lists_stay() -> None:
    table = "<table><tr><td>Oil</td><td>3 pints</td></tr></table><ul><li>One lamp</li></ul>"
    html = work_of(unknown_site(TEXT + table + TEXT)).chapters[0].html

    assert "<td>3 pints</td>" in html
    assert "<li>One lamp</li>" in html
    assert html.count("<p>") == 18


def test_what_cannot_be_told_apart_is_all_kept_and_told() -> None:
    work = work_of(
        "<html><body><nav><a href='/'>Home</a></nav><p>It rained.</p><p>It dawned.</p></body></html>"
    )

    assert "It rained." in work.chapters[0].html
    assert remark("page-whole") in work.notices


def test_a_document_has_no_menus_to_lose() -> None:
    work = work_of(f"<html><body><h1>The Ledger</h1>{TEXT}</body></html>")

    assert not {each.code for each in work.notices} & {"page-whole", "menus-left-out"}


def test_notes_and_sources_of_quotations_are_no_menus() -> None:
    notes = (
        '<p>It rained.<a href="#n1" role="doc-noteref">1</a></p>'
        "<blockquote><p>The sea is a ledger.</p><footer>A keeper</footer></blockquote>"
        '<aside id="n1" role="doc-footnote"><p>For nine nights.</p></aside>'
    )
    work = work_of(f"<html><body>{TEXT}{notes}</body></html>")

    assert "A keeper" in work.chapters[0].html
    assert "For nine nights." in work.chapters[0].end_notes
    assert not {each.code for each in work.notices} & {"page-whole", "menus-left-out"}


def test_a_list_of_chapters_is_refused_as_one() -> None:
    links = "".join(
        f'<li><a href="/story/1/chapter-{n}">Chapter {n}: The night</a></li>' for n in range(40)
    )

    assert (
        refusal_of(f"<html><body><h1>The Ledger</h1><ul>{links}</ul></body></html>").code
        == "listing"
    )


def test_paths_of_the_site_lead_to_the_site_or_nowhere() -> None:
    page = f"<html><body><p>It <a href='/faq'>rained</a>.</p>{TEXT}</body></html>"
    known = page.replace(
        "<body>", "<head><link rel='canonical' href='https://example.org/s/1'></head><body>"
    )

    assert "It rained." in work_of(page).chapters[0].html
    assert 'href="https://example.org/faq"' in work_of(known).chapters[0].html


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://m.fanfiction.net/s/12/3/Title", "https://www.fanfiction.net/s/12"),
        (
            "http://www.royalroad.com/fiction/3056/a/chapter/7/b",
            "https://www.royalroad.com/fiction/3056",
        ),
        ("https://archiveofourown.org/works/12/chapters/9", "https://archiveofourown.org/works/12"),
        ("https://example.org/viewstory.php?sid=12", None),
        ("https://example.org/", None),
        ("https://example.org/tales/ledger", "https://example.org/tales/ledger"),
        # Behind a port stands another archive, and who follows the link needs the scheme, too.
        ("http://192.0.2.7:8149/works/12/chapters/9?x=1", "http://192.0.2.7:8149/works/12"),
        (
            "https://shelf.example:8443/collections/tides/works/12",
            "https://shelf.example:8443/works/12",
        ),
        ("http://shelf.example:8000/tales/ledger/", "http://shelf.example:8000/tales/ledger"),
        ("http://shelf.example:80/works/12", "https://shelf.example/works/12"),
        ("https://shelf.example:443/works/12", "https://shelf.example/works/12"),
        ("https://shelf.example:99999/works/12", None),
    ],
)
def test_one_story_has_one_address(url: str, address: str | None) -> None:
    assert addresses.story_address(url) == address


@pytest.mark.parametrize(
    ("address", "former"),
    [
        ("http://192.0.2.7:8149/works/12", "https://192.0.2.7/works/12"),
        ("https://shelf.example:8443", "https://shelf.example"),
        ("https://shelf.example/works/12", ""),
        ("https://shelf.example/tales:8080/12", ""),
        ("", ""),
    ],
)
def test_an_address_with_a_port_was_noted_without_it_before(address: str, former: str) -> None:
    assert addresses.without_port(address) == former
