"""The lines of YAML or TOML between two rules with which a text file may begin."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.cleaning import clean
from corpus.types import Document

KEYS = ("title", "url", "media_url", "questions")
"""The fields that are read, whatever the case of their letters; others are passed over."""
SENTENCE_WORDS = 4
"""Words from which on a value that ends like a sentence is taken for one."""

_BLOCK = re.compile(r"\A\s*?(---|\+\+\+)[ \t]*\n(.*?\n)?(?:\1|(?<=\n)\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<name>[\w.-]+)[ \t]*[:=](?:[ \t]+(?P<value>.*))?\Z")
_GOES_ON = re.compile(r"[ \t]+\S|[-\]})]|#(?! )")
_ITEM = re.compile(r"\s*-\s+(.*)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>")
_APOSTROPHES = re.compile(r"'(?:[^']|(?<=\w)'(?=\w))+'")
_KEY = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says of a text.

    ``url`` is the public address of the whole, ``media_url`` that of the film or recording whose words it holds.
    ``questions`` are questions that the text suggests, ``warnings`` what could not be read of it, and where.
    """

    title: str = ""
    url: str = ""
    media_url: str = ""
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def on(self, document: Document) -> Document:
        """Return ``document`` with what is said here of it; one with times is cited by the address of its film."""
        addresses = (self.media_url, self.url) if document.cues else (self.url, self.media_url)
        return replace(
            document,
            title=self.title or document.title,
            url=next(filter(None, addresses), document.url),
            questions=self.questions or document.questions,
            warnings=(*self.warnings, *document.warnings),
        )


def split_front_matter(text: str, *, source: str, certain: bool = True) -> tuple[FrontMatter, str]:
    """Return the front matter of ``text``, which :func:`corpus.clean` has gone through, and the rest of the text.

    Front matter is YAML between two lines ``---``, or TOML between two lines ``+++``. Of what is neither, the lines
    that look like a field are read one by one, a warning says so, and the text goes on with the first line that does
    not. What is no mapping (prose between two rules) is left in the text. So is, where front matter is not ``certain``
    as in plain text, what has none of the ``KEYS``.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(), text
    content = textwrap.dedent((block.group(2) or "").rstrip("\n"))
    if block.group(1) == "---" and not content.strip():
        return FrontMatter(), text[block.end() :] if certain else text
    fields, problem = (_yaml if block.group(1) == "---" else _toml)(content)
    rest = text[block.end() :]
    warnings: list[str] = []
    if fields is None:
        if problem is None:
            return FrontMatter(), _parted(text, block)
        lines = content.split("\n")
        count = _count_of_fields(lines)
        if not _FIELD.match(lines[0]):
            return FrontMatter(), _parted(text, block)
        fields = _fields_of(lines[:count])
        rest = rest if count == len(lines) else "\n".join([*lines[count:], "", text[block.end(2) :]])
        warnings.append(
            f"{source}, line {problem[0] + 1}: the front matter is not valid {problem[1]}; its lines were read one by "
            "one, and what is unclear in them was left out."
        )
    named = {str(name).strip().lower(): value for name, value in fields.items()}
    if not any(key in named for key in KEYS) and (not certain or any(_is_prose(*field) for field in fields.items())):
        return FrontMatter(), _parted(text, block)
    words = {key: _words(named.get(key)) for key in ("title", "url", "media_url")}
    for key in [key for key in words if _TEMPLATE.search(words[key])]:
        words[key] = ""  # Filled in by a program that has not run.
    questions = named.get("questions") or []
    listed = questions if isinstance(questions, list) else [questions]
    asked = tuple(filter(None, (_words(question) for question in listed)))
    return FrontMatter(**words, questions=asked, warnings=tuple(warnings)), rest


def _parted(text: str, block: re.Match[str]) -> str:
    """Return ``text`` with a blank line before the second rule, which else makes a heading of the prose above it."""
    return f"{text[: block.end(2)]}\n{text[block.end(2) :]}" if block.group(2) else text


def _yaml(content: str) -> tuple[dict[Any, Any] | None, tuple[int, str] | None]:
    """Return the fields of YAML as strings and lists, None where it is prose; and the line of a mistake, from 1 on."""
    import yaml

    try:
        fields = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but strings.
    except RecursionError:
        return None, (1, "YAML (nested too deeply)")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, (mark.line + 1 if mark else 1, "YAML")
    return (fields if isinstance(fields, dict) else None), None


def _toml(content: str) -> tuple[dict[Any, Any] | None, tuple[int, str] | None]:
    """Return the fields of TOML, and the line of a mistake, from 1 on."""
    import tomllib

    try:
        return tomllib.loads(content), None
    except RecursionError:
        return None, (1, "TOML (nested too deeply)")
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        return None, (int(line.group(1)) if line else 1, "TOML")


def _count_of_fields(lines: Sequence[str]) -> int:
    """Return how many of the first lines look like a field or go on with one; after a blank line, no field goes on."""
    after_blank = False
    for place, line in enumerate(lines):
        if not _FIELD.match(line) and (after_blank or not _GOES_ON.match(line)) and line.strip():
            return place
        after_blank = not line.strip()
    return len(lines)


def _fields_of(lines: Sequence[str]) -> dict[str, str | list[str]]:
    """Return the fields that stand in lines which are, taken together, no YAML."""
    fields: dict[str, str | list[str]] = {}
    name = ""
    for line in lines:
        found = _FIELD.match(line)
        item = _ITEM.match(line)
        if found:
            name = found["name"]
            value = (found["value"] or "").strip()
            fields[name] = _unquoted(value) if value else []
        elif item and isinstance(fields.get(name), list):
            fields[name] = [*fields[name], _unquoted(item.group(1))]
    return {name: value for name, value in fields.items() if isinstance(value, list) or not value.startswith("[")}


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks around all of it."""
    for mark in "\"'":
        if len(value) > 1 and value[0] == value[-1] == mark and mark not in value[1:-1]:
            return value[1:-1]
    if _APOSTROPHES.fullmatch(value):
        return value[1:-1]
    return value.removeprefix('"') if value.count('"') == 1 else value


def _is_prose(name: object, value: object) -> bool:
    """Tell whether a field is rather a sentence with a colon in it."""
    if not isinstance(value, str):
        return False
    written = value.strip()
    if len(written.split()) < SENTENCE_WORDS or not written.endswith((".", "!", "?")):
        return False
    return not _KEY.fullmatch(str(name)) or str(name)[:1].isupper()


def _words(value: object) -> str:
    """Return a value in one line; nothing for what is no single value."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    return clean(str(value))
