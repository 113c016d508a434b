"""What career conversations of two students of the demo were held and are planned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from accounts.role import Role
from career.conversation import (
    Agreement,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
)
from career.dossier import CareerCompetency
from services.errors import found
from services.ids import stable_id
from services.local_time import AMSTERDAM, local_day
from services.people import DemoPerson
from services.unit_of_work import UnitOfWork

HELD = (
    (0, 48, 25, ConversationKind.INDIVIDUAL, (CareerCompetency.QUALITIES, CareerCompetency.MOTIVES)),
    (0, 20, 40, ConversationKind.WITH_PARENTS, (CareerCompetency.EXPLORATION,)),
    (1, 31, 20, ConversationKind.INDIVIDUAL, (CareerCompetency.QUALITIES,)),
)
"""Of which student, days ago, minutes, who were there, and what it touched."""
PLANNED = ((0, 6, ConversationKind.INDIVIDUAL, ("Ik wil weten hoe de bakker werkt",)),)
"""Of which student, in how many days, who come, and the student's points."""
AGREED = (
    (0, 0, "Vraagt of een week meelopen kan", AgreementOwner.STUDENT, -30, -33),
    (0, 1, "Belt de bakker voor een gesprek", AgreementOwner.STUDENT, 5, None),
    (0, 1, "Zoekt een tweede plek om te kijken", AgreementOwner.SCHOOL, 8, None),
    (0, 1, "Oefent een keer samen de busreis", AgreementOwner.PARENT, 10, None),
    (1, 2, "Vraagt of de kassa mag", AgreementOwner.STUDENT, 3, None),
)
"""Of which student, in which conversation, what, who does it, when it is due and was done, in days from now."""
MET = (
    (ConversationKind.INDIVIDUAL, ConversationKind.WITH_PARENTS),
    (ConversationKind.INDIVIDUAL,),
    (),
)
"""In turn: the conversations of one who had all, of one who misses one, and of one who had none."""
AT = time(10)


def plant_conversations(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep conversations of the first two students who can be played, and what was agreed in them."""
    ids = [found(one.account.subject_id) for one in people if one.account.role is Role.STUDENT]
    students = [found(work.students.get(student_id)) for student_id in ids[:2]]
    today = local_day(now)

    def at(days: int) -> datetime:
        day = today + timedelta(days=days)
        # At a weekend nobody is at school: then it is the Friday before.
        return datetime.combine(day - timedelta(days=max(0, day.weekday() - 4)), AT, tzinfo=AMSTERDAM)

    held = [
        Conversation(
            id=stable_id("conversation", "held", str(number)),
            student_id=students[of].id,
            kind=kind,
            place=ConversationPlace.SCHOOL,
            held_at=at(-days_ago),
            minutes=minutes,
            competencies=frozenset(touched),
            led_by=None,
            state=ConversationState.HELD,
            school=students[of].school,
            group=students[of].group,
        )
        for number, (of, days_ago, minutes, kind, touched) in enumerate(HELD)
    ]
    planned = [
        Conversation(
            id=stable_id("conversation", "planned", str(number)),
            student_id=students[of].id,
            kind=kind,
            place=ConversationPlace.SCHOOL,
            planned_at=at(days),
            minutes=30,
            led_by=None,
            school=students[of].school,
            group=students[of].group,
            points=points,
        )
        for number, (of, days, kind, points) in enumerate(PLANNED)
    ]
    teacher = next(one.account for one in people if one.account.role is Role.TEACHER)
    mates = work.students.taking_part_at(teacher.school, group=teacher.group)
    of_class = [
        replace(
            held[0],
            id=stable_id("conversation", "class", f"{kind} {one.id}"),
            student_id=one.id,
            kind=kind,
            school=one.school,
            group=one.group,
        )
        for number, one in enumerate(one for one in mates if one.id not in ids)
        for kind in MET[number % len(MET)]
    ]
    work.conversations.save_all([*held, *planned, *of_class])
    work.conversations.save_agreements(
        Agreement(
            id=stable_id("agreement", "demo", str(number)),
            student_id=students[of].id,
            conversation_id=held[talk].id,
            text=text,
            owner=owner,
            due_on=today + timedelta(days=due),
            done_on=None if done is None else today + timedelta(days=done),
        )
        for number, (of, talk, text, owner, due, done) in enumerate(AGREED)
    )
