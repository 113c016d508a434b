"""Each task by its name does what its act does."""

from datetime import UTC, datetime, timedelta

from services.unit_of_work import House
from storage.placements import CandidateCount
from tests.factories import make_employer, make_placement, make_site, make_student
from worker.handling import Handler, Outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_rescored_placement_has_its_candidates_counted(migrated_url: str) -> None:
    house = House.open(migrated_url, clock=lambda: NOW)
    employer = make_employer()
    site = make_site(employer.id)
    placement = make_placement(site.id)
    with house.writing() as work:
        work.employers.add_all([employer], new_sites=[site])
        work.placements.save(placement)
        work.students.save(make_student())
        deferred_id = work.outbox.add("worker.rescore_placement", {"placement_id": placement.id}, now=NOW)

    outcome = Handler(house=house, lease=timedelta(minutes=5), max_attempts=3).handle(deferred_id)

    with house.reading() as work:
        counts = work.placements.candidate_counts([placement.id])
    house.close()
    assert outcome is Outcome.DONE
    # The site has no recognition for a bpv, so nobody fits yet.
    assert counts == {placement.id: CandidateCount(placement_id=placement.id, n_candidates=0, counted_at=NOW)}
