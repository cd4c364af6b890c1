"""The reader with a model: it marks the words that answer, or says that there are none."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus import without_surrogates
from index.encoder import question_threads
from qa.reader.decoding import LONGEST_SPAN, span_logits
from qa.reader.lists import completed
from qa.reader.protocol import ReaderKind
from qa.reader.words import whole_words
from qa.types import AnswerSpan, Passage

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

WINDOW_TOKENS = 256
"""Tokens of question and passage that are read at once; what is longer is read in several windows."""
OVERLAP_TOKENS = 64
"""Tokens that two windows of a passage share: twice as many as the longest answer has."""
QUESTION_TOKENS = 64
"""Tokens of a question that are read."""
RETRIEVAL_WEIGHT = 10.0
"""What a passage's score (0 to 1) adds to the logits of its spans. Mean pooled F1 on the development documents
(``python -m qa.training.evaluate DATA_FOLDER --part development``) was .665 with 0, .668 with 5, .673 with 7 and
with 10, .672 with 14."""
LEAST_SHARE = 1e-12
"""Probability below which spans are not told apart."""
PER_PASSAGE = 3
"""Spans of a passage that are returned at most."""
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class _Windows:
    """Stretches of passages as the model wants them, one a row.

    ``passages`` says which passage a row is of, ``offsets`` where its tokens stand in the text of that passage;
    ``context``, bool ``(windows, T)``, marks its tokens, and ``nulls``, int64 ``(windows,)``, the one for "no answer".
    """

    inputs: dict[str, torch.Tensor]
    passages: list[int]
    offsets: list[list[tuple[int, int]]]
    context: torch.Tensor
    nulls: torch.Tensor


class SpanReader:
    """Marks answers with an extractive question-answering model; safe to use from several threads.

    Make one with :func:`qa.reader.load_reader`. ``score`` of a span is a natural logarithm: of the probability that
    this span is the answer if one of the passages holds it, by one softmax over the spans of all passages (Clark and
    Gardner 2018, *Simple and Effective Multi-Paragraph Reading Comprehension*), so that scores of different passages
    compare; how well a passage was found counts in it, by :data:`RETRIEVAL_WEIGHT`. ``null_score`` is the logit of
    "this passage has no answer" on the same scale: ``score - null_score`` does not depend on the other passages, and
    is above 0 where the model holds that the span answers. The spans that are returned do not overlap: the next best
    is always another answer.
    """

    kind: ReaderKind = "span"

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, *, window_tokens: int = WINDOW_TOKENS
    ) -> None:
        self.window_tokens = window_tokens
        self._model: Any = model
        self._model.eval()  # type: ignore[no-untyped-call]  # It has no annotations.
        self._tokenizer: Any = tokenizer
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[Passage]) -> list[AnswerSpan]:
        """Return at most :data:`PER_PASSAGE` spans of each passage, whole words of its text, the best first."""
        question = without_surrogates(question)
        if not passages or not question.strip():
            return []
        with self._lock:  # The tokenizer of a fast model may not be used by two threads at once.
            windows = self._windows(question, [passage.text for passage in passages])
            logits, nulls = self._logits(windows)
        found_well = logits.new_tensor([RETRIEVAL_WEIGHT * passages[number].score for number in windows.passages])
        logits, nulls = logits + found_well[:, None, None], nulls + found_well
        total = float(logits.flatten().logsumexp(0))
        if total == float("-inf"):
            return []
        best = logits.flatten(1).topk(min(_LOOKED_AT, logits[0].numel()))
        found = []
        for row, number in enumerate(windows.passages):
            passage = passages[number]
            null = float(nulls[row]) - total
            for logit, place in zip(best.values[row].tolist(), best.indices[row].tolist(), strict=True):
                first, more = divmod(place, LONGEST_SPAN)
                if logit == float("-inf"):
                    break
                offsets = windows.offsets[row]
                span = _placed(passage, offsets[first][0], offsets[first + more][1])
                if span is not None:
                    found.append(AnswerSpan(passage, *span, score=logit - total, null_score=null))
        return _apart(completed(question, sorted(found, key=lambda span: -span.score)))

    def _windows(self, question: str, texts: list[str]) -> _Windows:
        """Return all passages in windows, side by side."""
        import torch

        asked = self._tokenizer(
            question, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )["offset_mapping"]
        if len(asked) > QUESTION_TOKENS:
            question = question[: asked[QUESTION_TOKENS - 1][1]]
        encoded = self._tokenizer(
            [question] * len(texts),
            texts,
            truncation="only_second",
            max_length=self.window_tokens,
            stride=OVERLAP_TOKENS,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding="longest",
            return_tensors="pt",
        )
        passages = encoded.pop("overflow_to_sample_mapping").tolist()
        offsets = [[(start, end) for start, end in row] for row in encoded.pop("offset_mapping").tolist()]
        context = torch.tensor(
            [
                [
                    sequence == 1 and end > start
                    for sequence, (start, end) in zip(encoded.sequence_ids(row), places, strict=True)
                ]
                for row, places in enumerate(offsets)
            ]
        )
        nulls = (encoded["input_ids"] == self._tokenizer.cls_token_id).int().argmax(dim=1)
        return _Windows(dict(encoded), passages, offsets, context, nulls)

    def _logits(self, windows: _Windows) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the logit of each span, float32 ``(windows, T, LONGEST_SPAN)``, and of each null, ``(windows,)``."""
        import torch

        threads = question_threads()
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        with torch.inference_mode():
            output = self._model(**windows.inputs)
            start, end = output.start_logits.float(), output.end_logits.float()
            rows = torch.arange(len(start))
            return span_logits(start, end, windows.context), start[rows, windows.nulls] + end[rows, windows.nulls]


def _placed(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Return ``start`` to ``end`` of the passage's text as whole words of the document; None if there are none."""
    chunk = passage.chunk
    return whole_words(chunk.document.text, chunk.start + start, chunk.start + end, chunk.start, chunk.end)


def _apart(spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Return the spans without those that overlap a better one, the best first, and not too many of a passage.

    A span has the probability of all that it stands for: there are many ways to cut a long answer and one to cut a
    short one, and they would otherwise share what is due to one answer.
    """
    kept: list[AnswerSpan] = []
    shares: list[float] = []
    for span in spans:
        rival = next((number for number, other in enumerate(kept) if _overlap(other, span)), None)
        if rival is not None:
            shares[rival] += math.exp(span.score)
        else:
            kept.append(span)
            shares.append(math.exp(span.score))
    whole = [
        replace(span, score=math.log(min(1.0, max(share, LEAST_SHARE))))
        for span, share in zip(kept, shares, strict=True)
    ]
    found: list[AnswerSpan] = []
    for span in sorted(whole, key=lambda span: -span.score):
        if sum(other.passage.chunk.id == span.passage.chunk.id for other in found) < PER_PASSAGE:
            found.append(span)
    return found


def _overlap(one: AnswerSpan, other: AnswerSpan) -> bool:
    """Tell whether two spans share a character of the same document."""
    same = one.passage.chunk.document.source == other.passage.chunk.document.source
    return same and one.start < other.end and other.start < one.end
