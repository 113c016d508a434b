"""Makes the package of a student: what was chosen, as it stands now, and the one page for people."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from career.competency import Catalogue, ClaimSource, CompetencyClaim, Level
from career.dossier import CareerCompetency, DossierEntry
from career.handover import Handover, HandoverPart, TransferFile
from career.student import Student
from services.competencies import current_catalogue
from services.errors import found
from services.files.evidence import ENDINGS, EvidenceKind
from services.handover.content import (
    LONGEST_LINE,
    HandedAgreement,
    HandedClaim,
    HandedEntry,
    HandedFile,
    HandedHolder,
    HandedSkill,
    HandoverConsent,
    HandoverContent,
)
from services.handover.package import Package
from services.handover_words import BY_WORDS, SOURCE_WORDS
from services.local_time import local_day
from services.profile import LEVEL_WORDS
from services.reference import load_reference
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text

TEMPLATE = Path(__file__).with_name("intake.typ")
ON_PAGE = {"claims": 6, "entries": 4, "conditions": 5, "agreements": 4}
"""So many fit one page; the rest stands in the dossier itself."""
LINE_ON_PAGE = 150
WORDS_ON_PAGE = 600
ENDING_OF: Mapping[EvidenceKind, str] = {kind: ending for ending, kind in ENDINGS.items() if ending != "jpeg"}


def made_package(work: UnitOfWork, handover: Handover, *, now: datetime) -> Package:
    """Make what goes along, from what the student chose and what is kept now.

    Whoever asks was let through to the student already.
    """
    parts = {HandoverPart(part) for part in handover.parts}
    student = found(work.students.get(handover.student_id))
    chosen = [one for one in work.dossier.of_student(student.id) if one.id in handover.entry_ids]
    entries = chosen if HandoverPart.ENTRIES in parts else []
    transfer = work.handovers.files(handover.id) if HandoverPart.TRANSFER_FILE in parts else ()
    files, contents = _files(work, student, entries, transfer)
    catalogue = current_catalogue(work)
    content = HandoverContent(
        package_id=handover.id,
        made_at=now,
        holder=HandedHolder(first_name=student.first_name, school_number=student.reference[:LONGEST_LINE]),
        from_school=handover.from_school,
        to_school=handover.to_school,
        to_programme=handover.to_programme,
        entries=tuple(_entry(one, catalogue) for one in entries),
        claims=tuple(_claims(student, catalogue)) if HandoverPart.PROFILE in parts else (),
        conditions=_conditions(student, now) if HandoverPart.CONDITIONS in parts else (),
        agreements=_agreements(work, student) if HandoverPart.AGREEMENTS in parts else (),
        mentor_words=handover.mentor_words if HandoverPart.MENTOR_WORDS in parts else "",
        files=files,
        consent=HandoverConsent(
            parts=tuple(sorted(parts)), given_at=handover.agreed_at or now, text_version=handover.text_version
        ),
    )
    return Package(content=content, intake_pdf=intake_page(content), files=contents)


def intake_page(content: HandoverContent) -> bytes:
    """Set the one page for the intake, as PDF/UA."""
    told = told_on_page(content)
    agreed_on = day_text(local_day(content.consent.given_at))
    told["consent"] = f"{content.holder.first_name} koos wat er meegaat en zei ja op {agreed_on}."
    return typeset(told, template=TEMPLATE)


def told_on_page(content: HandoverContent) -> dict[str, Any]:
    """Give what the one page says, in words; the page on screen says the same."""
    strongest = sorted(content.claims, key=lambda one: (-one.source.strength, -one.skill.level, one.skill.label))
    return {
        "title": f"Intake van {content.holder.first_name}",
        "name": content.holder.first_name,
        "from_school": content.from_school,
        "to_school": content.to_school,
        "programme": content.to_programme,
        "claims": [_claim_text(one) for one in strongest[: ON_PAGE["claims"]]],
        "entries": [
            {"title": one.title, "text": _short(one.result or one.goal, LINE_ON_PAGE)}
            for one in content.entries[: ON_PAGE["entries"]]
        ],
        "conditions": [_short(one, LINE_ON_PAGE) for one in content.conditions[: ON_PAGE["conditions"]]],
        "agreements": [
            _short(f"{one.text} ({BY_WORDS[one.by]})", LINE_ON_PAGE)
            for one in content.agreements[: ON_PAGE["agreements"]]
        ],
        "mentor_words": _short(content.mentor_words, WORDS_ON_PAGE),
        "n_entries": str(len(content.entries)),
        "n_files": str(len(content.files)),
    }


def _claim_text(claim: HandedClaim) -> str:
    level = LEVEL_WORDS.get(Level(claim.skill.level), "nog niet").lower()
    return f"{_short(claim.skill.label, LINE_ON_PAGE)}: {level} ({SOURCE_WORDS[claim.source]})"


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rsplit(" ", 1)[0] + "…"


def _entry(entry: DossierEntry, catalogue: Catalogue) -> HandedEntry:
    return HandedEntry(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        happened_on=entry.happened_on,
        **entry.texts,
        career_competencies=tuple(one for one in CareerCompetency if one in entry.career_competencies),
        shown=tuple(_skill(one.competency_id, one.level, catalogue) for one in entry.shown),
    )


def _claims(student: Student, catalogue: Catalogue) -> Iterable[HandedClaim]:
    for claim in sorted(student.claims, key=lambda one: (one.competency_id, one.source.strength)):
        if claim.level is not None:
            yield HandedClaim(
                source=claim.source,
                skill=_skill(claim.competency_id, claim.level, catalogue),
                seen_on=claim.seen_on,
                evidence=_evidence(claim),
            )


def _evidence(claim: CompetencyClaim) -> str:
    # A student's own evidence is the title of an entry, which may be one that does not go along.
    return "" if claim.source is ClaimSource.SELF else claim.evidence[:LONGEST_LINE]


def _skill(code: str, level: Level, catalogue: Catalogue) -> HandedSkill:
    held = catalogue.competencies.get(code)
    return HandedSkill(competency=code, label=held.plain_label if held else code, level=int(level))


def _conditions(student: Student, now: datetime) -> tuple[str, ...]:
    conditions = load_reference(local_day(now)).conditions
    return tuple(sorted(conditions[code].student_label for code in student.helps if code in conditions))


def _agreements(work: UnitOfWork, student: Student) -> tuple[HandedAgreement, ...]:
    """Give what is still to be done, what is due first first."""
    held = work.conversations.open_agreements_of([student.id])
    return tuple(HandedAgreement(text=one.text, by=one.owner, due_on=one.due_on) for one in held)


def _files(
    work: UnitOfWork, student: Student, entries: Iterable[DossierEntry], transfer: Iterable[TransferFile]
) -> tuple[tuple[HandedFile, ...], dict[str, bytes]]:
    wanted = {entry.id for entry in entries}
    beside: list[tuple[str, str, HandoverPart, UUID | None, bytes]] = [
        (one.name, one.kind, HandoverPart.ENTRIES, one.entry_id, work.dossier.content(one.id))
        for one in work.dossier.files_of(student.id)
        if one.entry_id in wanted
    ]
    beside += [
        (one.name, one.kind, HandoverPart.TRANSFER_FILE, None, work.handovers.file_content(one.id)) for one in transfer
    ]
    files, contents = [], {}
    for number, (name, kind, part, entry_id, content) in enumerate(beside, start=1):
        member = f"files/{number:03}.{ENDING_OF[EvidenceKind(kind)]}"
        contents[member] = content
        digest = hashlib.sha256(content).hexdigest()
        files.append(HandedFile(member=member, name=name, part=part, entry_id=entry_id, sha256=digest))
    return tuple(files), contents
