"""The file format of placements (plekken), each row with its employer, site and recognitions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from career.competency import CompetencyKind
from career.student import LanguageLevel
from employer_toolkit.employer import Contact, Employer, Site
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import (
    Allowance,
    PayPeriod,
    Placement,
    PlacementState,
    PlacementType,
)
from employer_toolkit.recognition import Recognition
from services.features import Offer
from services.files.cells import (
    NONE,
    CellError,
    Read,
    code,
    decimal,
    joined,
    one_of,
    or_none,
    postcode4,
    qualification_code,
    read_date,
    read_yes_no,
    several,
    text_up_to,
    whole,
    write_number,
    write_yes_no,
)
from services.files.columns import Column, Reading, RowError, read_rows
from services.files.known import Known
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.placement_notations import (
    REQUIREMENT_EXAMPLE,
    read_recognition,
    read_schedule,
    requirement_reader,
    tasks_reader,
    word_for,
    write_recognition,
    write_requirement,
    write_task,
    write_work_day,
)
from services.files.postcodes import LATITUDE, LONGITUDE
from services.files.tables import read_table
from services.ids import stable_id

STATE_WORDS = {
    "concept": PlacementState.DRAFT,
    "open": PlacementState.OPEN,
    "pauze": PlacementState.PAUSED,
    "gesloten": PlacementState.CLOSED,
}
PERIOD_WORDS = {"uur": PayPeriod.HOUR, "maand": PayPeriod.MONTH}
FIELD_OF_FAULT = {"hours": "hours_max", "levels": "level_max", "working_hours": "schedule", "allowance": "amount_eur"}
"""Faults of a placement that are named after several fields at once, and the one to point at."""
PLACEMENT_FIELDS = frozenset(item.name for item in fields(Placement))


def placement_columns(known: Known) -> tuple[Column[Offer], ...]:
    """Give the columns of a file of placements, in the order in which they are written."""
    reference = known.reference
    competency = code(known.catalogue.competencies)
    a_qualification = next(iter(reference.qualifications))
    conditions = several(code(reference.conditions), frozenset)
    a_work_process = known.of_kind(CompetencyKind.WORK_PROCESS)[0]
    a_condition, *other_conditions = reference.conditions
    return (
        _required(
            "kenmerk",
            "De sleutel waarmee uw administratie de plek kent; elke rij een andere.",
            "P-0001",
            "reference",
            text_up_to(80),
            lambda o: o.placement.reference,
        ),
        _required(
            "werkgever",
            "Naam van de werkgever.",
            "De Linde",
            "employer_name",
            text_up_to(120),
            lambda o: o.employer.name,
        ),
        _column(
            "werkgever_kenmerk",
            "Sleutel van de werkgever; leeg is zijn naam.",
            "W-001",
            "employer_reference",
            text_up_to(120),
            lambda o: o.employer.reference,
        ),
        _column("kvk", "KvK-nummer, acht cijfers.", "12345678", "kvk", _kvk, lambda o: o.employer.kvk or ""),
        _column(
            "vestiging",
            "Naam van de vestiging; leeg is de naam van de werkgever.",
            "De Linde Zuid",
            "site_name",
            text_up_to(120),
            lambda o: o.site.name,
        ),
        _column(
            "vestiging_kenmerk",
            "Sleutel van de vestiging; leeg is werkgever en postcode.",
            "V-001",
            "site_reference",
            text_up_to(160),
            lambda o: o.site.reference,
        ),
        _required(
            "postcode",
            "Vier cijfers van de vestiging; letters worden weggegooid.",
            "8012",
            "postcode4",
            postcode4,
            lambda o: o.site.postcode4,
        ),
        _required(
            "plaats",
            "Gemeente of plaats van de vestiging.",
            "Zwolle",
            "municipality",
            text_up_to(80),
            lambda o: o.site.municipality,
        ),
        _column(
            "breedtegraad",
            "Van de vestiging, in graden; zonder geldt de postcodelijst (`--postcodes`).",
            "52.5054",
            "latitude",
            LATITUDE,
            lambda o: "" if o.site.latitude is None else write_number(o.site.latitude),
        ),
        _column(
            "lengtegraad",
            "Zie breedtegraad.",
            "6.0919",
            "longitude",
            LONGITUDE,
            lambda o: "" if o.site.longitude is None else write_number(o.site.longitude),
        ),
        _column(
            "erkenningen",
            "Erkenningen van de vestiging: code begin..einde status. Einde leeg: geen einde bekend; status leeg: "
            "actief, anders aangevraagd, opgegeven, geschorst of ingetrokken.",
            f"{a_qualification} 2024-01-01..2028-01-01",
            "recognitions",
            several(read_recognition),
            lambda o: joined(map(write_recognition, o.recognitions)),
        ),
        _column(
            "erkenning_gezien_op",
            "Dag waarop iemand de erkenningen opzocht; leeg is de dag van inlezen.",
            "2026-11-01",
            "checked_on",
            read_date,
            lambda o: (
                max((r.checked_on for r in o.recognitions), default=known.today).isoformat() if o.recognitions else ""
            ),
        ),
        _required(
            "soort",
            "Soort plek.",
            "bpv_bol",
            "type",
            one_of({kind.value: kind for kind in PlacementType}),
            lambda o: o.placement.type.value,
        ),
        _required(
            "titel", "Titel van de plek.", "Hulp in de keuken", "title", text_up_to(120), lambda o: o.placement.title
        ),
        _column(
            "omschrijving",
            "Wat voor plek het is.",
            "Samen koken voor 40 bewoners.",
            "description",
            text_up_to(10_000),
            lambda o: o.placement.description,
        ),
        _required(
            "sector", "Sector van het werk.", "horeca", "sector", code(reference.sectors), lambda o: o.placement.sector
        ),
        _column(
            "opleidingscodes",
            "Opleidingen waarvoor de plek geschikt is; leeg als de soort er geen vraagt.",
            a_qualification,
            "qualification_codes",
            several(qualification_code),
            lambda o: joined(o.placement.qualification_codes),
        ),
        _column(
            "niveau_min",
            "Laagste niveau, 0 (pro, vso, vmbo) tot en met 4; leeg is 0.",
            "1",
            "level_min",
            whole(0, 4),
            lambda o: str(o.placement.level_min),
        ),
        _column(
            "niveau_max",
            "Hoogste niveau; leeg is 4.",
            "2",
            "level_max",
            whole(0, 4),
            lambda o: str(o.placement.level_max),
        ),
        _column(
            "taken",
            "Wat de leerling gaat doen; tussen rechte haken de codes waar dat voor staat. Tussen taken alleen |.",
            "Groente snijden [doe:koken]|Afwassen",
            "tasks",
            tasks_reader(competency),
            lambda o: joined(map(write_task, o.placement.tasks)),
        ),
        _column(
            "nodig_bij_start",
            "Wat iemand bij de start moet kunnen: code niveau 1-5, belang 1-3 (leeg is 2) en leerbaar als de plek het "
            "in de eerste weken leert.",
            REQUIREMENT_EXAMPLE,
            "requirements",
            several(requirement_reader(competency)),
            lambda o: joined(map(write_requirement, o.placement.requirements)),
        ),
        _column(
            "leert",
            "Wat iemand hier leert.",
            a_work_process,
            "learned_ids",
            several(competency),
            lambda o: joined(o.placement.learned_ids),
        ),
        _column(
            "voorwaarden_ja",
            "Voorwaarden die de plek biedt.",
            a_condition,
            "conditions_offered",
            conditions,
            lambda o: joined(sorted(o.placement.conditions_offered)),
        ),
        _column(
            "voorwaarden_nee",
            "Voorwaarden die hier niet kunnen; wat in geen van beide staat, is onbekend.",
            other_conditions[0],
            "conditions_refused",
            conditions,
            lambda o: joined(sorted(o.placement.conditions_refused)),
        ),
        _column(
            "gevaren",
            "Gevaarlijk werk dat erbij hoort; `geen` is geen gevaarlijk werk, leeg is nog niet gevraagd.",
            next(iter(reference.hazards)),
            "hazards",
            or_none(several(code(reference.hazards), frozenset), frozenset()),
            lambda o: "" if o.placement.hazards is None else joined(sorted(o.placement.hazards)) or NONE,
        ),
        _column(
            "deskundig_toezicht",
            "ja als bij gevaarlijk werk altijd een deskundige is; leeg is nee.",
            "ja",
            "is_expert_supervised",
            read_yes_no,
            lambda o: write_yes_no(o.placement.is_expert_supervised),
        ),
        _required(
            "rooster",
            "Werktijden per dag, met de pauze in minuten achter de streep (leeg is 30); “ma-vr 9:00-17:00/30” mag ook.",
            "ma 09:00-17:00/30|di 09:00-15:00/30",
            "schedule",
            read_schedule,
            lambda o: joined(map(write_work_day, o.placement.schedule)),
        ),
        _column(
            "dagen_min",
            "Hoeveel van die dagen iemand minstens moet komen; leeg is alle.",
            "1",
            "days_min",
            whole(1, 7),
            lambda o: str(o.placement.days_min),
        ),
        _required(
            "uren_min", "Minste uren per week.", "12", "hours_min", whole(1, 60), lambda o: str(o.placement.hours_min)
        ),
        _required(
            "uren_max", "Meeste uren per week.", "24", "hours_max", whole(1, 60), lambda o: str(o.placement.hours_max)
        ),
        _required(
            "begin", "Eerste dag.", "2027-02-01", "starts_on", read_date, lambda o: o.placement.starts_on.isoformat()
        ),
        _column(
            "einde",
            "Eerste dag die niet meer meedoet; leeg is werk zonder einde.",
            "2027-07-10",
            "ends_on",
            read_date,
            lambda o: "" if o.placement.ends_on is None else o.placement.ends_on.isoformat(),
        ),
        _column(
            "regelen",
            "Wat voor de start geregeld moet zijn, zoals een VOG.",
            next(iter(reference.prerequisites)),
            "prerequisites",
            several(code(reference.prerequisites), frozenset),
            lambda o: joined(sorted(o.placement.prerequisites)),
        ),
        _column(
            "nederlands_min",
            "Laagste niveau Nederlands (ERK) dat het werk vraagt: a1 tot en met c1.",
            "a2",
            "dutch_level_min",
            one_of({level.value: level.value for level in LanguageLevel}),
            lambda o: o.placement.dutch_level_min or "",
        ),
        _column(
            "plekken",
            "Hoeveel mensen er kunnen beginnen; leeg is 1.",
            "2",
            "seats",
            whole(1, 500),
            lambda o: str(o.placement.seats),
        ),
        _column(
            "plekken_bezet",
            "Hoeveel daarvan al bezet zijn; leeg is 0.",
            "0",
            "seats_taken",
            whole(0, 500),
            lambda o: str(o.placement.seats_taken),
        ),
        _column(
            "vergoeding",
            "Vergoeding in euro.",
            "350",
            "amount_eur",
            decimal(0, 10_000),
            lambda o: "" if o.placement.allowance is None else write_number(o.placement.allowance.amount_eur),
        ),
        _column(
            "vergoeding_per",
            "uur of maand; leeg is maand.",
            "maand",
            "per",
            one_of(PERIOD_WORDS),
            lambda o: "" if o.placement.allowance is None else word_for(PERIOD_WORDS, o.placement.allowance.per),
        ),
        _column(
            "reiskosten",
            "ja als reiskosten vergoed worden; leeg is nee.",
            "ja",
            "covers_travel",
            read_yes_no,
            lambda o: "" if o.placement.allowance is None else write_yes_no(o.placement.allowance.covers_travel),
        ),
        _column(
            "contact_naam",
            "Wie er gebeld kan worden; gedeeld als beide kanten ja zeggen.",
            "M. de Boer",
            "contact_name",
            text_up_to(120),
            lambda o: "" if o.placement.contact is None else o.placement.contact.name,
        ),
        _column(
            "contact_rol",
            "Rol van die persoon.",
            "praktijkopleider",
            "contact_role",
            text_up_to(120),
            lambda o: "" if o.placement.contact is None else o.placement.contact.role,
        ),
        _column(
            "contact_email",
            "E-mailadres.",
            "keuken@delinde.example",
            "contact_email",
            text_up_to(254),
            lambda o: "" if o.placement.contact is None else o.placement.contact.email,
        ),
        _column(
            "contact_telefoon",
            "Telefoonnummer.",
            "038-0000000",
            "contact_phone",
            text_up_to(40),
            lambda o: "" if o.placement.contact is None else o.placement.contact.phone,
        ),
        _column(
            "max_gesprekken",
            "Hoeveel kandidaten per vrije plaats tegelijk op antwoord mogen wachten; leeg is 3.",
            "3",
            "max_open_contacts",
            whole(1, 100),
            lambda o: str(o.placement.max_open_contacts),
        ),
        _column(
            "open_gesprekken",
            "Hoeveel er nu op antwoord wachten; leeg is 0.",
            "0",
            "open_contacts",
            whole(0, 1_000),
            lambda o: str(o.placement.open_contacts),
        ),
        _column(
            "stand",
            "concept, open, pauze of gesloten; leeg is open. Alleen open plekken doen mee.",
            "open",
            "state",
            one_of(STATE_WORDS),
            lambda o: word_for(STATE_WORDS, o.placement.state),
        ),
    )


def read_placements(path: Path, *, known: Known, limits: Limits = DEFAULT_LIMITS) -> Reading[Offer]:
    """Read a file of placements.

    Rows with the same site count as one site: it has the recognitions of all of them.

    Raises
    ------
    FileRefusedError
        The file cannot be read, or lacks a column that is needed.
    """
    rows = _Rows(known)
    reading = read_rows(read_table(path, limits=limits), placement_columns(known), rows.offer)
    return replace(reading, values=tuple(rows.with_all_recognitions(offer) for offer in reading.values))


@dataclass(slots=True)
class _Rows:
    """What earlier rows of the file said, to hold later rows against."""

    known: Known
    first_row: dict[str, int] = field(default_factory=dict)
    employers: dict[str, tuple[int, Employer]] = field(default_factory=dict)
    sites: dict[str, tuple[int, Site]] = field(default_factory=dict)
    recognitions: dict[str, dict[Recognition, None]] = field(default_factory=dict)

    def offer(self, number: int, row: dict[str, Any]) -> Offer:
        """Build the placement of a row with its employer and site."""
        earlier = self.first_row.setdefault(row["reference"], number)
        if earlier != number:
            raise RowError({"reference": f"dit kenmerk staat ook op rij {earlier}; geef elke plek een eigen kenmerk"})
        employer = self._employer(number, row)
        site = self._site(number, row, employer)
        placement = self._placement(row, site)
        checked_on = row.get("checked_on", self.known.today)
        held = self.recognitions.setdefault(site.reference, {})
        for qualification, status, valid_from, valid_until in row.get("recognitions", ()):
            try:
                recognition = Recognition(
                    site_id=site.id,
                    qualification_code=qualification,
                    status=status,
                    valid_from=valid_from,
                    valid_until=valid_until,
                    checked_on=checked_on,
                )
            except InvalidPlacementError:
                raise RowError({"recognitions": "geef een einddag na de begindag"}) from None
            held[recognition] = None
        return Offer(placement=placement, site=site, employer=employer, recognitions=())

    def with_all_recognitions(self, offer: Offer) -> Offer:
        """Give the offer with every recognition that any row named for its site."""
        held = tuple(self.recognitions[offer.site.reference])
        return replace(offer, recognitions=held)

    def _employer(self, number: int, row: dict[str, Any]) -> Employer:
        reference = row.get("employer_reference", row["employer_name"])
        employer = Employer(
            id=stable_id("employer", self.known.source, reference),
            reference=reference,
            name=row["employer_name"],
            kvk=row.get("kvk"),
        )
        first, held = self.employers.setdefault(reference, (number, employer))
        if held != employer:
            raise RowError(
                {"employer_name": f"op rij {first} heeft deze werkgever een andere naam of ander KvK-nummer"}
            )
        return held

    def _site(self, number: int, row: dict[str, Any], employer: Employer) -> Site:
        latitude, longitude = self.known.place(row)
        reference = row.get("site_reference", f"{employer.reference} {row['postcode4']}")
        site = Site(
            id=stable_id("site", self.known.source, reference),
            employer_id=employer.id,
            reference=reference,
            name=row.get("site_name", employer.name),
            postcode4=row["postcode4"],
            municipality=row["municipality"],
            latitude=latitude,
            longitude=longitude,
        )
        first, held = self.sites.setdefault(reference, (number, site))
        if held != site:
            raise RowError(
                {"site_reference": f"op rij {first} heeft deze vestiging een andere naam, plaats of werkgever"}
            )
        return held

    def _placement(self, row: dict[str, Any], site: Site) -> Placement:
        allowance = None
        if "amount_eur" in row:
            allowance = Allowance(
                amount_eur=row["amount_eur"],
                per=row.get("per", PayPeriod.MONTH),
                covers_travel=row.get("covers_travel", False),
            )
        contact = None
        parts = {name: row.get(f"contact_{name}", "") for name in ("name", "role", "email", "phone")}
        if any(parts.values()):
            contact = Contact(**parts)
        given: dict[str, Any] = {"state": PlacementState.OPEN, "ends_on": None, "days_min": len(row["schedule"])}
        given |= {name: row[name] for name in PLACEMENT_FIELDS & row.keys()}
        try:
            return Placement(
                id=stable_id("placement", self.known.source, row["reference"]),
                site_id=site.id,
                allowance=allowance,
                contact=contact,
                **given,
            )
        except InvalidPlacementError as error:
            raise RowError({FIELD_OF_FAULT.get(name, name): text for name, text in error.faults.items()}) from error


def _kvk(text: str) -> str:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise CellError("geef de acht cijfers van het KvK-nummer")
    return text


def _required(
    name: str, about: str, example: str, field: str, read: Read, write: Callable[[Offer], str]
) -> Column[Offer]:
    return Column(name=name, about=about, example=example, field=field, read=read, write=write, is_required=True)


def _column(
    name: str, about: str, example: str, field: str, read: Read, write: Callable[[Offer], str]
) -> Column[Offer]:
    return Column(name=name, about=about, example=example, field=field, read=read, write=write)
