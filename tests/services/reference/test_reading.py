"""The reference as a whole: what it holds, and which gaps and faults are refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from employer_toolkit.placement import PlacementType
from services.reference import (
    COMPONENTS,
    GATE_PLACEHOLDERS,
    LIMIT_OUTCOMES,
    REFERENCE_FOLDER,
    Limit,
    Outcome,
    ReferenceDataError,
    load_reference,
    read_reference,
)

Lines = Callable[[str], list[dict[str, str]]]
Write = Callable[[str, list[dict[str, str]]], None]
Spoil = Callable[..., int]

TODAY = date(2026, 11, 22)
ADULT, YOUTH = {"rule": "adult"}, {"rule": "youth"}
SUNDAY_MET = {"limit": "sunday", "outcome": "met"}


def test_copy_of_the_files_reads_as_the_same_reference(folder: Path) -> None:
    assert read_reference(folder, on=TODAY) == load_reference(TODAY) == read_reference(REFERENCE_FOLDER, on=TODAY)


def test_version_changes_with_any_file(folder: Path, spoil: Spoil) -> None:
    spoil("sectors.csv", {"code": "zorg"}, label="Zorg")

    assert read_reference(folder, on=TODAY).version != load_reference(TODAY).version


@pytest.mark.parametrize(
    ("file", "column", "values"),
    [
        ("placement_types.csv", "code", list(PlacementType)),
        ("travel_modes.csv", "code", ["walk", "bike", "transit", "moped", "car"]),
        ("component_texts.csv", "code", list(COMPONENTS)),
        ("synonyms.csv", "id", ["wp:25180:B1-K1-W2", "gedrag:24105", "doe:koken", "crebo:25180"]),
    ],
)
def test_file_that_lacks_a_code_is_refused(
    folder: Path, lines: Lines, write: Write, file: str, column: str, values: list[str]
) -> None:
    whole = lines(file)
    for value in values:
        write(file, [row for row in whole if row[column] != value])

        with pytest.raises(ReferenceDataError, match=f"{file}, regel .*, kolom {column}: .*“{value}” was er niet bij"):
            read_reference(folder, on=TODAY)


@pytest.mark.parametrize(("gate", "verdict"), GATE_PLACEHOLDERS)
def test_gate_without_a_text_for_a_verdict_that_can_occur_is_refused(
    folder: Path, lines: Lines, write: Write, gate: str, verdict: str
) -> None:
    write(
        "gate_texts.csv", [row for row in lines("gate_texts.csv") if (row["gate"], row["verdict"]) != (gate, verdict)]
    )

    with pytest.raises(ReferenceDataError, match=f"“{gate}” met “{verdict}” was er niet bij"):
        read_reference(folder, on=TODAY)


@pytest.mark.parametrize(("limit", "outcomes"), LIMIT_OUTCOMES.items())
def test_limit_without_a_text_for_an_outcome_that_can_occur_is_refused(
    folder: Path, lines: Lines, write: Write, limit: Limit, outcomes: tuple[Outcome, ...]
) -> None:
    whole = lines("working_time_texts.csv")
    for outcome in outcomes:
        write("working_time_texts.csv", [row for row in whole if (row["limit"], row["outcome"]) != (limit, outcome)])

        with pytest.raises(ReferenceDataError, match=f"“{limit}” met “{outcome}” was er niet bij"):
            read_reference(folder, on=TODAY)


@pytest.mark.parametrize(
    ("file", "where", "cells", "column", "text"),
    [
        ("sectors.csv", {"code": "horeca"}, {"code": "zorg"}, "code", "“zorg” staat er al"),
        ("hazards.csv", {"code": "lawaai"}, {"mode": "perhaps"}, "mode", "kies uit: forbidden, supervision"),
        ("hazards.csv", {"code": "lawaai"}, {"below_age": "11"}, "below_age", "geef een getal van 12 tot en met 120"),
        ("placement_types.csv", {"code": "bpv_bol"}, {"code": "bpv"}, "code", "“bpv”"),
        ("placement_types.csv", {"code": "bpv_bol"}, {"school_types": "hbo"}, "school_types", "“hbo”"),
        (
            "placement_types.csv",
            {"code": "pro_stage"},
            {"working_time_rules": ""},
            "working_time_rules",
            "hier staat niets",
        ),
        (
            "placement_types.csv",
            {"code": "pro_stage"},
            {"working_time_rules": "stage_3_1;adult"},
            "working_time_rules",
            "houdt op bij 16 jaar en gaat verder bij 18 jaar (in schoolweken)",
        ),
        (
            "placement_types.csv",
            {"code": "pro_stage"},
            {"working_time_rules": "stage_3_1;young;adult"},
            "working_time_rules",
            "“young”, en daarvan geldt er geen rij in working_time.csv",
        ),
        (
            "placement_types.csv",
            {"code": "pro_stage"},
            {"min_age": "13"},
            "min_age",
            "de arbeidstijd begint bij 14 jaar (in schoolweken)",
        ),
        ("hazards.csv", {"code": "kassa"}, {"not_for_rules": "stage_3"}, "not_for_rules", "“stage_3”"),
        ("placement_types.csv", {"code": "bpv_bol"}, {"parent_signs": "maybe"}, "parent_signs", "kies uit: minor"),
        ("travel_modes.csv", {"code": "transit"}, {"last_arrival": "06:00"}, "last_arrival", "geef een tijd na 06:00"),
        ("programme_hours.csv", {"type": "bpv_bbl"}, {"type": "bbl"}, "type", "“bbl”"),
        ("programme_hours.csv", {"type": "bpv_bbl"}, {"level_max": "0"}, "level_max", "van 1 tot en met 4"),
        ("programme_hours.csv", {"type": "bpv_bbl"}, {"per": "month"}, "per", "kies uit: year"),
        ("programme_hours.csv", {"type": "bpv_bbl"}, {"type": "bpv_bol"}, "level_min", "regel 2 geldt ook al"),
        ("consent_ages.csv", {"age": "16"}, {"code": "photos"}, "code", "kies uit: agreement, personal_data"),
        ("consent_ages.csv", {"age": "16"}, {"age": "0"}, "age", "van 12 tot en met 120"),
        ("working_time.csv", ADULT | {"limit": "on_call"}, {"age_until": "90"}, "age_until", "staat iets anders"),
        ("working_time.csv", YOUTH | {"limit": "daily_rest"}, {"limit": "nightly_rest"}, "limit", "“nightly_rest”"),
        (
            "working_time.csv",
            YOUTH | {"limit": "daily_rest"},
            {"limit": "short_rest"},
            "limit",
            "ontbreekt “daily_rest”",
        ),
        ("working_time.csv", YOUTH | {"limit": "daily_rest"}, {"week": "exam"}, "week", "kies uit: any, holiday"),
        ("working_time.csv", YOUTH | {"limit": "most_per_day"}, {"value": "9 uur"}, "value", "geef uren en minuten"),
        ("working_time.csv", YOUTH | {"limit": "most_per_day"}, {"value": "24:01"}, "value", "hoogstens 24:00"),
        ("working_time.csv", YOUTH | {"limit": "latest"}, {"value": "05:00"}, "value", "een tijd na “earliest”"),
        (
            "working_time.csv",
            YOUTH | {"limit": "most_per_average_week"},
            {"value": "45:01"},
            "value",
            "hoogstens 45:00",
        ),
        ("working_time.csv", YOUTH | {"limit": "sunday"}, {"value": "often"}, "value", "kies uit: agreed, agreed_s"),
        ("working_time.csv", YOUTH | {"limit": "most_days"}, {"value": "8"}, "value", "van 1 tot en met 7"),
        ("working_time.csv", YOUTH | {"limit": "school_counts"}, {"source_url": ""}, "source_url", "https://"),
        ("gate_texts.csv", {"gate": "seats"}, {"gate": "chairs"}, "gate", "“chairs”"),
        ("gate_texts.csv", {"gate": "seats"}, {"verdict": "forbidden"}, "verdict", "kies uit: not_now"),
        ("gate_texts.csv", {"gate": "seats"}, {"repair": "Bel {names}."}, "repair", "alleen: geen accolades"),
        ("gate_texts.csv", {"gate": "period"}, {"staff_text": "Om {date!r}."}, "staff_text", "hier kan alleen: {date}"),
        ("gate_texts.csv", {"gate": "period"}, {"student_text": "Om {date."}, "student_text", "accolade"),
        ("gate_texts.csv", {"gate": "seats"}, {"who": "minister"}, "who", "“minister”"),
        ("working_time_texts.csv", SUNDAY_MET, {"limit": "night"}, "limit", "“night”"),
        ("working_time_texts.csv", SUNDAY_MET, {"limit": "break_after"}, "limit", "“break_after”"),
        ("working_time_texts.csv", SUNDAY_MET, {"outcome": "unknown"}, "outcome", "kies uit: broken, met, to_arr"),
        (
            "working_time_texts.csv",
            {"limit": "sunday", "outcome": "to_arrange"},
            {"outcome": "broken"},
            "outcome",
            "“broken” bij “sunday” staat er twee keer",
        ),
        ("working_time_texts.csv", SUNDAY_MET, {"repair": "Zo laten."}, "repair", "laat dit leeg"),
        ("working_time_texts.csv", SUNDAY_MET, {"student_text": "Op {day}."}, "student_text", "alleen: {actual}"),
        ("work_kinds.csv", {"code": "werk"}, {"types": "werk"}, "types", "“werk”"),
        ("work_kinds.csv", {"code": "werk"}, {"types": "eerste_baan"}, "types", "“werkervaring” was er niet bij"),
        ("work_kinds.csv", {"code": "kijkdag"}, {"types": "pro_stage"}, "types", "een ander soort werk of heeft"),
        ("work_kinds.csv", {"code": "kijkdag"}, {"code": "werk"}, "code", "“werk” staat er twee keer"),
        ("work_kinds.csv", {"code": "vrijstelling"}, {"working_time_rules": "8:1"}, "working_time_rules", "“8:1”"),
        ("component_texts.csv", {"code": "wish"}, {"student_unknown": ""}, "student_unknown", "hier staat niets"),
        ("qualifications.csv", {"code": "25498"}, {"sector": "bank"}, "sector", "“bank”"),
        ("qualifications.csv", {"code": "25498"}, {"level": "5"}, "level", "van 1 tot en met 4"),
        ("qualifications.csv", {"code": "25498"}, {"equivalent_codes": "2549"}, "equivalent_codes", "vijf cijfers"),
        ("work_processes.csv", {"id": "wp:25180:B1-K1-W2"}, {"id": "koken"}, "id", "“koken”"),
        ("work_processes.csv", {"id": "wp:25180:B1-K1-W2"}, {"activities": "doe:slapen"}, "activities", "“doe:slapen”"),
        ("behaviours.csv", {"id": "gedrag:24105"}, {"id": "24105"}, "id", "schrijf het zoals gedrag:24105"),
        ("activities.csv", {"id": "doe:koken"}, {"sectors": "keuken"}, "sectors", "“keuken”"),
        ("relations.csv", {"from_id": "gedrag:24101"}, {"to_id": "gedrag:24103"}, "to_id", "“gedrag:24103”"),
        ("relations.csv", {"from_id": "gedrag:24101"}, {"to_id": "gedrag:24101"}, "to_id", "hetzelfde als from_id"),
        ("relations.csv", {"from_id": "gedrag:24101"}, {"strength": "1"}, "strength", "van 0.05 tot en met 0.95"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"id": "taak:Soep maken"}, "id", "schrijf het zoals taak:gras-maaien"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"id": "taak:eieren-bakken"}, "id", "staat er al"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"kind": "activity"}, "kind", "kies uit: occupation, skill"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"kind": "occupation"}, "id", "schrijf het zoals beroep:gras-maaien"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"plain_label": ""}, "plain_label", "hier staat niets"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"terms": ""}, "terms", "hier staat niets"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"terms": "bouillon;soep koken"}, "terms", "al een naam in deze rij"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"terms": "lasser worden"}, "terms", "staat ook op regel"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"near": "doe:slapen=0.5"}, "near", "“doe:slapen”"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"near": "doe:koken=1"}, "near", "van 0.05 tot en met 0.95"),
        ("tasks.csv", {"id": "taak:soep-maken"}, {"near": "taak:soep-maken=0.5"}, "near", "de taak zelf"),
        ("synonyms.csv", {"id": "crebo:25180"}, {"id": "crebo:99999"}, "id", "“crebo:99999”"),
        ("synonyms.csv", {"id": "crebo:25180"}, {"id": "crebo:25182"}, "id", "staat er al"),
        ("synonyms.csv", {"id": "doe:koken"}, {"terms": "eten;Eten"}, "terms", "twee keer"),
    ],
)
def test_fault_is_refused_with_its_file_line_and_column(
    folder: Path, spoil: Spoil, file: str, where: dict[str, str], cells: dict[str, str], column: str, text: str
) -> None:
    spoil(file, where, **cells)

    with pytest.raises(ReferenceDataError) as caught:
        read_reference(folder, on=TODAY)

    assert (caught.value.file, caught.value.column) == (file, column)
    assert text in caught.value.text


def test_line_of_a_fault_is_the_line_in_the_file(folder: Path, spoil: Spoil) -> None:
    line = spoil("prerequisites.csv", {"code": "vca"}, lead_time_days="soon")

    with pytest.raises(ReferenceDataError) as caught:
        read_reference(folder, on=TODAY)

    assert caught.value.line == line


def test_qualification_without_work_processes_is_refused(folder: Path, lines: Lines, write: Write) -> None:
    write("work_processes.csv", [row for row in lines("work_processes.csv") if row["qualification"] != "25400"])

    with pytest.raises(ReferenceDataError, match=r"qualifications.csv, regel \d+, kolom code: 25400 heeft geen rij"):
        read_reference(folder, on=TODAY)


def test_qualification_that_stands_twice_is_refused(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("qualifications.csv")
    write("qualifications.csv", [*rows, rows[0]])

    with pytest.raises(ReferenceDataError, match="“25250” staat er al"):
        read_reference(folder, on=TODAY)


def test_relation_that_stands_twice_is_refused(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("relations.csv")
    write("relations.csv", [*rows, rows[0]])

    with pytest.raises(ReferenceDataError, match=f"relations.csv, regel {len(rows) + 2}, kolom to_id"):
        read_reference(folder, on=TODAY)


def test_relation_that_stands_in_both_files_is_refused(folder: Path, lines: Lines, spoil: Spoil) -> None:
    first = lines("relations.csv")[0]
    line = spoil("tasks.csv", {"id": "taak:soep-maken"}, near="doe:koken=0.5")
    spoil("relations.csv", first, from_id="taak:soep-maken", to_id="doe:koken")

    with pytest.raises(ReferenceDataError, match=f"tasks.csv, regel {line}, kolom near: .* staat ook in relations.csv"):
        read_reference(folder, on=TODAY)


def test_other_words_are_kept_for_entries_qualifications_and_tasks(folder: Path, spoil: Spoil) -> None:
    spoil("synonyms.csv", {"id": "crebo:25180"}, terms="commis; cook")
    spoil("tasks.csv", {"id": "taak:soep-maken"}, terms="snert maken")

    synonyms = read_reference(folder, on=TODAY).synonyms

    assert (synonyms["crebo:25180"], synonyms["taak:soep-maken"]) == (("commis", "cook"), ("snert maken",))


def test_law_that_changes_is_read_for_the_day_asked(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("working_time.csv")
    youth = next(row for row in rows if (row["rule"], row["limit"]) == ("youth", "most_per_day"))
    old = youth | {"valid_to": "2027-08-01"}
    new = youth | {"valid_from": "2027-08-01", "value": "8:00"}
    write("working_time.csv", [old if row is youth else row for row in rows] + [new])

    def day_minutes(on: date) -> list[int]:
        return [row.day_minutes for row in read_reference(folder, on=on).working_time if row.rule == "youth"]

    assert day_minutes(date(2027, 7, 31)) == [540]
    assert day_minutes(date(2027, 8, 1)) == [480]


def test_fault_in_a_row_of_another_day_is_refused_today(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("hazards.csv")
    write(
        "hazards.csv",
        [rows[0] | {"valid_to": "2030-01-01"}, *rows[1:], rows[0] | {"valid_from": "2030-01-01", "mode": "?"}],
    )

    with pytest.raises(ReferenceDataError, match="kolom mode"):
        read_reference(folder, on=date(2026, 11, 22))


def test_same_rule_on_the_same_day_twice_is_refused(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("placement_types.csv")
    write("placement_types.csv", [*rows, rows[0] | {"valid_from": "2027-01-01"}])

    with pytest.raises(
        ReferenceDataError, match=r"placement_types\.csv, regel 13, kolom valid_from: .* regel 2 nog geldt"
    ):
        read_reference(folder, on=TODAY)


def test_day_before_the_first_rule_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="zet er een rij voor bij die nu geldt"):
        load_reference(date(2000, 1, 1))
