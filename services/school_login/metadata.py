"""What a provider says of itself: where it takes visitors, where it gives tokens, and with which keys it signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.school_login.errors import ProviderAwayError, SchoolLoginError
from services.school_login.fetching import Fetcher, checked_host
from services.school_login.providers import Provider

GOOD_FOR = timedelta(hours=1)
"""How long what a provider says of itself is believed."""
KEYS_GOOD_FOR = timedelta(minutes=1)
"""A key that is not known is looked for again, and not more often than this."""
LEFT_ALONE = timedelta(seconds=30)
"""How long a provider that did not answer is not asked again: nobody else waits for it in the meantime."""
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3).

    Attributes
    ----------
    names_itself : bool
        Whether it sends its issuer along with a visitor who comes back (RFC 9207).
    end_session_endpoint : str
        Where people end the session at the provider; empty when it has no such place.
    """

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    names_itself: bool


@dataclass(slots=True, kw_only=True)
class Memory:
    """What this process remembers of one provider."""

    provider: Provider
    _metadata: tuple[datetime, Metadata] | None = None
    _keys: tuple[datetime, KeySet] | None = None
    _away_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def metadata(self, *, now: datetime) -> Metadata:
        """Give what the provider says of itself; raises ``ProviderAwayError``, at once when it was away just now."""
        with self._lock:
            if self._metadata is None or now - self._metadata[0] > GOOD_FOR:
                if self._away_at is not None and now - self._away_at < LEFT_ALONE:
                    raise ProviderAwayError("it did not answer a moment ago")
                try:
                    self._metadata = (now, _metadata(self.provider))
                except SchoolLoginError as error:
                    self._away_at = now
                    raise ProviderAwayError(str(error)) from error
            return self._metadata[1]

    def keys(self, *, now: datetime, kid: str | None) -> KeySet:
        """Give the keys with which the provider signs; a key that is not among them is looked for once more."""
        uri = self.metadata(now=now).jwks_uri
        with self._lock:
            kept = self._keys
            is_known = kept is not None and (kid is None or any(key.kid == kid for key in kept[1]))
            if kept is None or now - kept[0] > (GOOD_FOR if is_known else KEYS_GOOD_FOR):
                kept = self._keys = (now, _keys(self.provider, uri))
            return kept[1]


def _metadata(provider: Provider) -> Metadata:
    said = Fetcher(provider=provider).get(provider.issuer.rstrip("/") + WELL_KNOWN)
    if said.get("issuer") != provider.issuer:
        raise ProviderAwayError("it says to be another issuer")
    methods = said.get("code_challenge_methods_supported")
    if methods is not None and "S256" not in methods:
        raise ProviderAwayError("it cannot check the proof with S256")
    endpoints = {
        name: _endpoint(said, name, provider)
        for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    }
    ends = _endpoint(said, "end_session_endpoint", provider) if said.get("end_session_endpoint") else ""
    names_itself = said.get("authorization_response_iss_parameter_supported") is True
    return Metadata(**endpoints, end_session_endpoint=ends, names_itself=names_itself)


def _endpoint(said: Mapping[str, Any], name: str, provider: Provider) -> str:
    url = said.get(name)
    checked_host(url, provider)
    return str(url)


def _keys(provider: Provider, uri: str) -> KeySet:
    said = Fetcher(provider=provider).get(uri)
    try:
        # A shared secret has no place in a public list: with it anybody could sign.
        found = [key for key in said["keys"] if isinstance(key, dict) and key.get("kty") in ("RSA", "EC")]
        return KeySet.import_key_set({"keys": found})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise ProviderAwayError("its keys cannot be read") from error
