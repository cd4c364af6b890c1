"""Questions of what "she", "they" or "the author" says, asked of the text whose voice it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.question.references import unbound_references

_TELLING = (
    r"(?:say|talk|tell|mention|explain|describe|speak|report|recount|discuss|claim|argue|recommend|suggest|advise|warn"
    r"|conclude|mean by)"
)
_TELLER = r"(?:speaker|author|lecturer|narrator|writer|presenter|storyteller|teller)s?"
_ASKED = re.compile(
    rf"\b(?P<verb>do|does|did)(?P<gap> +)(?P<who>s?he|they|the {_TELLER})"
    rf"(?= +(?:\w+ly +|ever +|also +|actually +|have to +)*{_TELLING}\b)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    rf",? +according to the {_TELLER}\b(?! \w)|,? +in the {_TELLER}['\u2019]s? (?:words|opinion|view)\b", re.IGNORECASE
)
THE_TEXT = "the text"


def asked_of_text(question: str, persons: Callable[[], frozenset[str]], *, alone: bool) -> str:
    """Return ``question`` with "the text" for whoever is asked to tell it; as it is where that is not asked.

    ``persons`` returns the pronouns that the voice of the text may be called by ("she", "they"); without any the
    question stays as it is. A pronoun is the voice only where the question is ``alone``, without any said before, and
    nothing before it in the question may be meant.
    """
    found, according = _ASKED.search(question), _ACCORDING.search(question)
    called = persons() if found or according else frozenset()
    if not called:
        return question
    if found is not None:
        who, start = found["who"].lower(), found.start("who")
        is_voice = alone and who in called and any(one.start == start for one in unbound_references(question))
        if is_voice or " " in who:
            verb = "does" if found["verb"].lower() == "do" else found["verb"]
            verb = verb.capitalize() if found["verb"][0].isupper() else verb
            question = f"{question[: found.start()]}{verb}{found['gap']}{THE_TEXT}{question[found.end() :]}"
    return _ACCORDING.sub("", question)
