"""What a good password is: long, and not one that everybody tries first."""

import re
from collections.abc import Collection

SHORTEST = 12
LONGEST = 200
"""Bounds the work of one attempt; nobody remembers more."""
FEWEST_DIFFERENT = 5
FEWEST_LEFT = 5
"""Letters and digits that have to be left when what everybody tries first is taken out."""
NUMBER_ROWS = ("01234567890", "09876543210")
COUNTED = frozenset(
    row[start:end] for row in NUMBER_ROWS for start in range(len(row)) for end in range(start + 3, len(row) + 1)
)
LOOK_ALIKES = str.maketrans("@013457$!", "aoieastsi")


def fault_of(password: str, *, common: Collection[str], own: Collection[str] = ()) -> str:
    """Say in Dutch what is wrong with a password; empty when it will do.

    What stands in a list of common words, and what everybody knows of this
    person, does not count as secret: what is left has to be long enough.
    Nothing is said about capitals or signs: those rules make passwords that
    are hard for people and easy for machines (NIST SP 800-63B, 5.1.1.2).

    Parameters
    ----------
    common : collection of str
        Words that many people take, in lower case.
    own : collection of str
        Words that belong to this person or this place, such as the name.

    Examples
    --------
    >>> fault_of("kort", common=())
    'Neem een wachtwoord van 12 tekens of meer'
    >>> fault_of("W@chtwoord2026!", common=("wachtwoord",))
    'Dit wachtwoord is te makkelijk te raden. Neem er een paar woorden bij die niets met elkaar te maken hebben'
    >>> fault_of("paard wolk schroef", common=("wachtwoord",))
    ''
    """
    if len(password) < SHORTEST:
        return f"Neem een wachtwoord van {SHORTEST} tekens of meer"
    if len(password) > LONGEST:
        return f"Neem een wachtwoord van hoogstens {LONGEST} tekens"
    if len(set(password.lower())) < FEWEST_DIFFERENT or _n_left(password, {*common, *own}) < FEWEST_LEFT:
        return (
            "Dit wachtwoord is te makkelijk te raden. Neem er een paar woorden bij die niets met elkaar te maken hebben"
        )
    return ""


def _n_left(password: str, known: Collection[str]) -> int:
    """Count the letters and digits that stay without all that is known, also where signs stand for letters."""
    words = sorted((word for word in map(str.lower, known) if len(word) > 2), key=lambda word: (-len(word), word))
    # Years and counting first: a sign that stands for a letter is often a digit.
    bare = re.sub(r"(19|20)\d\d", " ", password.lower())
    for counting in sorted(COUNTED, key=len, reverse=True):
        bare = bare.replace(counting, " ")
    counts = []
    for text in (bare, bare.translate(LOOK_ALIKES)):
        for word in words:
            text = text.replace(word, " ")
        counts.append(len(re.sub(r"[\W_]", "", text)))
    return min(counts)
