"""The citation of an answer: the sentences that prove it, quoted to the letter, and their place."""

from __future__ import annotations

from corpus import paragraphs_between
from qa.types import AnswerSpan, Citation


def cite(span: AnswerSpan) -> Citation:
    """Return the citation that proves ``span``: the whole sentences that it stands in, and their place."""
    passage = span.passage
    document = passage.chunk.document
    touched = [
        sentence.span
        for sentence in passage.sentences
        if sentence.span.start < span.end and span.start < sentence.span.end
    ]
    start, end = touched[0].start, touched[-1].end
    return Citation(
        collection=document.collection,
        source=document.source,
        title=document.title,
        heading=passage.chunk.heading,
        page=document.page(start, end),
        paragraph=passage.chunk.paragraph + paragraphs_between(document.text, passage.chunk.start, start),
        quote=document.text[start:end],
        start=start,
        end=end,
        answer_start=span.start,
        answer_end=span.end,
        context=passage.text,
        context_start=passage.chunk.start,
        time=document.time(start, end),
        urls=document.urls(start, end),
        speaker=document.speaker(start, end),
    )
