"""Guarantees and claims as people read them: in words, and in numbers without anybody in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.guarantee import CHECKABLE, SEATED, ClaimState, Guarantee, GuaranteeClaim, Misfit
from career.student import SchoolType
from services.disclosure import rounded
from services.errors import found
from services.local_time import local_day
from services.reference import load_reference
from services.reference.guarantee_terms import GuaranteeCondition
from services.unit_of_work import UnitOfWork

MISFIT_WORDS: Mapping[Misfit, str] = MappingProxyType(
    {
        Misfit.CLOSED: "Deze garantie neemt geen aanvragen meer aan.",
        Misfit.SECTOR: "Dit is ander werk dan jij koos. Verander je wensen als je dit werk wilt.",
        Misfit.PROGRAMME: "Deze garantie is voor een andere opleiding.",
        Misfit.LEVEL: "Deze garantie is voor een ander niveau.",
        Misfit.COHORT: "Deze garantie is voor wie in een ander jaar begint.",
        Misfit.CHOOSE_BY: "De laatste dag om je profiel te kiezen is voorbij.",
        Misfit.MUNICIPALITY: "Deze garantie is voor wie in een andere gemeente woont.",
    }
)
STATE_WORDS: Mapping[ClaimState, str] = MappingProxyType(
    {
        ClaimState.ASKING_PARENT: "Je ouder of voogd moet nog ja zeggen",
        ClaimState.WAITING: "Je staat op de wachtlijst",
        ClaimState.CLAIMED: "Deze garantie is van jou",
        ClaimState.KEPT: "School keek: je garantie klopt nog",
        ClaimState.OFFERED: "Er is een baan voor je",
        ClaimState.REDEEMED: "Je zei ja tegen de baan",
        ClaimState.LAPSED: "Je garantie is gestopt",
        ClaimState.GIVEN_BACK: "Je gaf de garantie terug",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeView:
    """A guarantee in words.

    Parameters
    ----------
    programmes : tuple of str
        Names; empty for every programme of the sector.
    conditions : tuple of GuaranteeCondition
        What a student has to do, to be shown wherever it can be claimed.
    """

    guarantee: Guarantee
    sector_text: str
    programmes: tuple[str, ...]
    conditions: tuple[GuaranteeCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim of a student, in words.

    Parameters
    ----------
    reason_text : str
        The condition that does not hold; empty while nobody says so.
    chooses_profile : bool
        Whether the student still chooses a profile: only in vmbo.
    """

    claim: GuaranteeClaim
    of: GuaranteeView
    state_text: str
    reason_text: str
    employer_name: str
    can_lapse: bool
    chooses_profile: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForStudent:
    """What a student can do with guarantees: the own claims, and those that fit with nothing in the way."""

    student_id: UUID
    first_name: str
    claims: tuple[ClaimView, ...]
    fitting: tuple[GuaranteeView, ...]
    can_claim: bool
    needs_parent: bool
    chooses_profile: bool
    """Whether a profile is still to be chosen: only in vmbo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many seats are taken in which way; ``None`` below ten, except for the seats, which were promised openly."""

    n_seats: int
    n_taken: int | None
    n_kept: int | None
    n_redeemed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedGuarantee:
    """A guarantee with its numbers."""

    view: GuaranteeView
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """Who said yes to a job, as the company that offered it reads it."""

    first_name: str
    programme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEmployer:
    """A guarantee of the own group, and who said yes."""

    counted: CountedGuarantee
    redeemed: tuple[Redeemed, ...]
    can_offer: bool


def view_of(guarantee: Guarantee, *, now: datetime) -> GuaranteeView:
    """Say a guarantee in words."""
    reference = load_reference(local_day(now))
    programmes, asked = reference.qualifications, reference.guarantee_conditions
    sector = reference.sectors.get(guarantee.sector)
    return GuaranteeView(
        guarantee=guarantee,
        sector_text=sector.label if sector else guarantee.sector,
        programmes=tuple(programmes[code].name for code in guarantee.programme_codes if code in programmes),
        conditions=tuple(asked[code] for code in guarantee.conditions if code in asked),
    )


def claim_view(work: UnitOfWork, claim: GuaranteeClaim, *, now: datetime) -> ClaimView:
    """Say a claim in words."""
    view = view_of(found(work.guarantees.get(claim.guarantee_id)), now=now)
    employer = work.employers.get(claim.offered_by) if claim.offered_by else None
    return ClaimView(
        claim=claim,
        of=view,
        state_text=STATE_WORDS[claim.state],
        reason_text=next((one.label for one in view.conditions if one.code == claim.reason), ""),
        employer_name=employer.name if employer else "",
        can_lapse=claim.state in CHECKABLE and claim.lapses_from is not None and local_day(now) >= claim.lapses_from,
        chooses_profile=found(work.students.get(claim.student_id)).school_type is SchoolType.VMBO,
    )


def claims_by_guarantee(work: UnitOfWork, these: Iterable[Guarantee]) -> dict[UUID, list[GuaranteeClaim]]:
    """Give the claims on each of these guarantees."""
    of: dict[UUID, list[GuaranteeClaim]] = {one.id: [] for one in these}
    for claim in work.guarantees.claims_on(list(of)):
        of[claim.guarantee_id].append(claim)
    return of


def counts_of(these: Iterable[Guarantee], of: Mapping[UUID, Iterable[GuaranteeClaim]]) -> Counts:
    """Count how seats are taken, as it may be told."""
    held = list(these)
    states = Counter(claim.state for one in held for claim in of[one.id])
    return Counts(
        n_seats=sum(one.n_seats for one in held),
        n_taken=rounded(sum(states[state] for state in SEATED)),
        n_kept=rounded(states[ClaimState.KEPT] + states[ClaimState.OFFERED]),
        n_redeemed=rounded(states[ClaimState.REDEEMED]),
    )
