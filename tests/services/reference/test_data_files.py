"""What the data files of the product say: laws that must hold, and texts a young person can read."""

import re
from collections import Counter
from datetime import date, time

import pytest

from career.competency import CompetencyKind
from services.reference import (
    COMPONENTS,
    GATE_PLACEHOLDERS,
    GATES,
    HoursCount,
    ParentSigns,
    PlacementTypeRule,
    Source,
    Sunday,
    Week,
    WorkingTimeRow,
    load_reference,
)

REFERENCE = load_reference(date(2026, 11, 22))
JARGON = re.compile(
    r"\b(bpv|crebo|kwalificatie|werkproces|competentie|diagnose|stoornis|beperking|conform|middels|teneinde|indien"
    r"|betreffende|dient|ingevolge|participatie|doelgroep\w*|u|uw)\b",
    re.IGNORECASE,
)
EXAMPLES = {
    "minutes": "50",
    "max_minutes": "45",
    "age": "15",
    "min_age": "16",
    "day": "dinsdag",
    "hours": "24 tot 32",
    "max_hours": "16",
    "asked": "250",
    "names": "VOG (verklaring omtrent het gedrag) en VCA (veilig werken)",
    "level": "A2",
    "needed": "B1",
    "date": "1 februari 2027",
    "figures": "op dinsdag en donderdag steeds 9 uur",
    "actual": "9 uur",
    "allowed": "8 uur",
    "at_most": "hoogstens 2 uur",
    "with_school": ", school meegeteld",
    "after": "4 uur en 30 minuten",
}


def texts_for_the_young() -> dict[str, str]:
    found = {
        f"gate {gate} {verdict}": row.student_text.format_map(EXAMPLES)
        for (gate, verdict), row in REFERENCE.gate_texts.items()
    }
    found |= {
        f"repair {gate} {verdict}": row.student_repair.format_map(EXAMPLES)
        for (gate, verdict), row in REFERENCE.gate_texts.items()
    }
    for code, row in REFERENCE.component_texts.items():
        said = (row.student_label, row.student_good, row.student_middling, row.student_bad, row.student_unknown)
        found |= {f"component {code} {ix}": text for ix, text in enumerate(said)}
    for (limit, outcome), text in REFERENCE.limit_texts.items():
        for part in (text.label, text.student_text, text.student_repair):
            found[f"limit {limit} {outcome} {part}"] = part.format_map(EXAMPLES)
    found |= {f"work {code}": kind.label for code, kind in REFERENCE.work_kinds.items()}
    found |= {f"condition {code}": row.student_label for code, row in REFERENCE.conditions.items()}
    found |= {f"hazard {code}": row.label for code, row in REFERENCE.hazards.items()}
    found |= {f"prerequisite {code}": row.how_to for code, row in REFERENCE.prerequisites.items()}
    found |= {f"type {code}": row.plain for code, row in REFERENCE.placement_types.items()}
    for use, held in REFERENCE.processing.items():
        for part in (held.label, held.purpose, held.ground_text, held.receivers):
            found[f"use {use} {part}"] = part
    found |= {f"kept {code}": row.text for code, row in REFERENCE.retentions.items()}
    found |= {f"stays {code}": row.text for code, row in REFERENCE.legal_holds.items()}
    found |= {id_: entry.plain_label for id_, entry in REFERENCE.catalogue.competencies.items()}
    return found


def sources() -> dict[str, Source]:
    found = {f"hazard {code}": row.source for code, row in REFERENCE.hazards.items()}
    found |= {f"prerequisite {code}": row.source for code, row in REFERENCE.prerequisites.items()}
    found |= {f"type {code}": row.source for code, row in REFERENCE.placement_types.items()}
    found |= {f"hours {row.type} {row.level_min}": row.source for row in REFERENCE.programme_hours}
    found |= {f"consent {code}": row.source for code, row in REFERENCE.consent_ages.items()}
    found |= {f"use {use}": row.source for use, row in REFERENCE.processing.items()}
    found |= {f"kept {code}": row.source for code, row in REFERENCE.retentions.items()}
    found |= {f"stays {code}": row.source for code, row in REFERENCE.legal_holds.items()}
    found |= {f"mode {code}": row.source for code, row in REFERENCE.travel_modes.items()}
    found |= {f"gate {gate} {verdict}": row.source for (gate, verdict), row in REFERENCE.gate_texts.items()}
    return found | {
        f"time {row.rule} {row.age_from} {row.week} {limit}": source
        for row in REFERENCE.working_time
        for limit, source in row.sources.items()
    }


def rows_of(rule: str) -> list[WorkingTimeRow]:
    return [row for row in REFERENCE.working_time if row.rule == rule]


def test_gate_texts_name_the_gates_in_their_order() -> None:
    assert tuple(dict.fromkeys(gate for gate, _ in REFERENCE.gate_texts)) == GATES
    assert tuple(dict.fromkeys(gate for gate, _ in GATE_PLACEHOLDERS)) == GATES
    assert tuple(REFERENCE.component_texts) == tuple(COMPONENTS)


@pytest.mark.parametrize("key", GATE_PLACEHOLDERS)
def test_gate_texts_render_with_their_own_placeholders(key: tuple[str, str]) -> None:
    row = REFERENCE.gate_texts[key]
    given = {name: EXAMPLES[name] for name in GATE_PLACEHOLDERS[key]}

    rendered = [text.format_map(given) for text in (row.student_text, row.staff_text, row.repair, row.student_repair)]

    assert all(text.endswith((".", "?")) and "{" not in text for text in rendered)


@pytest.mark.parametrize("key", GATE_PLACEHOLDERS)
def test_every_placeholder_is_used_by_a_text_of_its_gate(key: tuple[str, str]) -> None:
    row = REFERENCE.gate_texts[key]

    used = set(re.findall(r"{(\w+)}", row.student_text + row.staff_text + row.repair))

    assert used == GATE_PLACEHOLDERS[key]


@pytest.mark.parametrize(("what", "text"), texts_for_the_young().items())
def test_text_for_the_young_has_short_sentences_and_no_jargon(what: str, text: str) -> None:
    sentences = re.split(r"(?<=[.!?])\s+", text)

    assert max(len(sentence.split()) for sentence in sentences) <= 20, what
    assert JARGON.findall(text) == [], what


def test_the_check_of_texts_sees_jargon() -> None:
    assert JARGON.findall("Indien u de BPV wilt doen") == ["Indien", "u", "BPV"]


@pytest.mark.parametrize(("older", "younger"), [("youth", "stage_3_1"), ("youth", "taster"), ("adult", "youth")])
def test_limits_of_working_time_only_loosen_with_age(older: str, younger: str) -> None:
    for before in rows_of(younger):
        for after in rows_of(older):
            assert after.day_minutes >= before.day_minutes
            assert after.school_day_minutes >= before.school_day_minutes
            assert after.week_minutes >= before.week_minutes
            assert after.average_week_minutes >= before.average_week_minutes
            assert after.days_max >= before.days_max
            assert after.earliest <= before.earliest
            assert after.latest >= before.latest
            assert after.sunday is Sunday.AGREED or before.sunday is Sunday.NO
            assert after.on_call >= before.on_call
            assert after.rest_minutes <= before.rest_minutes
            assert after.school_counts <= before.school_counts
            assert after.break_after_minutes >= before.break_after_minutes
            assert after.break_minutes <= before.break_minutes


def test_limits_for_a_child_only_loosen_with_age() -> None:
    youngest, older = (row for row in rows_of("child") if row.week is Week.SCHOOL)
    (youth,) = rows_of("youth")

    for before, after in ((youngest, older), (older, youth)):
        assert after.day_minutes >= before.day_minutes
        assert after.school_day_minutes >= before.school_day_minutes
        assert after.average_week_minutes >= before.average_week_minutes


@pytest.mark.parametrize("rule", REFERENCE.placement_types.values(), ids=lambda rule: rule.code)
def test_every_type_has_a_row_of_working_time_from_its_youngest_age_on(rule: PlacementTypeRule) -> None:
    for age in range(rule.min_age, 100):
        for week in (Week.SCHOOL, Week.HOLIDAY):
            rows = [row for row in REFERENCE.working_time if row.rule in rule.working_time_rules]
            matching = [row for row in rows if row.is_for(age=age, week=week)]
            assert matching == [REFERENCE.working_time_of(rule.code, age=age, week=week)], (age, week)


def test_known_figures_of_the_law() -> None:
    (stage,), (youth,), (adult,) = rows_of("stage_3_1"), rows_of("youth"), rows_of("adult")

    assert (stage.day_minutes, stage.week_minutes, stage.sunday, stage.school_counts) == (
        7 * 60,
        35 * 60,
        Sunday.NO,
        True,
    )
    assert (youth.day_minutes, youth.week_minutes, youth.average_week_minutes) == (9 * 60, 45 * 60, 40 * 60)
    assert youth.school_counts
    assert (adult.day_minutes, adult.week_minutes, adult.average_week_minutes) == (12 * 60, 60 * 60, 48 * 60)


def test_light_work_below_16_keeps_heavy_things_the_till_and_lasting_protection_away() -> None:
    """Protective equipment can be worn in a stage of the school (rule 3:1, paragraph 4)."""
    found = {code: row for code, row in REFERENCE.hazards.items() if row.below_age == 16}

    assert list(found) == ["zwaar_tillen", "zwaar_duwen", "kassa", "beschermingsmiddelen"]
    assert {row.mode for row in found.values()} == {"forbidden"}
    assert {code: set(row.not_for_rules) for code, row in found.items() if row.not_for_rules} == {
        "beschermingsmiddelen": {"stage_3_1"}
    }


def test_parent_signs_for_a_minor_where_the_school_law_says_so() -> None:
    found: dict[ParentSigns, set[str]] = {}
    for code, rule in REFERENCE.placement_types.items():
        found.setdefault(rule.parent_signs, set()).add(code)

    assert found[ParentSigns.MINOR] == {"pro_stage", "vso_stage", "vmbo_lwt"}
    assert found[ParentSigns.SCHOOL_DECIDES] == {"bpv_bol", "bpv_bbl", "praktijkverklaring"}


def test_least_hours_of_practice_follow_the_route_and_the_level() -> None:
    found = {(row.type, row.level_min, row.level_max): (row.hours, row.counts) for row in REFERENCE.programme_hours}

    assert found == {
        ("bpv_bol", 2, 2): (250, HoursCount.WHOLE),
        ("bpv_bol", 3, 3): (900 / 3, HoursCount.WHOLE),
        ("bpv_bol", 4, 4): (1350 / 4, HoursCount.WHOLE),
        ("bpv_bbl", 1, 4): (610, HoursCount.BY_LENGTH),
    }


def test_only_public_transport_has_a_timetable() -> None:
    found = {code: (row.first_departure, row.last_arrival) for code, row in REFERENCE.travel_modes.items()}

    assert found.pop("transit") == (time(6, 0), time(23, 30))
    assert set(found.values()) == {(time(0, 0), time(23, 59))}


def test_who_is_16_decides_about_own_data() -> None:
    assert REFERENCE.consent_ages["personal_data"].age == 16


def test_recognition_is_asked_where_the_law_asks_it() -> None:
    asked = {code for code, rule in REFERENCE.placement_types.items() if rule.needs_recognition}

    assert asked == {"vmbo_lwt", "bpv_bol", "bpv_bbl", "praktijkverklaring"}


@pytest.mark.parametrize(("what", "source"), sources().items())
def test_row_is_ours_or_names_an_address(what: str, source: Source) -> None:
    assert (source.title == "Eigen aanname") == (source.url == ""), what
    assert source.checked_on <= date(2026, 11, 22), what
    assert source.valid_from <= source.checked_on, what


def test_hazard_that_a_source_does_not_number_is_marked_to_verify() -> None:
    assert all(hazard.source.article or hazard.source.is_to_verify for hazard in REFERENCE.hazards.values())


def test_every_qualification_has_three_to_six_work_processes() -> None:
    assert [q.code for q in REFERENCE.qualifications.values() if not 3 <= len(q.work_process_ids) <= 6] == []


def test_levels_of_the_qualifications_are_as_wide_as_the_product_promises() -> None:
    assert Counter(q.level for q in REFERENCE.qualifications.values()) == {1: 8, 2: 18, 3: 3, 4: 1}


def test_the_twenty_five_behaviours_have_the_codes_of_the_exchange_standard() -> None:
    found = [id_ for id_, entry in REFERENCE.catalogue.competencies.items() if entry.kind is CompetencyKind.BEHAVIOUR]

    assert found == [f"gedrag:{code}" for code in range(24100, 24127) if code not in (24103, 24117)]


def test_every_activity_is_part_of_a_work_process_or_stands_for_a_sector() -> None:
    used = {activity for activities in REFERENCE.activities_of.values() for activity in activities}
    known = {id_ for id_, entry in REFERENCE.catalogue.competencies.items() if entry.kind is CompetencyKind.ACTIVITY}

    assert used <= known
    assert [activity for activity in sorted(known - used) if not REFERENCE.sectors_of[activity]] == []


def test_every_work_process_gives_activities() -> None:
    assert [id_ for id_, activities in REFERENCE.activities_of.items() if not activities] == []


def test_every_sector_has_activities() -> None:
    named = {sector for id_, sectors in REFERENCE.sectors_of.items() if id_.startswith("doe:") for sector in sectors}

    assert named == set(REFERENCE.sectors)


def test_catalogue_of_our_own_is_wide_enough_to_work_without_any_imported_list() -> None:
    kinds = Counter(entry.kind for entry in REFERENCE.catalogue.competencies.values())

    assert kinds[CompetencyKind.OCCUPATION] >= 250
    assert kinds[CompetencyKind.SKILL] >= 1_000
    assert len(REFERENCE.catalogue.competencies) + len(REFERENCE.qualifications) >= 1_500


def test_every_entry_and_qualification_has_other_words() -> None:
    qualifications = {f"crebo:{code}" for code in REFERENCE.qualifications}

    assert set(REFERENCE.synonyms) == set(REFERENCE.catalogue.competencies) | qualifications


def test_other_words_are_some_and_short_and_not_the_label_again() -> None:
    for id_, words in REFERENCE.synonyms.items():
        assert (3 if id_.startswith(("taak:", "beroep:")) else 4) <= len(words) <= 10, id_
        assert all(len(word.split()) <= 10 for word in words), id_
        if id_ in REFERENCE.catalogue:
            entry = REFERENCE.catalogue[id_]
            assert not {entry.label.lower(), entry.plain_label.lower()} & {word.lower() for word in words}, id_


def test_tasks_are_told_in_at_most_eight_words_and_show_something_else() -> None:
    shown = {relation.from_id for relation in REFERENCE.catalogue.relations}

    for id_, entry in REFERENCE.catalogue.competencies.items():
        if id_.startswith(("taak:", "beroep:")):
            assert len(entry.plain_label.split()) <= 8, id_
            assert id_ in shown, id_


def test_helping_at_home_shows_care_and_attention() -> None:
    near = {r.to_id: r.strength for r in REFERENCE.catalogue.relations if r.from_id == "taak:opa-of-oma-helpen"}

    assert near == {"doe:ouderen": 0.6, "doe:mensen_helpen": 0.5, "gedrag:24104": 0.4}
    assert "ik help mn oma" in REFERENCE.synonyms["taak:opa-of-oma-helpen"]


def test_no_word_of_the_catalogue_is_a_label_of_a_person() -> None:
    labels = re.compile(
        r"(adhd|add|autis\w+|asperger|dyslexi\w*|lvb|zmlk|praktijkonderwijs|vso|vmbo|speciaal onderwijs|wajong"
        r"|doelgroep\w*|moslim\w*|christ\w+|joods\w*|hindoe\w*|allochtoon\w*|migrant\w*|vluchteling\w*)",
        re.IGNORECASE,
    )
    entries = REFERENCE.catalogue.competencies.values()
    said = [text for entry in entries for text in (entry.label, entry.plain_label)]
    said += [word for words in REFERENCE.synonyms.values() for word in words]

    assert [text for text in said if labels.search(text)] == []


def test_relations_keep_to_the_strengths_agreed() -> None:
    assert all(0.2 <= relation.strength <= 0.8 for relation in REFERENCE.catalogue.relations)


def test_labels_of_one_kind_stand_once_in_each_qualification() -> None:
    for qualification in REFERENCE.qualifications.values():
        labels = [REFERENCE.catalogue[id_].label for id_ in qualification.work_process_ids]
        assert len(set(labels)) == len(labels), qualification.name
