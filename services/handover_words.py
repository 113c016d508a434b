"""What is said of hand-overs, by what they are, on pages and in the one-page intake."""

from collections.abc import Mapping
from types import MappingProxyType

from accounts.role import Role
from career.competency import ClaimSource
from career.conversation import AgreementOwner
from career.handover import HandoverPart, HandoverState, HandoverStep

TEXT_VERSION = "2026-11"
"""Which wording of the page with the choice a student read."""

PART_WORDS: Mapping[HandoverPart, tuple[str, str]] = MappingProxyType(
    {
        HandoverPart.ENTRIES: ("Stukken uit mijn dossier", "Jij kiest hieronder welke. Het bewijs erbij gaat mee."),
        HandoverPart.PROFILE: ("Mijn profiel", "Wat jij zegt dat je kunt, en wat school en bedrijven zagen."),
        HandoverPart.CONDITIONS: ("Wat mij helpt", "Wat jou helpt om goed te werken. Nooit waarom."),
        HandoverPart.MENTOR_WORDS: ("De woorden van mijn mentor", "Je leest ze hierboven."),
        HandoverPart.TRANSFER_FILE: ("Het doorstroomdossier van school", "Je leest het hierboven."),
        HandoverPart.AGREEMENTS: ("Afspraken die nog openstaan", "Uit je gesprekken op school."),
    }
)
STATE_WORDS: Mapping[HandoverState, str] = MappingProxyType(
    {
        HandoverState.OPEN: "Nog niet gekozen",
        HandoverState.PARENT_ASKED: "Wacht op een ouder",
        HandoverState.AGREED: "Akkoord, nog niet verstuurd",
        HandoverState.SENT: "Verstuurd",
        HandoverState.RECEIVED: "Bij de nieuwe school",
        HandoverState.WITHDRAWN: "Ingetrokken",
    }
)
STEP_WORDS: Mapping[HandoverStep, str] = MappingProxyType(
    {
        HandoverStep.BEGUN: "begon met de overstap",
        HandoverStep.WORDS: "schreef iets voor de nieuwe school",
        HandoverStep.FILE: "deed een bestand erbij of weg",
        HandoverStep.AGREED: "koos wat er meegaat en zei ja",
        HandoverStep.PARENT_AGREED: "zei ook ja",
        HandoverStep.PARENT_REFUSED: "zei nee",
        HandoverStep.SENT: "stuurde het naar de nieuwe school",
        HandoverStep.TAKEN: "doet de intake op de nieuwe school",
        HandoverStep.SPOKEN: "sprak erover met de andere school",
        HandoverStep.WITHDRAWN: "trok het in",
        HandoverStep.IN_DOSSIER: "zette het in het dossier",
    }
)
ROLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Role.STUDENT.value: "De leerling",
        Role.PARENT.value: "Een ouder",
        Role.TEACHER.value: "Een mentor",
        Role.PLACEMENT_COORDINATOR.value: "De stagecoördinator",
    }
)
SOURCE_WORDS: Mapping[ClaimSource, str] = MappingProxyType(
    {
        ClaimSource.SELF: "zegt de leerling",
        ClaimSource.TEACHER: "zag school",
        ClaimSource.COMPANY: "zag een bedrijf",
    }
)
BY_WORDS: Mapping[AgreementOwner, str] = MappingProxyType(
    {
        AgreementOwner.STUDENT: "de leerling",
        AgreementOwner.SCHOOL: "school",
        AgreementOwner.PARENT: "een ouder",
        AgreementOwner.COMPANY: "een bedrijf",
    }
)
