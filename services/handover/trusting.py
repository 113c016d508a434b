"""Whose packages are believed: our own key to give away, and the keys of other installations."""

from datetime import datetime

from services.errors import NotFoundError
from services.handover.choosing import own_key
from services.handover.content import LONGEST_NAME
from services.handover.keys import KeyRefusedError, TrustedKey
from services.unit_of_work import UnitOfWork

OWN_NAME = "Deze Plekwijzer"
LONGEST_KEY = 500
"""Signs; a key is about a hundred and seventy."""


def own_public_key(work: UnitOfWork, *, now: datetime) -> TrustedKey:
    """Give the public half of the key of this installation; it is made the first time that somebody asks."""
    return own_key(work, now=now).trusted(name=OWN_NAME)


def trust_key(work: UnitOfWork, *, text: str, name: str, now: datetime) -> TrustedKey:
    """Believe packages of another installation from now on; a key that ended is believed again.

    Parameters
    ----------
    text : str
        What the other one gave, as ``TrustedKey.written``.
    name : str
        Whose it is; whoever does an intake reads this as the sender.

    Raises
    ------
    KeyRefusedError
        It is no public key, it is our own, or the name cannot be.
    """
    name = " ".join(name.split())
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise KeyRefusedError(f"Schrijf van welke school de sleutel is, met hoogstens {LONGEST_NAME} tekens.")
    key = TrustedKey.read(text if len(text) <= LONGEST_KEY else "", name=name)
    if key.key_id in {key_id for key_id, _, _, _, is_own in work.handover_keys.all() if is_own}:
        # Keeping it as that of another would throw the secret half away.
        raise KeyRefusedError("Dit is de sleutel van deze Plekwijzer zelf. Die hoeft er niet bij.")
    work.handover_keys.keep(key_id=key.key_id, name=key.name, x=key.x, d=None, now=now)
    work.note(act="trust_handover_key", by=None)
    return key


def end_trust(work: UnitOfWork, *, key_id: str, now: datetime) -> None:
    """Believe packages with this key no longer, also those that were made before; what was taken in stays.

    Raises
    ------
    NotFoundError
        It is not the key of another installation that is believed now.
    """
    if key_id not in {key.key_id for key in keys_of_others(work) if key.until is None}:
        raise NotFoundError("not found")
    work.handover_keys.end(key_id, now=now)
    work.note(act="end_handover_key", by=None)


def keys_of_others(work: UnitOfWork) -> tuple[TrustedKey, ...]:
    """Give the keys of other installations by name, also those that ended."""
    return tuple(
        TrustedKey(key_id=key_id, name=name, x=x, until=until)
        for key_id, name, x, until, is_own in work.handover_keys.all()
        if not is_own
    )
