"""A document cut into chunks: whole sentences up to a number of tokens."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.questions import asks
from corpus.sentences import paragraph_spans, sentence_spans
from corpus.speech import ends_sentence
from corpus.types import Chunk, Document, Section, Span
from corpus.unpunctuated import FEWEST_WORDS, best_cut, lead_start

TokenCounter = Callable[[Sequence[str]], list[int]]
"""Returns how many tokens each text has for the encoder, without the special ones around it."""

MOST_CHARACTERS = 12
"""Characters that one token may stand for; no English text of some length has so many a token."""

_CLAUSE_END = re.compile(r"[,;:)\]\u2013\u2014]\s+|\s[-\u2013\u2014]\s")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How a text is cut.

    ``max_tokens``: the most tokens of one chunk, its heading not counted. ``min_tokens``: a chunk goes on into the
    next paragraph under the same heading while it has fewer (dialogue and lists are made of such paragraphs).
    ``overlap``: how many sentences the next chunk repeats where a paragraph has to be cut.

    >>> from corpus import ChunkSettings, Document, chunk_document
    >>> document = Document("mill", "The mill is old. It stands at the weir. It grinds rye.")
    >>> def count_words(texts):
    ...     return [len(text.split()) for text in texts]
    >>> for chunk in chunk_document(document, count_words, ChunkSettings(max_tokens=9, min_tokens=0, overlap=1)):
    ...     print(chunk.text)
    The mill is old. It stands at the weir.
    It stands at the weir. It grinds rye.
    """

    max_tokens: int = 192
    min_tokens: int = 24
    overlap: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.min_tokens <= self.max_tokens or self.max_tokens < 1 or self.overlap < 0:
            raise ValueError(f"0 <= min_tokens <= max_tokens, 1 <= max_tokens and 0 <= overlap must hold: {self}")


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int
    paragraph: int
    leads: bool
    in_lines: bool


def chunk_document(document: Document, count_tokens: TokenCounter, settings: ChunkSettings) -> list[Chunk]:
    """Cut ``document`` into chunks of whole sentences, in the order of the text.

    A chunk never crosses a heading and does not cross a paragraph unless the paragraph is shorter than
    ``settings.min_tokens``; two paragraphs of several lines each, such as records, stay apart even then. A question
    and what ends with a colon are in one chunk with what stands below them. A sentence of more than
    ``settings.max_tokens`` tokens is cut at clause marks, failing that between words, failing that anywhere; nothing is
    dropped. What is spoken without full stops goes on in the next paragraph, whose chunk repeats the last words before
    it. Every character that is not white space lies in at least one chunk.
    """
    chunks: list[Chunk] = []
    seen: Counter[str] = Counter()
    for heading, sentences in _sections(document, count_tokens, settings):
        for run in _led_in(document, _runs(sentences, settings), count_tokens, settings):
            start, end = run[0].span.start, run[-1].span.end
            content = "\0".join((document.collection, document.source, *heading, document.text[start:end]))
            seen[content] += 1
            chunks.append(
                Chunk(
                    id=_content_hash(f"{seen[content]}\0{content}"),
                    document=document,
                    start=start,
                    end=end,
                    heading=heading,
                    paragraph=run[0].paragraph,
                    sentences=tuple(sentence.span for sentence in run),
                )
            )
    return chunks


def _sections(
    document: Document, count_tokens: TokenCounter, settings: ChunkSettings
) -> Iterator[tuple[tuple[str, ...], list[_Sentence]]]:
    """Yield each heading with the measured sentences below it; text above the first heading comes with none."""
    spans: list[tuple[Span, int, bool, tuple[int, Section | None]]] = []
    sections = enumerate(document.sections)
    passed, section = next(sections, (-1, None))
    for number, paragraph in enumerate(paragraph_spans(document.text), start=1):
        start = paragraph.start
        in_lines = "\n" in document.text[start : paragraph.end]
        while start < paragraph.end:
            while section is not None and section.end <= start:
                passed, section = next(sections, (passed + 1, None))
            if section is None:
                border, here = paragraph.end, None
            elif section.start <= start:
                border, here = min(paragraph.end, section.end), section
            else:
                border, here = min(paragraph.end, section.start), None
            found = sentence_spans(document.text, start, border)
            spans += [(span, number, in_lines, (passed, here)) for span in found]
            start = border
    counts = _sizes(count_tokens, [document.text[span.start : span.end] for span, *_ in spans])
    measured = zip(spans, counts, strict=True)
    for (_, here), group in itertools.groupby(measured, key=lambda item: item[0][3]):
        sentences: list[_Sentence] = []
        for (span, number, in_lines, _), tokens in group:
            pieces = [(span, tokens)]
            if tokens > settings.max_tokens:
                pieces = _cut(document.text, span, count_tokens, settings)
            sentences += [
                _Sentence(piece, piece_tokens, number, _leads(document.text[piece.start : piece.end]), in_lines)
                for piece, piece_tokens in pieces
            ]
        yield here.heading if here else (), sentences


def _runs(sentences: list[_Sentence], settings: ChunkSettings) -> Iterator[list[_Sentence]]:
    """Yield the runs of sentences that become chunks."""
    run: list[_Sentence] = []
    tokens = 0
    for sentence in sentences:
        if run and _ends(run, tokens, sentence, settings):
            kept = _left_over(run, sentence, settings)
            if kept:
                yield run[: -len(kept)]
                run = kept
            else:
                yield run
                run = [] if sentence.paragraph != run[-1].paragraph else _overlap(run, sentence, settings)
            tokens = sum(kept.tokens for kept in run)
        run.append(sentence)
        tokens += sentence.tokens
    if run:
        yield run


def _led_in(
    document: Document, runs: Iterable[list[_Sentence]], count_tokens: TokenCounter, settings: ChunkSettings
) -> Iterator[list[_Sentence]]:
    """Yield ``runs``, those of speech without full stops with the last words before them, which they go on with."""
    last: _Sentence | None = None
    for run in runs:
        start = _lead_start(document, last, run[0])
        if last is not None and start is not None:
            led = Span(start, last.span.end)
            tokens = _sizes(count_tokens, [document.text[led.start : led.end]])[0]
            if tokens + sum(sentence.tokens for sentence in run) <= settings.max_tokens:
                yield [replace(last, span=led, tokens=tokens), *run]
                last = run[-1]
                continue
        yield run
        last = run[-1]


def _lead_start(document: Document, before: _Sentence | None, sentence: _Sentence) -> int | None:
    """Return where in the stretch of speech ``before`` the words begin with which ``sentence`` may go on."""
    if before is None or before.paragraph == sentence.paragraph or before.in_lines or sentence.in_lines:
        return None
    words = list(_WORD.finditer(document.text, before.span.start, before.span.end))
    if len(words) < FEWEST_WORDS or ends_sentence(words[-1].group()) or before.leads:
        return None
    start = words[lead_start([word.group() for word in words])].start()
    speaks = document.speaker(start, before.span.end) == document.speaker(sentence.span.start, sentence.span.end)
    return start if speaks else None


def _ends(run: list[_Sentence], tokens: int, sentence: _Sentence, settings: ChunkSettings) -> bool:
    """Tell whether a chunk of ``tokens`` tokens ends before ``sentence``."""
    last = run[-1]
    if tokens + sentence.tokens > settings.max_tokens:
        return True
    if sentence.paragraph == last.paragraph or last.leads:
        return False
    return tokens >= settings.min_tokens or (last.in_lines and sentence.in_lines)


def _left_over(run: list[_Sentence], following: _Sentence, settings: ChunkSettings) -> list[_Sentence]:
    """Return the last sentences of a full chunk that belong to what follows: a question, or what leads in."""
    count = 0
    while count < len(run) and run[-1 - count].leads:
        count += 1
    kept = run[len(run) - count :]
    fits = sum(sentence.tokens for sentence in kept) + following.tokens <= settings.max_tokens
    return kept if 0 < count < len(run) and fits else []


def _leads(sentence: str) -> bool:
    """Tell whether what stands below ``sentence`` belongs to it."""
    return sentence.endswith(":") or asks(sentence)


def _overlap(run: list[_Sentence], following: _Sentence, settings: ChunkSettings) -> list[_Sentence]:
    """Return the last sentences of ``run`` that the next chunk repeats: as many as leave room for ``following``."""
    for kept in range(min(settings.overlap, len(run) - 1), 0, -1):
        repeated = run[-kept:]
        if sum(sentence.tokens for sentence in repeated) + following.tokens <= settings.max_tokens:
            return repeated
    return []


def _cut(text: str, span: Span, count_tokens: TokenCounter, settings: ChunkSettings) -> list[tuple[Span, int]]:
    """Cut a sentence that is too long into pieces that are not, each at the mark nearest to its middle."""
    tokens = _sizes(count_tokens, [text[span.start : span.end]])[0]
    if tokens <= settings.max_tokens or span.end - span.start < 2:
        return [(span, tokens)]
    middle = (span.start + span.end) // 2
    ends = [match.end() for match in _CLAUSE_END.finditer(text, span.start, span.end) if match.end() < span.end]
    words = [] if ends else list(_WORD.finditer(text, span.start, span.end))
    if ends:
        middle = min(ends, key=lambda end: abs(end - middle))
    elif len(words) > 1:
        middle = words[best_cut([word.group() for word in words])].start()
    left = Span(span.start, span.start + len(text[span.start : middle].rstrip()))
    return _cut(text, left, count_tokens, settings) + _cut(text, Span(middle, span.end), count_tokens, settings)


def _sizes(count_tokens: TokenCounter, texts: Sequence[str]) -> list[int]:
    """Return the tokens of each text, and no fewer than its length allows for.

    WordPiece makes one unknown token of a word of more than 100 characters, or of a script without spaces.
    """
    return [max(tokens, len(text) // MOST_CHARACTERS) for tokens, text in zip(count_tokens(texts), texts, strict=True)]


def _content_hash(content: str) -> str:
    """Return 32 hexadecimal digits that depend on nothing but ``content``."""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
