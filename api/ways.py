"""Ways onward: what a page about a student, a class or a career leads to, each for who may ask for it."""

from dataclasses import dataclass

from accounts.role import Role
from services.permissions import GUIDES

AT_SCHOOL = frozenset({Role.TEACHER, Role.PLACEMENT_COORDINATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link; ``href`` may hold ``{id}``, the student that the page is about."""

    href: str
    text: str
    roles: frozenset[Role]


OF_STUDENT: tuple[Way, ...] = (
    Way(href="/gesprekken", text="Gesprekken", roles=frozenset({Role.STUDENT})),
    Way(href="/overstap", text="Naar een nieuwe school", roles=frozenset({Role.STUDENT})),
    Way(href="/maatje", text="Een maatje", roles=frozenset({Role.STUDENT})),
    Way(href="/richting", text="Kies een richting", roles=frozenset({Role.STUDENT})),
    Way(href="/garantie", text="Garantie op een baan", roles=frozenset({Role.STUDENT})),
)
"""On the student's own dossier."""
OF_GROUP: tuple[Way, ...] = (
    Way(href="/klas/gesprekken", text="Loopbaangesprekken", roles=AT_SCHOOL),
    Way(href="/klas/opdrachten", text="Opdrachten", roles=frozenset({Role.TEACHER})),
    Way(href="/klas/maatjes", text="Maatjes", roles=AT_SCHOOL),
    Way(href="/casussen", text="Casussen", roles=AT_SCHOOL),
    Way(href="/overstap/klas", text="Overstap van mijn leerlingen", roles=AT_SCHOOL),
    Way(href="/overstap/ontvangen", text="Nieuw bij ons", roles=AT_SCHOOL),
)
"""On the list of a class or a school."""
OF_GUIDED: tuple[Way, ...] = (
    Way(href="/klas/{id}/profiel", text="Profiel", roles=AT_SCHOOL),
    Way(href="/klas/{id}/dossier", text="Dossier", roles=AT_SCHOOL),
    Way(href="/klas/{id}/overstap", text="Overstap", roles=AT_SCHOOL),
    Way(href="/klas/{id}/gesprekken", text="Gesprekken", roles=AT_SCHOOL),
    Way(href="/klas/{id}/richting", text="Richting", roles=frozenset(GUIDES)),
    Way(href="/klas/{id}/garantie", text="Garantie op een baan", roles=AT_SCHOOL),
    Way(href="/klas/{id}/begin", text="Vul het samen in", roles=AT_SCHOOL),
)
"""On the page of one student, for who guides that student."""
