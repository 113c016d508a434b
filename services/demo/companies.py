"""What the companies of the demo region said and who called them: made up like the rest, and always the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from employer_toolkit.company_file import Appetite, HostingYear, SiteContact, school_year_of
from employer_toolkit.contact_log import ContactEntry, ContactWay
from employer_toolkit.employer import Contact, Employer, Site
from services.demo.region import Region
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.people import demo_jobhunters, ensure_account
from services.reference import Choice, Reference
from services.unit_of_work import UnitOfWork

EVERY = 3
"""Of every three companies the first says what it wants, and the second was called."""
FIRST_NAMES = ("Ilse", "Ruud", "Hatice", "Gerben", "Marloes", "Sander", "Yvonne", "Tarik")
ROLES = ("Praktijkopleider", "Bedrijfsleider", "Eigenaar", "Personeelszaken")
WORDS = ("", "Vraag naar de planner.", "Liever voor tien uur bellen.", "Kom eerst een keer kijken.")


def plant_companies(work: UnitOfWork, region: Region, reference: Reference, *, now: datetime) -> None:
    """Keep contacts, school years and a log for some of the companies."""
    callers = tuple(found(ensure_account(work, account=person.account, now=now).id) for person in demo_jobhunters())
    site_of: dict[UUID, Site] = {}
    for site in region.sites:
        site_of.setdefault(site.employer_id, site)
    for number, employer in enumerate(region.employers):
        if number % EVERY == 0:
            work.company_files.save_year(_year(number, employer, reference, now))
        if number % EVERY < EVERY - 1 and employer.id in site_of:
            work.company_files.put_contacts(employer.id, [_contact(number, employer, site_of[employer.id])])
        if number % EVERY == 1:
            work.contact_log.add_all(_entries(number, employer, callers, reference, now))


def _year(number: int, employer: Employer, reference: Reference, now: datetime) -> HostingYear:
    today = local_day(now)
    appetite = list(Appetite)[number // EVERY % len(Appetite)]
    is_no = appetite is Appetite.NOT_NOW
    reasons = list(reference.company_choices[Choice.NO_REASON])
    return HostingYear(
        employer_id=employer.id,
        school_year=school_year_of(today, begins_month=reference.company.school_year_begins_month),
        appetite=appetite,
        said_on=today - timedelta(days=number % 60),
        reason=reasons[number % len(reasons)] if is_no else "",
        until_on=today + timedelta(days=90) if is_no else None,
    )


def _contact(number: int, employer: Employer, site: Site) -> SiteContact:
    return SiteContact(
        id=stable_id("site contact", "demo", employer.reference),
        employer_id=employer.id,
        site_id=site.id,
        contact=Contact(
            name=FIRST_NAMES[number % len(FIRST_NAMES)],
            role=ROLES[number % len(ROLES)],
            # A number that rings nowhere: after 00 comes a country, and no country begins with a 0.
            phone=f"000 {100 + number % 900} {number % 100:02} {number * 7 % 100:02}",
            email=f"contact@{employer.reference.lower()}.example",
        ),
        is_main=True,
    )


def _entries(
    number: int, employer: Employer, callers: Sequence[UUID], reference: Reference, now: datetime
) -> list[ContactEntry]:
    abouts = list(reference.company_choices[Choice.ABOUT])
    outcomes = list(reference.company_choices[Choice.OUTCOME])
    return [
        ContactEntry(
            id=stable_id("contact entry", "demo", f"{employer.reference}-{which}"),
            employer_id=employer.id,
            account_id=callers[(number + which) % len(callers)],
            at=now - timedelta(days=1 + number % 40 + 50 * which, hours=which),
            way=list(ContactWay)[(number + which) % len(ContactWay)],
            about=abouts[(number + which) % len(abouts)],
            outcome=outcomes[(number // EVERY + which) % len(outcomes)],
            words=WORDS[(number + which) % len(WORDS)],
            next_on=local_day(now) + timedelta(days=3 + number % 11) if which == 0 else None,
        )
        for which in range(1 + number % 2)
    ]
