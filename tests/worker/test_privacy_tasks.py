"""Every night what was kept long enough goes, when the installation wants that; and erasures are written beside it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.privacy.journal import read_journal
from services.privacy.keeping import TASK
from services.settings import Settings
from services.unit_of_work import House
from storage.erasures import ErasedKind, Erasure
from storage.outbox import OutboxState
from tests.factories import make_student
from worker.handling import Handler, Outcome
from worker.running import BackgroundWorker

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    house = House.open(migrated_url, clock=lambda: NOW)
    yield house
    house.close()


def done(house: House, task: str) -> Outcome:
    with house.writing() as work:
        deferred_id = work.outbox.add(task, {}, now=NOW)
    return Handler(house=house, lease=timedelta(minutes=5), max_attempts=3).handle(deferred_id)


def n_waiting(house: House) -> int:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING)


@pytest.mark.parametrize(("wanted", "n_left"), [("true", 0), ("false", 1)])
def test_night_takes_away_only_where_that_is_switched_on(
    house: House, monkeypatch: pytest.MonkeyPatch, wanted: str, n_left: int
) -> None:
    monkeypatch.setenv("PLEKWIJZER_KEEP_TERMS", wanted)
    left = make_student()
    free = replace(left.availability, from_on=date(2020, 1, 1), until_on=date(2020, 7, 1))
    with house.writing() as work:
        work.students.save(replace(left, availability=free))

    outcome = done(house, TASK)

    assert outcome is Outcome.DONE
    with house.reading() as work:
        assert work.students.count() == n_left
        assert work.outbox.is_waiting(TASK) is (wanted == "true")


def test_erasures_are_written_in_the_file_that_the_installation_names(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "gewist.jsonl"
    erasure = Erasure(subject_id=uuid4(), kind=ErasedKind.ACCOUNT, erased_at=NOW)
    with house.writing() as work:
        work.erasures.add_all([erasure])

    without = done(house, "worker.save_erasures")
    assert (without, file.exists()) == (Outcome.DONE, False)
    monkeypatch.setenv("PLEKWIJZER_ERASURE_JOURNAL", str(file))
    done(house, "worker.save_erasures")

    assert read_journal(file) == (erasure,)


def test_file_that_cannot_be_written_keeps_the_work_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLEKWIJZER_ERASURE_JOURNAL", str(tmp_path / "nergens" / "gewist.jsonl"))
    with house.writing() as work:
        work.erasures.add_all([Erasure(subject_id=UUID(int=1), kind=ErasedKind.STUDENT, erased_at=NOW)])

    assert done(house, "worker.save_erasures") is Outcome.FAILED
    assert n_waiting(house) == 1


@pytest.mark.parametrize(("wanted", "promised"), [(True, 1), (False, 0)])
def test_worker_that_starts_promises_the_night_once(house: House, wanted: bool, promised: int) -> None:
    settings = Settings(broker_url="memory://", queue=f"test-{uuid4().hex}", keep_terms=wanted)

    for _ in range(2):
        worker = BackgroundWorker(house, settings)
        worker.start()
        assert worker.wait_until_ready()
        worker.stop()

    assert n_waiting(house) == promised
