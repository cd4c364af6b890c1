"""Letters within a text: the heads of mails (``From: ...``), what is quoted of others (``>``), and who wrote which."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Block
from corpus.types import Speaker

FEWEST_FIELDS = 2
"""Fields of the head of a letter, the one of who wrote it among them."""
MOST_FIELDS = 40
"""Lines of a head that are looked at."""
WROTE_LINES = 3
"""Lines over which ``On Monday, Ada wrote:`` may be broken."""
LONGEST_LINE = 300
"""Characters of a line that leads in to what somebody else wrote."""
LONGEST_NAME = 60
"""Characters of the name of a writer."""

_FIELD = re.compile(
    r"[ \t]*\*{0,2}"
    r"(?P<key>From|To|Cc|Bcc|Date|Sent|Subject|Re|Reply-To|Von|An|Gesendet|Datum|Betreff|De|Envoy\u00e9|Objet)"
    r"[ \t]?:\*{0,2}(?:[ \t]+(?P<value>\S.*))?[ \t]*\Z",
    re.IGNORECASE,
)
_FROM = frozenset(("from", "von", "de"))
_ABOUT = frozenset(("subject", "re", "betreff", "objet"))
_RULE = re.compile(
    r"[-_ \t]*(?:(?:original message|forwarded message|urspr\u00fcngliche nachricht|message d'origine)[-_ \t]*"
    r"|begin forwarded message:)?[ \t]*\Z",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)(?:\[\d+\])?:[ \t]*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IN_BRACKETS = re.compile(r"\s*[<\[(][^<>\[\]()]*@[^<>\[\]()]*[>\])]")
_NO_WORD = re.compile(r"\W+")
_QUOTES = re.compile(r"[ \t]?((?:>[ \t]?)+)")
_LEADS = ("On ", "Am ", "Le ")
_WROTE = re.compile(
    r"(?:On|Am|Le)\b.{4,120}?(?:\d[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?|\b(?:19|20)\d{2})(?:,|\s)\s*"
    r"(?:schrieb\s+)?(?P<name>(?!at\b|um\b)[^\d\s][^\n]{1,120}?)\s*(?:wrote|writes|schrieb|a \u00e9crit)?\s?:\Z"
)
_NAME_WROTE = re.compile(r"(?P<name>[^:\n]{2,80}?)\s+(?:wrote|writes|schrieb)\s?:\Z")


@dataclass(frozen=True, slots=True)
class Letter:
    """Lines that one person wrote, empty ``writer`` where nobody knows who.

    ``head`` tells in one line who wrote to whom, when and about what; it is empty where the letter goes on behind a
    quotation. ``quoted`` tells that they stand behind marks of quotation.
    """

    writer: str
    lines: tuple[str, ...] = ()
    head: str = ""
    subject: str = ""
    quoted: bool = False


def letters_in(text: str, first: Letter | None = None) -> list[Letter]:
    """Return the letters of a text with those that they quote, the marks of quotation (``>``) taken away.

    Empty for a text with neither head nor quotation, unless ``first``, the head of the letter whose words it is, is
    known already.
    """
    lines = _unquoted(text.split("\n"))
    owners: dict[int, Letter] = {0: first or Letter("")}
    found: list[tuple[Letter, list[str]]] = [(owners[0], [])]
    known = first is not None
    depth = place = 0
    while place < len(lines):
        quotes, line = lines[place]
        count, letter = _letter_at(lines, place)
        if letter is not None:
            known = True
            depth = quotes if letter.head else _next_depth(lines, place + count)
            owners = {level: owner for level, owner in owners.items() if level < depth}
            owners[depth] = replace(letter, quoted=depth > 0)
            if not letter.head:  # Who quotes somebody says who that is.
                found[-1][1].append(_joined(lines[place : place + count]))
            found.append((owners[depth], []))
            place += count
            continue
        if quotes != depth and line.strip():
            owners = {level: owner for level, owner in owners.items() if level <= quotes}
            owner = owners.setdefault(quotes, Letter("", quoted=quotes > 0))
            found.append((replace(owner, head=""), []))
            known, depth = True, quotes
        found[-1][1].append(line)
        place += 1
    told = [replace(letter, lines=tuple(own)) for letter, own in found if letter.head or any(map(str.strip, own))]
    return told if known else []


def blocks_of_letters(letters: Sequence[Letter], read: Callable[[str], list[Block]]) -> list[Block]:
    """Return the paragraphs of letters with their writers as speakers; ``read`` reads the words of each.

    A new subject is a heading. What is quoted of a letter that stands above is not told again.
    """
    blocks: list[Block] = []
    subject = ""
    told: set[str] = set()
    quotes = any(letter.quoted for letter in letters)
    for letter in letters:
        bare = _ANSWERS.sub("", letter.subject).strip()
        if bare and bare != subject:
            subject = bare
            blocks.append(Block(subject, level=1))
        if letter.head:
            blocks.append(Block(letter.head, ends=True))
        for block in read("\n".join(letter.lines)):
            words = _NO_WORD.sub("", block.text.lower()) if quotes else ""
            if letter.quoted and words in told:
                continue
            told.add(words)
            spoken = (Speaker(0, len(block.text), letter.writer),) if letter.writer and not block.level else ()
            blocks.append(block if block.speakers else replace(block, speakers=spoken))
    return blocks


def letter_of(fields: Mapping[str, str]) -> Letter:
    """Return the head of a letter from its fields, such as ``{"From": "Ada <ada@example.org>"}``."""
    by_key = {key.lower(): value for key, value in fields.items()}
    writer = next((name_of(value) for key, value in by_key.items() if key in _FROM), "")
    subject = next((value for key, value in by_key.items() if key in _ABOUT), "")
    head = "; ".join(f"{key}: {value.replace('; ', ', ')}" for key, value in fields.items() if value)
    return Letter(writer, head=head, subject=" ".join(subject.split()))


def name_of(value: str) -> str:
    """Return the name in ``Ada Byron <ada@example.org>``, the address where there is none."""
    name = " ".join(_IN_BRACKETS.sub("", value).strip(" \t\"'*,").split())
    if not name:
        address = _ADDRESS.search(value)
        name = address.group() if address else ""
    return name[:LONGEST_NAME]


def _unquoted(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Return each line without its marks of quotation, and how many there were; none are where ``>`` means other."""
    found = [_QUOTES.match(line) for line in lines]
    depths = [match.group(1).count(">") if match else 0 for match in found]
    quoted = [line for line, depth in zip(lines, depths, strict=True) if depth]
    spaced = sum(line.lstrip("> \t") != line.lstrip().lstrip(">") or not line.strip("> \t") for line in quoted)
    if 1 not in depths or 2 * spaced < len(quoted):
        return [(0, line) for line in lines]
    return [
        (depth, line[match.end() :] if match else line) for line, depth, match in zip(lines, depths, found, strict=True)
    ]


def _letter_at(lines: Sequence[tuple[int, str]], place: int) -> tuple[int, Letter | None]:
    """Return the letter whose head, or whose ``Ada wrote:``, begins at a line, and of how many lines that is."""
    depth, line = lines[place]
    if not line.strip() or not (":" in line or line.startswith(_LEADS) or _RULE.fullmatch(line)):
        return 0, None
    start = place
    while start < min(len(lines), place + 4) and _RULE.fullmatch(lines[start][1]) and lines[start][0] == depth:
        start += 1
    is_first = place == 0 or not lines[place - 1][1].strip() or lines[place - 1][0] != depth or start > place
    if is_first and start < len(lines):
        fields, count = _fields_at(lines, start)
        if fields:
            return start - place + count, letter_of(fields)
    if start == place:
        return _wrote_at(lines, place)
    return 0, None


def _fields_at(lines: Sequence[tuple[int, str]], start: int) -> tuple[dict[str, str], int]:
    """Return the fields of the head that begins at a line, none where none does, and how many lines it has."""
    depth = lines[start][0]
    fields: dict[str, str] = {}
    last, count = "", 0
    for level, line in lines[start : start + MOST_FIELDS]:
        found = _FIELD.match(line) if level == depth else None
        if found is not None:
            last = found["key"].capitalize()
            fields[last] = found["value"] or ""
        elif level == depth and last and line.strip() and (line[:1] in " \t" or fields[last].endswith((";", ","))):
            fields[last] = f"{fields[last]} {line.strip()}".strip()
        else:
            break
        count += 1
    keys = {key.lower() for key in fields}
    sender = next((fields[key] for key in fields if key.lower() in _FROM), "")
    is_head = bool(sender) and len(keys) >= FEWEST_FIELDS and (keys & _ABOUT or _ADDRESS.search(sender))
    return (fields, count) if is_head else ({}, 0)


def _wrote_at(lines: Sequence[tuple[int, str]], place: int) -> tuple[int, Letter | None]:
    """Return the letter that a line such as ``On Monday at 9:15, Ada wrote:`` leads in to."""
    depth, line = lines[place]
    if len(line) > LONGEST_LINE or not (line.endswith(":") or line.startswith(_LEADS)):
        return 0, None
    for count in range(1, WROTE_LINES + 1):
        run = lines[place : place + count]
        if len(run) < count or any(level != depth or not line.strip() for level, line in run):
            break
        told = _joined(run)
        found = _WROTE.match(told)
        if found is None and count == 1 and _next_depth(lines, place + 1) > depth:
            found = _NAME_WROTE.match(told)
        if found is not None:
            return count, Letter(name_of(found["name"]))
        if not told.startswith(_LEADS):
            break
    return 0, None


def _joined(lines: Sequence[tuple[int, str]]) -> str:
    return " ".join(" ".join(line for _, line in lines).split())


def _next_depth(lines: Sequence[tuple[int, str]], place: int) -> int:
    """Return how many marks of quotation stand before the next words."""
    return next((lines[at][0] for at in range(place, len(lines)) if lines[at][1].strip()), 0)
