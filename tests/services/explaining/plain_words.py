"""What a young person must never read about a place that can be had."""

import re

FORBIDDEN = re.compile(
    r"\b("
    # the engine's own words
    r"score\w*|component\w*|gate\w*|poort\w*|prerequisite\w*|fit|match\w*|percent\w*|procent\w*|algoritme\w*|interval\w*"
    r"|weging\w*|gewicht\w*|prior|parameter\w*|kenmerk\w*|code\w*|ranking|index|data|profiel\w*|indicat\w*"
    # the words of offices and of the school
    r"|bpv|crebo|kwalificatie\w*|werkproces\w*|competentie\w*|leerdoel\w*|arbeidsmarkt\w*|participatie\w*|conform"
    r"|middels|teneinde|indien|betreffende|dient|ingevolge|beschikbaarheid|voorwaarde\w*|u|uw"
    # kinds of school
    r"|praktijkonderwijs|pro|vso|vmbo|mbo|entree|speciaal|havo|bol|bbl|leerweg\w*"
    # labels
    r"|doelgroep\w*|beperking\w*|stoornis\w*|diagnos\w*|autis\w*|adhd|dyslexi\w*|gedragsprobleem\w*|lvb|wajong"
    r"|leerachterstand\w*|zorgleerling\w*|kwetsbaar\w*|achterstand\w*"
    # other people who look for a place
    r"|student|studenten|leerling\w*|kandida\w*|klasgeno\w*|concurren\w*|meisje\w*|jongens?"
    r")\b",
    re.IGNORECASE,
)


def sentences_of(text: str) -> list[str]:
    """Take a text apart where a sentence ends."""
    return re.split(r"(?<=[.!?])\s+", text)
