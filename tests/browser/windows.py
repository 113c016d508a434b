"""Windows of one real browser, lent to one test after another."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import Error as BrowserError

from api.security import COOKIE, Seal, Session
from tests.demo_doors import KEY

Scheme = Literal["light", "dark"]
MOST_IDLE = 6
"""Windows that are kept; the one that waited longest goes first, and with it those before a site that is no more."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A window before a site, with the wire to the browser behind it."""

    address: str
    has_script: bool
    page: Page
    wire: CDPSession


class Windows:
    """Windows that nobody has used, as far as a page can tell.

    A window of its own for each test takes a process with it that learns everything anew, which costs more than most
    pages do. So a window comes back without cookies, storage and history, and never keeps a file between two pages.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Window] = []
        self._lent: list[Window] = []

    def open(
        self,
        address: str,
        *,
        secret: str | None = None,
        is_demo: bool = True,
        width: int = 390,
        height: int = 900,
        scheme: Scheme = "light",
        has_script: bool = True,
    ) -> Page:
        """Give an empty window before a site; with the secret of a session as whoever it belongs to."""
        fits = (one for one in self._idle if (one.address, one.has_script) == (address, has_script))
        window = next(fits, None)
        if window is None:
            window = self._made(address, has_script=has_script)
        else:
            self._idle.remove(window)
        self._lent.append(window)
        page = window.page
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=scheme, forced_colors="none")
        if secret is not None:
            cookie = Seal(KEY, is_demo=is_demo).cookie(Session(nonce="nonce", secret=secret))
            page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        return page

    def take_back(self) -> None:
        """Make every window that was lent as good as new; one that will not is closed."""
        while self._lent:
            window = self._lent.pop()
            page, wire = window.page, window.wire
            try:
                for other in page.context.pages:
                    if other is not page:
                        other.close()
                page.goto("about:blank")
                wire.send("Page.resetNavigationHistory")
                wire.send("Storage.clearDataForOrigin", {"origin": window.address, "storageTypes": "all"})
                page.context.clear_cookies()
            except BrowserError:
                page.context.close()
            else:
                self._idle.append(window)
        while len(self._idle) > MOST_IDLE:
            self._idle.pop(0).page.context.close()

    def _made(self, address: str, *, has_script: bool) -> Window:
        context = self._browser.new_context(base_url=address, java_script_enabled=has_script, locale="nl-NL")
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return Window(address=address, has_script=has_script, page=page, wire=wire)
