"""By which words somebody knows a browser again."""

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung-browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: many a browser also says to be another one."""
SYSTEMS = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "Android"),
    ("CrOS", "een Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "een Mac"),
    ("Linux", "Linux"),
)


def device_text(user_agent: str) -> str:
    """Name a browser and what it runs on; no version and nothing else, so that it tells little about anybody.

    Examples
    --------
    >>> device_text("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 (KHTML) Chrome/141.0 Safari/537.36")
    'Chrome op een Chromebook'
    >>> device_text("curl/8")
    'Onbekend apparaat'
    """
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if not browser:
        return f"Een apparaat met {system}" if system else "Onbekend apparaat"
    return f"{browser} op {system}" if system else browser
