"""Applications with every step in them, kept and given back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, tuple_, update

from career.answer_clock import Side, Term
from career.application import Application
from career.application_rules import Actor, ApplicationState, ApplicationStep, StepKind
from career.typical import Period
from storage.database import Transaction
from storage.rows import add_rows, chunks
from storage.schema.applications import application_steps, applications
from storage.schema.placements import placements
from storage.schema.students import students

IS_OPEN = applications.c.turn.is_not(None)
HAS_NOT_ENDED = applications.c.state != ApplicationState.ENDED.value


class ApplicationStore:
    """The applications of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, application_id: UUID) -> Application | None:
        """Give one application, kept from other writers when this transaction writes."""
        return next(iter(self._where(applications.c.id == application_id)), None)

    def places_of(self, application_id: UUID) -> tuple[UUID, UUID] | None:
        """Give the student and the placement of an application, which never change; keeps nothing from others."""
        asked = select(applications.c.student_id, applications.c.placement_id)
        row = self._transaction.read(asked.where(applications.c.id == application_id)).one_or_none()
        return None if row is None else (row.student_id, row.placement_id)

    def between(self, student_id: UUID, placement_id: UUID) -> tuple[Application, ...]:
        """Give every application of a student at a place, the newest first."""
        of_both = (applications.c.student_id == student_id, applications.c.placement_id == placement_id)
        return self._where(*of_both)

    def of_student(self, student_id: UUID) -> tuple[Application, ...]:
        """Give every application of a student, the newest first."""
        return self._where(applications.c.student_id == student_id)

    def placements_of_going(self, student_id: UUID) -> frozenset[UUID]:
        """Give the places at which a student has an open application, or a seat; keeps nothing from others."""
        asked = select(applications.c.placement_id).where(applications.c.student_id == student_id, HAS_NOT_ENDED)
        return frozenset(self._transaction.read(asked).scalars())

    def going_of_student(self, student_id: UUID) -> tuple[Application, ...]:
        """Give the applications of a student that are open, and those that led to a place."""
        return self._where(applications.c.student_id == student_id, HAS_NOT_ENDED)

    def placed_at(self, placement_ids: Collection[UUID]) -> tuple[Application, ...]:
        """Give the applications that led to one of these places, the newest first; keeps nothing from others."""
        is_placed = applications.c.state == ApplicationState.PLACED.value
        return tuple(
            found
            for chunk in chunks(placement_ids)
            for found in self._read(
                self._transaction.read(
                    select(applications)
                    .where(applications.c.placement_id.in_(chunk), is_placed)
                    .order_by(applications.c.began_at.desc(), applications.c.id)
                ).all()
            )
        )

    def places_about(self, application_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Give by application the placement it is at; what is not there is left out; keeps nothing from others."""
        found: dict[UUID, UUID] = {}
        for chunk in chunks(application_ids):
            asked = select(applications.c.id, applications.c.placement_id).where(applications.c.id.in_(chunk))
            found.update((row.id, row.placement_id) for row in self._transaction.read(asked))
        return found

    def of_students(self, student_ids: Collection[UUID]) -> tuple[Application, ...]:
        """Give every application of these students, the newest first."""
        return tuple(
            found for chunk in chunks(student_ids) for found in self._where(applications.c.student_id.in_(chunk))
        )

    def placements_of_open(self, student_id: UUID) -> frozenset[UUID]:
        """Give the places at which a student has an open application; keeps nothing from others."""
        asked = select(applications.c.placement_id).where(applications.c.student_id == student_id, IS_OPEN)
        return frozenset(self._transaction.read(asked).scalars())

    def open_of_student(self, student_id: UUID) -> tuple[Application, ...]:
        """Give the applications of a student that are open."""
        return self._where(applications.c.student_id == student_id, IS_OPEN)

    def open_of_placement(self, placement_id: UUID) -> tuple[Application, ...]:
        """Give the applications at a place that are open."""
        return self._where(applications.c.placement_id == placement_id, IS_OPEN)

    def of_placements(self, placement_ids: Collection[UUID]) -> tuple[Application, ...]:
        """Give every application at these places, the newest first."""
        return tuple(
            found for chunk in chunks(placement_ids) for found in self._where(applications.c.placement_id.in_(chunk))
        )

    def open_of(
        self,
        *,
        groups: Collection[tuple[str, str]] | None = None,
        schools: Collection[str] | None = None,
        limit: int,
    ) -> tuple[Application, ...]:
        """Give open applications: a yes left lying first, then what waits for a helper, and then by their deadline.

        Parameters
        ----------
        groups : collection of (str, str), optional
            Only of students of these schools and classes.
        schools : collection of str, optional
            Only of students of these schools.
        """
        asked = select(applications).where(IS_OPEN)
        if groups is not None or schools is not None:
            theirs = [students.c.school.in_(schools or ()), *self._in_groups(groups or ())]
            asked = asked.join(students).where(or_(*theirs))
        is_not_for_helper = applications.c.turn != Side.HELPER.value
        is_in_time = applications.c.state != ApplicationState.LEFT_LYING.value
        asked = asked.order_by(is_in_time, is_not_for_helper, applications.c.answer_by, applications.c.id).limit(limit)
        return self._read(self._transaction.read(asked).all())

    def placed_periods(self, student_ids: Collection[UUID]) -> Mapping[UUID, Period]:
        """Give from when until when each of these students is at a place; of several the one that began last."""
        found: dict[UUID, Period] = {}
        for chunk in chunks(student_ids):
            asked = (
                select(applications.c.student_id, placements.c.starts_on, placements.c.ends_on)
                .join(placements, applications.c.placement_id == placements.c.id)
                .where(applications.c.student_id.in_(chunk), applications.c.state == ApplicationState.PLACED.value)
                .order_by(placements.c.starts_on, applications.c.id)
            )
            for row in self._transaction.read(asked):
                found[row.student_id] = Period(starts_on=row.starts_on, ends_on=row.ends_on)
        return found

    def next_number(self, placement_id: UUID) -> int:
        """Give the number of the next candidate of a place; who asks keeps the place from other writers."""
        most = select(func.max(applications.c.number)).where(applications.c.placement_id == placement_id)
        return (self._transaction.read(most).scalar_one() or 0) + 1

    def count_open(self, placement_id: UUID) -> int:
        """Count the open applications at a place."""
        asked = select(func.count()).select_from(applications)
        return int(
            self._transaction.read(asked.where(applications.c.placement_id == placement_id, IS_OPEN)).scalar_one()
        )

    def count(self) -> int:
        """Count the applications, also those that are over."""
        return int(self._transaction.read(select(func.count()).select_from(applications)).scalar_one())

    def add(self, application: Application) -> None:
        """Keep a new application; one that is there already and has not ended raises ``ConflictError``."""
        add_rows(self._transaction, applications, [_row(application)])
        self._add_steps(application, after=0)

    def add_all(self, new: Iterable[Application]) -> None:
        """Keep many new applications with every step in them; errors as in ``add``."""
        for chunk in chunks(new):
            add_rows(self._transaction, applications, list(map(_row, chunk)))
            steps = [_step_row(one.id, n, step) for one in chunk for n, step in enumerate(one.history)]
            for rows in chunks(steps):
                add_rows(self._transaction, application_steps, rows)

    def save(self, application: Application) -> None:
        """Keep an application that took a step; steps that were kept before stay as they are."""
        of_it = application_steps.c.application_id == application.id
        n_kept = int(
            self._transaction.read(select(func.count()).select_from(application_steps).where(of_it)).scalar_one()
        )
        row = _row(application)
        self._transaction.change(update(applications).where(applications.c.id == row.pop("id")).values(row))
        self._add_steps(application, after=n_kept)

    def _add_steps(self, application: Application, *, after: int) -> None:
        rows = [_step_row(application.id, n, step) for n, step in enumerate(application.history)]
        add_rows(self._transaction, application_steps, rows[after:])

    @staticmethod
    def _in_groups(groups: Collection[tuple[str, str]]) -> Iterable[ColumnElement[bool]]:
        if groups:
            yield tuple_(students.c.school, students.c.group_name).in_(sorted(groups))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Application, ...]:
        asked = select(applications).where(*conditions)
        asked = asked.order_by(applications.c.began_at.desc(), applications.c.id)
        return self._read(self._transaction.read(self._transaction.locked(asked)).all())

    def _read(self, rows: Sequence[Row[Any]]) -> tuple[Application, ...]:
        history: dict[UUID, list[ApplicationStep]] = {row.id: [] for row in rows}
        for chunk in chunks(history):
            asked = select(application_steps).where(application_steps.c.application_id.in_(chunk))
            for step in self._transaction.read(asked.order_by(application_steps.c.position)):
                history[step.application_id].append(_step(step))
        return tuple(_application(row, tuple(history[row.id])) for row in rows)


def _row(application: Application) -> dict[str, Any]:
    term = application.term
    return {
        "id": application.id,
        "student_id": application.student_id,
        "placement_id": application.placement_id,
        "number": application.number,
        "state": application.state.value,
        "turn": application.turn and application.turn.value,
        "started_by": application.started_by.value,
        "student_wants": application.student_wants,
        "employer_wants": application.employer_wants,
        "employer_was_silent": application.employer_was_silent,
        "shares_email": application.shares_email,
        "began_at": application.began_at,
        "waiting_since": application.waiting_since,
        "remind_at": term and term.remind_at,
        "answer_by": term and term.answer_by,
        "closes_at": term and term.closes_at,
        "planned_at": application.planned_at,
        "planned_where": application.planned_where,
        "meeting_id": application.meeting_id,
        "ended_by": application.ended_by and application.ended_by.value,
        "end_code": application.end_code,
    }


def _application(row: Row[Any], history: tuple[ApplicationStep, ...]) -> Application:
    return Application(
        id=row.id,
        student_id=row.student_id,
        placement_id=row.placement_id,
        number=row.number,
        state=ApplicationState(row.state),
        turn=_side(row.turn),
        started_by=Side(row.started_by),
        student_wants=row.student_wants,
        employer_wants=row.employer_wants,
        employer_was_silent=row.employer_was_silent,
        shares_email=row.shares_email,
        waiting_since=row.waiting_since,
        term=_term(row.remind_at, row.answer_by, row.closes_at),
        planned_at=row.planned_at,
        planned_where=row.planned_where,
        meeting_id=row.meeting_id,
        ended_by=_side(row.ended_by),
        end_code=row.end_code,
        history=history,
    )


def _term(remind_at: datetime | None, answer_by: datetime | None, closes_at: datetime | None) -> Term | None:
    if answer_by is None or closes_at is None:
        return None
    return Term(remind_at=remind_at, answer_by=answer_by, closes_at=closes_at)


def _step_row(application_id: UUID, position: int, step: ApplicationStep) -> dict[str, Any]:
    by = step.by
    return {
        "application_id": application_id,
        "position": position,
        "at": step.at,
        "kind": step.kind.value,
        "state": step.state.value,
        "turn": step.turn and step.turn.value,
        "side": by.side.value,
        "account_id": by.account_id,
        "role": by.role,
        "on_behalf_of": by.on_behalf_of and by.on_behalf_of.value,
        "reason": by.reason,
        "end_code": step.end_code,
    }


def _step(row: Row[Any]) -> ApplicationStep:
    return ApplicationStep(
        at=row.at,
        kind=StepKind(row.kind),
        state=ApplicationState(row.state),
        turn=_side(row.turn),
        by=Actor(
            side=Side(row.side),
            account_id=row.account_id,
            role=row.role,
            on_behalf_of=_side(row.on_behalf_of),
            reason=row.reason,
        ),
        end_code=row.end_code,
    )


def _side(value: str | None) -> Side | None:
    return None if value is None else Side(value)
