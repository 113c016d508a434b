"""Every column says how private it is."""

from collections.abc import Iterator

from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, Table, UniqueConstraint

from storage.schema import metadata

WORDS = {"person", "sensitive", "none"}


def unclassified(tables: MetaData) -> Iterator[str]:
    """Name the columns that do not say how private they are."""
    for table in tables.sorted_tables:
        for column in table.columns:
            if column.info.get("privacy") not in WORDS:
                yield f"{table.name}.{column.name}"


def test_every_column_says_how_private_it_is() -> None:
    assert list(unclassified(metadata)) == []
    assert len(metadata.sorted_tables) >= 13


def test_column_without_a_word_about_privacy_is_found() -> None:
    tables = MetaData()
    Table("news", tables, Column("id", Integer), Column("seen", Integer, info={"privacy": "none"}))

    assert list(unclassified(tables)) == ["news.id"]


def test_what_shows_vulnerability_is_sensitive() -> None:
    sensitive = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.info["privacy"] == "sensitive"
    }

    assert sensitive == {
        "application_steps.reason",
        "claims.evidence",
        "claims.level",
        "invitations.group_name",
        "invitations.school",
        "invitations.student_id",
        "links.phrase",
        "links.text",
        "relations.group_name",
        "relations.school",
        "relations.student_id",
        "dossier_entries.evaluation",
        "dossier_entries.follow_up",
        "dossier_entries.goal",
        "dossier_entries.result",
        "dossier_entries.shown",
        "dossier_entries.title",
        "dossier_files.content",
        "dossier_files.name",
        "agreements.text",
        "handover_files.content",
        "handover_files.name",
        "guarantee_claims.lapses_from",
        "peer_offers.languages",
        "peer_pairs.languages",
        "guarantee_claims.reason",
        "guarantee_claims.warned_on",
        "handovers.mentor_words",
        "handovers.package",
        "handovers.spoken_about",
        "conversations.points",
        "recommendations.lines",
        "recommendations.own_words",
        "rectifications.answer",
        "rectifications.words",
        "reports.answer",
        "reports.kind",
        "reports.place",
        "reports.words",
        "scheme_findings.scheme",
        "students.dutch_level",
        "students.group_name",
        "students.helps",
        "students.school",
        "students.school_type",
    }


def test_every_foreign_key_can_be_followed_quickly() -> None:
    slow = []
    for table in metadata.sorted_tables:
        led_by = [next(iter(columns)).name for columns in (table.primary_key, *(i.columns for i in table.indexes))]
        led_by += [column.name for column in table.columns if column.unique]
        led_by += [next(iter(rule.columns)).name for rule in table.constraints if isinstance(rule, UniqueConstraint)]
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint) and constraint.columns[0].name not in led_by:
                slow.append(f"{table.name}.{constraint.columns[0].name}")

    assert slow == ["competency_relations.to_id"]  # only followed when a competency is deleted, which nobody does
