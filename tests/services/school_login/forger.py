"""A small provider that does as it should, or lies in one way that a test names."""

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jws, jwt
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from services.school_login.providers import People, Provider

SECRET = "secret of our client, long enough for any hash"
STAFF = People(claims={"affiliation": "employee"}, school="De Wissel", role="placement_coordinator")
RIGHT_KEY = RSAKey.generate_key(2048, {"kid": "right", "use": "sig", "alg": "RS256"})
WRONG_KEY = RSAKey.generate_key(2048, {"kid": "right"})


@dataclass
class Answer:
    """What the provider sends over the wire."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Lies:
    """In what the provider differs from a good one; each takes what would be right and gives what is sent."""

    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    token: Callable[["Forger", dict[str, Any]], str] = lambda forger, claims: forger.sign(claims)
    tokens: Callable[[dict[str, Any]], dict[str, Any]] = lambda tokens: tokens
    userinfo: Callable[[dict[str, Any]], dict[str, Any]] = lambda told: told
    metadata: Callable[[dict[str, Any]], dict[str, Any]] = lambda said: said
    keys: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda keys: keys
    back: Callable[[dict[str, str]], dict[str, str]] = lambda back: back
    wire: Callable[[str, Answer], Answer] = lambda path, answer: answer


class Forger:
    """A provider on this machine.

    Attributes
    ----------
    asked : list of (str, dict)
        Every request it got: path, and the fields of the form or the headers.
    broken : list of Exception
        What went wrong in the provider itself.
    """

    def __init__(self, port: int, *, now: datetime) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.now = now
        self.lies = Lies()
        self.sub = "person-1"
        self.told: dict[str, Any] = {"name": "Samira de Vries", "email": "somebody@dewissel.example"}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.broken: list[Exception] = []
        self._codes: dict[str, dict[str, str]] = {}

    def provider(self, key: str = "school", **changes: Any) -> Provider:
        plain: dict[str, Any] = {
            "key": key,
            "name": "De Wissel",
            "issuer": self.issuer,
            "client_id": "plekwijzer",
            "secret_variable": "SECRET",
            "secret": SecretStr(SECRET),
            "schools": ("De Wissel",),
            "people": (),
            "is_inside": True,
        }
        return Provider(**{**plain, **changes})

    def visited(self, url: str) -> dict[str, str]:
        """Do what a browser and a person do at the provider, and give what they come back with."""
        there = urlsplit(url)
        assert f"{there.scheme}://{there.netloc}" == self.issuer
        asked = {name: values[0] for name, values in parse_qs(there.query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = uuid4().hex
        self._codes[code] = asked
        return self.lies.back({"code": code, "state": asked["state"], "iss": self.issuer})

    def sign(self, claims: dict[str, Any], *, key: Any = RIGHT_KEY, alg: str = "RS256", **header: Any) -> str:
        registry = jws.JWSRegistry(algorithms=[alg], strict_check_header=False)
        return jwt.encode({"alg": alg, "kid": "right", **header}, claims, key, algorithms=[alg], registry=registry)

    def unsigned(self, claims: dict[str, Any], **header: Any) -> str:
        return f"{_part({'alg': 'none', **header})}.{_part(claims)}."

    def signed_with_public_key(self, claims: dict[str, Any]) -> str:
        # By hand: the library itself refuses to take a public key for a secret.
        said = f"{_part({'alg': 'HS256', 'kid': 'right'})}.{_part(claims)}"
        proof = hmac.digest(RIGHT_KEY.as_pem(private=False), said.encode(), "sha256")
        return f"{said}.{urlsafe_b64encode(proof).rstrip(b'=').decode()}"

    def answer(self, path: str, fields: dict[str, str], headers: dict[str, str]) -> Answer:
        self.asked.append((path, fields or headers))
        made = {
            "/.well-known/openid-configuration": self._metadata,
            "/keys": lambda: {"keys": self.lies.keys([RIGHT_KEY.as_dict(private=False)])},
            "/token": lambda: self._tokens(fields, headers),
            "/userinfo": lambda: self.lies.userinfo({"sub": self.sub, **self.told}),
        }[path]()
        answer = Answer(json.dumps(made).encode(), status=200 if made else 400)
        return self.lies.wire(path, answer)

    def _metadata(self) -> dict[str, Any]:
        return self.lies.metadata(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/leave",
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def _tokens(self, fields: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        asked = self._codes.pop(fields.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(fields.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != fields["redirect_uri"]:
            return {}
        assert headers["authorization"].startswith("Basic ")
        seconds = int(self.now.timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.sub,
            "aud": "plekwijzer",
            "exp": seconds + 300,
            "iat": seconds,
            "nonce": asked["nonce"],
        }
        id_token = self.lies.token(self, self.lies.claims(claims))
        return self.lies.tokens({"access_token": uuid4().hex, "token_type": "Bearer", "id_token": id_token})


@contextmanager
def forging(*, now: datetime) -> Iterator[Forger]:
    """Run a provider until the end."""
    made: list[Forger] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send({name: values[0] for name, values in parse_qs(body).items()})

        def _send(self, fields: dict[str, str]) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                answer = made[0].answer(self.path, fields, headers)
            except Exception as error:  # a lie that could not be told would look like one that was seen through
                made[0].broken.append(error)
                raise
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.append(Forger(server.server_port, now=now))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made[0]
    server.shutdown()
    server.server_close()
    thread.join()


def _part(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
