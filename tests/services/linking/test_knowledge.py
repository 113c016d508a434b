"""What the linker knows before it sees a label: words from files, and the catalogue."""

from pathlib import Path

import pytest

from services.linking.knowledge import catalogue_labels, catalogue_texts, read_knowledge
from services.reference import ReferenceDataError, load_lists

REFERENCE = load_lists()
HEADER = "kind,nl,en,broader\n"


def folder_with(tmp_path: Path, words: str, strangers: str = "language,text\nnl,hoe laat is het\n") -> Path:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "woorden.csv").write_text(words, encoding="utf-8")
    (tmp_path / "words" / "strangers.csv").write_text(strangers, encoding="utf-8")
    return tmp_path


def test_words_of_a_line_mean_the_same_and_the_first_is_narrower(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        f"{HEADER}beroep,kok;kokkin,cook;chef,horecamedewerker;ambachtsman\ntaak,snijden,,\n",
        "language,text\nnl,hoe laat is het\nde,wie spät ist es\n",
    )

    knowledge = read_knowledge(REFERENCE, folder=folder)

    catalogue = list(catalogue_texts(REFERENCE).values())
    assert list(knowledge.groups) == [("kok", "kokkin", "cook", "chef"), ("snijden",), *catalogue]
    assert list(knowledge.broader) == [("kok", "horecamedewerker"), ("kok", "ambachtsman")]
    assert list(knowledge.strangers) == ["hoe laat is het", "wie spät ist es"]


@pytest.mark.parametrize(
    ("words", "strangers", "says"),
    [
        ("kind,nl\nberoep,kok\n", None, "woorden.csv"),
        (f"{HEADER}beroep,,cook,\n", None, r"woorden.csv.*2.*nl"),
        (f"{HEADER}vogel,kok,,\n", None, r"woorden.csv.*2.*kind.*vogel"),
        (f"{HEADER}beroep,kok;;kokkin,,\n", None, r"woorden.csv.*2.*nl"),
        (f"{HEADER}beroep,kok;Kok,,\n", None, r"woorden.csv.*2.*nl"),
        (f"{HEADER}beroep,kok,,horeca;\n", None, r"woorden.csv.*2.*broader"),
        (HEADER, None, r"woorden.csv.*geen rijen"),
        (f"{HEADER}beroep,kok,,\n", "text\nhoe laat\n", r"strangers.csv"),
        (f"{HEADER}beroep,kok,,\n", "language,text\nnl,\n", r"strangers.csv.*2.*text"),
    ],
)
def test_words_that_cannot_be_right_are_refused(words: str, strangers: str | None, says: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, words, strangers) if strangers else folder_with(tmp_path, words)

    with pytest.raises(ReferenceDataError, match=says):
        read_knowledge(REFERENCE, folder=folder)


def test_words_that_come_along_are_sound() -> None:
    knowledge = read_knowledge(REFERENCE)

    assert len(knowledge.groups) > 9_000
    assert len(knowledge.broader) > 3_000
    assert len(knowledge.strangers) > 400
    assert len(set(knowledge.strangers)) == len(knowledge.strangers)


def test_every_way_to_say_an_entry_is_a_label_and_its_name_is_the_preferred_one() -> None:
    labels = catalogue_labels(REFERENCE)
    texts = catalogue_texts(REFERENCE)

    entries = {entry.id: entry.label for entry in REFERENCE.catalogue.competencies.values()}
    entries |= {f"crebo:{code}": programme.name for code, programme in REFERENCE.qualifications.items()}
    rows = list(zip(labels.concept_column, labels.texts, map(bool, labels.is_preferred), strict=True))
    assert {concept: text for concept, text, is_preferred in rows if is_preferred} == entries
    assert sum(is_preferred for _, _, is_preferred in rows) == len(entries) >= 1_500
    assert len(set(labels.ids)) == len(labels) == sum(map(len, texts.values()))
    for entry, words in REFERENCE.synonyms.items():
        assert set(words) <= set(texts[entry])
