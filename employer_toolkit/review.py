"""The review of a place (nakijken): a person looks at its words, lets it be, or gives it back with remarks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from employer_toolkit.errors import EmployerToolkitError, InvalidPlacementError

LONGEST_REMARK = 500


class ReviewStateError(EmployerToolkitError):
    """Nobody waits for a review of this place, or somebody has given it already."""


class ReviewState(StrEnum):
    """How far the review of a place has come."""

    NOT_NEEDED = "not_needed"
    """Its words hold nothing that a person must see, and the company has posted before."""
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    """With remarks, for the employer to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReview:
    """What became of the review of one place.

    Parameters
    ----------
    is_held : bool
        Others do not see the place until somebody approves it.
    asked_at : datetime
        Since when it waits, or waited.
    remarks : mapping of str to str
        What the reviewer says of a field, by its name.
    kept : mapping of str to str
        By the key of a finding why its words are right as they are, in the employer's words.
    allowed : frozenset of str
        Keys of findings that a reviewer saw and let be: they hold the place back no more.
    settled_by : UUID or None
        Account of the reviewer; ``None`` too when that account is gone.
    """

    placement_id: UUID
    state: ReviewState
    is_held: bool
    asked_at: datetime
    remarks: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    settled_by: UUID | None = None
    settled_at: datetime | None = None

    def __post_init__(self) -> None:
        """Make what it holds unchangeable."""
        object.__setattr__(self, "remarks", MappingProxyType(dict(self.remarks)))
        object.__setattr__(self, "kept", MappingProxyType(dict(self.kept)))

    def ask(self, *, is_needed: bool, is_held: bool, now: datetime) -> "PlaceReview":
        """Look again after the words were written or changed.

        What was given back waits for a person whatever the words are now; what waited keeps its place in the row.

        Parameters
        ----------
        is_needed : bool
            A person should look, now or later.
        is_held : bool
            And others do not see the place before that.
        """
        if self.state is ReviewState.RETURNED:
            return replace(self, state=ReviewState.WAITING, is_held=True, asked_at=now)
        if self.state is ReviewState.WAITING:
            return replace(self, is_held=is_held)
        if not is_needed:
            return self
        return replace(self, state=ReviewState.WAITING, is_held=is_held, asked_at=now, settled_by=None, settled_at=None)

    def approve(self, *, seen: Collection[str], by: UUID | None, now: datetime) -> "PlaceReview":
        """Let the place be; raise ``ReviewStateError`` when it does not wait.

        Parameters
        ----------
        seen : collection of str
            Keys of the findings that the reviewer saw.
        """
        self._require_waiting()
        return replace(
            self,
            state=ReviewState.APPROVED,
            is_held=False,
            remarks={},
            allowed=frozenset(seen),
            settled_by=by,
            settled_at=now,
        )

    def give_back(self, *, remarks: Mapping[str, str], by: UUID | None, now: datetime) -> "PlaceReview":
        """Give the place back to be mended; until somebody looks again others do not see it.

        Raises
        ------
        ReviewStateError
            It does not wait.
        InvalidPlacementError
            There is no remark, or one is too long.
        """
        self._require_waiting()
        said = {name: text.strip() for name, text in remarks.items() if text.strip()}
        faults = {
            name: f"Houd een opmerking op hoogstens {LONGEST_REMARK} tekens"
            for name, text in said.items()
            if len(text) > LONGEST_REMARK
        }
        if not said:
            faults = {"remarks": "Schrijf minstens één opmerking: wat moet er anders?"}
        if faults:
            raise InvalidPlacementError("review", faults)
        return replace(self, state=ReviewState.RETURNED, is_held=True, remarks=said, settled_by=by, settled_at=now)

    def keep(self, *, finding: str, reason: str) -> "PlaceReview":
        """Note why words that were found are right as they are.

        Raises
        ------
        InvalidPlacementError
            There is no reason, or it is too long.
        """
        said = reason.strip()
        if not 0 < len(said) <= LONGEST_REMARK:
            raise InvalidPlacementError(
                "review", {"reason": f"Zeg in hoogstens {LONGEST_REMARK} tekens waarom dit zo klopt"}
            )
        return replace(self, kept={**self.kept, finding: said})

    def _require_waiting(self) -> None:
        if self.state is not ReviewState.WAITING:
            raise ReviewStateError(f"the review of this place is {self.state}, it does not wait")
