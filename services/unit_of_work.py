"""The unit of work: everything one act reads and writes, in one transaction, with the work it leaves for later."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import UUID

from accounts.audit import AuditKind, AuditNote
from services.permissions import Account
from services.trail import Asked, after_error, as_acts, as_readings
from storage import migrating
from storage.accounts import AccountStore
from storage.applications import ApplicationStore
from storage.attempts import AttemptStore
from storage.audit import AuditStore
from storage.cases import CaseStore
from storage.company_file import CompanyFileStore
from storage.competencies import CatalogueStore
from storage.contact_log import ContactLogStore
from storage.conversation_norms import ConversationNormStore
from storage.conversations import ConversationStore
from storage.database import Database, Transaction
from storage.dossier import DossierStore
from storage.drafts import DraftStore
from storage.employers import EmployerStore
from storage.encounters import EncounterStore
from storage.erasures import ErasureStore
from storage.errors import ConflictError, NotMigratedError, StorageError, UnavailableError
from storage.event_invitations import EventInvitationStore
from storage.events import EventStore
from storage.feeds import FeedStore
from storage.foreign_calendars import ForeignCalendarStore
from storage.guarantees import GuaranteeStore
from storage.handovers import HandoverKeyStore, HandoverStore
from storage.help_offers import HelpOfferStore
from storage.imports import ImportStore
from storage.installation import InstallationStore, Mode
from storage.intakes import IntakeStore
from storage.invitations import InvitationStore
from storage.keeping import KeepingStore
from storage.links import LinkStore
from storage.logins import LoginStore
from storage.market_changes import MarketChangeStore
from storage.meetings import MeetingStore
from storage.messages import MessageStore
from storage.outbox import OutboxStore
from storage.parents import ParentStore
from storage.peers import PeerStore
from storage.placements import PlacementStore
from storage.postcodes import PostcodeStore
from storage.qualifications import QualificationStore
from storage.quick_answers import QuickAnswerStore
from storage.recommendations import RecommendationStore
from storage.rectifications import RectificationStore
from storage.regional_figures import RegionalFiguresStore
from storage.registrations import RegistrationStore
from storage.reports import ReportStore
from storage.reviews import ReviewStore
from storage.schemes import SchemeStore
from storage.school_dossiers import SchoolDossierStore
from storage.schools import SchoolStore
from storage.sessions import SessionStore
from storage.speed_dates import SpeedDateStore
from storage.students import StudentStore
from storage.subjects import SubjectStore
from storage.training import TrainingStore

__all__ = [
    "ConflictError",
    "House",
    "Mode",
    "NotMigratedError",
    "StorageError",
    "UnavailableError",
    "UnitOfWork",
]


SERVICE = "service"
"""Stands in the audit trail for the role when nobody's account did it."""


class UnitOfWork:
    """The stores of one transaction, and what has to happen after it.

    Attributes
    ----------
    students, schools, employers, placements, events, and so on
        One store per subject, all in the same transaction.
    market_changes
        The log that says which of them a market must read again.
    audit
        The trail of who did and read what; acts add to it by ``note``.
    has_deferred : bool
        Whether work was left for later.
    """

    def __init__(
        self, transaction: Transaction, *, clock: Callable[[], datetime], kept: dict[str, Any] | None = None
    ) -> None:
        self._transaction = transaction
        self._clock = clock
        self.has_deferred = False
        self._kept = {} if kept is None else kept
        self.students = StudentStore(transaction)
        self.intakes = IntakeStore(transaction)
        self.schools = SchoolStore(transaction)
        self.school_dossiers = SchoolDossierStore(transaction)
        self.employers = EmployerStore(transaction)
        self.company_files = CompanyFileStore(transaction)
        self.contact_log = ContactLogStore(transaction)
        self.quick_answers = QuickAnswerStore(transaction)
        self.reports = ReportStore(transaction)
        self.placements = PlacementStore(transaction)
        self.dossier = DossierStore(transaction)
        self.handovers = HandoverStore(transaction)
        self.handover_keys = HandoverKeyStore(transaction)
        self.conversation_norms = ConversationNormStore(transaction)
        self.conversations = ConversationStore(transaction)
        self.drafts = DraftStore(transaction)
        self.events = EventStore(transaction)
        self.event_invitations = EventInvitationStore(transaction)
        self.registrations = RegistrationStore(transaction)
        self.encounters = EncounterStore(transaction)
        self.feeds = FeedStore(transaction)
        self.foreign_calendars = ForeignCalendarStore(transaction)
        self.guarantees = GuaranteeStore(transaction)
        self.help_offers = HelpOfferStore(transaction)
        self.speed_dates = SpeedDateStore(transaction)
        self.catalogue = CatalogueStore(transaction)
        self.qualifications = QualificationStore(transaction)
        self.postcodes = PostcodeStore(transaction)
        self.imports = ImportStore(transaction)
        self.outbox = OutboxStore(transaction)
        self.installation = InstallationStore(transaction)
        self.market_changes = MarketChangeStore(transaction)
        self.links = LinkStore(transaction)
        self.subjects = SubjectStore(transaction)
        self.erasures = ErasureStore(transaction)
        self.rectifications = RectificationStore(transaction)
        self.reviews = ReviewStore(transaction)
        self.keeping = KeepingStore(transaction)
        self.recommendations = RecommendationStore(transaction)
        self.training = TrainingStore(transaction)
        self.accounts = AccountStore(transaction)
        self.sessions = SessionStore(transaction)
        self.applications = ApplicationStore(transaction)
        self.messages = MessageStore(transaction)
        self.meetings = MeetingStore(transaction)
        self.parents = ParentStore(transaction)
        self.peers = PeerStore(transaction)
        self.cases = CaseStore(transaction)
        self.audit = AuditStore(transaction)
        self._notes: list[AuditNote] = []
        self.logins = LoginStore(transaction)
        self.invitations = InvitationStore(transaction)
        self.attempts = AttemptStore(transaction)
        self.regional_figures = RegionalFiguresStore(transaction)
        self.schemes = SchemeStore(transaction)

    @property
    def kept(self) -> dict[str, Any]:
        """What this process keeps between units of work, by name; whoever keeps something names its revision.

        After this act changed the market or the links it is empty and keeps
        nothing: what is not committed yet is for nobody else.
        """
        has_changed = self._transaction.has_changed_market or self._transaction.changed_links
        return {} if has_changed else self._kept

    @property
    def kept_words(self) -> dict[str, Any]:
        """The same for what is made of the catalogue and the links alone: people and places that changed leave it."""
        has_changed = self._transaction.has_changed_catalogue or self._transaction.changed_links
        return {} if has_changed else self._kept

    def defer(self, task: str, *, due_at: datetime | None = None, **arguments: UUID | str | int) -> None:
        """Leave work for later: it is kept with the rows of this act, and begins after the commit.

        Parameters
        ----------
        task : str
            Name of the task, such as ``"worker.rescore_placement"``.
        due_at : datetime or None
            Not before this moment; ``None`` for as soon as can be.
        arguments
            Ids only, never names or other content.
        """
        self.outbox.add(task, arguments, now=self._clock(), due_at=due_at)
        self.has_deferred = True

    def note(
        self,
        *,
        act: str,
        by: Account | None,
        subject_id: UUID | None = None,
        on_behalf_of: UUID | None = None,
        reason: str = "",
    ) -> None:
        """Note in the audit trail what is done, in the same commit.

        What an account asks permission for is noted by itself, once for each act and subject; this is for more than
        that: for whom it was done, why, or that the service did it.

        Parameters
        ----------
        by : Account or None
            ``None`` when the service itself does it.
        reason : str
            A code, never what somebody wrote.
        """
        self._notes.append(
            AuditNote(
                at=self._clock(),
                kind=AuditKind.ACT,
                role=by.role.value if by else SERVICE,
                act=act,
                account_id=by.id if by else None,
                on_behalf_of=on_behalf_of,
                subject_id=subject_id,
                reason=reason,
            )
        )

    def note_asked(self, by: Account) -> None:
        """Note what an account asked for: as acts when something was written, else as looks at people."""
        asked = by.trail.take()
        if not self._transaction.has_written:
            self._notes += _notes(as_readings(asked), by=by, kind=AuditKind.READING, at=self._clock())
            return
        said = {(note.act, note.subject_id) for note in self._notes}
        acts = (one for one in as_acts(asked) if (one.act, one.subject_id) not in said)
        self._notes += _notes(acts, by=by, kind=AuditKind.ACT, at=self._clock())

    def settle(self) -> None:
        """Write what belongs to the whole of the act; ``House`` calls it just before the commit."""
        # Last of all, so that writers hold this one shared row as short as can be and always in the same order.
        if self._transaction.has_changed_market:
            self.market_changes.write(revision=self.installation.raise_market_revision())
        if self._transaction.changed_links:
            self.links.stamp(revision=self.installation.raise_links_revision())
        if self._transaction.has_changed_catalogue:
            self.installation.raise_catalogue_revision()
        self.audit.add(self._notes)


class House:
    """The whole installation: its database, and the units of work in it.

    Attributes
    ----------
    clock : callable
        Gives the present moment, aware.
    work_waiting : threading.Event
        Set after a commit that left work for later, so that a relay in this process need not wait.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> house = House.open(f"sqlite:///{mkdtemp()}/example.sqlite3")
    >>> house.migrate()
    >>> with house.reading() as work:
    ...     work.students.count()
    0
    >>> house.close()
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self.clock = clock
        self.work_waiting = Event()
        self._is_to_be_wiped = False
        self._kept: dict[str, Any] = {}

    @classmethod
    def open(cls, database_url: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "House":
        """Open the installation whose database has this address; nothing is asked of the database yet.

        Raises
        ------
        StorageError
            The address cannot be used.
        """
        return cls(Database(database_url), clock=clock)

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()

    @contextmanager
    def writing(self, by: Account | None = None) -> Iterator[UnitOfWork]:
        """Open a unit of work whose rows and deferred work are committed together at the end.

        When an error passes, nothing is kept but the note that this account asked for it, when it was about a person.

        Parameters
        ----------
        by : Account or None
            Whose request this is, so that what it asks for is noted; ``None`` when it is nobody's.

        Raises
        ------
        ConflictError
            A constraint or another writer stood in the way.
        UnavailableError
            The database does not answer.
        NotMigratedError
            Tables are missing: migrate first.
        """
        with self._noting_errors(by, AuditKind.ACT), self._database.writing() as transaction:
            work = UnitOfWork(transaction, clock=self.clock, kept=self._kept)
            yield work
            if by is not None:
                work.note_asked(by)
            work.settle()
        if transaction.has_erased or self._is_to_be_wiped:
            self._is_to_be_wiped = not self._database.wipe()
        if work.has_deferred:
            self.work_waiting.set()

    @contextmanager
    def reading(self, by: Account | None = None) -> Iterator[UnitOfWork]:
        """Open a unit of work that sees one moment of the database and cannot write; raises as ``writing``.

        Whom the account looked at is noted after it, in a short transaction of its own: the answer waits for that.
        """
        with self._noting_errors(by, AuditKind.READING):
            with self._database.reading() as transaction:
                yield UnitOfWork(transaction, clock=self.clock, kept=self._kept)
            if by is not None:
                self._keep(_notes(as_readings(by.trail.take()), by=by, kind=AuditKind.READING, at=self.clock()))

    def note_refusal(self, by: Account, error: Exception, *, kind: AuditKind = AuditKind.READING) -> None:
        """Note what an account asked for about people when an error ended it."""
        asked = as_readings(after_error(by.trail.take(), error))
        self._keep(_notes(asked, by=by, kind=kind, at=self.clock()))

    @contextmanager
    def _noting_errors(self, by: Account | None, kind: AuditKind) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if by is not None:
                self.note_refusal(by, error, kind=kind)
            raise

    def _keep(self, notes: list[AuditNote]) -> None:
        if notes:
            with self._database.writing() as transaction:
                AuditStore(transaction).add(notes)

    def migrate(self) -> None:
        """Bring the tables to this version; when they are there already, nothing happens."""
        with self._database.writing() as transaction:
            migrating.migrate(transaction)

    @property
    def is_migrated(self) -> bool:
        """Whether the tables are those of this version."""
        with self._database.reading() as transaction:
            return migrating.revision_of(transaction) == migrating.newest_revision()

    @staticmethod
    def migration_differences() -> tuple[str, ...]:
        """Say where migrations and models differ, one line each; nothing when they agree."""
        return migrating.differences_on_scratch()


def _notes(asked: Iterable[Asked], *, by: Account, kind: AuditKind, at: datetime) -> list[AuditNote]:
    return [
        AuditNote(
            at=at,
            kind=kind,
            role=by.role.value,
            act=one.act,
            account_id=by.id,
            on_behalf_of=one.on_behalf_of,
            subject_id=one.subject_id,
            result=one.result,
            reason=one.reason,
        )
        for one in asked
    ]
