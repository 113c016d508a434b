"""Packages to hold things to."""

import hashlib
from datetime import UTC, date, datetime
from uuid import UUID

from career.competency import ClaimSource
from career.conversation import AgreementOwner
from career.dossier import CareerCompetency, EntryKind
from career.handover import HandoverPart
from services.handover.content import (
    HandedAgreement,
    HandedClaim,
    HandedEntry,
    HandedFile,
    HandedHolder,
    HandedSkill,
    HandoverConsent,
    HandoverContent,
)
from services.handover.keys import SigningKey
from services.handover.package import Package

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = SigningKey.new()
TRUSTED = (KEY.trusted(name="De Wissel"),)
SKILL = HandedSkill(competency="koken", label="koken", level=3)
PHOTO = b"\xff\xd8\xff een foto"


def handover(**changed: object) -> Package:
    """Give a package in parts, with something of everything."""
    told: dict[str, object] = {
        "package_id": UUID(int=1),
        "made_at": NOON,
        "holder": HandedHolder(first_name="Noor", last_name="de Vries"),
        "from_school": "De Wissel",
        "to_school": "ROC Maasoever",
        "to_programme": "Kok",
        "entries": (
            HandedEntry(
                id=UUID(int=2),
                kind=EntryKind.EXPERIENCE,
                title="Soep voor de buurt",
                happened_on=date(2026, 10, 3),
                goal="Koken voor veel mensen",
                career_competencies=(CareerCompetency.QUALITIES,),
                shown=(SKILL,),
            ),
        ),
        "claims": (HandedClaim(source=ClaimSource.SELF, skill=SKILL, seen_on=date(2026, 10, 3)),),
        "agreements": (HandedAgreement(text="Bel het bedrijf", by=AgreementOwner.STUDENT, due_on=date(2027, 1, 5)),),
        "conditions": ("Eén taak tegelijk",),
        "mentor_words": "Noor pakt veel zelf op.",
        "files": (
            HandedFile(
                member="files/001.jpg",
                name="soep.jpg",
                part=HandoverPart.ENTRIES,
                entry_id=UUID(int=2),
                sha256=hashlib.sha256(PHOTO).hexdigest(),
            ),
        ),
        "consent": HandoverConsent(parts=tuple(HandoverPart), given_at=NOON, text_version="1"),
        **changed,
    }
    return Package(
        content=HandoverContent(**told),  # type: ignore[arg-type]  # told by name; the model looks at each
        intake_pdf=b"%PDF-1.7 een bladzijde",
        files={"files/001.jpg": PHOTO},
    )
