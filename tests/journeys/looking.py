"""Looking at a page as its users would: three papers, the narrowest screen, a screen reader's rules."""

from __future__ import annotations

from zlib import crc32

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

from tests.extent import EVERYTHING

# Of every form the tests of its page say that it works without scripts. Which journeys go without them every day, too:
# an archive set up, an account made, a work written, talked about and brought in, a ballot cast.
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "javascript",
    [True, pytest.param(False, marks=pytest.mark.everything)],
    ids=["script", "plain"],
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without preloading: axe would fetch the style sheets again and break the policy of the page with them.
# Of all else than violations it tells one example a rule: to describe each costs as much as to find them.
OPTIONS = {"runOnly": RULES, "preload": False, "resultTypes": ["violations"]}
# A theme changes colours and nothing else: the first is held to all rules, the others to those about colours.
COLOURS = OPTIONS | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
THEMES = {"light": OPTIONS, "sepia": COLOURS, "dark": COLOURS}
OTHERS = [name for name in THEMES if name != "light"]
# Browsers of journeys want no motion, so that a theme is there at once.
LOOK = """async (themes) => {
  const dress = document.documentElement.dataset;
  const own = dress.theme;
  const found = [];
  for (const [theme, options] of Object.entries(themes)) {
    dress.theme = theme;
    for (const rule of (await axe.run(options)).violations) {
      const nodes = rule.nodes.slice(0, 3);
      found.push([theme, rule.id, ...nodes.map((node) => [node.html.slice(0, 160), node.failureSummary])]);
    }
  }
  if (own === undefined) delete dress.theme;
  else dress.theme = own;
  return found;
}"""

ROWS = """(part) => {
  const style = getComputedStyle(part);
  const room = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  return Math.round((part.clientHeight - room) / parseFloat(style.lineHeight));
}"""


def look_at(page: Page) -> None:
    """Assert that axe finds nothing in any theme (every day in light and one other) and nothing scrolls sideways at 320 px."""
    turn = crc32(page.title().encode()) % len(OTHERS)
    themes = THEMES if EVERYTHING else ("light", OTHERS[turn])
    assert violations(page, *themes) == [], page.url
    narrow(page)


def violations(page: Page, *themes: str) -> list[list[object]]:
    """What axe finds in these themes: the theme, the rule, and up to three places that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(LOOK, {theme: THEMES[theme] for theme in themes}))


def narrow(page: Page) -> None:
    """Assert that the page needs no sideways scrolling on a screen of 320 px."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
             .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 321)
             .slice(-3).map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert width <= 320, f"{page.url} is {width} px wide: {wide}"
    if size:
        page.set_viewport_size(size)


def unfold_news(page: Page) -> None:
    """Show all that is new on a desk: other journeys may have told the same person of much in this house before."""
    if (more := page.locator(".desk-news summary")).count():
        more.click()


def rows_of(part: Locator) -> int:
    """On how many lines the words of a block stand."""
    return int(part.evaluate(ROWS))


def unseen(page: Page) -> None:
    """Look at nothing: axe is a script, and this browser runs none."""
