"""What differs between an event as it was and as it is."""

from collections.abc import Callable, Mapping
from typing import Any

from events.event import Change, Event
from events.series import PLANNED


def differences(before: Event, after: Event, *, words: Mapping[str, Callable[[Any], str]]) -> tuple[Change, ...]:
    """Give every field that an organiser fills in and that differs, in words, in the order in which people read them.

    Parameters
    ----------
    words : mapping of str to callable
        For every field of ``PLANNED`` how people read its value.
    """
    return tuple(
        Change(name=name, before=words[name](getattr(before, name)), after=words[name](getattr(after, name)))
        for name in PLANNED
        if getattr(before, name) != getattr(after, name)
    )
