"""What was imported is suggested, kept, shown and trained on as what comes along."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from accounts.role import Role
from career.competency import Competency, CompetencyKind
from career.errors import UnknownCodeError
from matching import Labels, Linker
from services.competencies import installed
from services.files.faults import FileRefusedError
from services.linking import memory
from services.linking.coverage import Coverage, linker_coverage
from services.linking.knowledge import catalogue_texts, installed_labels
from services.linking.model import for_entries
from services.linking.model_files import save_linker
from services.linking.reviewing import corrections_to_review, export_training, review
from services.linking.suggesting import suggest
from services.permissions import Account
from services.reference import load_lists
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.linkers import tiny_linker
from tests.services.linking.conftest import COORDINATOR, Ask, Keep

ESCO = "http://data.europa.eu/esco"
KNEAD, BAKER, WELD = "esco:skill/bb-1", "esco:occupation/aa-1", "esco:skill/bb-2"
OURS = "taak:lassen"
ADDRESSES = {KNEAD: f"{ESCO}/skill/bb-1", BAKER: f"{ESCO}/occupation/aa-1", WELD: f"{ESCO}/skill/bb-2"}
NAMES = {KNEAD: ("deeg kneden", "brood bakken"), BAKER: ("bakker", "broodbakker"), WELD: ("metaal lassen",)}
STRANGE = f"{ESCO}/skill/weg"
EMPLOYER = Account.of(Role.EMPLOYER)


def linker_of(names: Mapping[str, Sequence[str]]) -> Linker:
    """Give a linker that finds these names of concepts."""
    rows = [(concept, place, text) for concept, told in names.items() for place, text in enumerate(told)]
    return tiny_linker().among(
        Labels.of(
            ids=[f"{concept}#{place}" for concept, place, _ in rows],
            texts=[text for _, _, text in rows],
            concepts=[concept for concept, _, _ in rows],
            is_preferred=[place == 0 for _, place, _ in rows],
        )
    )


def addressed() -> Linker:
    """Give a linker as one that was trained on files of ESCO."""
    named = {ADDRESSES[code]: names for code, names in NAMES.items()}
    return linker_of({STRANGE: ("brood bakken",), **named, OURS: ("lassen", "metaal lassen")})


@pytest.fixture
def trained_on_files(monkeypatch: pytest.MonkeyPatch) -> None:
    linker = addressed()
    monkeypatch.setattr(memory, "load_linker", lambda: linker)


def take_over(house: House) -> None:
    kinds = {KNEAD: CompetencyKind.SKILL, BAKER: CompetencyKind.OCCUPATION, WELD: CompetencyKind.SKILL}
    labels = {code: names[0] for code, names in NAMES.items()} | {WELD: load_lists().catalogue[OURS].label}
    with house.writing() as work:
        work.catalogue.upsert(
            Competency(id=code, kind=kind, label=labels[code], plain_label=labels[code], links=(ADDRESSES[code],))
            for code, kind in kinds.items()
        )
        work.catalogue.replace_other_names({code: names[1:] for code, names in NAMES.items()})


@pytest.fixture
def imported(house: House) -> House:
    take_over(house)
    return house


# -- Suggesting --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trained_on_files")
def test_model_of_addresses_suggests_the_entries_of_the_catalogue(imported: House) -> None:
    with imported.reading() as work:
        found = suggest(work, by=EMPLOYER, text="brood bakken")

    first = found.parts[0].suggestions[0]
    assert (first.competency_id, first.label, first.kind) == (KNEAD, "deeg kneden", CompetencyKind.SKILL)


@pytest.mark.usefixtures("trained_on_files")
def test_concept_that_is_no_entry_is_not_suggested_and_takes_no_place(imported: House, ask: Ask) -> None:
    assert STRANGE not in ask("brood bakken")
    assert ask("brood bakken", n=1) == [KNEAD]


@pytest.mark.usefixtures("trained_on_files")
def test_without_an_import_nothing_of_it_is_suggested(house: House, ask: Ask) -> None:
    assert ask("brood bakken") == []


@pytest.mark.usefixtures("trained_on_files")
def test_import_is_suggested_without_a_restart(house: House, ask: Ask) -> None:
    before = ask("brood bakken")

    take_over(house)

    assert (before, ask("brood bakken")[:1]) == ([], [KNEAD])


@pytest.mark.usefixtures("trained_on_files")
def test_skills_and_trades_only_where_they_are_wanted(imported: House) -> None:
    with imported.reading() as work:
        found = {
            kind: [
                one.competency_id
                for part in suggest(work, by=EMPLOYER, text="broodbakker", kinds=[kind]).parts
                for one in part.suggestions
            ]
            for kind in (CompetencyKind.OCCUPATION, CompetencyKind.SKILL)
        }

    assert found[CompetencyKind.OCCUPATION][:1] == [BAKER]
    assert BAKER not in found[CompetencyKind.SKILL]


@pytest.mark.usefixtures("trained_on_files")
def test_two_entries_with_one_name_are_one_suggestion_and_as_sure(imported: House) -> None:
    with imported.reading() as work:
        found = suggest(work, by=EMPLOYER, text="metaal lassen").parts[0].suggestions

    assert [one.competency_id for one in found].count(OURS) == 1
    assert WELD not in [one.competency_id for one in found]
    assert (found[0].competency_id, found[0].words) == (OURS, "past heel goed")


def test_linker_that_names_entries_already_stays_as_it_is(imported: House) -> None:
    linker = linker_of(NAMES)

    with imported.reading() as work:
        entry_of = dict(installed(work).entry_of) | {WELD: WELD}

    assert for_entries(linker, entry_of) is linker


# -- What people say of it ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trained_on_files")
def test_imported_entry_is_confirmed_corrected_reviewed_and_exported(
    imported: House, keep: Keep, ask: Ask, employers: tuple[Account, Account], student: Account
) -> None:
    keep(employers[0], "iets met beslag en een bol", corrected_ids=[KNEAD], suggested_ids=[BAKER])
    (link,) = keep(student, "ik maak bollen van deeg", confirmed_ids=[KNEAD])

    assert ask("iets met beslag en een bol")[0] == KNEAD
    with imported.writing() as work:
        waiting = corrections_to_review(work, by=COORDINATOR).corrections[0]
        review(work, by=COORDINATOR, link_id=link.id, is_accepted=True, now=NOW)
    with imported.reading() as work:
        labels = export_training(work, by=COORDINATOR)

    assert (waiting.label, waiting.suggested) == ("deeg kneden", ("bakker",))
    assert re.search(rf",ik maak bollen van deeg,{KNEAD},0,nl\n", labels)


def test_entry_that_nobody_imported_cannot_be_confirmed(house: House, keep: Keep, student: Account) -> None:
    with pytest.raises(UnknownCodeError):
        keep(student, "ik kneed deeg", confirmed_ids=[KNEAD])


# -- Training and looking it over --------------------------------------------------------------------------------------


def test_labels_to_train_on_are_those_of_the_installation(imported: House) -> None:
    lists = load_lists()
    with imported.reading() as work:
        labels = installed_labels(work)

    told: dict[str, list[str]] = {}
    for concept, text in zip(labels.concept_column, labels.texts, strict=True):
        told.setdefault(concept, []).append(text)
    own = {entry: list(texts) for entry, texts in catalogue_texts(lists).items()}
    assert told == own | {KNEAD: ["deeg kneden", "brood bakken"], BAKER: ["bakker", "broodbakker"]}
    preferred = [text for text, is_it in zip(labels.texts, labels.is_preferred, strict=True) if is_it]
    assert {"deeg kneden", "bakker"} <= set(preferred)
    assert "broodbakker" not in preferred


def test_what_the_linker_knows_of_the_import_is_counted(
    imported: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def coverage() -> Coverage:
        with imported.reading() as work:
            return linker_coverage(work)

    comes_along = coverage()
    found = []
    models: tuple[Mapping[str, Sequence[str]], ...]
    models = (NAMES, {ADDRESSES[BAKER]: NAMES[BAKER]}, {STRANGE: ["deeg"]})
    for names in models:
        save_linker(linker_of(names), tmp_path / "m")
        monkeypatch.setenv("PLEKWIJZER_LINKER", str(tmp_path / "m"))
        found.append(coverage().n_known)

    # The third has the name of one of ours, which the linker that comes along knows.
    assert comes_along == Coverage(n_imported=3, n_known=1)
    assert found == [3, 1, 0]
    monkeypatch.setenv("PLEKWIJZER_LINKER", str(tmp_path / "weg"))
    with pytest.raises(FileRefusedError):
        coverage()
