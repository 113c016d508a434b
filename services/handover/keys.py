"""Keys that packages are signed with: Ed25519, as JSON Web Keys (RFC 8037)."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from joserfc.jwk import OKPKey

from services.errors import ServiceError

X = re.compile(r"^[A-Za-z0-9_-]{43}$")
"""Thirty-two bytes in base64url."""


class KeyRefusedError(ServiceError):
    """A text is no public key of another installation; the message says in plain Dutch what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """The public key of an installation whose packages are believed.

    Parameters
    ----------
    key_id : str
        The thumbprint of the key (RFC 7638).
    name : str
        Whose it is, as people know it.
    x : str
        The public key itself, in base64url.
    until : datetime or None
        From here on packages made with it are refused; ``None`` for no end.
    """

    key_id: str
    name: str
    x: str
    until: datetime | None = None

    @classmethod
    def read(cls, text: str, *, name: str) -> Self:
        """Read a public key as ``written`` gives it.

        Raises
        ------
        KeyRefusedError
            It is no such key, or a private one: that one never leaves its own installation.
        """
        try:
            told: Any = json.loads(text)
        except ValueError:
            told = None
        if not isinstance(told, dict) or told.get("kty") != "OKP" or told.get("crv") != "Ed25519":
            raise KeyRefusedError("Dit is geen sleutel. Vraag de andere school om wat `plekwijzer handover key` toont.")
        if "d" in told:
            raise KeyRefusedError("Dit is een geheime sleutel. Bewaar hem niet. Vraag de andere school om een nieuwe.")
        x = told.get("x")
        if not isinstance(x, str) or not X.match(x):
            raise KeyRefusedError("Deze sleutel is niet heel. Kopieer hem opnieuw.")
        return cls(key_id=thumbprint(x), name=name, x=x)

    @property
    def public(self) -> OKPKey:
        """The key that checks."""
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": self.x})

    @property
    def written(self) -> str:
        """The key as text, to give to others."""
        return json.dumps({"crv": "Ed25519", "kid": self.key_id, "kty": "OKP", "x": self.x})


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The key of this installation; ``d`` is secret."""

    x: str
    d: str

    @classmethod
    def new(cls) -> Self:
        """Make a key."""
        told = OKPKey.generate_key("Ed25519", private=True).as_dict(private=True)
        return cls(x=str(told["x"]), d=str(told["d"]))

    def __repr__(self) -> str:
        """Name the key without its secret."""
        return f"SigningKey({self.key_id})"

    @property
    def key_id(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        return thumbprint(self.x)

    @property
    def private(self) -> OKPKey:
        """The key that signs."""
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": self.x, "d": self.d})

    def trusted(self, *, name: str) -> TrustedKey:
        """Give the public half, under a name."""
        return TrustedKey(key_id=self.key_id, name=name, x=self.x)


def thumbprint(x: str) -> str:
    """Give the name of a public key: SHA-256 of its members in order, in hexadecimal (RFC 7638, section 3)."""
    told = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
