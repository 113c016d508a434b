"""How ESCO writes the names of a concept in one row: the preferred one, and the others on lines of one cell."""

from collections.abc import Mapping
from typing import Any

from services.files.cells import text_up_to
from services.files.columns import Column
from services.files.limits import DEFAULT_LIMITS
from services.files.tables import Table

_OTHERS = ("altlabels", "hiddenlabels")


def label_columns(table: Table, *, most: int) -> tuple[Column[Any], ...]:
    """Give the columns with names; the preferred one may also be called ``label``, and the others may be absent.

    Parameters
    ----------
    most : int
        Characters in the preferred name.
    """
    preferred = "preferredlabel" if "preferredlabel" in table.header else "label"
    return (
        _column(preferred, "label", most, is_required=True),
        *(_column(name, name, DEFAULT_LIMITS.max_cell_chars, is_required=False) for name in _OTHERS),
    )


def names_in(row: Mapping[str, Any]) -> tuple[str, ...]:
    r"""Give every name in a row that was read with ``label_columns``, each once, the preferred one first.

    Examples
    --------
    >>> names_in({"label": "bakker", "altlabels": "broodbakker\n bakker\n", "hiddenlabels": "patissier"})
    ('bakker', 'broodbakker', 'patissier')
    """
    others = "\n".join(row.get(name, "") for name in _OTHERS).split("\n")
    return tuple(dict.fromkeys(name.strip() for name in (row["label"], *others) if name.strip()))


def _column(name: str, field: str, most: int, *, is_required: bool) -> Column[Any]:
    return Column(
        name=name, about="", example="", field=field, read=text_up_to(most), write=str, is_required=is_required
    )
