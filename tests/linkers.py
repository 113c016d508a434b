"""Linkers to test with: a tiny one that is learned in a second, and the product's own."""

import csv
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from matching import Labels, Linker, WordKnowledge, train_linker
from services.linking.model import prepared_linker

KEPT_ASIDE_STRANGERS = Path(__file__).parent / "matching" / "linking" / "texts" / "strangers.csv"

WORK = {
    "bakker": ("bakker", "broodbakker", "brood bakken", "medewerker bakkerij", "banketbakker"),
    "kapper": ("kapper", "kapster", "haren knippen", "haarstylist", "barbier"),
    "kok": ("kok", "keukenmedewerker", "eten koken", "hulp in de keuken", "kokshulp"),
    "lasser": ("lasser", "metaal lassen", "constructielasser", "lassen"),
    "schilder": ("schilder", "muren verven", "huisschilder", "verven en sausen"),
    "timmerman": ("timmerman", "meubels maken", "timmeren", "houtbewerker"),
    "tuinman": ("tuinman", "hovenier", "tuinen onderhouden", "heggen snoeien", "gras maaien"),
    "verzorgende": ("verzorgende", "thuiszorg", "ouderen verzorgen", "zorghulp", "helpende zorg"),
    "magazijn": ("magazijnmedewerker", "orderpicker", "orders verzamelen", "heftruckchauffeur"),
    "chauffeur": ("chauffeur", "vrachtwagenchauffeur", "pakketten bezorgen", "bezorger"),
    "winkel": ("verkoper", "winkelmedewerker", "klanten helpen", "vakken vullen", "kassa draaien"),
    "monteur": ("automonteur", "auto's repareren", "banden wisselen", "monteur"),
    "schoonmaker": ("schoonmaker", "schoonmaken", "ramen lappen", "vloeren dweilen"),
    "kinderopvang": ("pedagogisch medewerker", "kinderopvang", "met kinderen spelen", "gastouder"),
    "receptie": ("receptionist", "telefoon aannemen", "gasten ontvangen", "baliemedewerker"),
    "dieren": ("dierenverzorger", "dieren verzorgen", "hokken schoonmaken", "stalhulp"),
    "elektra": ("elektricien", "kabels trekken", "stopcontacten aansluiten", "elektromonteur"),
    "metselaar": ("metselaar", "muren metselen", "stenen stapelen"),
    "kleding": ("kleermaker", "kleding maken", "naaien", "broeken korter maken"),
    "ict": ("ict-medewerker", "computers repareren", "helpdeskmedewerker", "websites bouwen"),
}
"""Concepts and their labels, the preferred one first."""

TINY_LABELS = Labels.of(
    ids=[f"{concept}#{place}" for concept, texts in WORK.items() for place in range(len(texts))],
    texts=[text for texts in WORK.values() for text in texts],
    concepts=[concept for concept, texts in WORK.items() for _ in texts],
    is_preferred=[place == 0 for texts in WORK.values() for place in range(len(texts))],
)
QUERIES = [*TINY_LABELS.texts, "ik wil graag brood bakken", "lassen of timmeren", "hulp met dieren", "autos", "", "zzz"]
TINY_KNOWLEDGE = WordKnowledge(
    groups=[("auto", "wagen", "car"), ("tuin", "plantsoen", "garden"), ("brood", "bread"), ("haar", "hair", "kapsel")],
    broader=[("lasser", "metaalbewerker"), ("broodbakker", "ambachtsman")],
    strangers=["hoe laat is het", "qwertyuiop", "guten Morgen", "where is the station", "xkcd brrr", "la la la"],
)


def trained(*, seed: int = 0, n_threads: int = 1) -> Linker:
    """Learn the tiny labels for a moment."""
    return train_linker(TINY_LABELS, TINY_KNOWLEDGE, seed=seed, n_dimensions=32, n_steps=60, n_threads=n_threads)


@cache
def tiny_linker() -> Linker:
    """Give a linker of a few dozen labels, learned once."""
    return trained()


@cache
def product_linker() -> Linker:
    """Give the linker for the catalogue that comes along; it is learned once and kept for later runs."""
    return prepared_linker()


def kept_aside_strangers() -> list[str]:
    """Give texts that name no work, which no linker learned from."""
    with KEPT_ASIDE_STRANGERS.open(encoding="utf-8", newline="") as opened:
        return [row["text"] for row in csv.DictReader(opened)]


_STRANGE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn"]), max_size=40),
    st.text(alphabet="\u202e\u202d\u200f\u0600\u05d0\u0627\u0644\u064e kok", max_size=40),
    st.text(alphabet="👩\u200d🍳🏽🇳🇱❤\ufe0f kok", max_size=30),
    st.text(alphabet="ae\u0301\u0308\u0327\u0345ß", max_size=60),
    st.builds(lambda sign, n: sign * n, st.sampled_from("aé+#-(/\U0001d400ﷺ\x00\ud800"), st.integers(0, 5_000)),
    st.builds(lambda text, n: text * n, st.text(min_size=1, max_size=12), st.integers(0, 600)),
)
hostile_texts = st.builds(lambda pieces: " ".join(pieces), st.lists(_STRANGE, min_size=1, max_size=3))
"""Whatever somebody may send: very long, without a letter, from right to left, halves of characters, and so on."""
