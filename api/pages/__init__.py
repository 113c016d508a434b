"""Pages in plain Dutch: each handler reads a shape, calls one act and shows a view."""

from api.pages import (
    abilities,
    account,
    candidates,
    corrections,
    employer,
    events,
    invitations,
    login,
    looks,
    messages,
    my_data,
    parents,
    places,
    rectifications,
    schedules,
    schools,
    start,
)

ROUTERS = (
    start.router,
    login.router,
    account.router,
    invitations.router,
    places.router,
    schools.router,
    parents.router,
    looks.router,
    abilities.router,
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
