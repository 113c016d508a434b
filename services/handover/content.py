"""What travels when a young person goes to another school, as a package holds it (``docs/handover.schema.json``).

These models are the form on the wire: reading is strict, nothing unknown is let in, and the same content has one text.
"""

import json
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from career.competency import ClaimSource
from career.conversation import AgreementOwner
from career.dossier import LONGEST_TEXT, LONGEST_TITLE, CareerCompetency, EntryKind
from career.handover import HandoverPart

LONGEST_NAME = 120
LONGEST_LINE = 400
MOST_OF_A_KIND = 500
"""Entries, claims or agreements in one package; a dossier holds fewer."""
HIGHEST_LEVEL = 5


def _without_signs(text: str) -> str:
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text) or "\x7f" in text:
        raise ValueError("a text holds no control signs")
    return text


def _in_a_zone(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment knows its zone")
    return moment


Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE), AfterValidator(_without_signs)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(_without_signs)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE), AfterValidator(_without_signs)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_without_signs)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:/._-]{1,200}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[datetime, AfterValidator(_in_a_zone)]


class Told(BaseModel):
    """A part of a package; nothing unknown is let in, and nothing is turned into something else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class HandedHolder(Told):
    """Whose package it is: no more than the next school needs to know who this is."""

    first_name: Name
    last_name: Line = ""
    school_number: Line = ""
    """The number that the sending school knows the young person by, or empty."""


class HandedSkill(Told):
    """Something of the catalogue, how far it went (1 to 5), and what shows it."""

    competency: Code
    label: Line
    """Its name in words, for a reader without this catalogue."""
    level: Annotated[int, Field(ge=1, le=HIGHEST_LEVEL)]


class HandedEntry(Told):
    """One entry of the dossier: the four fields of the exam rules, and what it touches and shows."""

    id: UUID
    kind: EntryKind
    title: Title
    happened_on: date
    goal: Text = ""
    result: Text = ""
    evaluation: Text = ""
    follow_up: Text = ""
    career_competencies: tuple[CareerCompetency, ...] = ()
    shown: tuple[HandedSkill, ...] = ()


class HandedClaim(Told):
    """What somebody says that the young person can do, and since when."""

    source: ClaimSource
    skill: HandedSkill
    seen_on: date
    evidence: Line = ""


class HandedAgreement(Told):
    """What was agreed and is still to be done."""

    text: Line
    by: AgreementOwner
    due_on: date | None = None


class HandedFile(Told):
    """A file of the package, and the entry that it belongs to; the transfer file of a school belongs to none."""

    member: Annotated[str, StringConstraints(pattern=r"^files/[0-9]{3}\.(jpg|png|pdf|txt)$")]
    name: Name
    part: HandoverPart
    entry_id: UUID | None = None
    sha256: Digest


class HandoverConsent(Told):
    """What the young person agreed to, when, and by which words; for who is too young the parent agreed too."""

    parts: tuple[HandoverPart, ...]
    given_at: Moment
    with_parent_at: Moment | None = None
    text_version: Code


class HandoverContent(Told):
    """All that a package says.

    Raises
    ------
    pydantic.ValidationError
        A part goes along that the young person did not choose, two things have one name, or a file belongs to nothing.
    """

    package_id: UUID
    made_at: Moment
    holder: HandedHolder
    from_school: Name
    to_school: Name
    to_programme: Line = ""
    entries: Annotated[tuple[HandedEntry, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    claims: Annotated[tuple[HandedClaim, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    agreements: Annotated[tuple[HandedAgreement, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    conditions: Annotated[tuple[Line, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    mentor_words: Text = ""
    files: Annotated[tuple[HandedFile, ...], Field(max_length=MOST_OF_A_KIND)] = ()
    consent: HandoverConsent

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        carried = {
            HandoverPart.ENTRIES: self.entries,
            HandoverPart.PROFILE: self.claims,
            HandoverPart.AGREEMENTS: self.agreements,
            HandoverPart.CONDITIONS: self.conditions,
            HandoverPart.MENTOR_WORDS: self.mentor_words,
        }
        present = {part for part, held in carried.items() if held} | {file.part for file in self.files}
        if beyond := sorted(present - set(self.consent.parts)):
            raise ValueError(f"not agreed to: {', '.join(beyond)}")
        entries = [entry.id for entry in self.entries]
        members = [file.member for file in self.files]
        if len(set(entries)) < len(entries) or len(set(members)) < len(members):
            raise ValueError("two entries or files have one name")
        for file in self.files:
            if file.part not in (HandoverPart.ENTRIES, HandoverPart.TRANSFER_FILE):
                raise ValueError(f"no files go along with {file.part}")
            if (file.part is HandoverPart.ENTRIES) != (file.entry_id in set(entries)):
                raise ValueError(f"{file.member} belongs to nothing here")
        if self.consent.given_at > self.made_at:
            raise ValueError("agreed to after it was made")
        return self


def text_of(content: Told) -> bytes:
    """Give the one text of this content: keys in order, as UTF-8, ended by a line feed."""
    told: Any = content.model_dump(mode="json")
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of ``content.json``."""
    made = HandoverContent.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
