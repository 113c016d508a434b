"""Cases that schools of the demo share: two to read, and one that waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.role import Role
from career.assignment import Phase
from career.case import CaseState, TeacherCase
from career.dossier import CareerCompetency
from services.errors import found
from services.ids import stable_id
from services.people import DemoPerson
from services.unit_of_work import UnitOfWork

STORIES = (
    (
        "Bang om te bellen",
        "Een leerling wilde graag stage lopen, maar durfde geen bedrijf te bellen.",
        "Wij oefenden eerst samen met drie zinnen op een kaart. Daarna belde de leerling terwijl ik ernaast zat.",
        "Het derde telefoontje was raak. De leerling belt nu zelf.",
        "",
        frozenset({CareerCompetency.NETWORKING}),
        Phase.VMBO4,
        CaseState.PUBLISHED,
    ),
    (
        "Alles is saai",
        "Een leerling vond elk beroep saai en vulde niets in.",
        "Wij praatten niet over beroepen maar over een gewone zaterdag. Wat deed je, en wanneer vergat je de tijd?",
        "Er kwam uit dat de leerling voor een hele familie kookt. Daarna was een dag in een keuken snel geregeld.",
        "Hoe doe jij dit met iemand die ook thuis weinig doet?",
        frozenset({CareerCompetency.QUALITIES, CareerCompetency.MOTIVES}),
        Phase.VMBO2,
        CaseState.PUBLISHED,
    ),
    (
        "Na twee weken gestopt",
        "Een student stopte na twee weken met de stage en wilde niet meer terug.",
        "Wij schreven samen op wat wel ging. De praktijkopleider las dat ook.",
        "De student begon opnieuw, op een andere afdeling en met kortere dagen.",
        "",
        frozenset({CareerCompetency.STEERING}),
        Phase.MBO2,
        CaseState.OFFERED,
    ),
)


def plant_cases(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep the cases of two teachers, the newest last."""
    authors = [found(one.account.id) for one in people if one.account.role is Role.TEACHER]
    for number, (title, situation, approach, outcome, question, about, phase, state) in enumerate(STORIES):
        case = TeacherCase(
            id=stable_id("case", "demo", title),
            author_id=authors[number % len(authors)],
            title=title,
            situation=situation,
            approach=approach,
            outcome=outcome,
            question=question,
            competencies=about,
            phase=phase,
            state=state,
            changed_at=now - timedelta(days=20 - 7 * number),
        )
        work.cases.save(case)
