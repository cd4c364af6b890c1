"""Headings and paragraphs, one after another, as a document."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.dialogue import turns_in
from corpus.errors import TextError
from corpus.questions import asks, parted_at_answers, without_labels
from corpus.records import first_key, is_entry, joined_entries
from corpus.types import Document, Page, Reference, Section, Speaker

ENTRY_WORDS = 15
"""Words up to which a paragraph may be an entry of a form."""
SENTENCE_WORDS = 10
"""Words from which on a heading says something rather than naming what stands below it."""
BOLD_HEADING = 10
"""Words that a paragraph in bold may have to be a heading."""
BELOW_ALL = 10
"""Level of such a heading: below those that are marked as headings."""
TURN_WORDS = 20
"""Words up to which what somebody says is a line among those of the others."""
MOST_TURNS = 20
"""Such lines of one paragraph."""

_AUXILIARY = re.compile(  # The finite verbs of English that a sentence without another one of its own mostly has.
    r"\s(?:is|are|was|were|has|had|have|does|did|will|would|can|could|must|should|may|might|cannot|isn't|wasn't|won't)\s",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"(?:\W*\d[\d.]*\s+)?(?:who|whom|whose|what|when|where|which|why|how|if|whether)\b", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d{3}")
_NO_HEADING = re.compile(r"[.!?:;,][\"')\]\u201d\u2019]*\Z|\n")
_SENTENCE_END = re.compile(r"(?<!\d)[.!][\"')\]\u201d\u2019]*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading where ``level`` counts from 1.

    ``urls`` are the sources of what it says, ``pages`` the pages of its words and ``speakers`` who says them, counted
    from its own beginning. ``ends`` tells that it is complete, so that no list or table below it belongs to it, and
    ``bold`` that all of its words stand out, as those of a heading do.
    """

    text: str
    level: int = 0
    urls: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    ends: bool = False
    speakers: tuple[Speaker, ...] = ()
    bold: bool = False


def document_of_blocks(
    blocks: Iterable[Block], *, source: str, title: str, collection: str = "text", headed: bool = True
) -> Document:
    """Return the paragraphs of ``blocks`` as a document; its headings are kept as places.

    A short paragraph in bold above one that is not is a heading, unless most of the text is in bold. The words of a
    heading are text as well where nothing stands below it and where it says something, such as ``The mill was sold in
    1907``. Where the text is ``headed``, its first marked heading is its title and ``title`` stands in for one;
    otherwise it is ``title`` in any case.

    Raises:
        TextError: there is neither a paragraph nor a heading.
    """
    kept = _with_bold_headings([block for block in blocks if block.text])
    if not any(block.speakers for block in kept):
        kept = with_turns(_without_labels(kept))
    kept = _with_records(_in_one(kept))
    paragraphs: list[str] = []
    length = 0
    headings: list[tuple[int, tuple[str, ...]]] = []
    path: list[tuple[int, str]] = []
    references: list[Reference] = []
    pages: list[Page] = []
    speakers: list[Speaker] = []
    for place, block in enumerate(kept):
        if block.level:
            path = [(level, heading) for level, heading in path if level < block.level] + [(block.level, block.text)]
            headings.append((length, tuple(heading for _, heading in path)))
            if not (_is_empty(kept, place) or says_something(block.text)):
                continue
        references += [Reference(length, length + len(block.text), url) for url in dict.fromkeys(block.urls)]
        pages += [Page(length + page.start, length + page.end, page.number) for page in block.pages]
        speakers += [Speaker(length + one.start, length + one.end, one.name) for one in block.speakers]
        paragraphs.append(block.text)
        length += len(block.text) + len("\n\n")
    if not paragraphs:
        raise TextError(f"{source}: there is no text in it.")
    text = "\n\n".join(paragraphs)
    bounds = [*headings, (len(text), ())]
    return Document(
        source=source,
        text=text,
        title=next((block.text for block in kept if headed and 0 < block.level < BELOW_ALL), title),
        collection=collection,
        sections=tuple(
            Section(start, min(end, len(text)), heading)
            for (start, heading), (end, _) in pairwise(bounds)
            if start < min(end, len(text))
        ),
        references=tuple(references),
        pages=_joined(pages),
        speakers=tuple(speakers),
    )


def _with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with the short paragraphs in bold that stand above others as headings."""
    if not 0 < 2 * sum(block.bold for block in blocks) <= len(blocks):
        return list(blocks)
    return [
        replace(block, level=BELOW_ALL) if block.bold and below and _may_head(block, below) else block
        for block, below in pairwise([*blocks, None])
        if block is not None
    ]


def _may_head(block: Block, below: Block) -> bool:
    """Tell whether a paragraph in bold is the heading of what stands below it."""
    if block.level or below.level or below.bold or len(block.text.split()) > BOLD_HEADING:
        return False
    return not _NO_HEADING.search(block.text)


def spoken_block(words: str, name: str, *, like: Block | None = None) -> Block:
    """Return the paragraph that somebody called ``name`` says, on the page and from the sources of another."""
    block = Block(words, speakers=(Speaker(0, len(words), name),))
    if like is None:
        return block
    return replace(block, urls=like.urls, pages=tuple(Page(0, len(words), page.number) for page in like.pages))


def with_turns(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with the names that begin their lines as the speakers of what is said, and no words of it.

    Where most paragraphs begin with a name, one without is said by the last who was named under the same heading.
    """
    own_lines = [[] if block.level or block.ends else block.text.split("\n") for block in blocks]
    begins = [number == 0 for lines in own_lines for number, _ in enumerate(lines)]
    turns = turns_in([line for lines in own_lines for line in lines], begins)
    if not any(turns) or any(len(block.pages) > 1 for block in blocks):
        return list(blocks)
    said = iter(turns)
    by_block = [(block, [(line, next(said)) for line in lines]) for block, lines in zip(blocks, own_lines, strict=True)]
    paragraphs = [own[0][1] is not None for _, own in by_block if own]
    holds = 2 * sum(paragraphs) >= len(paragraphs)
    told: list[Block] = []
    name, part, held = "", "", False
    for block, own in by_block:
        name = name if (holds or held) and own else ""
        if not own:
            told.append(block)
        stretches: list[tuple[str, str, list[str]]] = [("", name, [])]
        for line, turn in own:
            if turn is not None:
                held = turn.holds
                begins_part = turn.part if turn.part != part else ""
                part = turn.part
                stretches.append((begins_part, turn.speaker, [turn.words] if turn.words else []))
            else:
                stretches[-1][2].append(line)
        for begins_part, name, words in stretches:
            text = "\n".join(words)
            if begins_part:
                told.append(Block(begins_part, level=BELOW_ALL))
            if text and name:
                told.append(spoken_block(text, name, like=block))
            elif text:
                told.append(_with_text(block, text) if len(block.pages) == 1 else replace(block, text=text))
    return told


def _in_one(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with short turns that follow one another, as in a chat, as lines of one paragraph."""
    told: list[Block] = []
    for block in blocks:
        last = told[-1] if told else None
        if (
            last is None
            or len(block.speakers) != 1
            or not last.speakers
            or len(last.speakers) >= MOST_TURNS
            or max(_last_words(last), _last_words(block)) > TURN_WORDS
            or _page(last) != _page(block)
        ):
            told.append(block)
            continue
        start = len(last.text) + 1
        text = f"{last.text}\n{block.text}"
        speakers = (*last.speakers, Speaker(start, len(text), block.speakers[0].name))
        told[-1] = replace(_with_text(last, text), urls=(*last.urls, *block.urls), speakers=speakers)
    return told


def _last_words(block: Block) -> int:
    """Return how many words the last turn of ``block`` has."""
    return len(block.text[block.speakers[-1].start :].split())


def says_something(heading: str) -> bool:
    """Tell whether a heading is rather a sentence: by its end, its length, a verb, or a long number such as a year."""
    if asks(heading) or _INDIRECT.match(heading):
        return False
    if _SENTENCE_END.search(heading) or len(heading.split()) >= SENTENCE_WORDS:
        return True
    if not any(letter.isalpha() for letter in heading):
        return False
    return _LONG_NUMBER.search(heading) is not None or _AUXILIARY.search(heading) is not None


def _without_labels(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` without the labels of questions and answers, each answer in one paragraph with its question."""
    parted = [parted_at_answers(block.text) for block in blocks]
    blocks = [
        block if text == block.text or len(block.pages) > 1 else _with_text(block, text)
        for block, text in zip(blocks, parted, strict=True)
    ]
    lines = [line for block in blocks for line in block.text.split("\n")]
    plain = without_labels(lines)
    if plain == lines or any(len(block.pages) > 1 for block in blocks):
        return list(blocks)
    told: list[Block] = []
    place = 0
    for block in blocks:
        count = block.text.count("\n") + 1
        text = "\n".join(plain[place : place + count])
        answers = place > 0 and plain[place] != lines[place] and asks(plain[place - 1])
        if answers and not block.level and told and not told[-1].level and _page(told[-1]) == _page(block):
            urls = (*told[-1].urls, *block.urls)
            told[-1] = replace(_with_text(told[-1], f"{told[-1].text}\n{text}"), urls=urls)
        else:
            told.append(_with_text(block, text))
        place += count
    return told


def _with_text(block: Block, text: str) -> Block:
    """Return ``block``, which stands on one page at most, with other words."""
    return replace(block, text=text, pages=tuple(Page(0, len(text), page.number) for page in block.pages))


def _page(block: Block) -> int | None:
    return block.pages[0].number if block.pages else None


def _with_records(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with entries such as ``Born: 1900``, a paragraph each, as lines of one paragraph.

    Paragraphs of entries that begin with the same one tell of a thing each, which then stands in one line.
    """
    told: list[Block] = []
    blocks = _with_things(blocks)
    for are_entries, group in itertools.groupby(blocks, key=_is_entry):
        run = list(group)
        pages = {page.number for block in run for page in block.pages}
        if not are_entries or len(run) < 2 or len(pages) > 1:
            told += run
            continue
        text = "\n".join(joined_entries([block.text for block in run]))
        urls = tuple(url for block in run for url in block.urls)
        told.append(Block(text, urls=urls, pages=tuple(Page(0, len(text), number) for number in pages)))
    return told


def _with_things(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with the entries of a paragraph in one line where the paragraph beside it begins alike."""
    keys = [first_key(block.text) if _are_entries(block) else "" for block in blocks]
    told: list[Block] = []
    for before, key, after, block in zip(["", *keys], keys, [*keys[1:], ""], blocks, strict=False):
        if key and key in (before, after):
            block = _with_text(block, "\n".join(joined_entries(block.text.split("\n"), is_thing=True)))
        told.append(block)
    return told


def _are_entries(block: Block) -> bool:
    """Tell whether a paragraph is made of entries, a line each."""
    if block.level or block.speakers or len(block.pages) > 1 or "\n" not in block.text:
        return False
    return all(map(is_entry, block.text.split("\n")))


def _is_entry(block: Block) -> bool:
    """Tell whether a paragraph is a short entry and no sentence."""
    return (
        not (block.level or block.speakers)
        and "\n" not in block.text
        and len(block.text.split()) <= ENTRY_WORDS
        and not _SENTENCE_END.search(block.text)
        and is_entry(block.text)
    )


def _is_empty(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether nothing stands below a heading, not even another heading."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    return below is None or 0 < below.level <= blocks[place].level


def _joined(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the marks of pages, one for all paragraphs of each."""
    joined: list[Page] = []
    for page in pages:
        if joined and joined[-1].number == page.number:
            joined[-1] = Page(joined[-1].start, page.end, page.number)
        else:
            joined.append(page)
    return tuple(joined)
