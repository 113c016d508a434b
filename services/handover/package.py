"""The package of a hand-over: written in one way only, so that every other byte is noticed.

A package is a ZIP of stored members in a fixed order: ``manifest.json`` names every other member with its size and
SHA-256, ``signature.jws`` signs the manifest (JWS with detached content, RFC 7515 appendix F, Ed25519),
``content.json`` is what ``services.handover.content`` describes, ``intake.pdf`` is one page for people, and ``files/``
holds evidence. After reading, the package is written once more and must come out the same.
"""

import hashlib
import io
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from joserfc import jws
from joserfc.errors import JoseError
from pydantic import Field, StringConstraints, ValidationError

from services.handover.content import Code, Digest, HandoverContent, Moment, Name, Told, text_of
from services.handover.keys import SigningKey, TrustedKey
from services.handover.refusing import HandoverRefusedError, Refusal
from services.reference.handover_terms import HandoverTerms

MANIFEST, SIGNATURE, CONTENT, INTAKE, FILES = (
    "manifest.json",
    "signature.jws",
    "content.json",
    "intake.pdf",
    "files/",
)
ALGORITHM = "Ed25519"
REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clocks of two installations may differ."""
MOMENT_ZERO = (1980, 1, 1, 0, 0, 0)
"""The oldest moment that a ZIP can hold; when the package was made stands in its content."""
UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, OverflowError)
"""What ``zipfile`` raises over a file that is no whole ZIP."""


class Member(Told):
    """A member of a package, as its manifest names it."""

    name: Annotated[str, StringConstraints(pattern=r"^(content\.json|intake\.pdf|files/[0-9]{3}\.(jpg|png|pdf|txt))$")]
    n_bytes: Annotated[int, Field(ge=0)]
    sha256: Digest


class Manifest(Told):
    """What a signature stands under."""

    format: Literal["plekwijzer-handover"] = "plekwijzer-handover"
    version: Literal[1] = 1
    package_id: UUID
    made_at: Moment
    from_school: Name
    key_id: Code
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package in parts.

    Parameters
    ----------
    intake_pdf : bytes
        The page for people (PDF/UA).
    files : Mapping of str to bytes
        What ``content.files`` names, by member.
    """

    content: HandoverContent
    intake_pdf: bytes
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPackage:
    """A package that was read and is believed.

    Parameters
    ----------
    sender : TrustedKey
        Whose signature it carries.
    """

    package: Package
    sender: TrustedKey


def pack(package: Package, *, key: SigningKey) -> bytes:
    """Write a package; the same content and key give the same bytes.

    Raises
    ------
    ValueError
        The files are not those that the content names, or not as it names them.
    """
    content = package.content
    named = {file.member: file.sha256 for file in content.files}
    if {member: _digest(held) for member, held in package.files.items()} != named:
        raise ValueError("the files are not those that the content names")
    members = {CONTENT: text_of(content), INTAKE: package.intake_pdf, **dict(sorted(package.files.items()))}
    manifest = Manifest(
        package_id=content.package_id,
        made_at=content.made_at,
        from_school=content.from_school,
        key_id=key.key_id,
        members=tuple(
            Member(name=name, n_bytes=len(held), sha256=_digest(held)) for name, held in sorted(members.items())
        ),
    )
    told = text_of(manifest)
    return _zipped({MANIFEST: told, SIGNATURE: _signed(told, key), **members})


def unpack(data: bytes, *, trusted: Iterable[TrustedKey], terms: HandoverTerms, now: datetime) -> SignedPackage:
    """Read a package and believe it, or say why not.

    The files are as the sender sent them: look at them (``services.handover.reading``) before anything opens them.

    Parameters
    ----------
    trusted : iterable of TrustedKey
        Whose packages are believed.
    terms : HandoverTerms
        How large a package may be.

    Raises
    ------
    HandoverRefusedError
        It is too large, no package, not whole, changed, not signed by somebody we trust, or says what cannot be.
    """
    members = _members(data, terms)
    manifest = _manifest(members)
    sender = _sender(manifest, members, {key.key_id: key for key in trusted}, now)
    _hold_to(manifest, members)
    content = _content(members[CONTENT])
    if (content.package_id, content.made_at, content.from_school) != (
        manifest.package_id,
        manifest.made_at,
        manifest.from_school,
    ):
        raise HandoverRefusedError(Refusal.CHANGED, CONTENT)
    files = {name: held for name, held in members.items() if name.startswith(FILES)}
    named = {file.member: file.sha256 for file in content.files}
    if {name: _digest(held) for name, held in files.items()} != named:
        raise HandoverRefusedError(Refusal.CHANGED, FILES)
    if content.made_at > now + CLOCKS_DIFFER:
        raise HandoverRefusedError(Refusal.FUTURE, content.made_at.date().isoformat())
    if _zipped(members) != data:
        raise HandoverRefusedError(Refusal.DAMAGED)
    return SignedPackage(package=Package(content=content, intake_pdf=members[INTAKE], files=files), sender=sender)


def unpacked_own(data: bytes) -> Package:
    """Open a package that was packed or believed here before."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    files = {name: held for name, held in members.items() if name.startswith(FILES)}
    content = HandoverContent.model_validate_json(members[CONTENT])
    return Package(content=content, intake_pdf=members[INTAKE], files=files)


# -- The ZIP -----------------------------------------------------------------------------------------------------------


def _zipped(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in (MANIFEST, SIGNATURE, *sorted(set(members) - {MANIFEST, SIGNATURE})):
            about = zipfile.ZipInfo(name, MOMENT_ZERO)
            about.create_system, about.external_attr = 3, 0o600 << 16
            archive.writestr(about, members[name])
    return made.getvalue()


def _members(data: bytes, terms: HandoverTerms) -> dict[str, bytes]:
    if len(data) > terms.package_bytes:
        raise HandoverRefusedError(Refusal.TOO_LARGE, f"hoogstens {terms.package_megabytes} MB mag")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_members(archive, terms)
    except UNREADABLE as error:
        raise HandoverRefusedError(_why_no_zip(data)) from error


def _why_no_zip(data: bytes) -> Refusal:
    return Refusal.DAMAGED if data.startswith(b"PK\x03\x04") else Refusal.NOT_A_PACKAGE


def _read_members(archive: zipfile.ZipFile, terms: HandoverTerms) -> dict[str, bytes]:
    listed = archive.infolist()
    most = terms.files_per_package + len((MANIFEST, SIGNATURE, CONTENT, INTAKE))
    if len(listed) > most:
        raise HandoverRefusedError(Refusal.TOO_MANY, f"hoogstens {terms.files_per_package} mag")
    members: dict[str, bytes] = {}
    for about in listed:
        if not _can_be_named(about.filename):
            raise HandoverRefusedError(Refusal.NAME, ascii(about.filename[:60]))
        if about.filename in members:
            raise HandoverRefusedError(Refusal.TWICE, about.filename)
        # Stored and in the open, a member is never larger than the package itself: nothing here can swell.
        if about.compress_type != zipfile.ZIP_STORED or about.flag_bits & 1 or about.file_size != about.compress_size:
            raise HandoverRefusedError(Refusal.PACKED_TIGHT, about.filename)
        if about.file_size > terms.package_bytes:
            raise HandoverRefusedError(Refusal.DAMAGED)
        members[about.filename] = archive.read(about)
    return members


def _can_be_named(name: str) -> bool:
    parts = name.split("/")
    return (
        name.isascii()
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and all(part.strip(". ") for part in parts)
        and len(parts) <= len(("files", "name"))
    )


# -- What is in it -----------------------------------------------------------------------------------------------------


def _manifest(members: Mapping[str, bytes]) -> Manifest:
    if MANIFEST not in members:
        raise HandoverRefusedError(Refusal.MISSING if CONTENT in members else Refusal.NOT_A_PACKAGE, MANIFEST)
    try:
        manifest = Manifest.model_validate_json(members[MANIFEST])
    except (ValidationError, RecursionError) as error:
        where = _field(error)
        refusal = Refusal.VERSION if where in ("version", "format") else Refusal.CHANGED
        raise HandoverRefusedError(refusal, where if refusal is Refusal.VERSION else MANIFEST) from error
    if text_of(manifest) != members[MANIFEST]:
        raise HandoverRefusedError(Refusal.CHANGED, MANIFEST)
    return manifest


def _hold_to(manifest: Manifest, members: Mapping[str, bytes]) -> None:
    named = {member.name: member for member in manifest.members}
    if len(named) < len(manifest.members):
        raise HandoverRefusedError(Refusal.TWICE, MANIFEST)
    for name in (CONTENT, INTAKE, *named):
        if name not in members:
            raise HandoverRefusedError(Refusal.MISSING, name)
    for name, held in members.items():
        if name in (MANIFEST, SIGNATURE):
            continue
        if name not in named:
            raise HandoverRefusedError(Refusal.UNKNOWN_MEMBER, name)
        if (named[name].n_bytes, named[name].sha256) != (len(held), _digest(held)):
            raise HandoverRefusedError(Refusal.CHANGED, name)


def _content(text: bytes) -> HandoverContent:
    try:
        content = HandoverContent.model_validate_json(text)
    except (ValidationError, RecursionError) as error:
        raise HandoverRefusedError(Refusal.CONTENT, _field(error)) from error
    if text_of(content) != text:
        raise HandoverRefusedError(Refusal.CONTENT, CONTENT)
    return content


def _field(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return CONTENT
    where = [str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"]]
    # A name that the sender chose is not repeated.
    return ".".join(part for part in where if part.isidentifier() or part.isdigit())[:80] or CONTENT


# -- The signature -----------------------------------------------------------------------------------------------------


def _signed(manifest: bytes, key: SigningKey) -> bytes:
    header = {"alg": ALGORITHM, "kid": key.key_id}
    whole = jws.serialize_compact(header, manifest, key.private, registry=REGISTRY)
    head, _, signature = whole.split(".")
    return f"{head}..{signature}\n".encode()


def _sender(
    manifest: Manifest, members: Mapping[str, bytes], trusted: Mapping[str, TrustedKey], now: datetime
) -> TrustedKey:
    if SIGNATURE not in members:
        raise HandoverRefusedError(Refusal.MISSING, SIGNATURE)
    sender = trusted.get(manifest.key_id)
    if sender is None or (sender.until is not None and sender.until <= now):
        raise HandoverRefusedError(Refusal.UNKNOWN_SENDER, f"sleutel {manifest.key_id[:8]}")
    try:
        head, middle, signature = members[SIGNATURE].decode("ascii").removesuffix("\n").split(".")
        payload = urlsafe_b64encode(members[MANIFEST]).rstrip(b"=").decode("ascii")
        read = jws.deserialize_compact(f"{head}.{payload}.{signature}", sender.public, registry=REGISTRY)
    except (JoseError, ValueError) as error:
        raise HandoverRefusedError(Refusal.SIGNATURE) from error
    if middle or read.headers().get("kid") != sender.key_id or f"{head}..{signature}\n".encode() != members[SIGNATURE]:
        raise HandoverRefusedError(Refusal.SIGNATURE)
    return sender


def _digest(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()
