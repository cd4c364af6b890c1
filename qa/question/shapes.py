"""Which shape of answer a question asks for; decided here and nowhere else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from qa.question.numbers import SPELT_OUT
from qa.question.phrases import VERB_FIRST
from qa.question.works import ANY_WORK

Shape = Literal[
    "fact", "reason", "definition", "overview", "list", "count", "expansion", "comparison", "yes_no", "either_or"
]
"""``fact``: a name, a date, a thing. ``reason``: why and how, a clause or sentences. ``definition``: what or who
somebody or something is, some sentences. ``overview``: the whole, or a part of it, as a short extract. ``list``: all
items, or as many as are asked for. ``count``: a number. ``expansion``: what letters stand for. ``comparison``: which
of several comes first. ``yes_no`` and ``either_or``: that word first, then the sentence."""

LONGEST_NAME = 6
"""Words of the longest thing that "What is ...?" asks the meaning of."""
LONGEST_BARE_NAME = 3
"""Words of the longest thing that is typed without any question about it, as into a search box."""

_LEAD_IN = re.compile(
    r"^(?:(?:so|and|but|then|ok|okay|well|now|hey|hi|hello|please|pls|just|also|um|uh)\b,? +)*"
    r"(?:(?:can|could|would|will) you (?:please |kindly |just )?"
    r"(?=tell|give|explain|name|list|summ?ar|sum|describe|say)"
    r"|(?:i(?:'d| would) like|i want) (?:you )?to (?:know |hear )?"
    r"|(?:do|does) (?:you|anyone|anybody) know |please |let me know )?"
)
_TELL_ME = re.compile(r"^tell (?:me|us) (?=who|what|when|where|why|which|how|whether)")
"""What people say before the question itself."""
_TAIL = re.compile(
    r"(?:,? (?:please|pls|thanks|thank you|to me|to us|for me|will you|would you"
    r"|in (?:very )?(?:simple|plain|easy|your own|everyday|other) (?:words|terms|english|language)"
    r"|(?:like|as if) i(?:'m| am| was| were) (?:five|5|a (?:child|kid|beginner)|new)"
    r"|for (?:beginners|dummies)|simply))+$"
)
_IS = r"(?:'s|s|'re| is| are| was| were)"
_WHOLE = (
    r"(?:(?:it|this|that|the)\b ?)?(?:(?:whole|entire|official|pytorch) )*"
    rf"(?:{ANY_WORK}|texts|documents|thing|all|everything)?"
)
"""The text itself, as people call it: "it", "this", "the film"; also nothing."""
_PEOPLE = r"(?:people|persons?|characters|companies|organi[sz]ations|firms|players|voices|figures|protagonists)"
_OVERVIEW = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]e[sd]?|i[sz]ing)|tl;?dr|gist|overview|synopsis|abstract|recap|storyline"
    r"|time ?line|chronology)\b"
    r"|\bsum(?:s|med)?(?: (?:it|this|that|everything|things|all))* up\b"
    r"|\b(?:main|key|central|major|most important|important) "
    r"(?:points?|ideas?|topics?|themes?|messages?|take-?aways?|facts?|things|statements?|events?|arguments?)\b"
    r"|\btake-?aways?\b|\b(?:in short|in brief|briefly|in a nutshell|in a few (?:words|sentences))\b"
    rf"|^what{_IS} {_WHOLE}(?: all| really| mainly| actually)* ?about"
    r"(?:,? in (?:an?|one|two|three|\d+) (?:\w+ )?(?:sentences?|words?|lines?))?$|^what's it (?:all )?about\b"
    rf"|^what (?:does|do|did) {_WHOLE} (?:talk about|deal with|cover|discuss|tell|show|teach)\b"
    r"|^what (?:can|could|will|would|do|did) (?:i|we|you|one|viewers?|people) learn\b"
    r"|^what(?:'s| has)? (?:ever )?happened to (?!.*\b(?:in|on|at|when|after|before|during|between|because|if)\b)"
    r"|^what(?: all| else)? (?:happened|went on|took place|was going on|occurred)"
    r"(?: (?:in|on|during|at|between|around)\b|$)"
    r"|\bevents (?:of|in|from|during)\b|\bwho'?s who\b"
    rf"|^(?:who|what|which)(?:{_IS})?(?: the| main| all| most| important| key| leading)* {_PEOPLE}(?:{_IS})?"
    rf"(?: (?:in|of|from) {_WHOLE}(?:,? and what (?:do|did|does|are|were) .*)?$"
    r"| (?:play|shape|appear|mentioned|named|shown|featured)\w*)"
    rf"|^(?:(?:list|name|show|mention|give|me|us|all|the|main|key|important|most) )*{_PEOPLE} (?:in|of|from) {_WHOLE}$"
    r"|^(?:tell|give|write|describe)(?: me| us)?(?: about)?(?: an?| the| some)?(?: \w+)? "
    rf"(?:story|account|history|description|idea|impression) (?:of|how)\b"
    rf"|^what{_IS} the (?:story|history) (?:of|behind)\b"
    r"|^what(?: has| had)?(?: ever)? bec[ao]me of\b|^who (?:does|did|do|looks after|is responsible for) what\b"
    rf"|^what{_IS} (?:all )?(?:the|this|that) (?:\w+ )?(?:row|quarrel|dispute|fuss|argument|controversy|scandal"
    r"|conflict|affair|trouble|problem|fight) (?:about|over|with|between|around)\b"
    r"|^describe\b|^what(?:'s| was| were| is| are) .{2,60} like$|\b(?:part|section|chapter) (?:about|on|where)\b"
)
_EXPANSION = re.compile(
    r"\bstands? for\b|\bshort (?:for|of)\b|\b(?:full|long) (?:form|name) of [\w.-]+$"
    r"|\bacronym\b|\babbreviat\w+|\bletters\b.*\bmean\b"
)
_SOME_EVENTS = re.compile(
    rf"^(?:name|list|mention|give)(?: me| us)? (?:any |just )?(?:{'|'.join(SPELT_OUT)}|\d+) events\b"
)
_COUNT = re.compile(r"\bhow many\b|^(?:what(?:'s| is| was) )?the number of\b|^(?:count|number of)\b")
_HOW_MUCH = re.compile(
    r"^(?:\w+ )?how (?:much|many|old|long|far|big|often|tall|high|wide|deep|heavy|fast|large|small|late|early|popular"
    r"|soon|advanced|slow|likely|successful|important|good|bad|hot|cold|loud|thick|strong|expensive|rich|close|hard)\b"
)
_REASON = re.compile(
    r"\bwhy\b|\bhow come\b|\bfor what (?:reason|purpose)\b|^what(?:'s| is| are| was| were) .+ for$"
    r"|^how\b|\bhow (?:do|does|did|is|are|was|were|has|have|had|can|could|would|to)\b"
    r"|\b(?:reasons?|purpose|causes?|motive|motivation|aim|point) (?:of|for|behind|why|that)\b"
    r"|^what (?:caused|led|made|drove|prompted|motivated|moved|explains|makes)\b"
)
_PLURAL = (
    r"(?:(?!(?:was|is|does|has|this|its|us|always|as|plus|thus|lens|series)\b)[a-z]{2,}(?:[a-hj-rtv-z]s|ies)"
    r"|people|men|women|children)"
)
# Fewer than the auxiliaries of phrases.py: "may" and "might" are nouns here too.
_NO_VERB = r"(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|makes|made)\b)"
_LIST_FIRST = re.compile(
    r"^(?:list|enumerate|name|mention)\b"
    r"|^give (?:me |us )?(?:all|every|everyone|everybody|a list|the (?:names|list)|two|three|four|five|\d+)\b"
    rf"|^(?:who|what)(?: all| else)? (?:are|were) (?:all )?(?:the|its|their|his|her) (?:[\w.-]+ )*?{_PLURAL}\b"
    r"|^who all\b"
)
_LIST = re.compile(
    r"^(?:(?:on|in|at|to|from|for|with|of|by) )?(?:which|what)(?: of)?(?: all)?(?: the| their| its)? "
    rf"{_NO_VERB}(?:{_NO_VERB}[\w.-]+ )??{_PLURAL}\b|^which (?:two|three|four|five|six)\b"
    r"|^(?:who|what|where|which)\b.* (?:over|through|throughout|across) the (?:years|decades|centuries|ages)\b"
    r"|^(?:who|what|where|which)\b.* (?:had a hand in|were involved in|between them|by name)\b"
    r"|^what (?:(?:was|were|is|has been|have been) (?:done|changed)|(?:all )?went (?:wrong|well))\b"
    r"|^who (?:all |else )?(?:is|are|was|were|appears?|speaks?|talks?|features?) (?:all )?"
    rf"(?:shown |seen |named |mentioned |featured |interviewed )?in (?:the|this) (?:\w+ )?(?:{ANY_WORK})$"
    r"|^what (?:must|should|shall|ought|do) (?:i|we|you|one|people) (?:to )?do (?:if|when|after|before|once|in)\b"
    r"|^what\b.* to (?:be done|do) (?:if|when|after|before|once|in case)\b"
)
_ORDER = r"(?:first|last|earlier|later|sooner|older|newer|younger|earliest|latest|oldest|newest|youngest)"
_COMPARES = re.compile(
    rf"^(?:which|what|who)(?: one)?(?: (?:\w+|of (?:the )?(?:\w+ )?(?:\w+)))?"
    r"(?:'s| is| are| was| were| came| comes| happened| appeared| opened| started| began)"
    rf"(?: \w+)? {_ORDER}(?:[,:]|$| on\b)"
    rf"|^(?:which|what|who|where)\b.*\b(?:more|less|fewer|most|{_ORDER}|[a-z]{{2,}}er)\b.*,? or "
    r"|^what(?:'s| is| are) the differences?\b|\bhow\b.*\bdiffer\b|\bdiffer from\b|^(?:who|which|what) both\b"
    r"|^(?:who|which)\b.*\band (?:also|is also|was also)\b|\bcompare[ds]?\b"
)
_OR = re.compile(r"\w,? or (?!not$|so$|more$|less$)\w")
_ASKS_WHICH = re.compile(r"^(?:which|who|what|where|when)\b")
_VERB_FIRST = re.compile(rf"^{VERB_FIRST}")
# Not the auxiliaries of phrases.py: without "not" a tag here has a comma before it, with it no typed slip.
_ASKS_BACK = re.compile(
    r", ?(?:right|correct|true|yes|no|ok|eh)$| right$"
    r"|(?:, ?(?:is|was|are|were|do|does|did|has|have|had|can|could|will|would)"
    r"|,? (?:is|was|are|were|do|does|did|has|have|had|ca|could|wo|would)n't) "
    r"(?:it|he|she|they|there|that|this|we|you)(?: (?:true|so|right|correct))?$"
)
_DEFINES = re.compile(
    rf"^what(?:{_IS}) meant by (?P<meant>.+)$|^what do(?:es)? (?:the (?:word|term|name) )?(?P<means>.+) mean$"
    r"|^what (?:kind|sort|type) of (?P<kind>[\w-]+) (?:is|was|are|were) (?:it|this|that|he|she|they)$"
    rf"|^(?:who|what)(?:{_IS}) (?!(?:your|you|my|it|he|she|they|that|this|we|i)\b)"
    r"(?P<plain>.+?)(?: and what (?:did|does) .*)?$"
    r"|^(?:tell|teach|show)(?: me| us)?(?: (?:something|anything|more|a bit|a little|everything|all|what you know))?"
    r" (?:about|of) (?P<about>.+)$|^what about (?P<what>.+)$"
    rf"|^what (?:does|do|did) {_WHOLE} (?:say|tell|report|explain|mention|write)(?: me| us)?"
    r" (?:about|of|on) (?P<said>.+)$"
    r"|^(?:explain|define|introduce)(?: to me| to us)?(?: what| who)? (?P<told>.+?)(?: is| are| was| were| means)?$"
    r"|^(?:the )?(?:meaning|definition) of (?P<meaning>.+)$"
)
_OF_ANOTHER = re.compile(
    r"\b(?:of|for|to|with|by|from|at|in|on|between|behind|about|called|named|born|than|if|when|that|which|who|where|wrong"
    r"|right|done|gone|made|known|used|built|sold|said|shown|bought"
    r"|before|after)\b|'s (?!box\b)\w|(?<=\w{3})(?:ing|ed)\b|\b(?!west|east|test|guest|forest)\w{2,}est\b"
    r"|\d\s*[+*/x-]\s*\d|^(?:not|there|first|last)\b"
)
"""What makes "What is ...?" ask for a detail: a relation, a property, a participle, a superlative, a sum."""
_HERE = re.compile(rf" here$| in {_WHOLE}$")
_NO_NAME = re.compile(r"\b(?:who|what|when|where|why|which|how|whom|whose|you|me|i)\b|\w+n't\b")


@lru_cache(maxsize=256)
def shape_of(question: str) -> Shape:
    """Return the shape of answer that ``question`` asks for, however it is typed."""
    words = plain_words(question)
    asks_yes_or_no = _VERB_FIRST.search(words) is not None or _ASKS_BACK.search(words) is not None
    if _LIST_FIRST.search(words) and (_SOME_EVENTS.search(words) or not _OVERVIEW.search(words)):
        return "list"
    if _COUNT.search(words) and not asks_yes_or_no:
        return "count"
    if _OVERVIEW.search(words) and not asks_yes_or_no:
        return "overview"
    if _COMPARES.search(words) and not asks_yes_or_no:
        return "comparison"
    if _OR.search(words) and (asks_yes_or_no or _ASKS_WHICH.search(words)):
        return "either_or"
    if asks_yes_or_no:
        return "yes_no"
    if _EXPANSION.search(words):
        return "expansion"
    if subject_of(question):
        return "definition"
    if _REASON.search(words) and not _HOW_MUCH.search(words):
        return "reason"
    return "list" if _LIST.search(words) else "fact"


def plain_words(question: str) -> str:
    """Return the question in lower case, without its mark and what is said before and behind it out of politeness."""
    words = " ".join(question.replace("\u2019", "'").casefold().split()).strip(' ?!.,;:"')
    words = _TELL_ME.sub("", _LEAD_IN.sub("", words)) or words
    return _TAIL.sub("", words) or words


def subject_of(question: str) -> str:
    """Return, in lower case, what "What is X?", "who was X" or "tell me about X" asks the meaning of, or nothing.

    A bare name is such a question too. Empty where a property or a relation is asked for, as in "What is the purpose of
    X?", or who plays a part, as in "Who was the architect?".
    """
    words = plain_words(question)
    match = _DEFINES.match(words)
    if match is None:
        bare = len(words.split()) <= LONGEST_BARE_NAME and not _NO_NAME.search(words) and not _VERB_FIRST.search(words)
        return words if bare else ""
    found = match.groupdict()
    subject = _HERE.sub("", next(group for group in found.values() if group))
    if found["plain"] and (_OF_ANOTHER.search(subject) or re.match(r"who\b.*\bthe ", words)):
        return ""
    subject = re.sub(r"^(?:an?|the|these|those|this|that|some) ", "", subject)
    return "" if len(subject.split()) > LONGEST_NAME or " or " in subject or _NO_NAME.search(subject) else subject
