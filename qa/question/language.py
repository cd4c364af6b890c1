"""Which language a question is in, where it is another one than English."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Container
from typing import TYPE_CHECKING

from index import folded, stop_words
from qa.question.lexicon import lexicon

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

OTHER = "other"
"""The language of a question that is recognisably not English, and no more."""
KNOWN_COUNT = 20_000
"""How often an English word was counted at least to speak for English; rarer ones may be of other languages."""
MOST_KNOWN = 0.67
"""Share of English words, or words of the texts, up to which a question may be in another language."""
SURE = 0.75
"""Probability (0 to 1) of a language that is enough by itself."""
LIKELY = 0.4
"""The same for a question with a letter beyond the English ones, or with a function word of that language."""

SCRIPTS = {
    "CYRILLIC": "ru",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "THAI": "th",
}
"""The language that a script stands for here, by the first word of its letters' Unicode names. Japanese mixes two with
Chinese characters, so the first that fits in this order counts."""
LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu", "ro", "tr", "id")
"""Languages in Latin script that are told apart."""
GREETINGS = {
    "de": {"hallo", "guten tag", "guten morgen", "guten abend", "danke", "vielen dank", "tschuss", "auf wiedersehen"},
    "fr": {"bonjour", "bonsoir", "salut", "merci", "merci beaucoup", "au revoir"},
    "es": {"hola", "buenos dias", "buenas tardes", "gracias", "muchas gracias", "adios"},
    "it": {"ciao", "buongiorno", "buonasera", "grazie", "grazie mille", "arrivederci"},
    "pt": {"ola", "bom dia", "boa tarde", "obrigado", "obrigada"},
    "nl": {"hallo daar", "goedendag", "goedemorgen", "dank je", "dank u wel"},
    "pl": {"czesc", "dzien dobry", "dziekuje"},
    "sv": {"hej", "tack", "god morgon"},
    "tr": {"merhaba", "tesekkurler"},
}
"""What is said without a sentence around it, too short for its letters to tell the language; without accents."""

_LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def language_of(question: str, known: Container[str] = frozenset()) -> str:
    """Return the language of ``question`` by its ISO 639 code: ``en`` unless it is recognisably another one.

    ``known`` are words, folded, that tell nothing because the texts hold them. Telling languages in Latin script
    apart, which only questions with few English words need, is left to py3langid, an update of langid.py (Lui and
    Baldwin 2012).
    """
    words = _LETTERS.findall(question)
    letters = [character for character in "".join(words) if character.isalpha()]
    if not letters:
        return "en"
    scripts = [unicodedata.name(letter, "").split()[0].split("-")[0] for letter in letters if not letter.isascii()]
    foreign = [script for script in scripts if script in SCRIPTS]
    latin = [word for word in words if word.isascii()]
    if foreign and len(foreign) >= len([word for word in latin if folded(word) not in known]):
        return next(language for script, language in SCRIPTS.items() if script in foreign)
    said = " ".join(folded(word) for word in words)
    for language, greetings in GREETINGS.items():
        if said in greetings:
            return language
    english = [word for word in words if folded(word) in known or lexicon().get(word.lower(), 0) >= KNOWN_COUNT]
    if len(words) < 2 or len(english) > MOST_KNOWN * len(words):
        return "en"
    return _latin_language(question, [word.lower() for word in words if word not in english], words)


def _latin_language(question: str, unknown: list[str], words: list[str]) -> str:
    """Return the language of a question in Latin script of which ``unknown`` are the words that are not English."""
    language, probability = _identifier().classify(question)
    if language == "en" or not unknown:
        return "en"
    if probability >= SURE:
        return str(language)
    spoken = any(not word.isascii() for word in unknown) or bool(
        _function_words(str(language)) & {word.lower() for word in words}
    )
    return str(language) if spoken and probability >= LIKELY else "en"


@functools.cache
def _identifier() -> LanguageIdentifier:
    """Return what tells languages apart."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LATIN))
    return identifier


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    """Return the commonest words of a language that English does not have; none of one whose words are not at hand."""
    return stop_words(language) - stop_words()
