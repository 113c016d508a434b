"""What was read in an employer's own words, asked beside the fields of the posting form.

Field ``gelezen.field`` keeps the words that were shown beside a field. Who submits it has seen them: from then on the
field is as it was left, also when the text says it again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.linking.asking import LONGEST_QUOTE, HazardQuestion, Questions, Said, questions
from services.linking.pieces import Note
from services.reference import load_reference

SEEN = "gelezen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of the text beside a field.

    Parameters
    ----------
    label : str
        What the field is called on the page.
    is_chosen : bool
        The field says so too: it was ticked, by us at first, or by the employer.
    is_there : bool
        The words still stand in the text.
    """

    label: str
    quote: str
    is_chosen: bool
    is_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to show of a text beside the fields of a form.

    Parameters
    ----------
    values : mapping of str to str
        What was typed and ticked, with what the text plainly says ticked the first time.
    marks : mapping of str to Mark
        Per field of the page ("vooraf.vog", "helpt.maatje").
    seen : mapping of str to str
        Per such field the words that were ever shown, to be sent along.
    """

    values: Mapping[str, str]
    marks: Mapping[str, Mark]
    seen: Mapping[str, str]
    hazards: tuple[HazardQuestion, ...]
    dutch: str
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell beside the text itself."""
        return not (self.marks or self.hazards or self.dutch or self.others)

    @property
    def hazard_codes(self) -> frozenset[str]:
        """The hazards that a question of its own asks about."""
        return frozenset(code for question in self.hazards for code in question.codes)


def asked(values: Mapping[str, str], *, text: str, notes: Sequence[Note]) -> Asked:
    """Give what to show of a text beside the fields of a form that is shown with these values.

    A field is ticked only the first time that its words are shown, only when the text states it plainly, and only when
    nothing was chosen there. A hazard is never ticked.
    """
    read = questions(text, notes)
    shown = defaultdict(str, values)
    marks: dict[str, Mark] = {}
    seen: dict[str, str] = {}
    for name, tick, label, said in _fields(read):
        earlier = values.get(SEEN + name, "")[:LONGEST_QUOTE]
        if said is not None and not earlier and said.is_plain and not values.get(name):
            shown[name] = tick
        quote = said.quote if said is not None else earlier
        if quote:
            seen[name] = quote
        is_chosen = shown[name] == tick
        if said is not None or (earlier and is_chosen):
            marks[name] = Mark(label=label, quote=quote, is_chosen=is_chosen, is_there=said is not None)
    return Asked(
        values=shown,
        marks=marks,
        seen=seen,
        hazards=read.hazards,
        dutch=read.dutch,
        others=read.others,
    )


def _fields(read: Questions) -> Iterator[tuple[str, str, str, Said | None]]:
    """Give each field to ask about a text at: its name, its value when it is so, its label, and the words."""
    reference = load_reference()
    for code, prerequisite in reference.prerequisites.items():
        yield f"vooraf.{code}", "1", prerequisite.label, read.prerequisites.get(code)
    for code, condition in reference.conditions.items():
        yield f"helpt.{code}", "ja", condition.place_label, read.conditions.get(code)
