"""Write the page that describes the file formats, and an example file of each, from the columns themselves."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from services.files.columns import Column
from services.files.formulas import armed
from services.files.known import Known
from services.files.placements import placement_columns
from services.files.postcodes import COLUMNS as POSTCODE_COLUMNS
from services.files.students import student_columns
from services.reference import load_reference

EXAMPLES = {
    "students": "docs/examples/students.csv",
    "placements": "docs/examples/placements.csv",
    "postcodes": "docs/examples/postcodes.csv",
}
PAGE = "docs/file-formats.md"
WRITTEN_ON = date(2026, 11, 22)
"""The day of which the page gives the codes; always the same, so that only another format changes the page."""
MARKS = ("<!-- begin: {} -->", "<!-- end: {} -->")
"""Between these two lines the page holds what is made here; the rest of it is written by hand."""


def formats() -> dict[str, tuple[Column[Any], ...]]:
    """Give the columns of every format that people fill in, by name."""
    reference = load_reference(WRITTEN_ON)
    known = Known(reference=reference, catalogue=reference.catalogue, centroids={}, today=WRITTEN_ON)
    return {
        "students": student_columns(known),
        "placements": placement_columns(known),
        "postcodes": POSTCODE_COLUMNS,
    }


def column_table(columns: Sequence[Column[Any]]) -> str:
    """Write columns as a Markdown table."""
    lines = ["| Kolom | Moet | Wat erin staat | Voorbeeld |", "|---|---|---|---|"]
    for column in columns:
        example = f"`{column.example}`".replace("|", "\\|") if column.example else ""
        about = column.about.replace("|", "\\|")
        lines.append(f"| `{column.name}` | {'ja' if column.is_required else ''} | {about} | {example} |")
    return "\n".join(lines)


def example_file(columns: Sequence[Column[Any]]) -> str:
    """Write a CSV file of one row from the examples of its columns."""
    cells = [[column.name for column in columns], [armed(column.example) for column in columns]]
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in cells)


def described(page: str) -> str:
    """Give the page with the tables between its marks made anew."""
    for name, columns in formats().items():
        begin, end = (mark.format(name) for mark in MARKS)
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}\n{column_table(columns)}\n{end}{after}"
    return page


def main() -> None:
    """Renew the page and the example files in the working directory."""
    page = Path(PAGE)
    page.write_text(described(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name, columns in formats().items():
        Path(EXAMPLES[name]).write_text(example_file(columns), encoding="utf-8")


if __name__ == "__main__":
    main()
