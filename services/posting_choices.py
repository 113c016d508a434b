"""What there is to choose from when a place is written, with what is nearest to this company first."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from career.competency import Catalogue, CompetencyKind
from employer_toolkit.draft import PlacementForm
from employer_toolkit.placement import Placement
from employer_toolkit.recognition import Recognition, RecognitionStatus
from services.competencies import current_catalogue
from services.local_time import local_day
from services.reference import PlacementTypeRule, Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import list_text

Offered = tuple[str, bool, tuple[str, ...]]
"""A group of tasks: its title, whether it is shown at once, and catalogue ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """Codes of programmes: those a company is recognised for, those of the same sectors, and the others."""

    recognised: tuple[str, ...]
    possible: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereChoices:
    """What to choose from in the first step.

    Parameters
    ----------
    sites : tuple of (UUID, str)
        The company's own, with the municipality.
    types, more_types : tuple of PlacementTypeRule
        Types of place: those that need no recognition this company lacks, and those that do.
    sector : str
        The sector in which this company is most; empty while nobody knows.
    only_at : mapping of str to str
        Per programme that not every site is recognised for, where it is, in words.
    """

    sites: tuple[tuple[UUID, str], ...]
    types: tuple[PlacementTypeRule, ...]
    more_types: tuple[PlacementTypeRule, ...]
    programmes: Programmes
    sector: str
    only_at: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGroup:
    """Tasks of one kind to choose from.

    Parameters
    ----------
    is_open : bool
        Shown at once; others are shown when somebody asks.
    tasks : tuple of (str, str)
        Catalogue id and plain words.
    """

    title: str
    is_open: bool
    tasks: tuple[tuple[str, str], ...]


def where_choices(work: UnitOfWork, *, employer_id: UUID, reference: Reference, today: date) -> WhereChoices:
    """Give what an employer chooses from in the first step; what is known already comes with it."""
    sites = [site for site in work.employers.sites(employer_id) if site.closed_on is None]
    programmes = _programmes(work, [site.id for site in sites], reference=reference, today=today)
    rules = tuple(reference.placement_types.values())
    is_recognised = bool(programmes.recognised)
    near = tuple(rule for rule in rules if is_recognised or not rule.needs_recognition)
    return WhereChoices(
        sites=tuple((site.id, f"{site.name}, {site.municipality}") for site in sites),
        types=near,
        more_types=tuple(rule for rule in rules if rule not in near),
        programmes=programmes,
        sector=_sector(programmes, work.placements.of_employer(employer_id), reference),
        only_at=_only_at(work, {site.id: site.name for site in sites}, programmes.recognised, today=today),
    )


def recognised_until(
    work: UnitOfWork, *, site_id: UUID, qualification_code: str, from_on: date
) -> tuple[bool, date | None]:
    """Say whether a site is recognised for a programme on a day, and until when at least (``None``: no end known)."""
    held = [
        one
        for one in work.employers.recognitions(site_id)
        if one.qualification_code == qualification_code and one.status is RecognitionStatus.ACTIVE
    ]
    ends = [one.valid_until for one in held if one.valid_from <= from_on < (one.valid_until or date.max)]
    return bool(ends), None if None in ends or not ends else max(end for end in ends if end)


def task_groups(
    work: UnitOfWork, *, form: PlacementForm, ticked: Collection[str], besides: Collection[str] = (), now: datetime
) -> tuple[TaskGroup, ...]:
    """Give the tasks to choose from: of the programmes the site is recognised for, then of the sector, then everyday.

    Parameters
    ----------
    ticked : collection of str
        Tasks that are chosen: they are there in any case, and shown at once.
    besides : collection of str
        Tasks that stand elsewhere on the page.
    """
    today = local_day(now)
    reference, catalogue = load_reference(today), current_catalogue(work)
    offered = _offered(work, form=form, reference=reference, today=today)
    known = {*besides, *(code for _, _, codes in offered for code in codes)}
    offered.insert(0, ("Gekozen", True, tuple(code for code in ticked if code not in known)))
    return tuple(
        TaskGroup(title=title, is_open=is_open or any(code in ticked for code, _ in tasks), tasks=tasks)
        for title, is_open, tasks in _each_once(offered, catalogue=catalogue, ticked=ticked, besides=besides)
    )


def _offered(work: UnitOfWork, *, form: PlacementForm, reference: Reference, today: date) -> list[Offered]:
    """Give the groups of tasks, and whether each is shown at once."""
    rule = reference.placement_types.get(form.type)
    if rule is not None and rule.is_qualification_bound and form.qualification_code in reference.qualifications:
        codes, sector = [form.qualification_code], reference.qualifications[form.qualification_code].sector
        recognised = {form.qualification_code}
    else:
        sector = form.sector
        programmes = _programmes(work, [form.site_id] if form.site_id else [], reference=reference, today=today)
        codes = [
            code
            for code in (*programmes.recognised, *programmes.possible, *programmes.others)
            if reference.qualifications[code].sector == sector
        ]
        recognised = {*programmes.recognised}
    everyday = tuple(
        code
        for code, sectors in reference.sectors_of.items()
        if sector in sectors and reference.catalogue[code].kind is CompetencyKind.ACTIVITY
    )
    found: list[Offered] = [
        (_programme_text(code, reference), code in recognised, reference.qualifications[code].work_process_ids)
        for code in codes
    ]
    return [*found, ("Gewone taken", not any(is_open for _, is_open, _ in found), everyday)]


def _each_once(
    offered: Iterable[Offered], *, catalogue: Catalogue, ticked: Collection[str], besides: Collection[str]
) -> Iterator[tuple[str, bool, tuple[tuple[str, str], ...]]]:
    """Give the groups with words, each wording once; nothing of what stands elsewhere, and no empty group."""
    told: set[str] = set()
    # Of tasks that are called the same the chosen one stays: hiding it would take it away.
    chosen = {catalogue[code].plain_label: code for code in ticked if code in catalogue and code not in besides}
    for title, is_open, codes in offered:
        tasks = []
        for code in codes:
            label = catalogue[code].plain_label if code in catalogue and code not in besides else ""
            if label and label not in told and chosen.get(label, code) == code:
                told.add(label)
                tasks.append((code, label[:1].upper() + label[1:]))
        if tasks:
            yield title, is_open, tuple(tasks)


def _programme_text(code: str, reference: Reference) -> str:
    programme = reference.qualifications[code]
    return f"{programme.name} (niveau {programme.level})"


def _programmes(work: UnitOfWork, site_ids: Iterable[UUID], *, reference: Reference, today: date) -> Programmes:
    known = reference.qualifications
    held = {one.qualification_code for one in work.employers.some_recognitions(site_ids) if _is_held(one, today)}
    recognised = tuple(code for code in known if code in held)
    sectors = {known[code].sector for code in recognised}
    possible = tuple(code for code in known if code not in held and known[code].sector in sectors)
    return Programmes(
        recognised=recognised,
        possible=possible,
        others=tuple(code for code in known if code not in recognised and code not in possible),
    )


def _only_at(work: UnitOfWork, names: Mapping[UUID, str], codes: Iterable[str], *, today: date) -> Mapping[str, str]:
    """Say where each programme is recognised when that is not everywhere."""
    held = [one for one in work.employers.some_recognitions(names) if _is_held(one, today)]
    at = {code: [one.site_id for one in held if one.qualification_code == code] for code in codes}
    return {
        code: list_text([name for site_id, name in names.items() if site_id in sites])
        for code, sites in at.items()
        if len({*sites}) < len(names)
    }


def _is_held(one: Recognition, today: date) -> bool:
    return one.status is RecognitionStatus.ACTIVE and (one.valid_until is None or today < one.valid_until)


def _sector(programmes: Programmes, placements: Iterable[Placement], reference: Reference) -> str:
    """Give the sector of most places, else of most recognitions."""
    of_places = Counter(placement.sector for placement in placements)
    of_programmes = Counter(reference.qualifications[code].sector for code in programmes.recognised)
    return next((sector for sector, _ in (of_places or of_programmes).most_common(1)), "")
