import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accounts.role import Role
from services.demo import planting
from services.demo.afterwards import with_looking_back
from services.demo.applications import with_applications
from services.demo.casting import cast_of
from services.demo.intakes import TOLD
from services.demo.planting import DemoDatabaseError, Prepared, Reason, prepare
from services.demo.region import Region, generate
from services.demo.registrations import with_registrations
from services.errors import found
from services.reference import Reference
from services.unit_of_work import House, Mode, UnitOfWork

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
N_PLANNED = 12
"""Events that the coordinator plans or takes over, beside those of the region."""


@pytest.fixture(autouse=True)
def small_region(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(**given: object) -> Region:
        return generate(**{**given, "n_students": 12, "n_employers": 6, "n_placements": 9, "n_events": 4})  # type: ignore[arg-type]

    monkeypatch.setattr(planting, "generate", small)


def prepared(
    database_url: str, reference: Reference, *, now: datetime = NOW, seed: int = 1, is_fresh: bool = False
) -> Prepared:
    return prepare(database_url=database_url, seed=seed, now=now, reference=reference, is_fresh=is_fresh)


def test_prepare_fills_an_empty_database_with_the_whole_region(database_url: str, reference: Reference):
    done = prepared(database_url, reference)

    region = generate(
        seed=1, n_students=12, n_employers=6, n_placements=9, n_events=4, today=NOW.date(), reference=reference
    )
    cast = cast_of(region, today=NOW.date(), reference=reference)
    region = with_applications(region, cast, seed=1, today=NOW.date(), reference=reference)
    region = with_registrations(region, cast.people, seed=1, today=NOW.date())
    region = with_looking_back(region, cast, seed=1, today=NOW.date())
    assert done == Prepared(
        reason=Reason.EMPTY,
        n_students=12,
        n_employers=6,
        n_placements=9,
        n_events=5 + N_PLANNED,
        n_applications=len(region.applications),
    )
    house = House.open(database_url)
    with house.reading() as work:
        assert work.installation.mode is Mode.DEMO
        # Those who can be played told what they did, or have not begun.
        played = {person.account.subject_id for person in cast.people}
        assert [one for one in work.students.all() if one.id not in played] == [
            one for one in region.students if one.id not in played
        ]
        students = [found(one.account.subject_id) for one in cast.people if one.account.role is Role.STUDENT]
        assert [work.intakes.get(one) is not None for one in students] == [
            ix < len(TOLD) for ix in range(len(students))
        ]
        assert work.schools.all() == {settings.school: settings for settings in region.schools}
        assert work.employers.all() == region.employers
        assert work.employers.sites() == region.sites
        assert set(work.employers.recognitions()) == set(region.recognitions)
        assert work.placements.all() == region.placements
        assert work.applications.count() == len(region.applications)
        drawn = {event.id for event in region.events}
        kept_events = work.events.between(NOW - timedelta(weeks=1), NOW + timedelta(weeks=9))
        assert {one for one in kept_events if one.id in drawn} == set(region.events)
        (kept,) = region.schedules
        assert work.speed_dates.get(kept.event_id) == kept
        assert set(work.encounters.of_events([kept.event_id])) == set(region.encounters)
        assert set(work.qualifications.all()) == set(reference.qualifications.values())
        assert dict(work.catalogue.load().competencies) == dict(reference.catalogue.competencies)
        assert work.postcodes.centroid("8011") == (52.51, 6.09)
    house.close()


def test_prepare_leaves_a_recent_region_as_it_is(database_url: str, reference: Reference):
    prepared(database_url, reference)
    house = House.open(database_url)
    with house.writing() as work:
        work.placements.save(work.placements.all()[0].close())
        revision = work.installation.market_revision
    house.close()

    done = prepared(database_url, reference, now=NOW + timedelta(days=14))

    assert done.reason is None
    house = House.open(database_url)
    with house.reading() as work:
        assert work.installation.market_revision == revision + 1
        assert work.placements.all()[0].state.value == "closed"
    house.close()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"now": NOW + timedelta(days=14, seconds=1)}, Reason.OLD),
        ({"seed": 2}, Reason.OTHER_SEED),
        ({"is_fresh": True}, Reason.ASKED),
    ],
)
def test_prepare_replaces_a_region_that_is_old_of_another_seed_or_unwanted(
    database_url: str, reference: Reference, changed: dict[str, object], reason: Reason
):
    prepared(database_url, reference)

    done = prepared(database_url, reference, **changed)  # type: ignore[arg-type]

    assert (done.reason, done.n_students, done.n_employers, done.n_placements) == (reason, 12, 6, 9)


def test_prepare_that_breaks_off_leaves_nothing_behind(
    database_url: str, reference: Reference, monkeypatch: pytest.MonkeyPatch
):
    def broken(work: UnitOfWork, *_: object, **__: object) -> None:
        work.installation.claim(Mode.DEMO)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(planting, "plant", broken)
        with pytest.raises(KeyboardInterrupt):
            prepared(database_url, reference)

    assert prepared(database_url, reference).reason is Reason.EMPTY


def test_prepare_refuses_a_live_installation(house: House, migrated_url: str, reference: Reference):
    with house.writing() as work:
        work.installation.claim(Mode.LIVE)

    with pytest.raises(DemoDatabaseError, match="echte installatie"):
        prepared(migrated_url, reference, is_fresh=True)

    with house.reading() as work:
        assert work.installation.mode is Mode.LIVE


def test_prepare_refuses_tables_without_a_demo_mark(house: House, migrated_url: str, reference: Reference):
    with pytest.raises(DemoDatabaseError, match="niet als demo gemaakt"):
        prepared(migrated_url, reference)

    with house.reading() as work:
        assert work.installation.mode is None
        assert work.students.count() == 0


def test_prepare_refuses_tables_of_somebody_else_and_leaves_the_file_as_it_was(tmp_path: Path, reference: Reference):
    file = tmp_path / "strange.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    before = file.read_bytes()

    with pytest.raises(DemoDatabaseError, match="niet van Plekwijzer"):
        prepared(f"sqlite:///{file}", reference)

    assert file.read_bytes() == before


def test_prepare_refuses_a_newer_version(tmp_path: Path, reference: Reference):
    file = tmp_path / "demo.sqlite3"
    prepared(f"sqlite:///{file}", reference)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        connection.commit()

    with pytest.raises(DemoDatabaseError, match="nieuwere versie"):
        prepared(f"sqlite:///{file}", reference)


def test_prepare_refuses_a_file_that_is_no_database(tmp_path: Path, reference: Reference):
    file = tmp_path / "letter.sqlite3"
    file.write_text("Beste lezer, " * 100, encoding="utf-8")

    with pytest.raises(DemoDatabaseError, match="geen database"):
        prepared(f"sqlite:///{file}", reference)

    assert file.read_text(encoding="utf-8") == "Beste lezer, " * 100


def test_prepare_refuses_an_address_of_another_product(reference: Reference):
    with pytest.raises(DemoDatabaseError, match="adres"):
        prepared("mysql://localhost/demo", reference)
