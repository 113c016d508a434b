"""What everything about career conversations is called, in Dutch."""

from collections.abc import Mapping
from types import MappingProxyType

from career.conversation import AgreementOwner, ConversationKind, ConversationPlace, ConversationState, Topic

KINDS: Mapping[str, str] = MappingProxyType(
    {
        ConversationKind.INDIVIDUAL: "jij en school",
        ConversationKind.WITH_PARENTS: "met ouders erbij",
        ConversationKind.TRIALOGUE: "met het bedrijf erbij",
    }
)
PLACES: Mapping[str, str] = MappingProxyType(
    {
        ConversationPlace.SCHOOL: "op school",
        ConversationPlace.WORKPLACE: "op de werkplek",
        ConversationPlace.HOME: "thuis",
        ConversationPlace.ONLINE: "online",
        ConversationPlace.ELSEWHERE: "ergens anders",
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        ConversationState.PLANNED: "afgesproken",
        ConversationState.HELD: "geweest",
        ConversationState.MISSED: "niet doorgegaan, er was iemand niet",
        ConversationState.CALLED_OFF: "afgezegd",
    }
)
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        AgreementOwner.STUDENT: "de student",
        AgreementOwner.SCHOOL: "school",
        AgreementOwner.PARENT: "een ouder",
        AgreementOwner.COMPANY: "het bedrijf",
    }
)
TOPICS: Mapping[str, str] = MappingProxyType(
    {
        Topic.AGREEMENTS: "Wat spraken we af?",
        Topic.CHANGED: "Wat is er nieuw in het dossier?",
        Topic.UNFINISHED: "Wat is nog niet af?",
        Topic.COMPETENCY: "Een vraag om verder te komen",
        Topic.UNKNOWN: "Wat weten we nog niet?",
        Topic.PLACES: "Hoe staat het met de plekken?",
    }
)
"""The parts of an agenda, in its order."""
