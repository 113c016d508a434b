"""A phrase in somebody's own words: kept short, without who it is about, and known again when it is typed anew."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

MAX_CHARACTERS = 300
"""Longest phrase that is kept: a sentence, not a story."""
HIDDEN = "…"
"""Stands where a name, a date or a long number stood."""


class PersonalKind(StrEnum):
    """What in a phrase points at one person, so that it cannot be kept; the value is its Dutch name."""

    MAIL = "een e-mailadres"
    CITIZEN_NUMBER = "een burgerservicenummer"
    PHONE = "een telefoonnummer of een ander lang nummer"
    ADDRESS = "een adres of postcode"


MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{2,100}|(?<!\S)@\w{3,30}")
LONG_NUMBER = re.compile(r"(?<!\d)(?:\+|\(0)?\d(?:[\s()./-]{0,2}\d){7,15}(?!\w)")
POSTCODE = re.compile(
    r"(?<!\w)[1-9]\d{3} ?[A-Z]{2}(?!\w)|(?<!\w)[1-9]\d{3}(?!kg|km|cm|mm|ml|dl)[a-z]{2}(?!\w)", re.ASCII
)
STREET = re.compile(
    r"(?<!\w)\w{2,30}(?:straat|laan|weg|plein|gracht|kade|dijk|singel|hof|steeg|dreef|markt|park)"
    r" \d{1,4}(?! ?(?:x|keer|uur|uren|dag|week|weken|maand|jaar|mensen|man|kinderen))(?: ?[a-z])?(?!\w)",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?<!\w)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\w)"
    r"|(?<!\w)\d{1,2} (?:jan|feb|maart|mrt|april|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}(?: \d{4})?(?!\w)",
    re.IGNORECASE,
)
YEAR_OR_CODE = re.compile(r"(?<!\w)\d{4,}(?!\w)")
SURNAME = r"(?:(?: (?:van|de|der|den|ten|ter|el|al))* [A-Z][\w'’-]*)*"
CALLED = re.compile(r"(?<!\w)((?i:ik heet|mijn naam is|m'n naam is|mn naam is)) \w[\w'’-]*" + SURNAME)
TITLED = re.compile(
    r"(?<!\w)((?i:meneer|mevrouw|mevr\.?|dhr\.?|mw\.?|juf|opa|oma|oom|tante|collega|buurman|buurvrouw|mijn baas))"
    r" [A-Z][\w'’-]*" + SURNAME
)
WORD = re.compile(r"\w[\w'’-]*")
SENTENCE_END = frozenset(".!?:•")
BSN_DIGITS = (8, 9)
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
"""The check of a burgerservicenummer (elfproef, Besluit burgerservicenummer, bijlage)."""
PLAIN_WORDS = frozenset({
    "ik", "je", "jij", "u", "wij", "we", "zij", "ze", "hij", "het", "de", "een", "mijn", "mn", "m'n", "en", "of",
    "maar", "dus", "want", "ook", "niet", "geen", "wel", "met", "voor", "bij", "op", "in", "aan", "van", "naar",
    "om", "te", "als", "dan", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "nederlands", "engels", "duits", "frans", "rekenen", "nederland",
})  # fmt: skip
"""Words that somebody may write with a capital without naming anybody."""


def personal_data(text: str) -> tuple[PersonalKind, ...]:
    """Say what in a text points at one person and does not belong in a phrase; empty when nothing does.

    Examples
    --------
    >>> [kind.value for kind in personal_data("ik help oma, bel 06-12345678 of mail n@school.nl")]
    ['een e-mailadres', 'een telefoonnummer of een ander lang nummer']
    >>> personal_data("ik kook voor 12 mensen en werk 3 uur, van 9.00 tot 12.00")
    ()
    """
    numbers = ["".join(filter(str.isdigit, found)) for found in LONG_NUMBER.findall(DATE.sub(HIDDEN, text))]
    found = {
        PersonalKind.MAIL: MAIL.search(text) is not None,
        PersonalKind.CITIZEN_NUMBER: any(map(_is_citizen_number, numbers)),
        PersonalKind.PHONE: any(len(number) >= 9 and not _is_citizen_number(number) for number in numbers),
        PersonalKind.ADDRESS: POSTCODE.search(text) is not None or STREET.search(text) is not None,
    }
    return tuple(kind for kind, is_there in found.items() if is_there)


def named_people(text: str) -> tuple[tuple[int, int], ...]:
    """Say where a text names somebody as such, by a title or "ik heet": beginning and end of each place.

    Examples
    --------
    >>> text = "Vraag naar mevrouw De Boer."
    >>> [text[start:end] for start, end in named_people(text)]
    ['mevrouw De Boer']
    """
    return tuple(sorted(found.span() for pattern in (CALLED, TITLED) for found in pattern.finditer(text)))


def without_people(text: str, *, known: Collection[str] | None = None) -> str:
    """Give a text on one line in which dates, long numbers and names that are told as such are hidden.

    Names without a capital cannot be told from other words; whoever reviews phrases looks at that.

    Parameters
    ----------
    known : collection of str, optional
        Words in lower case that name work, not people. When given, every other word with a capital inside a sentence
        counts as a name as well: for the words of whoever writes about people.

    Examples
    --------
    >>> without_people("Ik heet Noor en ik help mevrouw Jansen sinds 3 maart 2024")
    'Ik heet … en ik help mevrouw … sinds …'
    >>> without_people("Ik help Fatima met Excel", known={"excel"})
    'Ik help … met Excel'
    >>> without_people("Wij zoeken een handige Harry")
    'Wij zoeken een handige Harry'
    """
    calm = " ".join(text.split())
    named = rf"\1 {HIDDEN}"
    for pattern, instead in ((CALLED, named), (TITLED, named), (DATE, HIDDEN), (YEAR_OR_CODE, HIDDEN)):
        calm = pattern.sub(instead, calm)
    if known is None:
        return calm
    return WORD.sub(lambda word: HIDDEN if _is_name(word, known) else word[0], calm)


def phrase_key(text: str) -> str:
    """Give what a phrase is known by: words in lower case without accents and signs, one space between them.

    At most ``MAX_CHARACTERS`` of it, because some signs are several letters when they are written out.

    Examples
    --------
    >>> phrase_key("  Handige Harry, vóór in de KEUKEN! ")
    'handige harry voor in de keuken'
    """
    plain = text.replace(HIDDEN, " ")
    for _ in range(
        2
    ):  # folding can undo what normalising did, and the other way round (Unicode Standard, section 3.13)
        plain = unicodedata.normalize("NFKD", plain).casefold()
    letters = (sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())[:MAX_CHARACTERS].rstrip()


def _is_name(word: re.Match[str], known: Collection[str]) -> bool:
    """Say whether a word has a capital that neither its place nor its meaning explains."""
    text, before = word[0], word.string[: word.start()].rstrip()
    has_reason = not before or before[-1] in SENTENCE_END or text.isupper()
    return text[0].isupper() and not has_reason and text.casefold() not in PLAIN_WORDS and text.casefold() not in known


def _is_citizen_number(digits: str) -> bool:
    if len(digits) not in BSN_DIGITS:
        return False
    return sum(int(digit) * weight for digit, weight in zip(digits.zfill(9), BSN_WEIGHTS, strict=True)) % 11 == 0
