"""An answer as HTML. Everything that comes from a text or a user is escaped: it can be read, never run."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qa.types import Answer, Citation, Passage

STYLE = Path(__file__).with_name("page.css")
"""The style sheet that goes with the class names used here."""


def conversation_html(turns: list[str]) -> str:
    """Return the turns of a conversation as one block that a screen reader announces as it grows."""
    return f'<div class="conversation" role="log" aria-live="polite" aria-label="Conversation">{"".join(turns)}</div>'


def answered_html(answer: Answer) -> str:
    """Return a question with its answer, the sentence that proves it in its passage, and the other passages."""
    kind = "answered" if answer.answered else "refused"
    parts = [f'<p class="answer-text">{escape(answer.text)}</p>']
    if answer.note:
        parts.append(f'<p class="answer-note">{escape(answer.note)}</p>')
    parts += [_citation_html(citation) for citation in answer.citations]
    if answer.passages:
        parts.append(_passages_html(answer))
    return _turn_html(answer.question, kind, "".join(parts), answer.resolved_question if answer.corrections else "")


def pending_html(question: str, state: str) -> str:
    """Return a question that is not answered yet, with what is being done about it."""
    return _turn_html(question, "pending", f'<p class="answer-note">{escape(state)}</p>')


def failed_html(question: str, message: str) -> str:
    """Return a question that could not be answered because something is broken, with the way to mend it."""
    parts = f'<p class="answer-text">This cannot be answered right now.</p><p class="answer-note">{escape(message)}</p>'
    return _turn_html(question, "failed", parts)


def notice_html(message: str) -> str:
    """Return something that the reader has to know, between two turns."""
    return f'<p class="notice">{escape(message)}</p>'


def status_html(state: str) -> str:
    """Return the line that tells what the page is doing, announced when it changes."""
    return f'<p class="page-status" role="status">{escape(state)}</p>'


def _turn_html(question: str, kind: str, inner: str, understood: str = "") -> str:
    """Return one question, what it was ``understood`` as where that is something else, and what stands below it."""
    asked = escape(question[:2000]) or "(nothing)"
    notice = f'<p class="understood">Understood as: {escape(understood)}</p>' if understood else ""
    return (
        f'<section class="turn"><p class="question"><span class="spoken">You asked: </span>{asked}</p>{notice}'
        f'<div class="answer {kind}">{inner}</div></section>'
    )


def _citation_html(citation: Citation) -> str:
    """Return the passage with the proving sentence and the answer in it marked, and its place below."""
    start, end = max(citation.start - citation.context_start, 0), citation.end - citation.context_start
    before, after = citation.context[:start], citation.context[end:]
    answer_start, answer_end = citation.answer_start - citation.start, citation.answer_end - citation.start
    quote = (
        f"{escape(citation.quote[:answer_start])}<strong>{escape(citation.quote[answer_start:answer_end])}</strong>"
        f"{escape(citation.quote[answer_end:])}"
    )
    links = "".join(_link_html(url) for url in citation.urls)
    return (
        f'<figure class="proof"><blockquote>{escape(before)}<mark>{quote}</mark>{escape(after)}</blockquote>'
        f'<figcaption><span class="collection">{escape(citation.collection)}</span> '
        f'<span class="place">{escape(citation.place)}</span>{links}</figcaption></figure>'
    )


def _passages_html(answer: Answer) -> str:
    """Return the passages with their scores, folded away below an answer and open below a refusal."""
    cited = {(citation.source, citation.context_start) for citation in answer.citations}
    others = [
        passage for passage in answer.passages if (passage.chunk.document.source, passage.chunk.start) not in cited
    ]
    if not others:
        return ""
    title = f"Other passages ({len(others)})" if answer.answered else f"Nearest passages ({len(others)})"
    items = "".join(_passage_html(passage) for passage in others)
    return f'<details class="passages"><summary>{title}</summary><ol>{items}</ol></details>'


def _passage_html(passage: Passage) -> str:
    """Return one passage with its place and the scores that found it."""
    scores = (
        f"score {passage.score:.2f} &middot; meaning {passage.dense:.2f} &middot; "
        f"best sentence {passage.best_sentence:.2f} &middot; words {passage.lexical:.2f}"
    )
    if passage.reading is not None:
        scores += f" &middot; reader {passage.reading:.2f}"
    return (
        f'<li><p>{escape(passage.text)}</p><p class="place"><span class="collection">'
        f"{escape(passage.chunk.document.collection)}</span> {escape(passage.place)}</p>"
        f'<p class="scores">{scores}</p></li>'
    )


def _link_html(url: str) -> str:
    """Return a link to a source, for web addresses only."""
    if not url.startswith(("https://", "http://")):
        return ""
    host = url.split("/")[2]
    return (
        f' <a class="source" href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(host.removeprefix('www.'))}</a>"
    )
