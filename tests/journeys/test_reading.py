"""Reading on a phone, and going on where one left off; with and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys.conftest import Visit, log_in
from tests.journeys.house import SESSION, House
from tests.journeys.looking import look_at, narrow
from tests.journeys.seeding import seed

LONG = "\n\n".join(
    f"Paragraph {number}. The tide went out further than the map allowed, and nobody on the sands had "
    "thought to tell the cockles, who had plans of their own for the afternoon."
    for number in range(1, 41)
)

COUNTED = """
from bookcub.works.models import Work
made = Work.objects.filter(pk={work}).update(kudos_count=49, comment_count=69, bookmark_count=3)
"""
GUESTS_MAY = """
from bookcub.works.models import MayComment, Work
made = Work.objects.filter(pk={work}).update(may_comment=MayComment.EVERYONE)
"""

NOTED = """
from bookcub.people.models import User
from bookcub.works.models import Chapter
from tests.making import make_work

ada = User.objects.get(username="Ada")
brief, long = "For Bo, who knows which boat this is, and why.", "Many words about boats. " * 9
html = [f"<p>{brief}</p>", f"<p>{long}</p>", "<p>Two.</p><p>Lines.</p>", "<p>See <a href='/works'>this</a>.</p>"]
work = make_work(ada, title="Noted", chapters=len(html))
for chapter, notes in zip(work.chapters.order_by("position"), html, strict=True):
    Chapter.objects.filter(pk=chapter.pk).update(notes=notes)
made = [chapter.get_absolute_url() for chapter in work.chapters.order_by("position")]
"""


@pytest.fixture(scope="module")
def serial(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A serial of three long chapters by Ada, brought in from a file; its address."""
    chapters = "\n\n".join(f"## The {name} Tide\n\n{LONG}" for name in ("First", "Second", "Third"))
    story: Path = tmp_path_factory.mktemp("story") / "serial.md"
    story.write_text(
        f"---\nrating: General Audiences\nfandoms: [Original Work, {'Llanfair' * 17}]\n"
        f"summary: {'The tide goes out, and for once it takes its time about coming back. ' * 5}\n"
        f"---\n\n# The Serial\n\n{chapters}\n"
    )
    done = house.bookcub("import", str(story), "--as", "Ada", "--publish", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"/works/(\d+)", done.stdout)
    assert found, done.stdout
    return f"/works/{found[1]}"


def chapter_link(page: Page, name: str) -> None:
    page.locator(".reader-bar summary").first.click()
    page.locator(".reader-chapters").get_by_role("link", name=name).click()


def test_the_story_is_on_a_phones_first_screen(house: House, visit: Visit, serial: str) -> None:
    """Text begins above 400 px of a screen of 375 × 812, whatever its author said before it."""
    page = visit(house, phone=True)
    page.set_viewport_size({"width": 375, "height": 812})
    for address in (
        serial,
        house.person("Ada").see(serial).xpath("string(//link[@rel='next']/@href)"),
    ):
        page.goto(str(address))
        top = page.locator("[data-chapter] [id^='b-']").first.bounding_box()
        assert top
        assert top["y"] < 400, (address, top)
    page.goto(serial)
    title, text = (
        page.locator("h1").bounding_box(),
        page.locator(".reading > p").first.bounding_box(),
    )
    assert title
    assert text
    assert title["x"] == text["x"]
    page.locator("#summary > summary").click()
    expect(page.locator("#summary blockquote")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_what_readers_left_behind_stands_on_one_line_of_a_list(
    house: House, visit: Visit, serial: str, phone: bool
) -> None:
    seed(house, COUNTED.format(work=serial.rsplit("/", 1)[1]))
    page = visit(house, as_="Bodil", phone=phone)
    page.goto("/works")
    counts = page.locator(f".blurb:has(a[href='{serial}']) .stats-icon dd")
    tops = counts.evaluate_all("all => all.map((e) => e.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len(set(tops)) == 1, tops


def test_the_line_one_reads_stays_where_it_is_while_one_changes_how_it_looks(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, phone=True)
    page.goto(serial)
    paragraph = page.get_by_text("Paragraph 20.")
    top = "(one) => Math.round(one.getBoundingClientRect().top)"
    paragraph.evaluate("(one) => scrollTo(0, scrollY + one.getBoundingClientRect().top - 100)")
    page.mouse.wheel(0, -20)
    bar = page.locator("reader-bar")
    expect(bar).to_be_in_viewport()
    menu = bar.locator("details", has=page.locator("reading-look"))
    menu.evaluate(
        "(one) => { one.open = true; one.querySelector('summary').focus({ preventScroll: true }); }"
    )
    was = paragraph.evaluate(top)

    menu.locator("input[name=size][value='7']").evaluate("(one) => one.click()")
    assert abs(paragraph.evaluate(top) - was) <= 1
    place = page.evaluate("scrollY")
    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    assert page.evaluate("scrollY") == place


def test_where_there_is_room_the_bar_cuts_nothing(house: House, visit: Visit, serial: str) -> None:
    page = visit(house, as_="Bodil")
    page.goto(serial)
    bar = page.locator("reader-bar")
    expect(bar.locator("[data-of=work]")).to_have_text("Work 0%")
    chapter = bar.locator("summary > span").first
    for part, longest in (
        (chapter, "Chapter 17 of 24"),
        (bar.locator("[data-label]"), "No notes in this chapter yet"),
        (bar.locator("[data-of=chapter]"), "Chapter 100%"),
        (bar.locator("[data-of=work]"), "Work 100%"),
    ):
        part.evaluate("(part, words) => { part.textContent = words; }", longest)

    assert chapter.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    narrow(page)


def test_the_bar_is_gone_while_one_reads_and_back_when_one_looks_for_it(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, phone=True)
    page.goto(serial)
    bar = page.locator("reader-bar")
    expect(bar).to_be_in_viewport()
    expect(bar.locator("[data-of=work]")).to_have_text("Work 0%")

    page.mouse.wheel(0, 900)
    expect(bar).to_be_hidden()
    page.mouse.wheel(0, -60)
    expect(bar).to_be_visible()
    expect(bar).to_be_in_viewport()

    page.get_by_text("Paragraph 40.").scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    expect(bar.locator("[data-of=chapter]")).to_have_text("Chapter 100%")
    expect(bar.locator("[data-of=work]")).to_have_text("Work 33%")
    page.keyboard.press("Tab")
    bar.locator("summary").first.focus()
    expect(bar).to_be_visible()


# As long and as short as words are in English prose.
PROSE = (
    "She slept with her good ear in the pillow, which was the only advantage she had ever found in having just the "
    "one: she could lie down on her left side and shut off the world like a tap. Trams did not wake her, nor the "
    "lodger coming in from the harbour and whistling on every stair. So whatever had woken her had not come by way "
    "of the air. It had come up through the pillow, and the iron bedstead, and the foot of the bedstead where it "
    "touched the pipe. She put out her hand in the dark and laid it flat upon the radiator, as one might upon the "
    "neck of a horse, and it was quite cold, and it was still talking. It had a pleasant voice, rather a young one, "
    "and it wished her a good evening. Then it told her what there was going to be for breakfast, and who would not "
    "be there to eat it, and she lay and listened until the window turned grey."
)
LINES = """(prose) => {
  const range = document.createRange();
  const lengths = [];
  for (const p of [...document.querySelectorAll(".reading > p")].slice(0, 4)) {
    p.textContent = prose;
    const text = p.firstChild;
    const lines = [];
    let top = -1;
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width && Math.abs(box.top - top) > 4) { lines.push(0); top = box.top; }
      lines[lines.length - 1] += 1;
    }
    lengths.push(...lines.slice(0, -1));
  }
  return lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
}"""


def test_on_paper_there_is_the_story_and_where_it_is_from(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house)
    page.goto(f"{serial}?view_full_work=true")
    page.emulate_media(media="print")

    shown = page.evaluate(
        """() => [...document.querySelectorAll('form, button, nav, .masthead, .colophon, .reader-bar')]
             .filter((each) => each.checkVisibility()).map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert shown == []
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator(".printed")).to_contain_text(serial)
    breaks = page.evaluate(
        "[...document.querySelectorAll('reading-place')].map((each) => getComputedStyle(each).breakBefore)"
    )
    assert len(breaks) == 3
    assert set(breaks[1:]) == {"page"}


def test_a_line_has_sixty_to_seventy_characters(house: House, visit: Visit, serial: str) -> None:
    page = visit(house)
    page.goto(serial)
    page.evaluate("document.fonts.ready")
    found = {}
    for face in ("literata", "atkinson"):
        for measure in ("narrow", "medium", "wide"):
            for size in ("1", "3", "5"):
                page.evaluate(
                    "(look) => Object.assign(document.documentElement.dataset, look)",
                    {"face": face, "measure": measure, "size": size},
                )
                page.evaluate("document.fonts.ready")
                found[face, measure, size] = round(page.evaluate(LINES, PROSE), 1)
    assert {look: long for look, long in found.items() if not 60 <= long <= 70} == {}


@pytest.mark.parametrize("size", [(375, 720), (1280, 720), (1440, 900)])
def test_appearance_is_on_the_screen_whole(
    house: House, visit: Visit, serial: str, size: tuple[int, int]
) -> None:
    page = visit(house)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(serial)
    page.locator(".reader-bar summary", has_text="Appearance").click()
    panel = page.locator(".reader-menu-body:visible")
    box = panel.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    assert panel.evaluate("one => one.scrollHeight <= one.clientHeight")


# By the page's language: the browser's, a share that is nothing, and the end of a weekday.
SPOKEN = {"en": ("de-DE", "0%", "day "), "de": ("en-US", "0\u00a0%", "tag, ")}


@pytest.mark.parametrize("page_language", SPOKEN)
def test_scripts_write_numbers_and_times_as_the_page_does_whatever_the_browser_speaks(
    house: House, visit: Visit, serial: str, page_language: str
) -> None:
    browser_language, share, day = SPOKEN[page_language]
    page = visit(house, language=browser_language)
    page.context.add_cookies(
        [{"name": "bookcub_language", "value": page_language, "url": house.url}]
    )
    page.goto(serial)
    expect(page.locator("html")).to_have_attribute("lang", page_language)
    expect(page.locator("[data-of=work]")).to_contain_text(re.compile(f"(?<!\\d){share}$"))
    moment = page.locator("local-time time").first
    assert day in (moment.get_attribute("title") or "")


def test_what_engines_draw_differently_is_said_outright(
    house: House, visit: Visit, serial: str
) -> None:
    """Firefox and WebKit cut descenders, let a bar shine through and divided small capitals; told by Chromium."""
    page = visit(house, as_="Ada")
    page.goto("/")
    room = page.locator(".masthead-name span").evaluate(
        """(name) => { const style = getComputedStyle(name);
             return [parseFloat(style.paddingBottom) / parseFloat(style.fontSize), style.overflow]; }"""
    )
    assert room[1] == "visible" or room[0] >= 0.15, room
    page.goto("/works/new")
    paper = page.locator(".desk-bar").evaluate("(bar) => getComputedStyle(bar).backgroundColor")
    assert "/" not in paper, paper
    assert not paper.startswith("rgba"), paper
    small = visit(house)
    small.goto("/")
    first = small.locator(".leaf-text p").first
    assert (
        first.evaluate("(p) => getComputedStyle(p, '::first-line').fontVariantCaps") == "small-caps"
    )
    assert first.evaluate("(p) => getComputedStyle(p).hyphens") == "manual"


def test_a_guests_fields_stand_on_one_line_and_so_do_their_labels(
    house: House, visit: Visit, serial: str
) -> None:
    seed(house, GUESTS_MAY.format(work=serial.rsplit("/", 1)[1]))
    guest = visit(house)
    guest.goto(f"{serial}/comments")
    guest.locator(".comment-form textarea").click()
    expect(guest.locator(".comment-who")).to_be_visible()
    for part in ("label", "input"):
        tops = guest.locator(f".comment-who > .field {part}").evaluate_all(
            "all => all.map((each) => Math.round(each.getBoundingClientRect().top))"
        )
        assert len(tops) == 2, part
        assert len(set(tops)) == 1, (part, tops)


def test_bodil_goes_on_where_she_left_off(house: House, visit: Visit, serial: str) -> None:
    phone = visit(house, as_="Bodil", phone=True)
    phone.goto(serial)
    look_at(phone)
    phone.locator(".work-facts > summary").click()
    # Each number stands in one line with its word.
    heights = phone.locator(".stats dl > div").evaluate_all("all => all.map((e) => e.clientHeight)")
    assert len(heights) > 2
    assert len(set(heights)) == 1, heights
    chapter_link(phone, "The Second Tide")
    phone.wait_for_url(re.compile(r"/chapters/\d+$"))
    first = phone.locator("[data-chapter] [id^='b-']").first.get_attribute("id")
    address = f"{phone.url}/place"

    def is_further(answer: Response) -> bool:
        """Not that of the page before, which leaves its own behind as it goes, nor of this one as it is opened."""
        return answer.url == address and f"block={first}" not in (answer.request.post_data or "")

    with phone.expect_response(is_further) as kept:
        phone.get_by_text("Paragraph 20.").scroll_into_view_if_needed()
    assert kept.value.status == 204
    look_at(phone)

    desk = visit(house, as_="Bodil")
    desk.goto("/desk")
    # Into the text, and not to what else the desk says of the chapter.
    into_the_text = desk.locator(f"main a[href^='{serial}/chapters/'][href*='#b-']")
    into_the_text.filter(has_text=re.compile("chapter 2", re.IGNORECASE)).first.click()
    desk.wait_for_url(re.compile(r"/chapters/\d+#b-"))
    expect(desk.get_by_text("Paragraph 20.")).to_be_in_viewport()
    expect(desk.get_by_text("Paragraph 2.", exact=False).first).not_to_be_in_viewport()


def test_a_page_that_outlives_its_log_in_keeps_the_place(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house)
    log_in(page, "Bodil")
    page.goto(serial)
    chapter_link(page, "The Third Tide")

    def log_in_again(name: str) -> None:
        other = page.context.new_page()
        page.context.clear_cookies(name=SESSION)
        log_in(other, name)
        other.close()

    log_in_again("Bodil")
    with page.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        page.get_by_text("Paragraph 20.").scroll_into_view_if_needed()

    # What somebody else's page could not send waits for them.
    log_in_again("Ada")
    with page.expect_response(lambda one: one.url.endswith("/place") and one.status == 403):
        page.get_by_text("Paragraph 30.").scroll_into_view_if_needed()
    # Playwright's own waiting would evaluate a string in the page, which its policy forbids.
    while not page.evaluate(
        "Object.keys(localStorage).some((key) => key.startsWith('bookcub-unsent-place:'))"
    ):
        page.wait_for_timeout(100)
    with page.expect_response(lambda one: one.url.endswith("/place") and one.status == 204):
        page.reload()
    assert "bookcub-unsent-place:" in page.evaluate("JSON.stringify(localStorage)")


def test_a_tap_on_the_text_brings_the_bar_back(house: House, visit: Visit, serial: str) -> None:
    page = visit(house, phone=True)
    page.goto(serial)
    page.mouse.wheel(0, 900)
    bar, text = page.locator("reader-bar"), page.get_by_text("Paragraph 5.")
    expect(bar).to_have_attribute("data-away", "")
    tap = """(one, [pointerType, clientX]) => one.dispatchEvent(
        new PointerEvent("click", { bubbles: true, pointerType, clientX }))"""

    text.evaluate(tap, ["mouse", 180])
    page.evaluate("document.documentElement.dataset.taps = 'yes'")
    expect(bar).to_have_attribute("data-away", "")
    text.evaluate(tap, ["touch", 180])
    expect(bar).not_to_have_attribute("data-away", "")


def test_more_is_said_only_where_there_is_more(house: House, visit: Visit) -> None:
    brief, *others = seed(house, NOTED)
    page = visit(house)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(brief)
    more = page.locator("#notes .fold-more")
    expect(more).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    expect(more).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(more).to_be_hidden()

    for chapter in others:
        page.goto(chapter)
        expect(page.locator("#notes .fold-start:defined")).to_be_visible()
        expect(more).to_be_visible()


def test_a_guest_goes_on_in_the_same_browser(house: House, visit: Visit, serial: str) -> None:
    page = visit(house, phone=True)
    page.goto(serial)
    chapter_link(page, "The Third Tide")
    page.get_by_text("Paragraph 15.").scroll_into_view_if_needed()
    page.wait_for_timeout(2000)

    page.goto(serial)
    page.get_by_role("link", name=re.compile("Continue in Chapter 3")).click()

    expect(page.get_by_text("Paragraph 15.")).to_be_in_viewport()

    # The front page knows it, too, and nobody else does.
    page.goto("/")
    place = page.locator("guest-places")
    expect(place).to_contain_text("Chapter 3")
    look_at(page)
    about = place.get_by_role("link", name="About the work")
    assert about.evaluate("link => link.href").endswith(serial)
    card = place.locator(".continuing-row")
    box = card.bounding_box()
    assert box
    card.click(position={"x": box["width"] - 8, "y": box["height"] - 8})
    expect(page.get_by_text("Paragraph 15.")).to_be_in_viewport()
    other = visit(house)
    other.goto("/")
    expect(other.locator("guest-places")).to_be_hidden()


def test_without_scripts_the_button_keeps_the_place(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil", phone=True, javascript=False)
    page.goto(serial)
    chapter_link(page, "The First Tide")
    page.locator(".after-more > summary").click()
    page.get_by_role("button", name="I have read up to here").click()
    expect(page.get_by_role("heading", name="The First Tide")).to_be_visible()
    page.get_by_role("link", name="Next chapter").click()
    expect(page.get_by_role("heading", name="The Second Tide")).to_be_visible()

    page.locator(".after-more > summary").click()
    page.get_by_role("link", name="Keep a place within this chapter").click()
    page.locator("button[name=block]").nth(9).click()
    page.wait_for_url(re.compile(r"#b-"))
    page.goto(serial)
    page.get_by_role("link", name="Continue in chapter 2").click()
    page.wait_for_url(re.compile(r"#b-"))


def test_the_look_is_remembered_and_follows_the_account(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil")
    page.goto(f"{serial}?view_full_work=true")
    # The one in the frame steps back for it.
    expect(page.get_by_role("banner").get_by_role("link", name="Appearance")).to_have_count(0)
    page.locator(".reader-bar summary", has_text="Appearance").click()
    page.locator(".reader-bar label.look-option--sepia").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
    page.wait_for_timeout(800)

    other = visit(house, as_="Bodil", javascript=False)
    other.goto(serial)
    expect(other.locator("html")).to_have_attribute("data-theme", "sepia")


def test_readers_pages_hold_for_every_theme_and_the_narrowest_screen(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil")
    for address in (
        "/",
        "/works",
        "/browse",
        "/bookmarks",
        "/bookmarks/new",
        "/history",
        "/history/forget",
        "/lists/new",
        "/users/Ada",
        "/users/Ada/works",
        "/users/Ada/profile",
        "/users/Bodil/lists",
        "/users/Bodil/bookmarks",
        serial,
        f"{serial}?view_full_work=true",
        f"{serial}/navigate",
        f"{serial}/bookmarks",
        f"{serial}/bookmarks/new",
        f"{serial}/lists",
        "/no-such-page",
    ):
        page.goto(address)
        look_at(page)


def test_more_opens_in_sight_at_the_lower_edge_of_the_screen(
    house: House, visit: Visit, serial: str
) -> None:
    page = visit(house, as_="Bodil")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(serial)
    more = page.locator(".after-more > summary")
    more.evaluate(
        "one => scrollTo(0, scrollY + one.getBoundingClientRect().bottom - innerHeight + 8)"
    )

    more.evaluate("one => one.click()")

    expect(page.locator(".after-more > .menu-panel")).to_be_in_viewport(ratio=0.99)
