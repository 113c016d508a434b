"""What stands in the dossiers of two students of the demo."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.role import Role
from career.competency import Level
from career.dossier import (
    CareerCompetency,
    DossierEntry,
    DossierFile,
    EntryKind,
    Sharing,
    ShownCompetency,
    shown_claims,
)
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.people import DemoPerson
from services.profile import put_own_claims
from services.unit_of_work import UnitOfWork

KEPT = (
    (
        0,
        "Pannenkoeken voor de klas",
        EntryKind.EXPERIENCE,
        20,
        (
            "Ik wilde zelf iets maken voor iedereen.",
            "Er waren 40 pannenkoeken. Niemand had nog honger.",
            "Leuk was dat iedereen blij was. Lastig was het bakken in twee pannen.",
            "Ik ga met kerst het toetje maken. Mijn juf helpt met kopen.",
        ),
        (CareerCompetency.QUALITIES, CareerCompetency.MOTIVES),
        (("doe:koken", Level.PARTLY),),
        Sharing.GUIDES_AND_PARENTS,
    ),
    (
        0,
        "Kijken in een verzorgingshuis",
        EntryKind.EVENT,
        33,
        (
            "Ik wilde weten of werken met oude mensen iets voor mij is.",
            "Ik heb een ochtend geholpen met koffie en een spel.",
            "Het was rustig werk. Ik vond de gesprekken het leukst.",
            "Ik ga vragen of ik een week mag komen.",
        ),
        (CareerCompetency.EXPLORATION, CareerCompetency.NETWORKING),
        (),
        Sharing.GUIDES,
    ),
    (
        0,
        "Oppassen op mijn zusje",
        EntryKind.EXPERIENCE,
        9,
        ("Ik wilde dat mijn moeder kon slapen na de nachtdienst.", "Het ging goed.", "", ""),
        (CareerCompetency.QUALITIES,),
        (),
        Sharing.PRIVATE,
    ),
    (
        0,
        "Praten met mijn oom over zijn werk",
        EntryKind.OTHER,
        4,
        ("Ik wilde weten hoe hij aan zijn baan kwam.", "", "", ""),
        (CareerCompetency.NETWORKING, CareerCompetency.STEERING),
        (),
        Sharing.PRIVATE,
    ),
    (
        1,
        "Vakken vullen op zaterdag",
        EntryKind.WORK,
        12,
        (
            "Ik wilde eigen geld verdienen.",
            "Ik vul nu elke zaterdag de zuivel.",
            "Ik ben sneller dan ik dacht. Vroeg opstaan is lastig.",
            "Ik vraag of ik ook een keer aan de kassa mag.",
        ),
        (CareerCompetency.QUALITIES, CareerCompetency.EXPLORATION),
        (),
        Sharing.GUIDES,
    ),
)
"""Of which student, title, kind, days ago, the four answers, career competencies, what it shows, who reads it."""
RECIPE = "Recept: 1 kilo meel, 2 liter melk, 8 eieren, een beetje zout.\nIk maakte het twee keer zo groot.\n"


def plant_dossiers(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep what stands in the dossiers of the first two students who can be played, and let their profiles follow."""
    students = [found(one.account.subject_id) for one in people if one.account.role is Role.STUDENT]
    entries: list[DossierEntry] = []
    for of, title, kind, days_ago, texts, career, shown, sharing in KEPT:
        goal, result, evaluation, follow_up = texts
        kept_at = now - timedelta(days=days_ago)
        entry = DossierEntry(
            id=stable_id("dossier", f"student {of}", title),
            student_id=students[of],
            kind=kind,
            title=title,
            happened_on=local_day(kept_at),
            goal=goal,
            result=result,
            evaluation=evaluation,
            follow_up=follow_up,
            career_competencies=frozenset(career),
            shown=tuple(ShownCompetency(competency_id=code, level=level) for code, level in shown),
            sharing=sharing,
            kept_at=kept_at,
            changed_at=kept_at,
        )
        work.dossier.save(entry)
        entries.append(entry)
    content = RECIPE.encode()
    file = DossierFile(
        id=stable_id("dossier", "file", "recipe"),
        entry_id=entries[0].id,
        student_id=entries[0].student_id,
        name="recept.txt",
        kind="text/plain",
        n_bytes=len(content),
        added_at=entries[0].kept_at,
    )
    work.dossier.add_file(file, content)
    for student_id in students[:2]:
        own = [one for one in entries if one.student_id == student_id]
        put_own_claims(work, student_id=student_id, said=list(shown_claims(own).values()))
