"""Which phrases may be kept, and how they are kept."""

import re
from functools import cache

from career.link import Speaker
from career.phrase import MAX_CHARACTERS, personal_data, phrase_key, without_people
from services.reference import load_lists
from services.wording import list_text


def kept_words(text: str, *, speaker: Speaker) -> str:
    """Give a phrase as it is kept: on one line, dates and names hidden, no signs in front.

    An employer writes about work; whoever else writes, writes about people, so there every word with a capital that
    the catalogue does not know counts as a name.
    """
    hidden = without_people(text, known=None if speaker is Speaker.EMPLOYER else _known_words())
    return re.sub(r"^[\W_]+", "", hidden)


def known_keys(text: str) -> tuple[str, ...]:
    """Give what a phrase may be known by: as an employer's, and as somebody else's."""
    return tuple(phrase_key(kept_words(text, speaker=speaker)) for speaker in (Speaker.EMPLOYER, Speaker.STUDENT))


def phrase_fault(text: str) -> str:
    """Say in Dutch why a phrase cannot be kept; empty when it can.

    Examples
    --------
    >>> phrase_fault("ik help mn oma, bel 0612345678")
    'Haal een telefoonnummer of een ander lang nummer uit de tekst: dat bewaren we niet'
    >>> phrase_fault("ik help mn oma")
    ''
    """
    if len(text) > MAX_CHARACTERS:
        return f"Houd een zin op hoogstens {MAX_CHARACTERS} tekens"
    is_empty = not all(known_keys(text))
    return personal_fault(text) or ("Schrijf wat het werk is, in woorden" if is_empty else "")


def personal_fault(text: str) -> str:
    """Say in Dutch what in a text points at one person; empty when nothing does."""
    told = [kind.value for kind in personal_data(text)]
    return f"Haal {list_text(told)} uit de tekst: dat bewaren we niet" if told else ""


@cache
def _known_words() -> frozenset[str]:
    """Collect the words of the catalogue: with a capital they name work, not people."""
    lists = load_lists()
    told = [label for one in lists.catalogue.competencies.values() for label in (one.label, one.plain_label)]
    told += [term for terms in lists.synonyms.values() for term in terms]
    return frozenset(word.casefold() for label in told for word in re.findall(r"\w+", label))
