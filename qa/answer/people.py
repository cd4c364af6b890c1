"""The people of a text, by the sentences that introduce them or tell what they did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.answer.statements import Statement

INTRODUCING = 1.5
"""What the worth of a sentence is multiplied with that says who somebody is."""

_PERSON = re.compile(
    r"(?<![A-Z]\w )(?<![\w-])(?!(?:The|This|That|In|At|On|And|But|For|From|By|With|After|Before|When|While|As|If)\b)"
    r"[A-Z][a-z\u00df-\u017f]+(?: (?:de|van|von|der|al|[A-Z]\.))* [A-Z][a-z\u00df-\u017f]+"
    r"(?:-[A-Z][a-z\u00df-\u017f]+)?\b(?! [A-Z])"
)
"""What is written like the name of somebody: two words with a capital and no other."""
_ROLE = (
    r"\b(?:[a-z]+(?:ist|ian|er|or|ant|ent|ee|smith|man|woman)|captain|clerk|cook|nurse|pilot|judge|priest|widow|niece"
    r"|nephew|aunt|uncle|father|mother|son|daughter|brother|sister|wife|husband|colleague"
    r"|intern|friend|king|queen|chief|mayor|Dr|Mr|Mrs|Ms|Prof|Professor)\.?,?"
)
_BEING = r"(?:,? (?:is|was|are|were)\b|, (?:who|then|an?|the)\b| of\b| \()"
_DOING = (
    r"(?:, who\b|'s (?:father|mother|son|daughter|idea|job|role|team|words)"
    r"|,? (?:(?:ask|thank|join|work|help|found|design|invent|recall|remember|explain|announce|chair|manage|contribute"
    r"|maintain|play|decide|want|start|farm|direct|visit|present|host|talk|answer|report|interview|study|studie)(?:e?s|e?d)?"
    r"|says?|said|writes?|wrote|leads?|led|teaches|taught|leaves|left|runs?|ran|becomes?|became|tells?|told|finds?|found"
    r"|meets?|met|comes?|came|goes|went|makes?|made|(?:re)?(?:builds?|built)|begins?|began|speaks?|spoke)\b)"
)


def introducing(statements: Sequence[Statement], count: int) -> list[Statement]:
    """Return up to ``count`` of ``statements`` that introduce people, in their order; none where nobody is named.

    The sentences that name most people who were not named before are taken, and of each the first that says who they
    are. Somebody counts for as much as there are sentences with the last name.
    """
    whole = [one for one in statements if one.says_something]
    named = [{match.group() for match in _PERSON.finditer(one.words)} for one in whole]
    people = {name for names in named for name in names}
    people = {name for name in people if any(_acts(name, one) for one in whole)}
    words = Counter(word for one in whole for word in set(re.findall(r"[\w-]+", one.words)))
    counts = {name: words[name.split()[-1]] for name in people}
    worth = [
        sum(counts[name] for name in names & people) * (INTRODUCING if _introduces(one, names & people) else 1.0)
        for one, names in zip(whole, named, strict=True)
    ]
    chosen: list[int] = []
    told: set[str] = set()
    while len(chosen) < count:
        gains = [
            value * len((names & people) - told) / max(1, len(names & people))
            for value, names in zip(worth, named, strict=True)
        ]
        best = max(range(len(gains)), key=gains.__getitem__, default=0)
        if not gains or gains[best] <= 0:
            break
        chosen.append(best)
        told |= named[best] & people
    for place, one in enumerate(whole):
        called = {word for name in told for word in (name, name.split()[-1])}
        is_subject = any(re.match(rf"{re.escape(name)}{_BEING}", one.words) for name in called)
        if is_subject and place not in chosen and len(chosen) < count:
            chosen.append(place)
    return [whole[place] for place in sorted(chosen)]


def _introduces(statement: Statement, names: set[str]) -> bool:
    """Tell whether a sentence says who one of ``names`` is."""
    return any(
        re.search(rf"{re.escape(name)}{_BEING}|{_ROLE}(?: (?:is|was))? {re.escape(name)}", statement.words)
        for name in names
    )


def _acts(name: str, statement: Statement) -> bool:
    """Tell whether a sentence says of ``name`` what is said of people: what they do or are, or by whom it is done."""
    written = re.escape(name)
    return (
        re.search(
            rf"\bby (?:[A-Z][\w.-]+ )*(?:and )?{written}|{written}{_DOING}|{_ROLE}(?: (?:is|was))? {written}"
            rf"|{written}, (?:an?|the|our|then) (?:[a-z]+ )?{_ROLE}",
            statement.words,
        )
        is not None
    )
