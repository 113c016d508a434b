"""A conversation is planned, prepared, held and followed up; who is not part of it learns nothing of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.relation import Relation
from accounts.role import Role
from career.conversation import (
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
    ConversationStateError,
    Topic,
)
from career.dossier import CareerCompetency, EntryDraft, Sharing
from career.errors import InvalidValueError
from services.conversation_agenda import Agenda, agenda_of
from services.conversations import (
    Agreed,
    AgreedTask,
    Conversations,
    SeenFromOutside,
    call_off_conversation,
    conversations_of,
    miss_conversation,
    move_conversation,
    plan_conversation,
    prepare_conversation,
    record_conversation,
    remind_of_agreement,
    seen_by_parent,
    seen_from_outside,
    tick_agreement,
)
from services.dossier import keep_entry
from services.errors import NotFoundError, found
from services.permissions import PERMISSIONS, Account, Act
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_holder, make_student

STUDENT = make_student(school="De Wissel", group="3b", born_on=date(2011, 3, 4))
OTHER = make_student("leerling-2", school="De Wissel", group="3b")
TEACHER = Account.of(Role.TEACHER, school="De Wissel", group="3b", id=UUID(int=71))
OWN = Account.of(Role.STUDENT, subject_id=STUDENT.id, id=UUID(int=72))
PARENT = Account.of(Role.PARENT, subject_id=STUDENT.id, id=UUID(int=73))
TOMORROW = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def peopled(house: House) -> House:
    with house.writing() as work:
        work.students.save(STUDENT)
        work.students.save(OTHER)
        for number, who, tied in (
            (71, Role.TEACHER, {"school": "De Wissel", "group": "3b"}),
            (72, Role.STUDENT, {"student_id": STUDENT.id}),
            (73, Role.PARENT, {"student_id": STUDENT.id}),
        ):
            work.accounts.save(make_holder(id=UUID(int=number), email=f"{number}@voorbeeld.nl"))
            work.accounts.save_relation(
                Relation(id=uuid4(), account_id=UUID(int=number), role=who, from_on=date(2026, 8, 1), **tied)
            )
    return house


def plan(house: House, **changed: Any) -> Conversation:
    asked = {
        "by": TEACHER,
        "student_id": STUDENT.id,
        "kind": ConversationKind.INDIVIDUAL,
        "place": ConversationPlace.SCHOOL,
        "at": TOMORROW,
        "minutes": 30,
        "now": NOW,
    }
    with house.writing() as work:
        return plan_conversation(work, **{**asked, **changed})


def record(house: House, planned: Conversation, *agreed: Agreed, **changed: Any) -> Conversation:
    asked = {
        "by": TEACHER,
        "conversation_id": planned.id,
        "at": TOMORROW,
        "minutes": 25,
        "place": ConversationPlace.SCHOOL,
        "competencies": frozenset({CareerCompetency.QUALITIES}),
        "now": LATER,
    }
    with house.writing() as work:
        return record_conversation(work, agreed=agreed, **{**asked, **changed})


def kept_of(house: House, by: Account = OWN) -> Conversations:
    with house.reading() as work:
        return conversations_of(work, by=by, student_id=STUDENT.id)


def agenda(house: House, by: Account = OWN) -> Agenda:
    with house.reading() as work:
        return found(agenda_of(work, by=by, student_id=STUDENT.id, now=LATER))


def heard(house: House, number: int) -> list[MessageKind]:
    with house.reading() as work:
        return [one.kind for one in work.messages.of_account(UUID(int=number), limit=20, skip=0)]


def agreed(text: str = "Belt de bakker", owner: AgreementOwner = AgreementOwner.STUDENT) -> Agreed:
    return Agreed(text=text, owner=owner, due_on=date(2026, 12, 10))


def test_planned_conversation_is_in_the_calendars_of_those_who_come(peopled: House) -> None:
    plan(peopled)
    assert [heard(peopled, number) for number in (71, 72, 73)] == [[MessageKind.MEETING_PLANNED]] * 2 + [[]]

    plan(peopled, kind=ConversationKind.WITH_PARENTS)
    assert heard(peopled, 73) == [MessageKind.MEETING_PLANNED]


def test_parent_of_an_adult_is_asked_only_after_consent(peopled: House) -> None:
    with peopled.writing() as work:
        work.students.save(replace(STUDENT, born_on=date(2006, 3, 4)))

    plan(peopled, kind=ConversationKind.WITH_PARENTS)

    assert heard(peopled, 73) == []


def test_moved_conversation_leaves_out_who_may_not_know_of_it_any_more(peopled: House) -> None:
    planned = plan(peopled, kind=ConversationKind.WITH_PARENTS)

    with peopled.writing() as work:
        moved = move_conversation(
            work,
            by=TEACHER,
            conversation_id=planned.id,
            kind=ConversationKind.INDIVIDUAL,
            place=ConversationPlace.ONLINE,
            at=LATER,
            minutes=20,
            now=NOW + timedelta(minutes=1),
        )

    assert heard(peopled, 73) == [MessageKind.MEETING_CANCELLED, MessageKind.MEETING_PLANNED]
    with peopled.reading() as work:
        meeting = found(work.meetings.get(found(moved.meeting_id)))
    assert (meeting.starts_at, meeting.place, meeting.attendee_ids) == (LATER, "online", {TEACHER.id, OWN.id})
    assert kept_of(peopled).planned == (moved,)


def test_conversation_called_off_leaves_the_calendars_and_stays_so(peopled: House) -> None:
    planned = plan(peopled)

    with peopled.writing() as work:
        call_off_conversation(work, by=TEACHER, conversation_id=planned.id, now=NOW + timedelta(minutes=1))

    assert heard(peopled, 72)[0] is MessageKind.MEETING_CANCELLED
    assert [one.state for one in kept_of(peopled).past] == [ConversationState.CALLED_OFF]
    with pytest.raises(ConversationStateError):
        record(peopled, planned)


def test_conversation_in_the_past_is_not_planned(peopled: House) -> None:
    with pytest.raises(InvalidValueError):
        plan(peopled, at=NOW - timedelta(minutes=1))


def test_missed_conversation_can_still_be_kept_as_held(peopled: House) -> None:
    planned = plan(peopled)
    with peopled.writing() as work:
        miss_conversation(work, by=TEACHER, conversation_id=planned.id, now=LATER)

    record(peopled, planned)

    assert [one.minutes for one in kept_of(peopled).past] == [25]


def test_held_conversations_are_found_by_student_and_moment(peopled: House) -> None:
    kept = record(peopled, plan(peopled))

    with peopled.reading() as work:
        ids = [STUDENT.id, OTHER.id]
        assert work.conversations.held_of_students(ids, TOMORROW, LATER) == (kept,)
        assert work.conversations.held_of_students(ids, NOW, TOMORROW) == ()
        assert work.conversations.held_of_students([OTHER.id], NOW, LATER) == ()


def test_agreement_comes_back_until_it_is_done_and_then_as_done(peopled: House) -> None:
    record(peopled, plan(peopled), agreed())
    plan(peopled, at=LATER + timedelta(days=30))
    first = agenda(peopled).parts[0]
    assert (first.topic, first.lines) == (Topic.AGREEMENTS, ("Belt de bakker (de student, voor 10 december 2026)",))

    [kept] = kept_of(peopled).agreements
    with peopled.writing() as work:
        tick_agreement(work, by=OWN, agreement_id=kept.id, is_done=True, now=LATER)

    assert agenda(peopled).parts[0].lines == ("Gedaan: Belt de bakker (de student)",)
    with peopled.writing() as work:
        assert tick_agreement(work, by=OWN, agreement_id=kept.id, is_done=False, now=LATER) == kept


def test_student_does_not_tick_what_school_does(peopled: House) -> None:
    record(peopled, plan(peopled), agreed(owner=AgreementOwner.SCHOOL))
    [kept] = kept_of(peopled).agreements

    with peopled.writing() as work, pytest.raises(NotFoundError):
        tick_agreement(work, by=OWN, agreement_id=kept.id, is_done=True, now=LATER)
    with peopled.writing() as work:
        assert not tick_agreement(work, by=TEACHER, agreement_id=kept.id, is_done=True, now=LATER).is_open


def test_agenda_is_the_same_for_both_and_holds_no_private_entry(peopled: House) -> None:
    plan(peopled)
    for title, sharing in (("Kanarie", Sharing.PRIVATE), ("Soep voor de buurt", Sharing.GUIDES)):
        draft = EntryDraft(title=title, happened_on=date(2026, 11, 2), sharing=sharing)
        with peopled.writing() as work:
            keep_entry(work, by=OWN, student_id=STUDENT.id, entry=draft, now=NOW)

    assert agenda(peopled) == agenda(peopled, TEACHER)
    said = {part.topic: part.lines for part in agenda(peopled).parts}
    assert said[Topic.CHANGED] == said[Topic.UNFINISHED] == ("Soep voor de buurt",)


def test_student_brings_points_and_leaves_out_what_is_not_to_be_spoken_of(peopled: House) -> None:
    planned = plan(peopled)
    with peopled.writing() as work:
        prepare_conversation(
            work, by=OWN, conversation_id=planned.id, points=["Open dag", ""], left_out={Topic.COMPETENCY}
        )

    seen = agenda(peopled, TEACHER)

    assert seen.points == ("Open dag",)
    assert [(part.lines, part.is_left_out) for part in seen.parts if part.topic is Topic.COMPETENCY] == [((), True)]


def test_conversation_of_somebody_else_is_as_one_that_is_not_there(peopled: House) -> None:
    planned = plan(peopled)
    stranger = Account.of(Role.STUDENT, subject_id=OTHER.id)
    elsewhere = Account.of(Role.TEACHER, school="De Wissel", group="4a")

    with peopled.writing() as work, pytest.raises(NotFoundError):
        prepare_conversation(work, by=stranger, conversation_id=planned.id, points=[], left_out=())
    with pytest.raises(NotFoundError):
        kept_of(peopled, elsewhere)
    with pytest.raises(NotFoundError):
        record(peopled, planned, by=elsewhere)


@pytest.mark.parametrize("act", [Act.SEE_CONVERSATIONS, Act.LEAD_CONVERSATION, Act.PREPARE_CONVERSATION])
def test_conversations_are_of_the_student_and_school_alone(act: Act) -> None:
    assert set(PERMISSIONS[act]) <= {Role.STUDENT, Role.TEACHER, Role.PLACEMENT_COORDINATOR}


def test_parent_sees_where_to_come_and_what_a_parent_does(peopled: House) -> None:
    held = plan(peopled, kind=ConversationKind.WITH_PARENTS)
    record(peopled, held, agreed(), agreed("Rijdt mee", AgreementOwner.PARENT))
    record(peopled, plan(peopled), agreed("Zonder ouder", AgreementOwner.PARENT))
    coming = plan(peopled, kind=ConversationKind.WITH_PARENTS, at=LATER + timedelta(days=3))
    plan(peopled, at=LATER + timedelta(days=4))

    with peopled.reading() as work:
        seen = seen_by_parent(work, by=PARENT, now=LATER)[STUDENT.id]

    assert [one.at for one in seen.talks] == [coming.at]
    assert [one.text for one in seen.agreements] == ["Rijdt mee"]


def test_company_sees_the_conversations_that_it_comes_to_alone(peopled: House) -> None:
    held = plan(peopled, kind=ConversationKind.TRIALOGUE)
    record(peopled, held, agreed(), agreed("Geeft een rooster", AgreementOwner.COMPANY))
    plan(peopled, at=LATER + timedelta(days=3))

    with peopled.reading() as work:
        seen = seen_from_outside(
            work,
            [STUDENT.id, OTHER.id],
            kind=ConversationKind.TRIALOGUE,
            owner=AgreementOwner.COMPANY,
            now=LATER,
        )

    task = AgreedTask(text="Geeft een rooster", due_on=date(2026, 12, 10))
    assert seen == {
        STUDENT.id: SeenFromOutside(talks=(), agreements=(task,)),
        OTHER.id: SeenFromOutside(talks=(), agreements=()),
    }


def test_reminder_reaches_who_does_it_once_and_only_while_it_is_open(peopled: House) -> None:
    record(peopled, plan(peopled), agreed(), agreed("Regelt een plek", AgreementOwner.SCHOOL))
    both = kept_of(peopled).agreements
    for _ in range(2):
        for one in both:
            with peopled.writing() as work:
                remind_of_agreement(work, agreement_id=one.id, now=LATER)

    assert heard(peopled, 72).count(MessageKind.AGREEMENT_DUE) == 1
    assert heard(peopled, 71).count(MessageKind.AGREEMENT_DUE_AT_SCHOOL) == 1
