"""What is looked at on every page: what axe finds, what sticks out of the screen, what is hard to hit."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (390, 1280)
LOOKS = ((390, "light"), (1280, "dark"))
"""Both widths and both colour schemes, each page twice: what a width breaks does not depend on the colours."""
VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(({id, help, nodes}) => [id, help, nodes.slice(0, 3).map(node => node.target)])"""
TRAVELLED = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"
"""The bytes that travelled for a page with an empty cache, headers included."""
MOST_BYTES = 50_000
SMALLEST_TARGET = 24
"""CSS pixels (WCAG 2.2, 2.5.8)."""
SMALL = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(e => !e.matches(".skip, [type=hidden]") && getComputedStyle(e).display !== "inline")
  .map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
  .map(([html]) => html)"""


def violations(page: Page) -> list[str]:
    """Give what axe finds; it is read once for each page, and only what it found travels back."""
    page.wait_for_load_state()
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [f"{rule}: {told} {targets}" for rule, told, targets in page.evaluate(VIOLATIONS)]


def faults_in_both_looks(page: Page) -> list[str]:
    """Look at a page on a light phone and on a dark desk: what axe finds, what sticks out, and what is hard to hit."""
    faults = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate("Promise.all(document.getAnimations().map((moving) => moving.finished))")
        needed = page.evaluate("document.documentElement.scrollWidth")
        sticks_out = [f"{needed} pixels wide"] if needed > width else []
        faults += [f"{width} {scheme}: {fault}" for fault in (*violations(page), *sticks_out, *small_targets(page))]
    return faults


def small_targets(page: Page) -> list[str]:
    """Give what is too small to hit; links inside a sentence are free (WCAG 2.2, 2.5.8)."""
    page.wait_for_load_state()
    return list(page.evaluate(SMALL, SMALLEST_TARGET))
