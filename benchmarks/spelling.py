"""What the mending of misspelt words does: to the development questions, to words with a slip, to unknown names.

Run ``python -m benchmarks.spelling``; with ``--changes`` it prints every question that is changed, with
``--plain-lookup`` words are mended by symspellpy's own lookup in the place of our rules.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import string
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from benchmarks.development import QUESTIONS
from corpus import Document, read_bundled, read_file
from index import Encoder, Vocabulary
from qa.question.lexicon import lexicon
from qa.question.spelling import COMMON, SHORTEST, Speller
from qa.types import Correction

WORDS = 600
"""Words of each length that get a slip."""
LENGTHS = ((4, 5), (6, 7), (8, 20))
LARGE = 30_000
"""Words of the vocabulary on which the time is taken."""
CHUNKS = 10_000
"""Chunks of about as many letters as those of the documentary in the text whose words are counted for the time."""
CHUNK_WORDS = 45
SEED = 5


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", action="store_true", help="print every question that is changed")
    parser.add_argument("--plain-lookup", action="store_true", help="mend by symspellpy's own lookup instead")
    chosen = parser.parse_args()
    maker = PlainLookup if chosen.plain_lookup else Speller
    encoder_words = Encoder.load().words
    _print_questions(maker, encoder_words, changes=chosen.changes)
    texts = [read_file(path) for path in sorted(QUESTIONS.glob("*.md"))]
    everything = Vocabulary([*read_bundled(), *texts])
    print("\nOne slip in a word of the bundled texts, and in a common English word that they do not hold:")
    _print_slips(maker(Vocabulary(read_bundled()), encoder_words))
    print("The same with all development texts indexed:")
    _print_slips(maker(everything, encoder_words))
    names = sorted(word for word in encoder_words if word not in lexicon() and len(word) > 3 and word.isascii())
    speller = maker(everything)
    for described, typed in (("small", names), ("capital", [name.capitalize() for name in names])):
        bent = sum(bool(speller.mend(f"what about {name}")[1]) for name in typed)
        print(f"names that no list here holds, typed with a {described} first letter: {bent} of {len(names)} bent")
    _print_times(encoder_words)


class PlainLookup(Speller):
    """Knows the same words, and mends the others by the lookup of symspellpy: the texts' words before English ones."""

    def mend(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """Return the question with the nearest word of the texts for each that is not known."""
        from symspellpy import Verbosity

        corrections = []
        for typed in re.findall(r"[^\W\d_]+", question):
            if self.knows(typed.lower()):
                continue
            edits = 2 if len(typed) >= LENGTHS[-1][0] else 1
            found = self._dictionary.lookup(typed.lower(), Verbosity.TOP, max_edit_distance=edits)
            if found and found[0].term in self.vocabulary.counts:
                corrections.append(Correction(typed, found[0].term))
        for one in corrections:
            question = question.replace(one.typed, one.understood)
        return question, tuple(corrections)

    @cached_property
    def _dictionary(self) -> Any:  # noqa: ANN401 - symspellpy is imported late.
        from symspellpy import SymSpell

        dictionary = SymSpell(max_dictionary_edit_distance=2)
        for word, count in lexicon().items():
            if count >= COMMON and len(word) >= SHORTEST:
                dictionary.create_dictionary_entry(word, count)
        for word, count in self.vocabulary.counts.items():
            if len(word) >= SHORTEST:
                dictionary.create_dictionary_entry(word, count * COMMON)
        return dictionary


def slipped(word: str, random_numbers: random.Random) -> str:
    """Return ``word`` with two letters swapped, or one missing, too many, doubled or wrong; never the first."""
    place = random_numbers.randrange(1, len(word) - 1)
    letter = random_numbers.choice(string.ascii_lowercase)
    before, here, behind = word[:place], word[place], word[place + 1 :]
    return random_numbers.choice(
        (
            before + behind[0] + here + behind[1:],
            before + behind,
            before + letter + here + behind,
            before + here + here + behind,
            before + letter + behind,
        )
    )


def _print_questions(maker: type[Speller], encoder_words: frozenset[str], *, changes: bool) -> None:
    """Print how many questions of each kind are changed."""
    asked: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        text = path.with_suffix(".md")
        documents: list[Document] = [read_file(text)] if text.exists() else read_bundled()
        speller = maker(Vocabulary(documents), encoder_words)
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            understood, corrections = speller.mend(question["question"])
            asked[question["kind"]] += 1
            changed[question["kind"]] += bool(corrections)
            if changes and corrections:
                print(f"{question['kind']:16}{question['question']}\n{'':16}{understood}")
    for kind, count in asked.items():
        print(f"{kind:16}{changed[kind]:4} of {count:4} changed")


def _print_slips(speller: Speller) -> None:
    """Print what becomes of words with a slip."""
    vocabulary = speller.vocabulary
    common = [word for word, count in lexicon().items() if count >= COMMON and word not in vocabulary.counts]
    for described, words in (("texts", list(vocabulary.counts)), ("English", common)):
        for shortest, longest in LENGTHS:
            shares = Counter(_outcomes(speller, [word for word in words if shortest <= len(word) <= longest]))
            total = shares.total()
            right, left, wrong = (shares[outcome] / total for outcome in ("right", "left", "wrong"))
            print(f"  {described:8}{shortest:2} to {longest:2} letters: ", end="")
            print(f"{right:.1%} mended, {left:.1%} left, {wrong:.1%} wrong")


def _outcomes(speller: Speller, words: Sequence[str]) -> Iterator[str]:
    """Yield what becomes of a slip in each of some words, those left out that make another word."""
    random_numbers = random.Random(SEED)  # noqa: S311
    for word in random_numbers.choices(words, k=WORDS):
        typed = slipped(word, random_numbers)
        if typed == word or speller.knows(typed):
            continue
        understood, corrections = speller.mend(f"what {typed}")
        yield "left" if not corrections else "right" if understood.lower() == f"what {word}" else "wrong"


def _print_times(encoder_words: frozenset[str]) -> None:
    """Print what it costs to count the words of a large text, and to mend questions by them."""
    words = list(lexicon())[:LARGE]
    text = " ".join(random.Random(SEED).choices(words, k=CHUNKS * CHUNK_WORDS))  # noqa: S311
    speller = Speller(Vocabulary([Document("large", text)]), encoder_words)
    started = time.process_time()
    count = len(speller.vocabulary.counts)
    print(f"counting the words of {CHUNKS:,} chunks ({count:,} words): {time.process_time() - started:.2f} s")
    speller.mend("what is prgoramming and adam pazke")
    for question in ("what is programming", "what is prgoramming", "who is adam pazske", "what is interoperabiltty"):
        times = []
        for _ in range(20):
            started = time.process_time()
            understood, _ = speller.mend(question)
            times.append(time.process_time() - started)
        print(f"{question} ({understood}): {statistics.median(times) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
