"""What kind of text it is, told by its content: the name of a file often says something else."""

from __future__ import annotations

import re

from corpus.front_matter import split_front_matter
from corpus.timed_text import is_timed_text, is_webvtt

SNIFFED = 4096
"""Characters at the beginning of a text by which its kind is told."""

FEWEST_UNDERLINED = 2
"""Lines as long as the line of signs below them, from which on these are headings."""

SUBTITLES = (".srt", ".vtt", ".sbv")
TRANSCRIPTS = (".json", ".json3")
CAPTIONS_IN_XML = (".srv1", ".srv2", ".srv3", ".ttml", ".dfxp")
SUBSTATION = (".ass", ".ssa")
MAILS = (".eml", ".mbox")
SAVED_PAGES = (".mht", ".mhtml")

_JSON = re.compile(r"""\s*(?:\{\s*"[^"]*"\s*:\s*[\[{"\dtfn-]|\[\s*(?:\[\s*)?\{\s*")""")
_XML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:transcript|timedtext|(?:\w+:)?tt)\b", re.IGNORECASE | re.DOTALL
)
_SUBSTATION = re.compile(r"\s*\[Script Info\]", re.IGNORECASE)
_MAIL = re.compile(r"\s*(?:From [^\n]*\d{4}[^\n]*\n)?(?:[A-Z][\w-]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){3}")
_MAIL_FIELD = re.compile(r"^(?:MIME-Version|Message-ID|Received|Return-Path):", re.IGNORECASE | re.MULTILINE)
_SAVED_PAGE = re.compile(r"^(?:Snapshot-)?Content-Location:", re.IGNORECASE | re.MULTILINE)
_RICH_TEXT = re.compile(r"\s*\{\\rtf\d")
_BLANK_LINE = re.compile(r"\r?\n\r?\n")
_HEADING = re.compile(r"(?:\A|\n[ \t]*\n|(?<=\n)(?=#{2}))(#{1,6})[ ]+[^\s#][^\n]*(?=\n|\Z)")
_UNDERLINED = re.compile(r"(?:\A|\n[ \t]*\n)([^\s\-=*>|+#][^\n]{1,79})\n(={3,}|-{3,})[ \t]*(?=\n[ \t]*\n)")
_OTHER_MARK = re.compile(
    r"\]\((?:https?://|[\w./#-]+\))|(?<![\w*])\*\*\w[^*\n]*\*\*|^```|^[ ]?\|[ :]?-{3,}", re.MULTILINE
)
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def kind_of(text: str) -> str | None:
    """Return the ending that the name of a text should have; None where its content tells of no certain kind.

    Certain are subtitles (``.srt``, ``.vtt``; they may begin with front matter), captions in XML (``.ttml``),
    SubStation Alpha (``.ass``), rich text (``.rtf``), web pages (``.html``, ``.mht``) and mails as programs keep them
    (``.eml``); what begins like JSON is ``.json``.
    """
    beginning = text[:SNIFFED].lstrip("\ufeff")
    for pattern, kind in (
        (_RICH_TEXT, ".rtf"),
        (_SUBSTATION, ".ass"),
        (_XML, ".ttml"),
        (_WEB_PAGE, ".html"),
        (_JSON, ".json"),
    ):
        if pattern.match(beginning):
            return kind
    if _MAIL.match(beginning):
        head = _BLANK_LINE.split(beginning, 1)[0]
        if _SAVED_PAGE.search(head):
            return ".mht"
        if _MAIL_FIELD.search(head):
            return ".eml"
    text = text.lstrip("\ufeff")
    if beginning.lstrip().startswith(("---", "+++")):
        text = split_front_matter(text, source="")[1]
    if is_webvtt(text):
        return ".vtt"
    return ".srt" if is_timed_text(text) else None


def _is_markdown(text: str) -> bool:
    """Tell whether a plain text has headings of Markdown, and other marks of it as well, or underlined headings."""
    underlined = [abs(len(words) - len(line)) <= 1 for words, line in _UNDERLINED.findall(text)]
    if len(underlined) >= FEWEST_UNDERLINED and all(underlined):
        return True
    levels = {len(found) for found in _HEADING.findall(text)}
    return bool(levels) and (len(levels) > 1 or _OTHER_MARK.search(text) is not None)


def kind_for(text: str, suffix: str) -> str:
    """Return the ending that says how to read a text: ``suffix``, of its name, unless its content tells better."""
    told = kind_of(text)
    if told is None and suffix in (".txt", ".text"):
        return ".md" if _is_markdown(text) else suffix
    if told is None or (told == ".html" and suffix in (".md", ".markdown")):
        return suffix
    families = (SUBTITLES, TRANSCRIPTS, CAPTIONS_IN_XML, SUBSTATION, MAILS, SAVED_PAGES)
    return suffix if any({told, suffix} <= set(family) for family in families) else told
