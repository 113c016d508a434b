"""Open one XLSX or Parquet file and print its cells as JSON: run as a process of its own, see ``child.py``.

It imports nothing of ours, so that it starts in a few hundredths of a second and so that whatever a broken or hostile
file does to the reading library ends with this process.
"""

import io
import json
import math
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any


def text_of(value: object) -> str:
    """Write a cell as the text a person would type for it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "|".join(text_of(part) for part in value)
    return str(value)


def xlsx_rows(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    """Read the first visible sheet; the caller has seen that no cell stands beyond the last column."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    seen = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    rows = book.get_sheet_by_name(seen[0]).to_python(skip_empty_area=False)
    return {"n_rows": len(rows), "rows": [[text_of(cell) for cell in row] for row in rows[: max_rows + 1]]}


def parquet_rows(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    """Read all columns; a column of nested or binary values is named in ``wrong`` and nothing is read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pq.ParquetFile(pa.BufferReader(content))
    schema, n_rows = source.schema_arrow, source.metadata.num_rows
    if len(schema.names) > max_columns:
        return {"n_rows": n_rows, "wrong": [], "rows": [], "names": schema.names}
    wrong = [(field.name, str(field.type)) for field in schema if not _is_readable(field.type)]
    answer: dict[str, Any] = {"n_rows": n_rows, "names": schema.names, "wrong": wrong}
    if wrong or n_rows > max_rows:
        return answer
    rows: list[list[str]] = []
    for batch in source.iter_batches(batch_size=5_000):
        columns = [[text_of(value) for value in column.to_pylist()] for column in batch.columns]
        rows.extend(list(row) for row in zip(*columns, strict=True))
    return answer | {"rows": rows}


def _is_readable(kind: Any) -> bool:
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) or pa.types.is_list(kind) else kind
    checks: Iterable[Callable[[Any], bool]] = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_boolean,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_time,
        pa.types.is_null,
    )
    return any(check(inner) for check in checks)


def main() -> None:
    """Read the file from standard input; the arguments are its kind and the most rows, columns, bytes and seconds."""
    kind = sys.argv[1]
    max_rows, max_columns, max_bytes, max_seconds = map(int, sys.argv[2:6])
    try:
        import resource
    except ImportError:  # Windows has no such limits; the checks before this process still hold there.
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (max_seconds, max_seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    answer = {"xlsx": xlsx_rows, "parquet": parquet_rows}[kind](content, max_rows, max_columns)
    # surrogatepass: a half letter in a cell must reach the parent, which refuses it by name.
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
