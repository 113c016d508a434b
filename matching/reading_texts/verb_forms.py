"""Make the forms of Dutch verbs from the infinitive, so that a form found in a text tells its verb."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from matching.reading_texts.tokens import fold

VOWELS = "aeiou"
UNVOICED = ("t", "k", "f", "s", "ch", "p", "x")
"""A stem that ends in one of these has its past in -te, any other in -de."""
NO_GE = ("be", "ge", "her", "ont", "ver", "er")
"""Beginnings of verbs whose participle has no ge-."""


class Form(Enum):
    """Which form of a verb a word is."""

    FINITE = "finite"
    INFINITIVE = "infinitive"
    PARTICIPLE = "participle"


class Verb(NamedTuple):
    """A verb as a data file gives it.

    Parameters
    ----------
    infinitive : str
        With a bar behind a part that comes loose: "op|ruimen".
    past : tuple of str
        Past forms where the rule does not give them.
    participle : str
        Likewise; empty where the rule gives it.
    is_work : bool
        Says by itself what somebody does ("vegen"), unlike "krijgen".
    is_also_noun : bool
        The infinitive is a noun as well ("planten").
    """

    infinitive: str
    past: tuple[str, ...] = ()
    participle: str = ""
    is_work: bool = True
    is_also_noun: bool = False

    @property
    def whole(self) -> str:
        """The infinitive as it is written."""
        return self.infinitive.replace("|", "")

    @property
    def loose(self) -> str:
        """The part that comes loose; empty for most verbs."""
        return self.infinitive.rpartition("|")[0].replace("|", "")

    @property
    def core(self) -> str:
        """The infinitive without the part that comes loose."""
        return self.infinitive.rpartition("|")[2]


class Reading(NamedTuple):
    """What a word can be: a form of a verb, by the infinitive of that verb."""

    infinitive: str
    form: Form


def stems(infinitive: str) -> tuple[str, ...]:
    """Give the first person of a verb; two where spelling does not tell which is right.

    Examples
    --------
    >>> stems("vullen"), stems("maken"), stems("verven"), stems("leveren")
    (('vul',), ('maak',), ('verf',), ('lever', 'leveer'))
    """
    if infinitive.endswith(("aan", "oen", "ien")) and len(infinitive) <= len("staan"):
        return (infinitive[:-2] if infinitive.endswith("aan") else infinitive[:-1],)
    root = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    if len(root) > 1 and root[-1] == root[-2] and root[-1] not in VOWELS:
        return (_unvoiced(root[:-1]),)
    is_open = len(root) > 1 and root[-1] not in VOWELS and root[-2] in VOWELS
    if not is_open or (len(root) > 2 and root[-3] in VOWELS) or root[-3:-1] in ("ij",):
        return (_unvoiced(root),)
    long = _unvoiced(root[:-1] + root[-2] + root[-1])
    if root.endswith(("el", "er", "en", "em", "ig")) and any(letter in VOWELS for letter in root[:-2]):
        return (root, long)
    return (long,)


def finite_forms(verb: Verb) -> tuple[str, ...]:
    """Give the present and past forms of the core of a verb."""
    found = {
        "zijn": ("ben", "bent", "is", "zijn"),
        "hebben": ("heb", "hebt", "heeft", "hebben"),
        "kunnen": ("kan", "kun", "kunt", "kunnen"),
        "willen": ("wil", "wilt", "willen"),
        "zullen": ("zal", "zult", "zullen"),
        "mogen": ("mag", "mogen"),
        "komen": ("kom", "komt", "komen"),
    }.get(verb.core)
    if found is None:
        first = stems(verb.core)
        found = (*first, *(stem if stem.endswith("t") else stem + "t" for stem in first))
        if verb.core.endswith("aan") or verb.core in ("doen", "zien"):
            found = (first[0], verb.core[:-1] + "t")
        found += tuple(stem[:-1] for stem in first if stem.endswith(("ijd", "oud")))
    return tuple(dict.fromkeys(found + (verb.past or _weak_past(verb.core))))


def participle(verb: Verb) -> str:
    """Give the participle of the core of a verb ("gevuld", "verkocht").

    Examples
    --------
    >>> participle(Verb("vullen")), participle(Verb("poetsen")), participle(Verb("bedienen"))
    ('gevuld', 'gepoetst', 'bediend')
    """
    if verb.participle:
        return verb.participle
    stem = stems(verb.core)[0]
    ending = "t" if _root(verb.core).endswith(UNVOICED) else "d"
    whole = stem if stem.endswith(ending) else stem + ending
    return whole if any(_begins(verb.core, prefix) for prefix in NO_GE) else "ge" + whole


def all_forms(verbs: Iterable[Verb]) -> Mapping[str, tuple[Reading, ...]]:
    """Turn verbs into a table from each form, as it is looked up, to what it can be.

    The loose forms of "op|ruimen" ("ruimt") stand under the core, "ruimen"; whoever finds "op" further on puts them
    together.

    Examples
    --------
    >>> forms = all_forms([Verb("op|ruimen")])
    >>> [(reading.infinitive, reading.form.value) for reading in forms["opgeruimd"] + forms["ruimt"]]
    [('opruimen', 'participle'), ('ruimen', 'finite')]
    """
    table: dict[str, dict[Reading, None]] = {}

    def add(word: str, infinitive: str, form: Form) -> None:
        table.setdefault(fold(word), {})[Reading(infinitive, form)] = None

    listed = {verb.infinitive: verb for verb in verbs}
    for verb in listed.values():
        known = listed.get(verb.core, verb)
        base = Verb(verb.core, verb.past or known.past or _borrowed_past(verb.core, listed), verb.participle)
        base = base._replace(participle=base.participle or known.participle or _borrowed_participle(verb.core, listed))
        add(verb.whole, verb.whole, Form.INFINITIVE)
        add(verb.loose + participle(base), verb.whole, Form.PARTICIPLE)
        for word in finite_forms(base):
            add(verb.loose + word, verb.whole, Form.FINITE)
            if verb.loose:
                add(word, verb.core, Form.FINITE)
        if verb.loose:
            add(verb.core, verb.core, Form.INFINITIVE)
            add(verb.loose + "te" + verb.core, verb.whole, Form.INFINITIVE)
    return {word: tuple(readings) for word, readings in table.items()}


def _begins(infinitive: str, prefix: str) -> bool:
    """Say whether a verb really has the prefix: "verpakken" has, "verven" and "bellen" have not."""
    root = _root(infinitive)
    return root.startswith(prefix) and any(letter in VOWELS for letter in root[len(prefix) :])


def _root(infinitive: str) -> str:
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


def _unvoiced(stem: str) -> str:
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])


def _weak_past(infinitive: str) -> tuple[str, ...]:
    ending = "te" if _root(infinitive).endswith(UNVOICED) else "de"
    return tuple(stem + end for stem in stems(infinitive)[:2] for end in (ending, ending + "n"))


def _prefix_and_base(infinitive: str, listed: Mapping[str, Verb]) -> tuple[str, Verb] | None:
    for prefix in NO_GE:
        base = listed.get(infinitive[len(prefix) :]) if infinitive.startswith(prefix) else None
        if base is not None and base.past:
            return prefix, base
    return None


def _borrowed_past(infinitive: str, listed: Mapping[str, Verb]) -> tuple[str, ...]:
    found = _prefix_and_base(infinitive, listed)
    return tuple(found[0] + word for word in found[1].past) if found else ()


def _borrowed_participle(infinitive: str, listed: Mapping[str, Verb]) -> str:
    found = _prefix_and_base(infinitive, listed)
    return found[0] + found[1].participle.removeprefix("ge") if found else ""
