"""Questions of whether something is in a text at all: "Does the film mention Lua?", "Is Ann Lee in it?"."""

from __future__ import annotations

import re

from qa.question.shapes import plain_words
from qa.question.works import ANY_WORK

LONGEST_THING = 6
"""Words of the longest thing of which it is asked."""

_WORK = rf"(?:the|this|that|your|our) (?:(?:whole|entire|official|pytorch) )*(?:{ANY_WORK})"
_SPEAKS_OF = (
    r"(?:mention|name|cover|feature|discuss|refer to|(?:talk|speak) (?:about|of)|deal with|touch (?:on|upon)|bring up"
    r"|(?:say|tell|have|contain|include) (?:anything|something) (?:about|of|on))"
)
_SPOKEN_OF = r"(?:mentioned|named|featured|covered|discussed|referred to|talked about|spoken of|touched on|brought up)"
_APPEAR = (
    r"(?:appear|feature|come up|show up|turn up|occur|get (?:mentioned|named|a mention)|make an appearance"
    r"|(?:have|play) a (?:part|role))"
)
_SHOWN = r"(?:shown|seen|included)"
_OFTEN = r"(?:(?:ever|also|even|actually|really|at all|anywhere|somewhere) )?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:do|does|did) (?:{_WORK}|it|they|people) {_OFTEN}{_SPEAKS_OF} (?P<thing>.+)",
        rf"(?:is|are|was|were) (?P<thing>.+?) {_OFTEN}(?:{_SPOKEN_OF}|{_SHOWN})(?: (?:in|by) {_WORK}| there)?",
        rf"(?:is|are|was|were) (?P<thing>.+?) {_OFTEN}(?:part of|in) (?:{_WORK}|it|there)",
        rf"(?:do|does|did) (?P<thing>.+?) {_OFTEN}{_APPEAR}(?: in {_WORK}| there)?",
        r"(?:is|are|was|were) there (?:anything|something|any mention|a mention|a word) (?:about|of|on) (?P<thing>.+)",
    )
)
_BEHIND = re.compile(r"(?: (?:at all|anywhere|somewhere|too|as well|or not))+$")
_WITHIN = re.compile(rf" (?:in|by) {_WORK}$")
_NO_THING = re.compile(
    r"\b(?:how|that|why|when|where|what|who|whom|whose|which|whether|if|i|it|he|she|they|we|you|this|there|anyone|anybody"
    r"|someone|anything|something|also|not)\b|^(?:the )?(?:people|names?|same|best|worst)\b"
)


def mentioned_in(question: str) -> str:
    """Return, in lower case, the thing or person of which ``question`` asks whether the text mentions it, or nothing.

    How something is done and what somebody says are no such things.
    """
    words = _BEHIND.sub("", plain_words(question))
    for pattern in _PATTERNS:
        match = pattern.fullmatch(words)
        if match is not None:
            thing = _WITHIN.sub("", match["thing"]).strip()
            fits = 0 < len(thing.split()) <= LONGEST_THING and not _NO_THING.search(thing)
            return thing if fits else ""
    return ""
