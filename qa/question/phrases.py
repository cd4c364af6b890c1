"""The phrases of a question or an answer that a later question may refer to, told by their closed-class words."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from index import stop_words

PhraseKind = Literal["person", "people", "thing", "things", "time", "number"]

DETERMINERS = frozenset({"a", "an", "the", "some", "any", "each", "every", "our", "my"})
AUXILIARIES = frozenset(
    {
        *("am", "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "can", "could"),
        *("will", "would", "shall", "should", "may", "might", "must"),
    }
)
AUXILIARY = rf"(?:(?:{'|'.join(sorted(AUXILIARIES))})(?:n['\u2019]?t)?|(?:ca|wo)n['\u2019]?t)\b"
"""The pattern of one of them, with or without "not"."""
VERB_FIRST = rf"(?:(?:{'|'.join(sorted(AUXILIARIES - {'be', 'been', 'shall'}))})(?:n't)?|(?:ca|wo)n't)\b"
"""The pattern of one that begins a question for yes or no: "be" begins a command, "shall we" an offer, and without its
apostrophe "dont" a command too."""
LEADING = r"(?:(?:so|and|but|then|ok|okay|well),? +)"
"""The pattern of a word that leads up to a question."""
PREPOSITIONS = frozenset(
    {
        *("in", "on", "at", "by", "for", "from", "to", "with", "of", "about", "after", "before", "during", "into"),
        *(
            "since",
            "until",
            "near",
            "between",
            "under",
            "over",
            "through",
            "against",
            "without",
            "besides",
            "per",
            "as",
        ),
    }
)
QUESTION_WORDS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how"})
_MORE_BREAKS = frozenset(
    {
        *("also", "still", "yet", "ever", "never", "else", "today", "now", "said", "tell", "wrote", "made", "happened"),
        *("please", "yes", "many", "much", "long", "often", "us", "name", "list", "give", "like", "called", "used"),
    }
)
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "former": 0}

WORD = re.compile(r"\w[\w.&+'\u2019-]*(?:s['\u2019](?=\s)|\w)|\w")
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2}|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|century)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?:about |around |over |nearly |some )?"
    r"(?:\d[\d.,%]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|\w+ty(?:-\w+)?|hundreds?|thousands?|half)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:man|woman|boy|girl|mother|father|son|daughter|brother|sister|aunt|uncle|husband|wife|king|queen|lady|lord"
    r"|student|professor|director|founder|author|teacher|doctor|\w+(?:ist|ian))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at ``start`` to ``end`` of what was said. ``text`` is without a full stop behind it."""

    text: str
    start: int
    end: int
    kind: PhraseKind

    @property
    def head(self) -> str:
        """The last word, which in English is most often the noun."""
        return self.text.split()[-1]

    @property
    def is_name(self) -> bool:
        """Whether it holds a word with a capital or a digit."""
        return any(character.isupper() or character.isdigit() for character in self.text)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and what it may be part of."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case, without 's."""
        return re.sub(r"['\u2019]s?$", "", self.text.lower())

    @property
    def has_capital(self) -> bool:
        """Whether it looks like part of a name."""
        return any(character.isupper() for character in self.text)


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order."""
    return [Word(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]


def phrases(text: str, *, person: bool = False) -> list[Phrase]:
    """Return the noun phrases of ``text`` in order, longer ones beside their parts.

    ``person`` says that names are people's here, as in the answer to who.
    """
    words = words_of(text)
    found: list[tuple[int, int]] = []
    for first, last in _runs(words, text):
        found += _cuts(words, first, _without_verb(words, first, last))
    found += _joined(words, found, text)
    spans = sorted(
        {
            (words[first].start, words[last].end)
            for first, last in found
            if words[first].lower not in ORDINALS or last > first
        }
    )
    return [Phrase(text[start:end], start, end, _kind(text[start:end], person=person)) for start, end in spans]


def is_content(word: Word) -> bool:
    """Tell whether a word may be part of a name or a noun phrase."""
    return word.text == "May" or (word.lower not in _breaks() and word.lower not in DETERMINERS)


def _runs(words: list[Word], text: str) -> list[tuple[int, int]]:
    """Return the first and the last number of each run of content words, its article included."""
    runs = []
    number = 0
    while number < len(words):
        if not is_content(words[number]) or (number and words[number - 1].lower == "how"):
            number += 1
            continue
        last = number
        while (
            last + 1 < len(words)
            and is_content(words[last + 1])
            and not text[words[last].end : words[last + 1].start].strip()
        ):
            last += 1
        has_article = number > 0 and words[number - 1].lower in DETERMINERS
        runs.append((number - has_article, last))
        number = last + 1
    return runs


def _without_verb(words: list[Word], first: int, last: int) -> int:
    """Return the last word of a run less the verb of a question, which stands behind its subject.

    ``did the frogs come`` and ``was the patent granted``; in ``does the cabin ombrel have`` there is none.
    """
    before = words[first - 1].lower if first else ""
    after = words[last + 1].lower if last + 1 < len(words) else ""
    is_verb = (before in ("do", "does", "did") and after not in (*AUXILIARIES, "of")) or (
        before in AUXILIARIES and words[last].lower.endswith(("ed", "en"))
    )
    least = first + (words[first].lower in DETERMINERS)
    return last - 1 if is_verb and last > least and not words[last].has_capital else last


def _cuts(words: list[Word], first: int, last: int) -> list[tuple[int, int]]:
    """Return the phrases that a run may be: names in it, and all of it."""
    has_article = words[first].lower in DETERMINERS
    capitals = [number for number in range(first, last + 1) if _names(words, number)]
    cuts = []
    if capitals:
        ends = [number for number in capitals if number + 1 not in capitals]
        start = capitals[0]
        for end in ends:
            if words[end].text.endswith(("'s", "\u2019s")):
                end = last  # What somebody has belongs to the name.
            cuts.append((first if has_article and start == first + 1 else start, end))
            start = next((number for number in capitals if number > end), end)
    if has_article or not capitals:
        follows_who = first > 0 and words[first - 1].lower in ("who", "what", "which", "that")
        if not follows_who or has_article:  # The word behind "who" is a verb.
            cuts.append((first, last))
        elif last - first >= 1:
            cuts.append((first + 1, last))
    return cuts


def _names(words: list[Word], number: int) -> bool:
    """Tell whether a word is part of a name: a capital inside the sentence, or beside another at its beginning."""
    word = words[number]
    if not (word.has_capital or word.text[0].isdigit()):
        return False
    return (
        number > 0
        or any(letter.isupper() for letter in word.text[1:])
        or (len(words) > 1 and words[1].has_capital)
        or len(words) <= 2
    )


def _joined(words: list[Word], cuts: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return phrases that ``of`` or ``and`` joins: ``the history of Torch``, ``Adam Paszke and Soumith Chintala``."""
    starts = dict(cuts)
    joined = []
    for first, last in cuts:
        if last + 2 > len(words) - 1 or words[last + 1].lower not in ("of", "and"):
            continue
        other = next((start for start in (last + 2,) if start in starts), None)
        if other is None or text[words[last].end : words[last + 1].start].strip():
            continue
        both_names = _names(words, last) and _names(words, starts[other])
        if words[last + 1].lower == "of" or both_names:
            joined.append((first, starts[other]))
    return joined


def _kind(text: str, *, person: bool) -> PhraseKind:
    """Return what a phrase stands for, as far as its words show."""
    if _TIME.search(text):
        return "time"
    if _AMOUNT.match(text) and not any(word[0].isupper() for word in text.split()[1:]):
        return "number"
    names = [word for word in text.split() if word[0].isupper()]
    is_person = bool(_PEOPLE.search(text)) or (person and any(not word.isupper() for word in names))
    if " and " in text:
        return (
            "people"
            if person or (len(names) >= 4 and all(word[0].isupper() or word == "and" for word in text.split()))
            else "things"
        )
    if is_person:
        return "person"
    if len(names) == 0 and re.search(r"[a-z]{2,}s$", text) and not text.endswith("ss") and not re.match(r"an? ", text):
        return "things"
    return "thing"


@functools.cache
def _breaks() -> frozenset[str]:
    """Return the words that no phrase holds."""
    return stop_words() | AUXILIARIES | PREPOSITIONS | QUESTION_WORDS | _MORE_BREAKS
