"""Looking at a page as its users would: three papers, the narrowest screen, a screen reader's rules."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without preloading: axe would fetch the style sheets again and break the policy of the page with them.
OPTIONS = {"runOnly": RULES, "preload": False}
# A theme changes colours and nothing else: the first is held to all rules, the others to those about colours.
COLOURS = OPTIONS | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
THEMES = {"light": OPTIONS, "sepia": COLOURS, "dark": COLOURS}


def look_at(page: Page) -> None:
    """Assert that axe finds nothing in any theme and that nothing scrolls sideways at 320 px."""
    own = page.evaluate("document.documentElement.dataset.theme ?? ''")
    for theme, options in THEMES.items():
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.wait_for_timeout(60)  # colours change in a moment, not at once
        found = Axe().run(page, options=options).response["violations"]
        told = [
            (
                rule["id"],
                [
                    (node["html"][:160], node.get("failureSummary", "")[:200])
                    for node in rule["nodes"][:3]
                ],
            )
            for rule in found
        ]
        assert told == [], f"{page.url} in {theme}: {told}"
    page.evaluate(
        "theme => { if (theme) document.documentElement.dataset.theme = theme;"
        " else delete document.documentElement.dataset.theme }",
        own,
    )
    narrow(page)


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


def unseen(page: Page) -> None:
    """Look at nothing: axe is a script, and this browser runs none."""
