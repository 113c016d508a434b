"""What everything in a career dossier is called, in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from career.assignment import Phase
from career.dossier import CareerCompetency, EntryKind, Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerWords:
    """How a career competency is told to a student.

    Parameters
    ----------
    question : str
        What it asks, in a few words.
    name : str
        What schools call it.
    hint : str
        What to think of.
    """

    question: str
    name: str
    hint: str


CAREER_WORDS: Mapping[CareerCompetency, CareerWords] = MappingProxyType(
    {
        CareerCompetency.QUALITIES: CareerWords(
            question="Wat kan ik?",
            name="kwaliteiten",
            hint="Waar ben je goed in? Hoe weet je dat?",
        ),
        CareerCompetency.MOTIVES: CareerWords(
            question="Wat wil ik?",
            name="motieven",
            hint="Wat vind je leuk? Wat vind je belangrijk?",
        ),
        CareerCompetency.EXPLORATION: CareerWords(
            question="Waar past dat?",
            name="werk verkennen",
            hint="Welk werk heb je gezien? Past het bij jou?",
        ),
        CareerCompetency.STEERING: CareerWords(
            question="Hoe kom ik daar?",
            name="zelf sturen",
            hint="Wat koos je zelf? Wat is je volgende stap?",
        ),
        CareerCompetency.NETWORKING: CareerWords(
            question="Wie helpt mij?",
            name="netwerken",
            hint="Wie sprak je? Wie kan je verder helpen?",
        ),
    }
)
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        EntryKind.EXPERIENCE: "iets wat ik deed",
        EntryKind.ASSIGNMENT: "een opdracht",
        EntryKind.EVENT: "een activiteit",
        EntryKind.WORK: "werk of stage",
        EntryKind.OTHER: "iets anders",
    }
)
PHASE_WORDS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.PRO: "praktijkonderwijs",
        Phase.VSO: "vso",
        Phase.VMBO2: "vmbo klas 2",
        Phase.VMBO3: "vmbo klas 3",
        Phase.VMBO4: "vmbo klas 4",
        Phase.MBO1: "mbo jaar 1 of entree",
        Phase.MBO2: "mbo jaar 2",
        Phase.MBO3: "mbo jaar 3",
        Phase.MBO4: "mbo jaar 4",
    }
)
SHARING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Sharing.PRIVATE: "alleen ik",
        Sharing.GUIDES: "ik en mijn school",
        Sharing.PARENTS: "ik en mijn ouders",
        Sharing.GUIDES_AND_PARENTS: "ik, mijn school en mijn ouders",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked in one of the four fields, with words to begin with."""

    field: str
    name: str
    question: str
    hint: str


PROMPTS = (
    Prompt(
        field="doel",
        name="goal",
        question="Wat wilde je?",
        hint="Begin met: ik wilde leren, doen of weten ...",
    ),
    Prompt(
        field="resultaat",
        name="result",
        question="Wat kwam eruit?",
        hint="Begin met: ik heb ... Wat ging goed? Wat maakte je?",
    ),
    Prompt(
        field="terugblik",
        name="evaluation",
        question="Wat vond je ervan?",
        hint="Begin met: leuk was ... Lastig was ... Ik weet nu dat ik ...",
    ),
    Prompt(
        field="vervolg",
        name="follow_up",
        question="Wat ga je nu doen?",
        hint="Begin met: ik ga ... Wie kan je daarbij helpen?",
    ),
)
"""The four that the exam rules ask, in the order of the form; ``field`` is the name in the form."""
