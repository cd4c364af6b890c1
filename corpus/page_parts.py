"""Which parts of a web page are its content, and which are hidden or around it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.questions import asks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CONTENT_SHARE = 0.2
"""Share of the words of a page that ``<main>`` or ``<article>`` must have to be its content."""
FORM_WORDS = 50
"""Words in the paragraphs of a form from which on it is no form: there are pages with a form around all of it."""
NOTICE_WORDS = 150
"""The most words of a notice of cookies."""

_NEVER_TAGS = (
    "script style noscript template svg math head title iframe object embed canvas audio video button "
    "input select textarea datalist map rt rp"
)
_NEVER = frozenset(_NEVER_TAGS.split())
_AROUND_TAGS = "nav aside footer header search"
_AROUND = frozenset(_AROUND_TAGS.split())
_AROUND_ROLE_NAMES = "navigation banner contentinfo search complementary alertdialog dialog"
_AROUND_ROLES = frozenset(_AROUND_ROLE_NAMES.split())
_AROUND_CLASSES = (
    "nav navbar navigation menu main-menu sidebar breadcrumb breadcrumbs footer site-footer site-header "
    "skip-link toc table-of-contents mw-editsection mw-jump-link mw-cite-backlink navbox catlinks printfooter"
)
_AROUND_NAMES = frozenset(_AROUND_CLASSES.split())
_NOTICE = re.compile(
    r"cookie[-_ ]?(?:banner|bar|consent|dialog|info|law|message|modal|notice|overlay|policy|popup|wall)"
    r"|onetrust|gdpr|consent[-_ ]?(?:banner|bar|dialog|modal|popup)|\bcc-(?:window|banner)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"\[(?:\d{1,4}|[a-z]|note \d+|[a-z]+ needed)\]", re.IGNORECASE)
_SIGNS = frozenset(["¶", "#", "§", "↑", "^", "↩", "↩︎", "↵", "🔗"])
"""What a link to a place in the page shows that is no word: the address of a heading, the way back from a note."""
_NOTE_NUMBER = re.compile(r"[\[(]?(?:\d{1,4}|[a-z*\u2020\u2021])[\])]?", re.IGNORECASE)
_CONTENT = "//main|//*[@role='main']", "//article"


def content_roots(root: HtmlElement) -> Iterator[list[HtmlElement] | None]:
    """Yield where the content of a page may be, the best first, and last None: all that is not hidden.

    A page is more than its ``<main>`` or ``<article>`` where these hold little of its words.
    """
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    words = _count(body)
    for path in _CONTENT:
        found = [element for element in root.xpath(path) if not is_hidden(element)]
        outer = set(found)
        found = [element for element in found if not any(above in outer for above in element.iterancestors())]
        if found and sum(_count(element) for element in found) >= CONTENT_SHARE * words:
            yield found
    yield [body]
    yield None


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether nobody sees ``element``, or it is no text such as the number of a footnote."""
    if element.tag == "button":
        return not _opens(element)
    if element.tag in _NEVER or not isinstance(element.tag, str):
        return True
    if element.tag == "dialog" and "open" not in element.attrib:
        return True
    if (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or _UNSEEN.search(element.get("style") or "")
    ):
        return not _is_opened(element)
    return element.tag in ("a", "sup") and _is_mark(element)


def _opens(button: HtmlElement) -> bool:
    """Tell whether a button shows words of the page: it is a heading, or a question or name that unfolds an answer."""
    if asks(button.text_content()):
        return True
    if next(button.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return True
    return "accordion" in f"{button.get('class') or ''}"


def _is_opened(element: HtmlElement) -> bool:
    """Tell whether what is hidden is unfolded by a button right above it, as the answer below a question."""
    above = element.getprevious()
    if above is None or not isinstance(above.tag, str):
        return False
    return (above.tag == "button" and _opens(above)) or any(map(_opens, above.iter("button")))


def _is_mark(element: HtmlElement) -> bool:
    """Tell whether a link or what is raised is the number of a note, or a sign."""
    words = element.text_content().strip()
    if element.tag == "sup":
        links = element.xpath(".//a[contains(@href, '#')]")
        return (_NOTE_NUMBER if links else _FOOTNOTE_MARK).fullmatch(words) is not None
    if "noteref" in f"{element.get('epub:type') or ''} {element.get('role') or ''}":
        return True
    return words in _SIGNS and "#" in (element.get("href") or "")


def is_around(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a menu, a form, a note beside the text or a notice, and not the content."""
    if element.tag in ("body", "main", "article"):
        return False
    if element.tag in ("header", "footer"):
        return next(element.iterancestors("main", "article"), None) is None
    if element.tag == "form":
        return len(" ".join(element.xpath(".//p//text()")).split()) < FORM_WORDS
    if element.tag in _AROUND or (element.get("role") or "").strip().lower() in _AROUND_ROLES:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    if not _AROUND_NAMES.isdisjoint(names.lower().split()):
        return True
    return _NOTICE.search(names) is not None and _count(element, most=NOTICE_WORDS + 1) <= NOTICE_WORDS


def _count(element: HtmlElement, most: float = math.inf) -> int:
    """Return how many words of ``element`` are seen and are not around the content; counting may end at ``most``."""
    from lxml import etree

    count = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "start" and inner is not element and (is_hidden(inner) or inner.tag in _AROUND):
            walk.skip_subtree()
        elif event == "start":
            count += len((inner.text or "").split())
        elif inner is not element:
            count += len((inner.tail or "").split())
        if count >= most:
            break
    return count
