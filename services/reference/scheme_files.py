"""The columns of the files about schemes and wages, and which columns say which rule a row is."""

from collections.abc import Mapping
from types import MappingProxyType

from services.reference.rows import SOURCE_COLUMNS

SCHEME_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "schemes.csv": (
            "code",
            "name",
            "status",
            "what",
            "worth_text",
            "who_applies",
            "where",
            "first_step",
            "group",
            "still_said",
            *SOURCE_COLUMNS,
        ),
        "scheme_conditions.csv": (
            "scheme",
            "code",
            "types",
            "fact",
            "test",
            "value",
            "label",
            "not_met",
            *SOURCE_COLUMNS,
        ),
        "scheme_amounts.csv": (
            "scheme",
            "code",
            "types",
            "unit",
            "low",
            "high",
            "cap_eur",
            "year",
            "months",
            "label",
            *SOURCE_COLUMNS,
        ),
        "scheme_windows.csv": (
            "scheme",
            "code",
            "kind",
            "types",
            "label",
            "about_from",
            "about_until",
            "opens_on",
            "closes_on",
            "closes_at",
            "days",
            "months",
            *SOURCE_COLUMNS,
        ),
        "scheme_questions.csv": ("code", "label", "hint"),
        "youth_wages.csv": ("kind", "age", "share", *SOURCE_COLUMNS),
        "minimum_wages.csv": ("code", "hourly_eur", *SOURCE_COLUMNS),
        "wage_surcharges.csv": ("code", "label", "low", "high", *SOURCE_COLUMNS),
    }
)
"""Every file with its columns, in order."""

SCHEME_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "schemes.csv": ("code",),
        "scheme_conditions.csv": ("scheme", "code"),
        "scheme_amounts.csv": ("scheme", "code"),
        "scheme_windows.csv": ("scheme", "code"),
        "youth_wages.csv": ("kind", "age"),
        "minimum_wages.csv": ("code",),
        "wage_surcharges.csv": ("code",),
    }
)
"""Of each dated file the columns that say which rule a row is."""
