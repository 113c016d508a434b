"""Pages in plain Dutch: each handler reads a shape, calls one act and shows a view."""

from api.pages import candidates, employer, events, places, start

ROUTERS = (start.router, places.router, candidates.router, employer.router, events.router)
"""Every router of pages."""
