"""How well a model reads: exact match and F1 of its spans, and how well it tells that there is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy
import torch
from sklearn.metrics import roc_auc_score

from qa.evaluation.metrics import exact_match, token_f1
from qa.reader.span import LONGEST_SPAN, span_logits
from qa.training.claims import Claim
from qa.training.examples import Question, Source
from qa.training.model import VERDICTS, ReaderOutput
from qa.training.objective import output_of
from qa.training.stream import question_tokens
from qa.training.windows import Batch, Group, Tokens, Window, batch_of, tokenize, window

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

LONGEST_PASSAGE = 440
"""Tokens of a passage that are read; all but a few paragraphs are shorter."""
_WINDOWS = 24


@dataclass(frozen=True, slots=True)
class Marked:
    """What a model made of one question: its best span, and the logits of that and of "no answer"."""

    question: str
    answers: tuple[str, ...]
    text: str
    span_logit: float
    null_logit: float

    @property
    def exact(self) -> float:
        """1 if the span is one of the answers, as :func:`qa.evaluation.metrics.exact_match` compares them."""
        return exact_match(self.text, self.answers)

    @property
    def f1(self) -> float:
        """Highest F1 of the words of the span and those of one of the answers, 0 to 1."""
        return token_f1(self.text, self.answers)


@dataclass(frozen=True, slots=True)
class Development:
    """What is looked at while training: questions by source, twins, passages to rank, and claims."""

    sources: dict[str, Source]
    claims: Sequence[Claim]

    def figures(self, model: torch.nn.Module, tokenizer: PreTrainedTokenizerBase) -> dict[str, dict[str, float]]:
        """Return the figures of each source, and those of :func:`verdicts`."""
        return {**figures(self.sources, model, tokenizer), "claims": verdicts(self.claims, model, tokenizer)}


def twins(source: Source, model: torch.nn.Module, tokenizer: PreTrainedTokenizerBase) -> float:
    """Return how often, 0 to 1, a question is held for answerable before its near-miss beside the same paragraph."""
    answered = {(question.context, question.text): question for question in source.questions if question.answers}
    pairs = [
        (answered[question.context, question.twin], question)
        for question in source.questions
        if not question.answers and (question.context, question.twin) in answered
    ]
    marked = read(source, [question for pair in pairs for question in pair], model, tokenizer)
    margins = [one.span_logit - one.null_logit for one in marked]
    return float(numpy.mean([one > other for one, other in zip(margins[::2], margins[1::2], strict=True)]))


def verdicts(claims: Sequence[Claim], model: torch.nn.Module, tokenizer: PreTrainedTokenizerBase) -> dict[str, float]:
    """Return the share of ``claims`` whose likeliest verdict is right, and of each verdict."""
    beside = [(claim.text, tokenize([claim.context], tokenizer)[0]) for claim in claims]
    right = numpy.zeros(len(claims), dtype=bool)
    for rows, _, output in _outputs(_windows(beside, tokenizer), model):
        right[rows] = output.verdict.argmax(dim=1).numpy() == [claims[row].verdict for row in rows]
    told = numpy.array([claim.verdict for claim in claims])
    by_verdict = {f"right, {name}": float(numpy.mean(right[told == row])) for row, name in enumerate(VERDICTS)}
    return {"claims": float(len(claims)), "right": float(numpy.mean(right)), **by_verdict}


def figures(
    sources: dict[str, Source], model: torch.nn.Module, tokenizer: PreTrainedTokenizerBase
) -> dict[str, dict[str, float]]:
    """Return the figures of each source: ``exact`` and ``f1`` over what has an answer, ``no_answer_auroc`` over all.

    The right paragraph is given, and the best span counts even where "no answer" beats it. The area under the curve
    is of null logit less span logit, and missing where every question has an answer; :func:`twins` is missing where
    there are no near-misses.
    """
    result = {}
    for name, source in sources.items():
        marked = read(source, source.questions, model, tokenizer)
        answered = [one for one in marked if one.answers]
        result[name] = {
            "questions": float(len(marked)),
            "exact": float(numpy.mean([one.exact for one in answered])),
            "f1": float(numpy.mean([one.f1 for one in answered])),
        }
        if len(answered) < len(marked):
            result[name]["no_answer_auroc"] = auroc(
                [one.null_logit - one.span_logit for one in marked],
                [not one.answers for one in marked],
            )
        if any(question.twin for question in source.questions):
            result[name]["twins"] = twins(source, model, tokenizer)
    return result


def read(
    source: Source, questions: Sequence[Question], model: torch.nn.Module, tokenizer: PreTrainedTokenizerBase
) -> list[Marked]:
    """Return what ``model`` makes of ``questions``, each beside its own paragraph of ``source``, in their order."""
    tokens = tokenize(source.contexts, tokenizer)
    windows = _windows([(question.text.strip(), tokens[question.context]) for question in questions], tokenizer)
    result: dict[int, Marked] = {}
    for rows, batch, output in _outputs(windows, model):
        logits = span_logits(output.start_logits.numpy(), output.end_logits.numpy(), batch.context.numpy())
        spans = torch.from_numpy(logits).flatten(1).max(dim=1)
        nulls = output.start_logits[:, 0] + output.end_logits[:, 0]
        for row, logit, place, null in zip(
            rows, spans.values.tolist(), spans.indices.tolist(), nulls.tolist(), strict=True
        ):
            one = windows[row]
            first, more = divmod(place, LONGEST_SPAN)
            start = one.tokens.offsets[first - one.context + one.first][0]
            end = one.tokens.offsets[first + more - one.context + one.first][1]
            question = questions[row]
            text = source.contexts[question.context]
            answers = tuple(text[low:high] for low, high in question.answers)
            result[row] = Marked(question.text, answers, text[start:end], logit, null)
    return [result[row] for row in range(len(windows))]


def _windows(beside: Iterable[tuple[str, Tokens]], tokenizer: PreTrainedTokenizerBase) -> list[Window]:
    """Return a window for each question or claim with the tokens of the passage that it is read beside."""
    return [
        window(question_tokens(asked, tokenizer), passage, (), tokenizer, longest=LONGEST_PASSAGE)
        for asked, passage in beside
    ]


def _outputs(windows: Sequence[Window], model: torch.nn.Module) -> Iterator[tuple[list[int], Batch, ReaderOutput]]:
    """Yield what ``model`` makes of ``windows``, those of like length together, with their rows and their batch."""
    order = sorted(range(len(windows)), key=lambda row: len(windows[row].ids))
    was_training = model.training
    model.eval()
    for begin in range(0, len(order), _WINDOWS):
        rows = order[begin : begin + _WINDOWS]
        batch = batch_of([Group((windows[row],)) for row in rows])
        with torch.inference_mode():
            output = _output(model, batch)
        yield rows, batch, output
    model.train(was_training)


def _output(model: torch.nn.Module, batch: Batch) -> ReaderOutput:
    """Return what ``model`` makes of ``batch``, in the memory of the processor, wherever the model is."""
    device = next((weight.device for weight in model.parameters()), torch.device("cpu"))
    said = output_of(model, Batch(*(getattr(batch, field.name).to(device) for field in fields(Batch))))
    return ReaderOutput(*(one.cpu() for one in (said.start_logits, said.end_logits, said.relevance, said.verdict)))


def auroc(scores: Sequence[float], truths: Sequence[bool]) -> float:
    """Return the area under the ROC curve, 0 to 1: how often a true case scores above a false one, ties half.

    Raises:
        ValueError: all cases are true, or all are false.
    """
    if all(truths) or not any(truths):
        raise ValueError("The area under the curve needs true and false cases.")
    return float(roc_auc_score(truths, scores))
