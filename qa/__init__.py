"""Answers given: ask a text a question and get a short answer with the sentence that proves it.

::

    from qa import ask

    answer = ask("When was PyTorch released?")
    print(answer, answer.citations[0].quote)

Importing this package loads neither torch nor faiss; they are loaded with the first question.
"""

from corpus import Document, DocumentaryError, Limits
from index import BuildReport, Source
from qa.assistant import Assistant
from qa.default import ask, default_assistant, rebuild, remove, sources
from qa.reader import Reader
from qa.texts import BuildOptions, Text
from qa.types import Answer, AnswerSpan, Citation, Correction, Passage, Turn

__all__ = [
    "Answer",
    "AnswerSpan",
    "Assistant",
    "BuildOptions",
    "BuildReport",
    "Citation",
    "Correction",
    "Document",
    "DocumentaryError",
    "Limits",
    "Passage",
    "Reader",
    "Source",
    "Text",
    "Turn",
    "ask",
    "default_assistant",
    "rebuild",
    "remove",
    "sources",
]
