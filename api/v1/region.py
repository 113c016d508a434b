"""The call about a whole region: numbers without anybody in them."""

from datetime import date
from typing import Self

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.v1.shapes import ShapeOut
from services.disclosure import ToldCounts
from services.permissions import Act
from services.regional_figures import RegionalFigures, regional_figures

router = guarded_router()


class CountsOut(ShapeOut):
    """Numbers in whole multiples of ``step``; ``null`` below it. Each part is made up of lines by their Dutch name."""

    step: int
    total: int | None
    parts: dict[str, dict[str, int | None]]

    @classmethod
    def of(cls, told: ToldCounts) -> Self:
        """Copy what may be told."""
        return cls(step=told.step, total=told.total, parts={name: dict(lines) for name, lines in told.parts.items()})


class AnswerTimesOut(ShapeOut):
    """How long a side takes to answer, in working days; ``null`` where too few people are behind it."""

    n_answers: int | None
    median_days: int | None
    in_time_tenths: int | None
    handed_over_tenths: int | None


class EventFiguresOut(ShapeOut):
    """What came of events that began from ``since`` on, in whole multiples of ``step``; ``null`` below it."""

    step: int
    n_events: int
    n_registered: int | None
    n_came: int | None
    n_talks: int | None
    n_matches: int | None
    n_started: int | None
    n_placed: int | None


class RegionalFiguresOut(ShapeOut):
    """How a region stands on a day; applications are those that began from ``since`` on."""

    day: date
    since: date
    counts: dict[str, CountsOut]
    applications: CountsOut
    answer_days: int
    answers: dict[str, AnswerTimesOut]
    n_never_answered: int | None
    events: EventFiguresOut

    @classmethod
    def of(cls, figures: RegionalFigures) -> Self:
        """Copy what may be told."""
        return cls(
            day=figures.day,
            since=figures.since,
            counts={measure: CountsOut.of(told) for measure, told in figures.counts.items()},
            applications=CountsOut.of(figures.applications),
            answer_days=figures.answer_days,
            answers={
                side.value: AnswerTimesOut(
                    n_answers=times.n_answers,
                    median_days=times.median_days,
                    in_time_tenths=times.in_time_tenths,
                    handed_over_tenths=times.handed_over_tenths,
                )
                for side, times in figures.answers.items()
            },
            n_never_answered=figures.n_never_answered,
            events=EventFiguresOut(
                step=figures.events.step,
                n_events=figures.events.n_events,
                n_registered=figures.events.n_registered,
                n_came=figures.events.n_came,
                n_talks=figures.events.n_talks,
                n_matches=figures.events.n_matches,
                n_started=figures.events.n_started,
                n_placed=figures.events.n_placed,
            ),
        )


@router.get("/region/figures", tags=["region"], summary="Give how the region stands, without persons")
@allow(Act.SEE_REGION)
def region_figures(work: Reading, by: By, now: Now) -> RegionalFiguresOut:
    """For the coordinator of the region. Numbers below ten are not told, and cannot be worked out."""
    return RegionalFiguresOut.of(regional_figures(work, by=by, now=now))
