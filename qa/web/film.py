"""What the first screen says of the texts that are asked."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from corpus import Document, read_bundled
from index import Index
from qa.types import Answer

NAME = "Ask the documentary"
FILM_YEAR = 2024
"""Of the documentary that comes with the project: its premiere was on 25 June 2024."""


@dataclass(frozen=True, slots=True)
class Billing:
    """The title of what is asked, a line above it, a line below it that says what the texts are, and its address."""

    title: str
    kicker: str
    line: str
    url: str | None = None


def billing_of(index: Index) -> Billing:
    """Return what the first screen says of ``index``."""
    first = index.documents[0]
    url = first.url if (first.url or "").startswith(("https://", "http://")) else None
    if index.manifest.bundled:
        line = (
            "Ask the film a question. You get a short answer and the sentence that proves it, "
            "from a summary of the film in our own words."
        )
        return Billing(first.title, f"Documentary film, {FILM_YEAR}", line, url)
    if _is_summary(first):
        line = (
            "Ask the film and your own texts a question. You get a short answer and the sentence that proves it, "
            "of the film from a summary in our own words."
        )
        return Billing(first.title, f"Documentary film, {FILM_YEAR}, and your texts", line, url)
    collection = index.manifest.collections[0]
    own = [one for one in index.documents if one.collection == collection]
    titles = dict.fromkeys(one.title or one.source for one in own)
    title = next(iter(titles)) if len(titles) == 1 else f"{len(own)} texts"
    line = "Ask a question. You get a short answer and the sentence that proves it, to the letter."
    return Billing(title, collection, line, url if len(titles) == 1 else None)


def summaries_in(index: Index, answer: Answer) -> list[str]:
    """Return the cited sources that are the summary of the film that comes with the project, not its own words."""
    cited = {citation.source for citation in answer.citations}
    told = (one for one in index.documents if one.source in cited)
    if index.manifest.bundled:  # Nothing need be read to know whose texts these are.
        return sorted(one.source for one in told if one.collection == index.manifest.collections[0])
    return sorted(one.source for one in told if _is_summary(one))


def _is_summary(document: Document) -> bool:
    """Tell whether a text is the project's own about the film."""
    return _summary().get(document.source) == document.text


@functools.cache
def _summary() -> dict[str, str]:
    """Return the texts of the first bundled collection by their sources."""
    bundled = read_bundled()
    return {one.source: one.text for one in bundled if one.collection == bundled[0].collection}


def static_text(name: str) -> str:
    """Return a file that goes with the page, as text."""
    return files("qa.web").joinpath("static", name).read_text(encoding="utf-8")
