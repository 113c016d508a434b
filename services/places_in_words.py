"""Places in a few words, for lists and texts that are about something else."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import Placement
from services.unit_of_work import UnitOfWork
from services.wording import days_text, hours_text, period_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place that a contact is about, in a few words."""

    id: UUID
    title: str
    employer_name: str
    municipality: str
    days_text: str
    hours_text: str
    period_text: str


def places_in_words(work: UnitOfWork, placement_ids: Collection[UUID]) -> dict[UUID, Place]:
    """Give these places in a few words, whatever their state."""
    placements = work.placements.some(sorted(placement_ids))
    sites = {site.id: site for site in work.employers.some_sites({placement.site_id for placement in placements})}
    employers = {one.id: one for one in work.employers.some({site.employer_id for site in sites.values()})}
    return {
        placement.id: _place(placement, sites[placement.site_id], employers[sites[placement.site_id].employer_id])
        for placement in placements
    }


def _place(placement: Placement, site: Site, employer: Employer) -> Place:
    return Place(
        id=placement.id,
        title=placement.title,
        employer_name=employer.name,
        municipality=site.municipality,
        days_text=days_text(placement),
        hours_text=hours_text(placement.hours_min, placement.hours_max),
        period_text=period_text(placement.starts_on, placement.ends_on),
    )
