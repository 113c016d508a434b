"""A student with a mark in every column: the files to take along hold them all, the database holds none afterwards."""

import io
import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import String

from accounts.role import Role
from services.permissions import Account
from services.privacy.erasing import erase
from services.privacy.exporting import export_json
from services.privacy.readable import export_pdf
from services.unit_of_work import House
from storage.database import Database
from storage.subject_paths import personal_columns
from tests.services.privacy.somebody import ACCOUNT, OF_OTHERS, STUDENT, mark_of, marked_tables, settle_in

NOW = datetime(2028, 11, 24, 9, tzinfo=UTC)
MYSELF = Account.of(Role.STUDENT, id=ACCOUNT, subject_id=STUDENT, name="Noor")
Rows = dict[str, dict[str, Any]]


@pytest.fixture
def rows(house: House, migrated_url: str) -> Iterator[Rows]:
    """Give what was put in; the database stays open, so that SQLite keeps its journal as it does in use."""
    database = Database(migrated_url)
    with database.writing() as transaction:
        put = settle_in(transaction)
    yield put
    database.close()


def exported(house: House) -> dict[str, Any]:
    with house.reading() as work:
        told: dict[str, Any] = json.loads(export_json(work, by=MYSELF, now=NOW))
    return told


def values_in(told: dict[str, Any]) -> dict[str, Any]:
    return {
        item["code"]: item["value"] for use in told["uses"] for record in use["records"] for item in record["items"]
    }


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return str(value) if isinstance(value, UUID) else value


def marks(rows: Rows) -> set[str]:
    text = json.dumps(rows, default=str)
    return set(re.findall(r"kanarie-[a-z_]+-[a-z_0-9]+", text))


def test_every_column_about_people_holds_something_in_the_test(rows: Rows) -> None:
    """The control: without marks the other tests would prove nothing."""
    marked = marks({name: row for name, row in rows.items() if name not in OF_OTHERS})
    free_text = {
        mark_of(column)
        for table in marked_tables()
        for column in table.columns
        if column.info["privacy"] != "none" and isinstance(column.type, String)
    }

    assert len(free_text & marked) > 20
    assert {code.partition(".")[0] for code in values_in_rows(rows)} == {table.name for table in marked_tables()}


def values_in_rows(rows: Rows) -> dict[str, Any]:
    return {
        column.code: plain(rows[table][name])
        for column in personal_columns()
        for table, _, name in [column.code.partition(".")]
        if table in rows and table not in OF_OTHERS
    }


def test_json_holds_every_column_about_people_as_it_is_kept(house: House, rows: Rows) -> None:
    told = values_in(exported(house))
    wanted = values_in_rows(rows)

    assert len(wanted) > 60
    assert {code: told.get(code) for code in wanted} == wanted


def test_pdf_holds_every_mark_and_all_that_is_said(house: House, rows: Rows) -> None:
    with house.reading() as work:
        made = export_pdf(work, by=MYSELF, now=NOW)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    squeezed = re.sub(r"\s|-", "", text)
    said = [item["says"] for use in exported(house)["uses"] for record in use["records"] for item in record["items"]]

    assert len(said) > 60
    assert [one for one in said if re.sub(r"\s|-", "", one) not in squeezed] == []


def test_json_holds_nothing_of_anybody_else(house: House, rows: Rows) -> None:
    told = exported(house)

    assert told["format"] == "plekwijzer.my-data"
    assert "kanarie-employers-name" not in json.dumps(told)


def test_after_erasing_the_files_of_the_database_hold_no_mark(house: House, rows: Rows, migrated_url: str) -> None:
    own = {name: row for name, row in rows.items() if name not in (*OF_OTHERS, "audit", *STAYING)}
    for table in ("placements", "drafts"):
        # A place and a draft are the company's; of them only the person to ask for goes.
        own[table] = {name: value for name, value in rows[table].items() if name.startswith("contact")}
    wanted = marks(own)
    assert marks_in(migrated_url, wanted) == wanted

    with house.writing() as work:
        held = erase(work, by=MYSELF, now=NOW)

    assert {hold.code for hold in held} == {"audit_trail", "erasure_journal", "market_log"}
    assert marks_in(migrated_url, wanted) == set()


STAYING = ("meetings",)
"""Tables whose rows are somebody else's too."""


def test_after_erasing_only_a_number_is_left_in_the_tables_that_say_why(
    house: House, rows: Rows, migrated_url: str
) -> None:
    with house.writing() as work:
        erase(work, by=MYSELF, now=NOW)

    assert tables_that_name(migrated_url, STUDENT, ACCOUNT) == {"audit", "erasures", "market_changes"}


def marks_in(url: str, marks: set[str]) -> set[str]:
    everything = raw(url)
    # A dump of PostgreSQL holds the bytes of a file as hexadecimal digits.
    ways = {mark: (mark.encode(), mark.encode().hex().encode()) for mark in marks}
    return {mark for mark in marks if any(way in everything for way in ways[mark])}


def raw(url: str) -> bytes:
    """Give every byte beside the address of a SQLite database, or a dump of a PostgreSQL one."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    return subprocess.run(["pg_dump", "--dbname", url], check=True, capture_output=True).stdout


def tables_that_name(url: str, *ids: UUID) -> set[str]:
    from sqlalchemy import cast, or_, select

    from storage.schema import metadata

    database = Database(url)
    found = set()
    with database.reading() as transaction:
        for table in metadata.sorted_tables:
            named = [
                cast(column, String).contains(form)
                for column in table.columns
                for one in ids
                for form in (str(one), one.hex)
            ]
            if transaction.read(select(*table.primary_key).where(or_(*named))).first() is not None:
                found.add(table.name)
    database.close()
    return found
