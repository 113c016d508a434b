"""Schedules of speed dates, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from events.speed_dates import Talk, Worth
from events.timetable import KeptSchedule, Stay, Timetable
from storage.database import Transaction
from storage.rows import add_rows, put_rows
from storage.schema.speed_dates import speed_date_schedules, speed_date_stays, speed_date_talks


class SpeedDateStore:
    """The schedules of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, event_id: UUID) -> KeptSchedule | None:
        """Give the schedule of an event, kept from other writers when this transaction writes."""
        asked = select(speed_date_schedules).where(speed_date_schedules.c.event_id == event_id)
        row = self._transaction.read(self._transaction.locked(asked)).one_or_none()
        if row is None:
            return None
        talks = self._transaction.read(select(speed_date_talks).where(speed_date_talks.c.event_id == event_id))
        stays = self._transaction.read(select(speed_date_stays).where(speed_date_stays.c.event_id == event_id))
        return KeptSchedule(
            event_id=event_id,
            revision=row.revision,
            timetable=Timetable(
                starts_at=row.starts_at,
                n_rounds=row.n_rounds,
                talk_minutes=row.talk_minutes,
                change_minutes=row.change_minutes,
                break_after=row.break_after,
                break_minutes=row.break_minutes,
            ),
            talks=tuple(
                sorted(
                    Talk(round=t.round_ix, employer_id=t.employer_id, table=t.table_ix, student_id=t.student_id)
                    for t in talks
                )
            ),
            stays=tuple(
                Stay(who=s.who, from_round=s.from_round, until_round=s.until_round)
                for s in sorted(stays, key=lambda s: s.who)
            ),
            worth=_worth(row.worth),
            bound=_worth(row.bound),
            made_at=row.made_at,
        )

    def save(self, kept: KeptSchedule) -> None:
        """Keep the schedule of an event, in the place of the one before it."""
        times = kept.timetable
        row = {
            "event_id": kept.event_id,
            "revision": kept.revision,
            "starts_at": times.starts_at,
            "n_rounds": times.n_rounds,
            "talk_minutes": times.talk_minutes,
            "change_minutes": times.change_minutes,
            "break_after": times.break_after,
            "break_minutes": times.break_minutes,
            "worth": _plain(kept.worth),
            "bound": _plain(kept.bound),
            "made_at": kept.made_at,
        }
        put_rows(self._transaction, speed_date_schedules, [row])
        for table in (speed_date_talks, speed_date_stays):
            self._transaction.change(delete(table).where(table.c.event_id == kept.event_id))
        talks = [
            {
                "event_id": kept.event_id,
                "round_ix": talk.round,
                "student_id": talk.student_id,
                "employer_id": talk.employer_id,
                "table_ix": talk.table,
            }
            for talk in kept.talks
        ]
        stays = [
            {"event_id": kept.event_id, "who": s.who, "from_round": s.from_round, "until_round": s.until_round}
            for s in kept.stays
        ]
        add_rows(self._transaction, speed_date_talks, talks)
        add_rows(self._transaction, speed_date_stays, stays)


def _plain(worth: Worth) -> dict[str, Any]:
    return {
        "shares": list(worth.shares),
        "n_wishes": worth.n_wishes,
        "percents": worth.percents,
        "minus_waits": worth.minus_waits,
    }


def _worth(held: dict[str, Any]) -> Worth:
    return Worth(
        shares=tuple(held["shares"]),
        n_wishes=held["n_wishes"],
        percents=held["percents"],
        minus_waits=held["minus_waits"],
    )
