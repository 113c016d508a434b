"""Pages in plain Dutch: each handler reads a shape, calls one act and shows a view."""

from api.pages import (
    abilities,
    applications,
    candidates,
    corrections,
    employer,
    events,
    follow_up,
    looks,
    messages,
    my_data,
    parents,
    places,
    presented,
    rectifications,
    schedules,
    schools,
    start,
)

ROUTERS = (
    start.router,
    places.router,
    schools.router,
    parents.router,
    looks.router,
    abilities.router,
    applications.router,
    presented.router,
    follow_up.router,
    candidates.router,
    employer.router,
    corrections.router,
    messages.router,
    my_data.router,
    rectifications.router,
    events.router,
    schedules.router,
)
"""Every router of pages."""
