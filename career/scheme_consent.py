"""A young person's yes to looking for schemes: what a job coach found, and whether the company may read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from career.errors import CareerError


class SchemeConsentError(CareerError):
    """The young person, or a parent of who is too young, has not said yes to this or has taken it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeFinding:
    """A scheme that a job coach found to apply; what it rests on is kept nowhere."""

    scheme: str
    found_at: datetime
    found_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeConsent:
    """A yes for one place, with what was found since.

    Parameters
    ----------
    given_by : UUID or None
        The account that said yes; ``None`` once that was erased.
    given_as : str
        ``"student"``, or ``"parent"`` for who was too young to decide alone.
    shared_at : datetime or None
        When whoever decides said that the company may read what was found.
    withdrawn_at : datetime or None
        When it was taken back; from then on nobody looks, and the company reads nothing.
    """

    application_id: UUID
    student_id: UUID
    given_at: datetime
    given_by: UUID | None
    given_as: str
    text_version: str
    shared_at: datetime | None = None
    withdrawn_at: datetime | None = None
    findings: tuple[SchemeFinding, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether a job coach may look."""
        return self.withdrawn_at is None

    @property
    def told_to_company(self) -> tuple[SchemeFinding, ...]:
        """What the company may read now."""
        return self.findings if self.stands and self.shared_at is not None else ()

    def found(self, schemes: tuple[str, ...], *, by: UUID, now: datetime) -> "SchemeConsent":
        """Put what a job coach found in the place of what was found before; the company reads it after a new yes.

        Raises
        ------
        SchemeConsentError
            There is no yes any more.
        """
        self._check()
        findings = tuple(SchemeFinding(scheme=one, found_at=now, found_by=by) for one in schemes)
        return replace(self, findings=findings, shared_at=None)

    def share(self, now: datetime) -> "SchemeConsent":
        """Let the company read what was found; raise ``SchemeConsentError`` when there is nothing to read."""
        self._check()
        if not self.findings:
            raise SchemeConsentError("nothing was found yet")
        return replace(self, shared_at=now)

    def withdraw(self, now: datetime) -> "SchemeConsent":
        """Take it back: what was found is gone, and the company reads nothing; twice does nothing more."""
        return self if not self.stands else replace(self, withdrawn_at=now, shared_at=None, findings=())

    def _check(self) -> None:
        if not self.stands:
            raise SchemeConsentError("it was taken back")
