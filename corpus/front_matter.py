"""The lines of YAML between two rules with which a text file may begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from corpus.cleaning import clean
from corpus.errors import TextError
from corpus.types import Document

KEYS = ("title", "url", "media_url", "questions")

_BLOCK = re.compile(r"\A\s*?---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says of a text.

    ``url`` is the public address of the whole, ``media_url`` that of the film or recording whose words it holds.
    ``questions`` are questions that the text suggests.
    """

    title: str = ""
    url: str = ""
    media_url: str = ""
    questions: tuple[str, ...] = ()

    def on(self, document: Document) -> Document:
        """Return ``document`` with what is said here of it; one with times is cited by the address of its film."""
        addresses = (self.media_url, self.url) if document.cues else (self.url, self.media_url)
        return replace(
            document,
            title=self.title or document.title,
            url=next(filter(None, addresses), document.url),
            questions=self.questions or document.questions,
        )


def split_front_matter(text: str, *, source: str, certain: bool = True) -> tuple[FrontMatter, str]:
    """Return the front matter of ``text``, which :func:`corpus.clean` has gone through, and the rest of the text.

    What is no mapping (prose between two rules) is left in the text. So is, where front matter is not ``certain`` as
    in plain text, what is not YAML or has none of the ``KEYS``.

    Raises:
        TextError: it is front matter for certain, and not YAML.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(), text
    try:
        fields = _fields((block.group(1) or "").rstrip("\n"), source)
    except TextError:
        if certain:
            raise
        return FrontMatter(), text
    if fields is None or not (certain or any(key in fields for key in KEYS)):
        return FrontMatter(), text
    words = {key: clean(str(fields.get(key) or "")) for key in ("title", "url", "media_url")}
    questions = tuple(clean(str(question)) for question in fields.get("questions") or [] if question)
    return FrontMatter(**words, questions=questions), text[block.end() :]


def _fields(content: str, source: str) -> dict[str, Any] | None:
    """Return the fields of YAML front matter as strings and lists; None where it is prose between two rules."""
    import yaml

    try:
        fields = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but strings.
    except RecursionError as error:
        raise TextError(f"{source}, line 1: the front matter is nested too deeply. Make it flatter.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise TextError(f"{source}, line {line}: the front matter is not valid YAML: {error}") from error
    if isinstance(fields, dict) and not isinstance(fields.get("questions") or [], list):
        raise TextError(f"{source}, line 1: 'questions' in the front matter must be a list, one '- ' line a question.")
    return fields if isinstance(fields, dict) else None
