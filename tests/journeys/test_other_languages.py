"""Every kind of page in a longer language, from the right, and in German: it fits, and all of it is said in that language."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from tests.extent import one_in
from tests.journeys.conftest import Visit
from tests.journeys.house import PASSWORD, House
from tests.journeys.seeding import seed
from tests.pseudo_language import LONGER, MIRRORED, PLURAL, forms, messages, write_catalogues
from tests.security.test_every_word import CODE, NAMES, WORD, unsaid

NARROW = {"width": 320, "height": 640}
# Nobody names days and months in a language that is none.
DATES = {*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr, "at"}
# Ada hosts a club and has one of everything, Mo keeps the archive. Each page is opened by the first of them who may,
# the front page, a work and under everything all others by everybody.
WORLD = """
import os
from bookcub.comments.models import Passage
from django.template import Template
from bookcub.config.static_building import build_static_files
from bookcub.home.demo import loading
from tests.access.urls import url_names
from tests.extent import EVERYTHING
from tests.security.test_every_word import NOT_FOR_PEOPLE, values, written
from tests.security.world import address_of, full_world, usual_values
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
build_static_files()  # else the first journey of a run finds pages without stylesheets
world = full_world()
two = loading.demo_works()[:2]
loading.demo_works, loading.demo_clubs, loading._keep_what_readers_keep = lambda: two, list, lambda *_: None
list(loading.fill())
pages, found = [], set(NOT_FOR_PEOPLE)
Template.render = lambda *_: "<h1>A page</h1>"  # asked is which there are
varied = {"home:front_index", "reading:work_detail"}
for who in ("ada", "mo", "guest"):
    browser = world.browser_of(who)
    for name in sorted(url_names() - (NOT_FOR_PEOPLE if EVERYTHING else found)):
        address = address_of(name, usual_values(world, name))
        answer = browser.get(address, SERVER_NAME="localhost")
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page and "Content-Disposition" not in answer:
            pages.append((who, name, address))
            found |= {name} - varied
made = {
    "pages": pages,
    "noted": Passage.objects.get(comment__chapter__posted_at__isnull=False).chapter.get_absolute_url(),
    "words": sorted(written()),
    "texts": [text for text in values() if len(text) < 80],
}
"""
# Everything about the looks that can be told by measuring. Cut off is meant where a whole text stands behind a link.
MEASURE = """(mirrored) => {
  const root = document.documentElement, width = root.clientWidth, found = [];
  const say = (what, ...these) => found.push(`${what}: ${these.map((e) => e.outerHTML.slice(0, 160)).join(" | ")}`);
  const style = new Map();
  const look = (e) => style.get(e) ?? style.set(e, getComputedStyle(e)).get(e);
  const scrolls = (e) => /auto|scroll/.test(look(e).overflowX);
  const under = (e, is) => { while (e && e !== root) { if (is(e)) return true; e = e.parentElement; } return false; };
  const meant = ".masthead-name span, .blurb-summary, .menu-who, .leaf-text, .look-choice--size label, input, progress, svg";
  const seen = [...document.body.querySelectorAll("*")].filter((e) =>
    e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.parentElement.closest("svg")
    && !under(e, (one) => look(one).clipPath !== "none"));

  if (root.scrollWidth > width) found.push(`it scrolls sideways, ${root.scrollWidth} px wide`);
  for (const e of seen) {
    const { overflowX, overflowY } = look(e), holds = /hidden|clip/, free = !e.closest(meant);
    const wider = free && e.clientWidth && e.scrollWidth > e.clientWidth + 1;
    const higher = free && e.clientHeight && e.scrollHeight > e.clientHeight + 1;
    if (wider && holds.test(overflowX) || higher && holds.test(overflowY)) say("cut off", e);
    if (wider && overflowX === "visible" && e.matches("button, .button, summary, label, .badge, .tabs a")) say("spills", e);
    for (const node of e.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width && (box.left < -1 || box.right > width + 1) && !under(e, scrolls)) say("beyond the screen", e);
    }
  }

  const pressed = seen.filter((e) => e.matches("a, button, input, select, textarea, summary, label, legend, .badge")
    && !under(e, (one) => /fixed|sticky/.test(look(one).position)));
  const boxes = pressed.flatMap((e) => [...e.getClientRects()].map((box) => [e, box]));
  boxes.sort((one, other) => one[1].top - other[1].top);
  boxes.forEach(([one, a], at) => {
    for (const [other, b] of boxes.slice(at + 1)) {
      if (b.top >= a.bottom) break;
      if (one.contains(other) || other.contains(one) || one.control === other || other.control === one) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 3 && down > 0.4 * Math.min(a.height, b.height)) say("overlap", one, other);
    }
  });

  for (const e of document.querySelectorAll("details")) {
    const was = e.open;
    e.open = true;
    if (e.checkVisibility()) {
      for (const part of e.children) {
        const box = part.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > width + 1) && !under(e, scrolls)) say("opens beyond the screen", part);
      }
      if (root.scrollWidth > width) say("opened, it scrolls sideways", e);
    }
    e.open = was;
  }

  if (mirrored !== (root.dir === "rtl")) found.push(`it is written ${root.dir}`);
  for (const e of document.querySelectorAll(".icon--chevron-left, .icon--chevron-right")) {
    if ((getComputedStyle(e).scale === "-1 1") !== (getComputedStyle(e).direction === "rtl")) say("points the wrong way", e);
  }
  return [...new Set(found)];
}"""

# Each English sentence that is none in German.
ENGLISH = {form for key in messages() for form in forms(key) if len(form) > 1} - {
    form for german in messages().values() for form in german.split(PLURAL)
}


@dataclass(frozen=True)
class Abroad:
    """An archive that speaks all of them, and what stands in it."""

    house: House
    pages: list[tuple[str, str, str]]
    noted: str  # a chapter with a note of Ada's
    words: set[str]
    texts: set[str]


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Abroad]:
    house = House(tmp_path_factory.mktemp("abroad"), like=migrated)
    made = seed(house, WORLD)
    write_catalogues(house.data / "locale")
    house.start()
    yield Abroad(
        house,
        made["pages"],
        made["noted"],
        set(made["words"]) | NAMES | DATES,
        set(made["texts"]),
    )
    house.stop()


@pytest.mark.slow_first
@pytest.mark.parametrize("language", [LONGER, MIRRORED, "de"])
def test_every_page_fits_and_is_said(abroad: Abroad, visit: Visit, language: str) -> None:
    wrong: dict[str, str] = {}
    # The longer one finds most of what the others would.
    looked_at = one_in(
        2 if language == LONGER else 6, {name for _, name, _ in abroad.pages}, turn=language
    )
    pages = [page for page in abroad.pages if page[1] in looked_at]
    for who, of_theirs in groupby(pages, key=itemgetter(0)):
        page = visit(abroad.house, as_="" if who == "guest" else who)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # its typed dict
        page.context.add_cookies(
            [{"name": "bookcub_language", "value": language, "url": abroad.house.url}]
        )
        for _, name, address in of_theirs:
            page.goto(address)
            complaints = page.evaluate(MEASURE, language == MIRRORED)
            for complaint in [*complaints, *foreign(page.content(), language, abroad)]:
                wrong.setdefault(complaint, f"{who} at {name}, {address}")
    assert wrong == {}
    assert len(abroad.pages) > 140, len(abroad.pages)


def foreign(content: str, language: str, abroad: Abroad) -> Iterator[str]:
    """What a page says in English all the same. Letters stay in the language in which they were written."""
    page = LexborHTMLParser(content)
    for node in page.css(".card:has(.person-letter)"):
        node.decompose()
    if language == "de":
        for node in page.css(CODE):
            node.decompose()
        lines = page.css("body")[0].text(deep=True, separator="\n").split("\n")
        for line in {line.strip() for line in lines} & (ENGLISH - abroad.texts):
            yield f"English: {line}"
        return
    for text in unsaid((page.html or "").encode()):
        # Zones are known by their capitals.
        if {word for word in WORD.findall(text) if not word.isupper()} - abroad.words:
            yield f"bare: {text}"


def test_from_the_right_the_margin_is_on_the_left(abroad: Abroad, visit: Visit) -> None:
    places: dict[str, list[float]] = {}
    for language in ("en", MIRRORED):
        page = visit(abroad.house, as_="Ada")
        page.context.add_cookies(
            [{"name": "bookcub_language", "value": language, "url": abroad.house.url}]
        )
        page.goto(abroad.noted)
        page.locator(".margin-count").first.click()
        text, note = page.locator(".userstuff.module"), page.locator(".margin-notes").first
        expect(note).to_be_visible()
        places[language] = [
            one.evaluate("e => e.getBoundingClientRect().left") for one in (text, note)
        ]
    assert places["en"][0] < places["en"][1]
    assert places[MIRRORED][0] > places[MIRRORED][1]


CLUB = """
from bookcub.clubs.models import InvitationLink
from bookcub.works.models import Work
ada = User.objects.get(username="Ada")
club = make_club(ada, name="Am Pegel")
read = make_read(club, work=Work.objects.get(title="Regenmessstelle 4417"))
meeting = make_meeting(read, club, upto=1, title="Das Ende", starts_at=timezone.now() + timedelta(days=4))
link = InvitationLink.objects.create(club=club, made_by=ada)
made = {"link": f"/clubs/links/{link.key}", "meeting": f"/meetings/{meeting.pk}"}
"""


def test_who_speaks_german_hears_nothing_else(abroad: Abroad, visit: Visit) -> None:
    club = seed(abroad.house, CLUB)
    page = visit(abroad.house, phone=True, language="de-DE")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("link", name="Werke", exact=True).first.click()
    page.get_by_role("link", name="Regenmessstelle 4417").first.click()
    expect(page.get_by_text("Sehr geehrte Frau Pask").first).to_be_visible()

    page.goto(club["link"])
    expect(page.get_by_text("Ada lädt dich zum gemeinsamen Lesen ein")).to_be_visible()
    page.get_by_role("link", name="Konto anlegen").click()
    page.get_by_label("Benutzername").fill("Jule")
    page.get_by_label("E-Mail-Adresse").fill("jule@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_label("Ich bin mindestens 13 Jahre alt").check()
    page.get_by_label("Ich habe die Nutzungsbedingungen gelesen").check()
    page.locator("#id_data_agreed").check()
    page.get_by_role("button", name="Konto anlegen").click()
    expect(page.get_by_text("Willkommen, Jule.")).to_be_visible()
    page.get_by_role("button", name="Beitreten").click()
    expect(page.get_by_text("Willkommen bei „Am Pegel“.")).to_be_visible()

    page.get_by_role("link", name="Regenmessstelle 4417").first.click()
    page.get_by_role("link", name="Jetzt lesen").click()
    with page.expect_response(re.compile("/place$")) as kept:
        page.get_by_text("Sachbearbeiter (Stufe II)").first.scroll_into_view_if_needed()
    assert kept.value.status == 204
    page.goto("/desk")
    expect(page.get_by_role("heading", name="Weiterlesen")).to_be_visible()

    page.get_by_role("link", name="Regenmessstelle 4417").first.click()
    page.get_by_role("link", name=re.compile("^Kommentare")).first.click()
    page.get_by_role("link", name=re.compile("^Antworten")).first.click()
    page.get_by_label("Deine Antwort").fill("Bei uns regnet es anders.")
    page.get_by_role("button", name="Antworten", exact=True).click()
    expect(page.get_by_text("Bei uns regnet es anders.")).to_be_visible()

    page.goto(club["meeting"])
    page.get_by_label("Ich komme").check()
    page.get_by_role("button", name="Den anderen Bescheid geben").click()
    expect(page.locator("dt", has_text="Dabei")).to_be_visible()

    hers = [letter for letter in abroad.house.letters() if "To: jule@example.org" in letter]
    assert any("Hallo Jule" in letter for letter in hers), hers
    assert not [line for letter in hers for line in letter.splitlines() if line in ENGLISH]
