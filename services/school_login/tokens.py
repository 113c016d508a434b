"""Is this token from that provider, for us, for this very visit, and of now? (OpenID Connect Core 1.0, 3.1.3.7)"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from services.school_login.errors import LoginRefusedError
from services.school_login.providers import Provider

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signed with a key that only the provider has; none, and secrets that are shared, are not among them."""
REGISTRY = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
"""Providers add headers of their own, which do no harm."""
LEEWAY = timedelta(seconds=60)
"""How far two clocks may differ."""
LONGEST_SUB = 255
"""OpenID Connect Core 1.0, section 2."""


def key_id_of(id_token: object) -> str | None:
    """Give which key a token says to be signed with; nothing of it is believed yet.

    Raises
    ------
    LoginRefusedError
        It is no token.
    """
    if not isinstance(id_token, str):
        raise LoginRefusedError("no token")
    try:
        header = jws.extract_compact(id_token.encode(), registry=REGISTRY).headers()
    except (JoseError, ValueError) as error:
        raise LoginRefusedError("token cannot be read") from error
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def claims_of(
    id_token: str, *, keys: KeySet, provider: Provider, nonce: str, access_token: str, begun_at: datetime, now: datetime
) -> Mapping[str, Any]:
    """Give what a token says, when it is believed.

    Parameters
    ----------
    nonce : str
        What was sent along with this visit.
    begun_at : datetime
        When the visit began; a token made before that is not of it.

    Raises
    ------
    LoginRefusedError
        Anything is not as it should be.
    """
    try:
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS, registry=REGISTRY)
        JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=int(LEEWAY.total_seconds()),
            iss={"essential": True, "value": provider.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(token.claims)
    except (JoseError, ValueError, OverflowError) as error:
        raise LoginRefusedError(f"token: {type(error).__name__}") from error
    claims = token.claims
    checks = {
        # With more audiences somebody else could use it too.
        "audience": claims["aud"] in (provider.client_id, [provider.client_id]),
        "authorised party": claims.get("azp", provider.client_id) == provider.client_id,
        "nonce": isinstance(claims["nonce"], str) and compare_digest(claims["nonce"].encode(), nonce.encode()),
        "made before this visit": claims["iat"] >= (begun_at - LEEWAY).timestamp(),
        "subject": 0 < len(claims["sub"]) <= LONGEST_SUB,
        "access token": claims.get("at_hash") in (None, _half_hash(access_token)),
    }
    if wrong := [name for name, is_right in checks.items() if not is_right]:
        raise LoginRefusedError(f"token: {', '.join(wrong)}")
    return claims


def _half_hash(access_token: str) -> str:
    """Give the left half of the hash, as all three algorithms take it (OpenID Connect Core 1.0, 3.1.3.6)."""
    return urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()
