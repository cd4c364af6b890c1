"""Other words for the words of questions, out of WordNet: ``python -m qa.training.synonyms DATA --wordnet FOLDER``.

A question that is worded like its passage is answered by matching words. To learn more than that, some of the words of
a question are exchanged for others that mean the same or a wider thing (:mod:`qa.training.variation`).

Source:
    Fellbaum 1998, *WordNet: An Electronic Lexical Database*; the folder is the one with ``data.noun`` and the like,
    which Debian's package ``wordnet-base`` holds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qa.training.examples import Source, read_sources
from qa.training.options import add_arguments

SENSES = 2
"""Senses of a word that are looked at, the most frequent first."""
MOST = 8
"""Other words that are kept for a word."""

WORD = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")
"""A word that can be exchanged: no name, and not one of the short ones that ask or bind."""

_PARTS = {"n": ("noun", "NOUN"), "v": ("verb", "VERB"), "a": ("adj", "ADJ"), "r": ("adv", "ADV")}
_AUXILIARIES = frozenset(
    ["does", "have", "been", "were", "will", "would", "could", "should", "being", "having", "must"]
)
_PLAIN = re.compile(r"[a-z]{3,}(?:_[a-z]{2,}){0,2}")


def main(arguments: list[str] | None = None) -> None:
    """Write the words as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.synonyms", description=__doc__)
    add_arguments(parser, "data")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder with WordNet's data.noun, index.noun ...")
    parser.add_argument("--out", type=Path, required=True, help="file for the words: JSON, gzip")
    given = parser.parse_args(arguments)
    found = synonyms(words_of(read_sources(given.data, 0).values()), given.wordnet)
    with gzip.open(given.out, "wt", encoding="utf-8") as opened:
        json.dump(found, opened)


def read_synonyms(file: Path) -> dict[str, list[str]]:
    """Return what :func:`main` wrote: a word in lower case, and what can stand for it."""
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        found: dict[str, list[str]] = json.load(opened)
    return found


def words_of(sources: Iterable[Source]) -> list[str]:
    """Return the words of all questions that are in lower case, so no names, and stand in two questions at least."""
    counts: Counter[str] = Counter()
    for source in sources:
        for question in source.questions:
            counts.update(set(WORD.findall(question.text)))
    return sorted(word for word, count in counts.items() if count >= 2)


def synonyms(words: Sequence[str], wordnet: Path) -> dict[str, list[str]]:
    """Return for each of ``words`` what can stand for it, in the same form, the likeliest first."""
    from lemminflect import getAllInflections, getAllLemmas, getInflection

    nets = {part: _Net(wordnet, name) for part, (name, _) in _PARTS.items()}
    counts = _counts(wordnet)
    result: dict[str, list[str]] = {}
    for word in words:
        lemmas = getAllLemmas(word)
        read = [
            (counts[lemma, part], part, lemma)
            for part, (_, tag) in _PARTS.items()
            for lemma in lemmas.get(tag, ())
            if lemma in nets[part].index
        ]
        if not read or word in _AUXILIARIES:
            continue
        _, part, lemma = max(read)
        forms = getAllInflections(lemma, upos=_PARTS[part][1])
        tags = sorted(
            (tag for tag, spelt in forms.items() if word in spelt),
            key=lambda tag: (word not in forms[tag][0], len(tag)),
        )
        others: dict[str, None] = {}
        for other in nets[part].others(lemma):
            head, *rest = other.split("_")
            spelt = getInflection(head if part == "v" else (rest or [head])[-1], tag=tags[0]) if tags else ()
            if not spelt:
                continue
            made = [spelt[0], *rest] if part == "v" else [*([head, *rest][:-1]), spelt[0]]
            others[" ".join(made)] = None
        others.pop(word, None)
        if others:
            result[word] = list(others)[:MOST]
    return result


class _Net:
    """One part of speech of WordNet."""

    def __init__(self, folder: Path, name: str) -> None:
        self.index: dict[str, list[int]] = {}
        self._data: dict[int, tuple[list[str], list[int]]] = {}
        for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                self.index[fields[0]] = [int(place) for place in fields[-int(fields[2]) :]]
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                fields = line.split("|")[0].split()
                count = int(fields[3], 16)
                words = [re.sub(r"\(\w+\)$", "", word) for word in fields[4 : 4 + 2 * count : 2]]
                pointers = fields[5 + 2 * count :]
                wider = [int(pointers[at + 1]) for at, sign in enumerate(pointers) if sign in ("@", "&")]
                self._data[int(fields[0])] = (words, wider)

    def others(self, lemma: str) -> Iterator[str]:
        """Yield words of the same senses, then wider ones (or for adjectives, like ones) of the first sense."""
        senses = self.index[lemma][:SENSES]
        for sense in senses:
            yield from (word for word in self._data[sense][0] if word != lemma and _PLAIN.fullmatch(word))
        for wider in self._data[senses[0]][1][:2]:
            if wider in self._data:
                yield from (word for word in self._data[wider][0][:2] if word != lemma and _PLAIN.fullmatch(word))


def _counts(folder: Path) -> Mapping[tuple[str, str], int]:
    """Return how often a lemma was seen as each part of speech in WordNet's tagged texts."""
    parts = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    counts: Counter[tuple[str, str]] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        key, _, count = line.split()
        lemma, sense = key.split("%", 1)
        counts[lemma, parts[sense[0]]] += int(count)
    return counts


if __name__ == "__main__":
    main()
