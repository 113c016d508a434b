"""Students and placements from the files of a school or a jobhunter."""

from dataclasses import replace
from datetime import date

from career.student import Student
from employer_toolkit.placement import PlacementState
from services.competencies import joined_catalogue
from services.features import Offer
from services.files.columns import Reading
from services.files.faults import Fault, FileRefusedError
from services.files.known import Known
from services.files.postcodes import Centroid
from services.imports.keeping import Delivery, ImportDone, keep
from services.reference import Reference
from services.unit_of_work import UnitOfWork

STUDENTS, PLACEMENTS = "students", "placements"


def known_to_files(work: UnitOfWork, *, reference: Reference, source: str, today: date) -> Known:
    """Gather what a file may name: the rules, the catalogue as it stands here, and the postcode areas."""
    centroids = {
        area.postcode4: Centroid(
            postcode4=area.postcode4, place=area.municipality, latitude=area.latitude, longitude=area.longitude
        )
        for area in work.postcodes.all()
    }
    return Known(
        reference=reference,
        catalogue=joined_catalogue(work, reference.catalogue),
        centroids=centroids,
        today=today,
        source=source,
    )


def import_students(work: UnitOfWork, *, reading: Reading[Student], delivery: Delivery, source: str) -> ImportDone:
    """Take over students; see ``keep`` for what is refused.

    A student who is there already gets what the file says, and keeps what was claimed before.
    """

    def write() -> int:
        before = {student.reference: student.claims for student in work.students.all()}
        merged = [
            replace(student, claims=tuple(dict.fromkeys((*before.get(student.reference, ()), *student.claims))))
            for student in reading.values
        ]
        written = work.students.upsert(merged)
        return written.n_new + written.n_replaced

    return keep(work, source=f"{STUDENTS}:{source}", reading=reading, delivery=delivery, write=write)


def import_placements(work: UnitOfWork, *, reading: Reading[Offer], delivery: Delivery, source: str) -> ImportDone:
    """Take over placements with their employers, sites and recognitions; see ``keep`` for what is refused.

    A placement that is there already keeps the seats taken and the open contacts counted here: those are ours to know.

    Raises
    ------
    FileRefusedError
        Also when a placement would get fewer seats than are taken.
    """

    def write() -> int:
        held = {placement.reference: placement for placement in work.placements.all()}
        short = [
            Fault(
                file=reading.file,
                column="plekken",
                value=f"{offer.placement.reference}: {offer.placement.seats}",
                expected=f"er zijn er al {held[offer.placement.reference].seats_taken} bezet; geef minstens zoveel",
            )
            for offer in reading.values
            if offer.placement.reference in held and offer.placement.seats < held[offer.placement.reference].seats_taken
        ]
        if short:
            raise FileRefusedError(short)
        work.employers.upsert(
            {offer.employer.id: offer.employer for offer in reading.values}.values(),
            given_sites={offer.site.id: offer.site for offer in reading.values}.values(),
            given_recognitions={r: None for offer in reading.values for r in offer.recognitions},
        )
        # A site that was here under another id keeps that one, so ask again by reference.
        site_ids = {site.reference: site.id for site in work.employers.sites()}
        written = work.placements.upsert(
            replace(offer.placement, site_id=site_ids[offer.site.reference]) for offer in reading.values
        )
        for offer in reading.values:
            if offer.placement.state is PlacementState.CLOSED and offer.placement.reference in held:
                work.defer("worker.place_closed", placement_id=held[offer.placement.reference].id)
        return written.n_new + written.n_replaced

    return keep(work, source=f"{PLACEMENTS}:{source}", reading=reading, delivery=delivery, write=write)
