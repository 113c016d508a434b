"""`plekwijzer retention` as a person runs it: counts first, then taking away, and erasing again after a restore."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from cli import retention
from services.privacy.journal import save_journal
from services.unit_of_work import House, Mode
from storage.erasures import ErasedKind, Erasure
from tests.factories import make_student

GONE = make_student("kanarie-1", first_name="Kanarienaam")


def run(*options: str) -> Result:
    app = Typer()
    retention.register(app)
    return CliRunner().invoke(app, list(options))


@pytest.fixture
def house(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    file = tmp_path / "plekwijzer.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{file}")
    house = House.open(f"sqlite:///{file}")
    left = replace(GONE.availability, from_on=date(2020, 1, 1), until_on=date(2020, 7, 1))
    with house.writing() as work:
        work.students.save(replace(GONE, availability=left))
        work.students.save(make_student("kanarie-2"))
    return house


def n_students(house: House) -> int:
    with house.reading() as work:
        return work.students.count()


def test_first_it_only_counts_with_rule_and_source_and_without_names(house: House) -> None:
    done = run()

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("       1  Gegevens van een student. Tot 2 jaar nadat je van school")
    assert "artikel 5 lid 1 onder e, Algemene verordening gegevensbescherming; controleer dit" in done.stdout
    assert "anarie" not in done.output
    assert n_students(house) == 2


def test_carried_out_it_takes_away_what_is_over_and_nothing_else(house: House) -> None:
    done = run("--carry-out")

    assert (done.exit_code, done.stderr) == (0, "Dit is gewist.\n")
    with house.reading() as work:
        assert [student.reference for student in work.students.all()] == ["kanarie-2"]
    assert run().stdout.splitlines()[0].startswith("       0  Gegevens van een student.")


def test_demo_is_left_alone(house: House) -> None:
    with house.writing() as work:
        work.installation.claim(Mode.DEMO)

    done = run("--carry-out")

    assert done.exit_code == 1
    assert "Dit is een oefenregio." in done.stderr
    assert n_students(house) == 2


def test_after_a_restore_the_journal_beside_the_database_erases_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "gewist.jsonl"
    monkeypatch.setenv("PLEKWIJZER_ERASURE_JOURNAL", str(file))
    erased = Erasure(subject_id=GONE.id, kind=ErasedKind.STUDENT, erased_at=datetime.now(UTC) - timedelta(days=1))
    with house.writing() as work:
        work.erasures.add_all([erased])
        save_journal(work, path=file)
    with house.writing() as work:
        work.keeping.remove_rows("erasure", before=datetime.now(UTC))

    done = run("--replay-erasures")

    assert (done.exit_code, done.stdout) == (0, "1 keer opnieuw gewist.\n")
    assert n_students(house) == 1


def test_without_a_journal_it_says_what_it_cannot_know(house: House) -> None:
    done = run("--replay-erasures")

    assert (done.exit_code, done.stdout) == (0, "0 keer opnieuw gewist.\n")
    assert "Er is geen PLEKWIJZER_ERASURE_JOURNAL." in done.stderr


def test_file_that_is_no_journal_is_refused(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "gewist.jsonl"
    file.write_text("niets\n", encoding="utf-8")
    monkeypatch.setenv("PLEKWIJZER_ERASURE_JOURNAL", str(file))

    done = run("--replay-erasures")

    assert (done.exit_code, done.stderr) == (2, "gewist.jsonl, regel 1: dit is geen regel van een wislijst.\n")
    assert n_students(house) == 2


def test_register_is_written_in_the_file_that_was_named(house: House, tmp_path: Path) -> None:
    done = run("--register", str(tmp_path / "register.md"))

    assert done.exit_code == 0
    assert (tmp_path / "register.md").read_text(encoding="utf-8").startswith("# Verwerkingsregister\n")


def test_database_without_tables_is_told_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/niets.sqlite3")

    done = run()

    assert done.exit_code == 1
    assert "De database is niet te gebruiken" in done.stderr
