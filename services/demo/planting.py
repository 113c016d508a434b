"""Putting a demo region in a database of its own, and never in any other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar

from services.demo.afterwards import plant_looking_back, with_looking_back
from services.demo.agenda import plant_agenda
from services.demo.applications import with_applications
from services.demo.cases import plant_cases
from services.demo.casting import cast_of
from services.demo.companies import plant_companies
from services.demo.content import load_content
from services.demo.conversations import plant_conversations
from services.demo.dossiers import plant_dossiers
from services.demo.guarantees import plant_guarantees
from services.demo.handovers import plant_handovers
from services.demo.inboxes import plant_applications
from services.demo.intakes import plant_intakes
from services.demo.peers import plant_peers
from services.demo.region import Region, generate
from services.demo.registrations import with_registrations
from services.demo.school_dossiers import plant_school_dossiers
from services.errors import ServiceError
from services.event_inviting import invite_to_coming
from services.local_time import local_day
from services.people import DemoPerson
from services.reference import Reference
from services.unit_of_work import Mode, UnitOfWork
from storage import migrating
from storage.database import Database, Transaction
from storage.errors import NotMigratedError, WrongDatabaseError
from storage.imports import Import
from storage.postcodes import PostcodeArea

SOURCE = "demo"
"""Under which name the planting is kept among the imports."""
FRESH_FOR = timedelta(days=14)
"""After this the dates of a region have gone by too far, and a new one is planted."""
STEP = 500
"""Rows between two steps of the progress bar."""

Value = TypeVar("Value")
Show = Callable[[str, int, int], None]
"""Tells the stage in Dutch, how much is done and how much there is."""


class DemoDatabaseError(ServiceError):
    """A demo may not be put in this database; the text says why, in Dutch."""


class Reason(Enum):
    """Why a region was planted; the value is said to the person at the screen."""

    EMPTY = "De demo is nog leeg. Wij maken een regio met verzonnen leerlingen en plekken."
    OLD = "De demo is ouder dan twee weken. Wij maken een nieuwe regio, met datums die weer kloppen."
    OTHER_SEED = "De demo is met een ander getal gemaakt. Wij maken een nieuwe regio."
    OTHER_VERSION = "De demo hoort bij een andere versie van Plekwijzer. Wij maken een nieuwe regio."
    ASKED = "Wij maken een nieuwe regio, zoals gevraagd."


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A demo database that is ready to be served.

    Parameters
    ----------
    reason : Reason or None
        Why a region was planted now; ``None`` when it was there already.
    """

    reason: Reason | None
    n_students: int
    n_employers: int
    n_placements: int
    n_events: int
    n_applications: int


def prepare(
    *,
    database_url: str,
    seed: int,
    now: datetime,
    reference: Reference,
    is_fresh: bool = False,
    tell: Callable[[str], None] = lambda text: None,
    show: Show = lambda stage, done, total: None,
) -> Prepared:
    """See to it that a database holds a demo region of this seed and of these days, and nothing else.

    An empty database gets tables and a region in one transaction. A region that is older than two weeks, of another
    seed or of another version is replaced in one transaction.

    Parameters
    ----------
    database_url : str
        An empty database, or one that this function filled.
    now : datetime
        Aware; the region is of this day in Amsterdam.
    is_fresh : bool
        Replace the region in any case.
    tell
        Is told in Dutch what is going to happen.

    Raises
    ------
    DemoDatabaseError
        The database holds something that is no demo. Nothing in it was changed.
    StorageError
        The database cannot be reached.
    """
    try:
        database = Database(database_url)
    except WrongDatabaseError as error:
        raise DemoDatabaseError(f"Het adres van de demodatabase klopt niet ({error}).") from error
    try:
        # Reading first: opening for writing would already change how a strange SQLite file keeps its journal.
        try:
            with database.reading() as transaction:
                reason = _reason(transaction, seed=seed, now=now, reference=reference, is_fresh=is_fresh)
        except NotMigratedError:
            reason = Reason.EMPTY  # there is no file yet
        if reason is not None:
            tell(reason.value)
            region = generate(seed=seed, today=local_day(now), reference=reference)
            cast = cast_of(region, today=local_day(now), reference=reference)
            region = with_applications(region, cast, seed=seed, today=local_day(now), reference=reference)
            region = with_registrations(region, cast.people, seed=seed, today=local_day(now))
            region = with_looking_back(region, cast, seed=seed, today=local_day(now))
            with database.writing() as transaction:
                # Asked again, because somebody else may have come in between.
                reason = _reason(transaction, seed=seed, now=now, reference=reference, is_fresh=is_fresh)
                if reason is not None:
                    _replace(transaction, region, cast.people, seed=seed, now=now, reference=reference, show=show)
        with database.reading() as transaction:
            work = UnitOfWork(transaction, clock=lambda: now)
            return Prepared(
                reason=reason,
                n_students=work.students.count(),
                n_employers=work.employers.count(),
                n_placements=work.placements.count(),
                n_events=work.events.count(),
                n_applications=work.applications.count(),
            )
    except WrongDatabaseError as error:
        raise DemoDatabaseError("Dit bestand is geen database. Kies een ander adres voor de demo.") from error
    finally:
        database.close()


def plant(
    work: UnitOfWork,
    region: Region,
    reference: Reference,
    *,
    show: Show = lambda stage, done, total: None,
) -> None:
    """Keep a whole region, with the qualifications, catalogue and postcodes it speaks of, and mark it as a demo.

    Parameters
    ----------
    work : UnitOfWork
        Of an installation that holds nothing yet, or only the mark of a demo.

    Raises
    ------
    ConflictError
        The installation is for live use, or holds some of this already.
    """
    work.installation.claim(Mode.DEMO)
    work.qualifications.upsert(reference.qualifications.values())
    work.catalogue.upsert(reference.catalogue.competencies.values(), reference.catalogue.relations)
    work.postcodes.upsert(
        PostcodeArea(
            postcode4=area.pc4, latitude=area.latitude, longitude=area.longitude, municipality=area.municipality
        )
        for area in load_content().areas
    )
    work.employers.add_all(region.employers, new_sites=region.sites, new_recognitions=region.recognitions)
    for settings in region.schools:
        work.schools.save(settings)
    for students in _steps("Leerlingen", region.students, show):
        work.students.add_all(students)
    for placements in _steps("Plekken", region.placements, show):
        work.placements.add_all(placements)
    work.events.add_all(region.events)
    work.registrations.add_all(region.registrations)
    plant_looking_back(work, region)
    work.defer("worker.rescore_all")


def _reason(
    transaction: Transaction, *, seed: int, now: datetime, reference: Reference, is_fresh: bool
) -> Reason | None:
    """Say why a region must be planted here, or ``None``; refuse a database that is no demo."""
    if not migrating.tables_there(transaction):
        return Reason.EMPTY
    revision = migrating.revision_of(transaction)
    if revision is None:
        raise DemoDatabaseError(
            "In deze database staan tabellen die niet van Plekwijzer zijn. Wij veranderen er niets aan. "
            "Kies een ander adres voor de demo."
        )
    if not migrating.is_known(revision):
        raise DemoDatabaseError(
            "Deze database is van een nieuwere versie van Plekwijzer. Wij veranderen er niets aan. "
            "Kies een ander adres voor de demo."
        )
    work = UnitOfWork(transaction, clock=lambda: now)
    try:
        mode = work.installation.mode
    except NotMigratedError as error:
        raise DemoDatabaseError("Deze database is niet compleet. Kies een ander adres voor de demo.") from error
    if mode is Mode.LIVE:
        raise DemoDatabaseError(
            "Deze database is van een echte installatie. De demo komt daar nooit in. Kies een ander adres voor de demo."
        )
    if mode is None:
        raise DemoDatabaseError(
            "In deze database staan tabellen van Plekwijzer, maar zij is niet als demo gemaakt. "
            "Wij veranderen er niets aan. Kies een ander adres voor de demo."
        )
    if is_fresh:
        return Reason.ASKED
    planted = work.imports.latest(SOURCE) if revision == migrating.newest_revision() else None
    if planted is None:
        return Reason.OTHER_VERSION
    planted_seed, _, planted_version = planted.version.partition("/")
    if planted_seed != str(seed):
        return Reason.OTHER_SEED
    if planted_version != reference.version:
        return Reason.OTHER_VERSION
    return Reason.OLD if abs(now - planted.fetched_at) > FRESH_FOR else None


def _replace(
    transaction: Transaction,
    region: Region,
    people: Sequence[DemoPerson],
    *,
    seed: int,
    now: datetime,
    reference: Reference,
    show: Show,
) -> None:
    if migrating.tables_there(transaction):
        migrating.migrate_back(transaction, to="base")
    migrating.migrate(transaction)
    work = UnitOfWork(transaction, clock=lambda: now)
    plant(work, region, reference, show=show)
    plant_applications(work, region, people, now=now)
    plant_companies(work, region, reference, now=now)
    show("Uitnodigingen", 0, 1)
    invite_to_coming(work, now=now)
    show("Uitnodigingen", 1, 1)
    plant_agenda(work, people, now=now)
    plant_intakes(work, people, now=now)
    plant_dossiers(work, people, now=now)
    plant_school_dossiers(work, people, now=now)
    plant_peers(work, people, now=now)
    plant_cases(work, people, now=now)
    plant_conversations(work, people, now=now)
    plant_guarantees(work, people, now=now)
    plant_handovers(work, people, now=now)
    work.imports.add(
        Import(
            source=SOURCE,
            version=f"{seed}/{reference.version}",
            fetched_at=now.astimezone(UTC),
            sha256=region.digest(),
            n_rows=len(region.students) + len(region.placements) + len(region.events) + len(region.applications),
        )
    )
    work.settle()


def _steps(stage: str, values: Sequence[Value], show: Show) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), STEP):
        show(stage, start, len(values))
        yield values[start : start + STEP]
    show(stage, len(values), len(values))
