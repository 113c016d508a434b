"""The commands that look after the audit trail: is it whole, where does it end, and what happened when."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from typer import Typer
from typer.testing import CliRunner, Result

from accounts.audit import AuditKind, AuditNote
from cli import audit
from services.unit_of_work import House
from storage.database import Database

START = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)


def run(*words: str) -> Result:
    app = Typer()
    audit.register(app)
    return CliRunner().invoke(app, ["audit", *words])


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the settings at a database with five entries, an hour apart."""
    url = f"sqlite:///{tmp_path}/plekwijzer.sqlite3"
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", url)
    house = House.open(url)
    house.migrate()
    with house.writing() as work:
        work.audit.add(
            [
                AuditNote(
                    at=START + timedelta(hours=number),
                    kind=AuditKind.READING,
                    role="teacher",
                    act="see_matches",
                    account_id=UUID(int=1),
                    subject_id=UUID(int=number),
                )
                for number in range(5)
            ]
        )
    house.close()
    return url


def tamper(url: str, *statements: str) -> None:
    database = Database(url)
    with database.writing() as transaction:
        for name in ("audit_no_update", "audit_no_delete"):
            transaction.change(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            transaction.change(text(statement))
    database.close()


def test_trail_that_nobody_touched_is_whole(url: str) -> None:
    done = run("verify")

    assert (done.exit_code, done.output) == (
        0,
        "Het logboek is heel: 5 regels, 0 keer vergeleken met wat is vastgelegd.\n",
    )


def test_entry_that_was_changed_is_named(url: str) -> None:
    tamper(url, "UPDATE audit SET role = 'student' WHERE number = 3")

    done = run("verify")

    assert done.exit_code == 1
    assert "Nummer 3: deze regel is veranderd" in done.output


def test_end_that_was_cut_off_shows_with_an_anchor(url: str, tmp_path: Path) -> None:
    kept = tmp_path / "anchors.txt"
    kept.write_text(run("anchor").output)
    assert run("verify", "--anchor", str(kept)).exit_code == 0
    tamper(
        url,
        "DELETE FROM audit WHERE number > 2",
        "UPDATE audit_end SET number = 2, hash = (SELECT hash FROM audit WHERE number = 2)",
    )

    assert run("verify").exit_code == 0
    done = run("verify", "--anchor", str(kept))
    assert done.exit_code == 1
    assert "Nummer 5: deze regel is niet de regel die is vastgelegd" in done.output


@pytest.mark.parametrize("line", ["five " + "a" * 64, "5 " + "a" * 63, "5 " + "G" * 64, "9" * 99 + " " + "a" * 64, "5"])
def test_file_that_holds_no_anchors_is_refused(url: str, tmp_path: Path, line: str) -> None:
    kept = tmp_path / "anchors.txt"
    kept.write_text(f"\n{line}\n")

    done = run("verify", "--anchor", str(kept))

    assert done.exit_code == 2
    assert "regel 2" in done.output


def test_file_that_is_not_there_is_refused(url: str, tmp_path: Path) -> None:
    assert run("verify", "--anchor", str(tmp_path / "none.txt")).exit_code == 2


def test_export_tells_who_did_what_in_a_stretch_of_time(url: str, tmp_path: Path) -> None:
    out = tmp_path / "who.csv"

    # Ten in the morning in the Netherlands is nine in UTC.
    done = run("export", "--from", "2027-02-01T10:00", "--until", "2027-02-01T12:00", "--out", str(out))

    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [(row["nummer"], row["moment"]) for row in rows] == [
        ("2", "2027-02-01T09:00:00+00:00"),
        ("3", "2027-02-01T10:00:00+00:00"),
    ]
    assert rows[0] | {"account": "", "over": ""} == {
        "nummer": "2",
        "moment": "2027-02-01T09:00:00+00:00",
        "account": "",
        "rol": "teacher",
        "namens": "",
        "soort": "reading",
        "wat": "see_matches",
        "over": "",
        "uitkomst": "done",
        "reden": "",
    }


def test_export_to_a_folder_that_is_not_there_is_refused(url: str, tmp_path: Path) -> None:
    out = tmp_path / "none" / "who.csv"

    assert run("export", "--from", "2027-02-01", "--until", "2027-02-02", "--out", str(out)).exit_code == 2


def test_database_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")

    done = run("verify")

    assert done.exit_code == 1
    assert "De database kan niet gelezen worden" in done.output
