"""What is known about hiring the young, with numbers, sources and limits (bewijs); and examples that are made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from services.reference.folder import rules_folder
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, read_rows
from services.reference.values import Source

FOLDER = "toolkit"
EVIDENCE = ("evidence.csv", ("code", "topic", "figure", "claim", "limits", "year", *SOURCE_COLUMNS))
TOPICS = ("why_topics.csv", ("code", "title", "text"))
STORIES = ("stories.csv", ("code", "title", "who", "story", "shows"))
FIRST_YEAR, LAST_YEAR = 1950, 2100
"""A year outside these is a typing error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One claim with its source.

    Parameters
    ----------
    topic : str
        The part of the page where it stands.
    figure : str
        The number, in few words.
    limits : str
        What it does not say.
    year : int
        Of the publication or, for figures, the year they are about.
    """

    code: str
    topic: str
    figure: str
    claim: str
    limits: str
    year: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyTopic:
    """One part of the page that tells why."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An example that we made up, to show how it can go.

    Parameters
    ----------
    story : tuple of str
        Sentence by sentence.
    shows : str
        What it is an example of.
    """

    code: str
    title: str
    who: str
    story: tuple[str, ...]
    shows: str


@cache
def load_evidence() -> Mapping[str, Evidence]:
    """Give every claim by its code; whether it holds on a day, its source says.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right.
    """
    return read_evidence(rules_folder())


def read_evidence(folder: Path) -> Mapping[str, Evidence]:
    """Read evidence.csv of a folder of data files; raises as ``load_evidence``."""
    topics = read_topics(folder)
    rows = read_rows(folder / FOLDER / EVIDENCE[0], EVIDENCE[1])

    def evidence(row: Row) -> Evidence:
        source = row.source()
        if not source.url:
            raise row.error("source_url", "een bewering over cijfers heeft een bron nodig; geef het adres")
        return Evidence(
            code=row.text("code"),
            topic=row.choice("topic", topics),
            figure=row.text("figure"),
            claim=row.text("claim"),
            limits=row.text("limits"),
            year=row.whole("year", at_least=FIRST_YEAR, at_most=LAST_YEAR),
            source=source,
        )

    return MappingProxyType(by_code(rows, "code", evidence))


@cache
def load_topics() -> Mapping[str, WhyTopic]:
    """Give the parts of the page that tells why, in order; raises as ``load_evidence``."""
    return read_topics(rules_folder())


def read_topics(folder: Path) -> Mapping[str, WhyTopic]:
    """Read why_topics.csv of a folder of data files."""

    def topic(row: Row) -> WhyTopic:
        return WhyTopic(code=row.text("code"), title=row.text("title"), text=row.text("text"))

    return MappingProxyType(by_code(read_rows(folder / FOLDER / TOPICS[0], TOPICS[1]), "code", topic))


@cache
def load_stories() -> tuple[Story, ...]:
    """Give the made-up examples, in order; raises as ``load_evidence``."""
    return read_stories(rules_folder())


def read_stories(folder: Path) -> tuple[Story, ...]:
    """Read stories.csv of a folder of data files."""

    def story(row: Row) -> Story:
        return Story(
            code=row.text("code"),
            title=row.text("title"),
            who=row.text("who"),
            story=row.phrases("story"),
            shows=row.text("shows"),
        )

    return tuple(by_code(read_rows(folder / FOLDER / STORIES[0], STORIES[1]), "code", story).values())
