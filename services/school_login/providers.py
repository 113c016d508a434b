"""Which schools let their people enter with the school's own account: read from a file that the installation keeps."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from services.school_login.errors import ProvidersFileError

KEY_PATTERN = re.compile(r"[a-z0-9-]{1,30}")
"""What a provider may be called in an address."""
Text = Annotated[str, Field(min_length=1, max_length=500)]


class People(BaseModel):
    """Who gets an account at the first visit, and as what.

    Parameters
    ----------
    claims : mapping of str to str
        What the provider must say of the person; of a claim with several values one must be equal.
    school, role, group
        What the person then is; a teacher needs the class.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    claims: dict[Text, Text] = Field(min_length=1)
    school: Text
    role: Literal["teacher", "placement_coordinator"]
    group: str = ""

    @model_validator(mode="after")
    def _has_class(self) -> "People":
        if bool(self.group) != (self.role == "teacher"):
            raise ValueError("give a class (group) with the role teacher, and with no other")
        return self

    def fit(self, claims: Mapping[str, Any]) -> bool:
        """Say whether the provider said all that is asked.

        Examples
        --------
        >>> staff = People(claims={"affiliation": "employee"}, school="De Wissel", role="placement_coordinator")
        >>> staff.fit({"affiliation": ["member", "employee"]}), staff.fit({"affiliation": "student"})
        (True, False)
        """
        return all(_holds(claims.get(name), asked) for name, asked in self.claims.items())


class Provider(BaseModel):
    """A provider that schools trust: SURFconext, Entree Federatie, or a school's own.

    Parameters
    ----------
    key : str
        Its name in our addresses.
    name : str
        As people know it.
    schools : tuple of str
        Who enters by it, to be read beside the button.
    secret_variable : str
        The environment variable that holds the secret of our client; the file itself holds no secrets.
    hosts : frozenset of str
        Hosts of the provider beside that of its issuer.
    is_inside : bool
        It stands in our own network: an address that is not public, and plain http, are right then.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: Text
    issuer: Text
    client_id: Text
    secret_variable: Text
    secret: SecretStr
    schools: tuple[Text, ...] = Field(min_length=1)
    scopes: tuple[Text, ...] = ("openid", "profile")
    hosts: frozenset[Text] = frozenset()
    name_claim: Text = "name"
    people: tuple[People, ...] = ()
    is_inside: bool = False

    @model_validator(mode="after")
    def _hangs_together(self) -> "Provider":
        address = urlsplit(self.issuer)
        if not KEY_PATTERN.fullmatch(self.key):
            raise ValueError("name the provider with small letters, digits and hyphens")
        if address.scheme not in self.schemes or not address.hostname or address.query or address.fragment:
            raise ValueError("give the issuer as an https address without anything behind a question mark")
        if "openid" not in self.scopes:
            raise ValueError("scopes must hold openid")
        if strangers := {people.school for people in self.people} - set(self.schools):
            raise ValueError(f"people of a school that is not among schools: {', '.join(sorted(strangers))}")
        return self

    @property
    def schemes(self) -> frozenset[str]:
        """How it may be asked."""
        return frozenset({"https", "http"} if self.is_inside else {"https"})

    @property
    def known_hosts(self) -> frozenset[str]:
        """The only hosts that are ever asked for it."""
        return self.hosts | {urlsplit(self.issuer).hostname or ""}


def read_providers(file: str, *, environment: Mapping[str, str] = os.environ) -> tuple[Provider, ...]:
    """Read the file of school logins; an empty name means that there are none.

    Raises
    ------
    ProvidersFileError
        The file is not there, cannot be right, or names a secret that is not set; every fault is told.
    """
    if not file:
        return ()
    try:
        found = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProvidersFileError((f"the file cannot be read: {type(error).__name__}",)) from error
    providers, faults = [], []
    for key, given in found.items():
        try:
            providers.append(_provider(key, given, environment))
        except ValidationError as error:
            faults += [
                f"{'.'.join(str(part) for part in (key, *fault['loc']))}: {fault['msg']}" for fault in error.errors()
            ]
    issuers = [provider.issuer for provider in providers]
    faults += [
        f"two providers have the issuer {issuer}" for issuer in sorted({i for i in issuers if issuers.count(i) > 1})
    ]
    if faults:
        raise ProvidersFileError(tuple(faults))
    return tuple(providers)


def _provider(key: str, given: object, environment: Mapping[str, str]) -> Provider:
    told = dict(given) if isinstance(given, dict) else {}
    variable = told.get("secret_variable")
    secret = environment.get(variable) if isinstance(variable, str) else None
    # Without the variable the field stays away, and is told as a fault like any other.
    return Provider.model_validate({**told, "key": key, **({"secret": secret} if secret else {})})


def _holds(said: object, asked: str) -> bool:
    return said == asked or (isinstance(said, list) and asked in said)
