"""The log says what changed since a revision, or that it cannot tell; it never grows beyond its bound."""

from dataclasses import replace
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert

from career.competency import Competency, CompetencyKind
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.market_changes import MarketChanges
from storage.schema.market_changes import market_changes
from tests.factories import make_employer, make_placement, make_recognition, make_site, make_student

EMPLOYER = make_employer()
SITE = make_site(EMPLOYER.id)
PLACEMENT = make_placement(SITE.id)
STUDENT = make_student()


def keep_everybody(house: House) -> int:
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE])
        work.placements.save(PLACEMENT)
        work.students.save(STUDENT)
    return revision_of(house)


def revision_of(house: House) -> int:
    with house.reading() as work:
        return work.installation.market_revision


def changes_since(house: House, revision: int) -> MarketChanges | None:
    with house.reading() as work:
        return work.market_changes.since(revision, until=work.installation.market_revision)


def test_new_installation_has_no_changes(house: House) -> None:
    assert changes_since(house, 0) == MarketChanges()


def test_one_act_names_everybody_it_wrote_once(house: House) -> None:
    keep_everybody(house)

    assert changes_since(house, 0) == MarketChanges(
        students=frozenset({STUDENT.id}),
        placements=frozenset({PLACEMENT.id}),
        sites=frozenset({SITE.id}),
        employers=frozenset({EMPLOYER.id}),
    )


def test_acts_since_a_revision_are_told_and_those_before_are_not(house: House) -> None:
    seen = keep_everybody(house)
    others = [make_student(f"leerling-{n}") for n in range(2, 4)]

    for other in others:
        with house.writing() as work:
            work.students.upsert([other])
    with house.writing() as work:
        work.employers.save_recognition(make_recognition(SITE.id))

    assert changes_since(house, seen) == MarketChanges(
        students=frozenset(other.id for other in others), sites=frozenset({SITE.id})
    )
    assert changes_since(house, revision_of(house)) == MarketChanges()


def test_student_upserted_under_another_id_is_named_by_the_kept_one(house: House) -> None:
    seen = keep_everybody(house)

    with house.writing() as work:
        work.students.upsert([replace(STUDENT, id=uuid4(), first_name="Sam")])

    assert changes_since(house, seen) == MarketChanges(students=frozenset({STUDENT.id}))


def test_site_and_employer_upserted_under_other_ids_are_named_by_the_kept_ones(house: House) -> None:
    seen = keep_everybody(house)
    employer, site_id = replace(EMPLOYER, id=uuid4()), uuid4()

    with house.writing() as work:
        work.employers.upsert(
            [employer],
            given_sites=[replace(SITE, id=site_id, employer_id=employer.id)],
            given_recognitions=[make_recognition(site_id)],
        )

    assert changes_since(house, seen) == MarketChanges(sites=frozenset({SITE.id}), employers=frozenset({EMPLOYER.id}))


def test_new_catalogue_counts_as_everything(house: House) -> None:
    seen = keep_everybody(house)

    with house.writing() as work:
        work.students.save(STUDENT)
        work.catalogue.upsert(
            [Competency(id="x:1", kind=CompetencyKind.SKILL, label="naaien", plain_label="naaien", links=())]
        )
        work.students.save(make_student("leerling-2"))

    assert changes_since(house, seen) is None
    with house.reading() as work:
        assert work.market_changes.since(seen - 1, until=seen) is not None


def test_act_that_names_too_many_counts_as_everything_in_one_row(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.market_changes.MOST_NAMED", 3)
    seen = keep_everybody(house)
    before = n_rows(house)

    with house.writing() as work:
        work.students.add_all(make_student(f"leerling-{n}") for n in range(2, 7))

    assert changes_since(house, seen) is None
    assert n_rows(house) == before + 1


def n_rows(house: House) -> int:
    with house.reading() as work:
        return work.market_changes.count()


def test_log_keeps_a_bounded_number_of_whole_revisions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.market_changes.MOST_KEPT", 5)
    for number in range(4):
        with house.writing() as work:
            work.students.upsert([make_student(f"leerling-{2 * number}"), make_student(f"leerling-{2 * number + 1}")])

    told = [changes_since(house, revision) for revision in range(5)]

    assert n_rows(house) == 4
    assert [None if changes is None else len(changes.students) for changes in told] == [None, None, 4, 2, 0]


def test_revision_of_an_older_version_that_writes_no_log_is_seen(house: House, migrated_url: str) -> None:
    seen = keep_everybody(house)
    with house.writing() as work:
        work.students.save(STUDENT)
    database = Database(migrated_url)
    with database.writing() as transaction:
        transaction.change(delete(market_changes).where(market_changes.c.revision == seen + 1))
    database.close()
    with house.writing() as work:
        work.students.save(STUDENT)

    assert changes_since(house, seen) is None
    assert changes_since(house, seen + 1) is not None


def test_revision_that_is_still_to_come_cannot_be_followed(house: House) -> None:
    seen = keep_everybody(house)

    assert changes_since(house, seen + 1) is None


def test_act_that_fails_leaves_no_change(house: House) -> None:
    seen = keep_everybody(house)

    with pytest.raises(ConflictError), house.writing() as work:
        work.students.add_all([make_student("leerling-2"), replace(STUDENT, id=uuid4())])

    assert (revision_of(house), changes_since(house, seen)) == (seen, MarketChanges())


def test_acts_that_end_together_each_get_a_revision_of_their_own(house: House) -> None:
    people = [make_student(f"leerling-{n}") for n in range(8)]
    together = Barrier(len(people))

    def keep(student) -> None:
        together.wait()
        with house.writing() as work:
            work.students.save(student)

    threads = [Thread(target=keep, args=[student]) for student in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert revision_of(house) == len(people)
    assert [len(changes_since(house, r).students) for r in range(len(people) + 1)] == list(range(len(people), -1, -1))


@pytest.mark.parametrize(("kind", "subject_id"), [("student", None), ("everything", uuid4()), ("weather", uuid4())])
def test_database_refuses_a_change_of_nobody(migrated_url: str, kind: str, subject_id: object) -> None:
    database = Database(migrated_url)
    row = {"revision": 1, "position": 0, "kind": kind, "subject_id": subject_id}

    with pytest.raises(ConflictError), database.writing() as transaction:
        transaction.change(insert(market_changes), [row])

    database.close()
