"""Small talk and questions about the program itself, told from questions that a text could answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from qa.question.kinds import names_in

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]

Talk = Literal["greeting", "thanks", "farewell", "feedback", "identity", "ability", "origin", "memory", "language"]
"""What somebody says who asks nothing of the texts. ``origin``: where answers come from and whether they are right."""

SAID: dict[Talk, tuple[str, ...]] = {
    "greeting": ("Hello!", "Hi there", "Good evening", "Hey", "How are you today?", "Is anybody there?"),
    "thanks": ("Thank you very much!", "Thanks a lot", "Much appreciated", "Cheers, that was helpful", "thx"),
    "farewell": ("Goodbye!", "See you tomorrow", "Good night, sleep well", "I have to go now", "Bye for now"),
    "feedback": (
        "That is not right.",
        "Your answer is incorrect",
        "Well done, a good answer",
        "Okay, I see",
        "Haha, funny",
        "lol",
        "You are stupid",
        "Nice",
        "You are so smart",
    ),
    "identity": (
        "Who are you?",
        "What is your name?",
        "Are you a human or a machine?",
        "Are you an AI like ChatGPT or Siri?",
        "What kind of assistant are you?",
        "Who made you?",
    ),
    "ability": (
        "Help me please",
        "What can you do?",
        "What can I ask you?",
        "What should I ask you?",
        "How do I use this chatbot?",
        "How does this program work?",
        "Give me an example of a question I could ask",
        "Which documents have you read?",
        "Tell me something interesting",
        "Surprise me with a fun fact",
    ),
    "origin": (
        "Where do you get your answers from?",
        "How do I know that you are telling the truth?",
        "Can I rely on what you tell me?",
        "How reliable are your answers?",
        "Do you make things up?",
    ),
    "memory": ("Do you remember what I said before?", "Can you recall our conversation?", "Do you store my questions?"),
    "language": ("Do you speak French?", "Can I ask in Spanish?", "Which languages do you understand?"),
}
"""Sentences of each kind. What is said is compared with them by meaning, so they need not hold its words."""
LEAST_ALIKE = 0.7
"""Cosine to one of :data:`SAID` from which something is small talk. Of 1,538 development questions of other kinds none
reaches it that is no small talk, and of small talk in English a half does."""
LEAST_ALIKE_SHORT = 0.53
"""The same for what has at most :data:`FEW_WORDS` words."""
LEAST_ALIKE_ADDRESSED = 0.48
"""The same for what speaks to the program: ``you``."""
FEW_WORDS = 3
LONGEST_UNADDRESSED = 6
"""Words of the longest small talk that does not speak to the program."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ADDRESSED = re.compile(r"\b(?:you|your|yours|yourself|u)\b", re.IGNORECASE)
_OF_US = re.compile(r"\b(?:i|you|your|u)\b", re.IGNORECASE)
_ABOUT_OTHERS = re.compile(r"\b(?:he|she|it|they|him|her|his|hers|its|their|them)\b", re.IGNORECASE)
_ABOUT_A_THING = re.compile(r"\b(?:that|it|them|those)\W*$", re.IGNORECASE)
_COURTESY = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|ok|okay|great|sorry|excuse me)"
    r"(?: there| again| everyone| all| so much| a lot| very much| everybody)?)\b[\s,.!:;-]+(?=\S+\s+\S)",
    re.IGNORECASE,
)


class Encodes(Protocol):
    """Whatever makes vectors of sentences."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector a text: float32, shape ``(len(texts), dimension)``."""
        ...


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Recognises small talk by its nearness to :data:`SAID`; make one with :meth:`of`."""

    kinds: tuple[Talk, ...]
    vectors: Vectors

    @classmethod
    def of(cls, encoder: Encodes) -> SmallTalk:
        """Return what recognises small talk in the vectors of ``encoder``."""
        pairs = [(kind, sentence) for kind, sentences in SAID.items() for sentence in sentences]
        return cls(tuple(kind for kind, _ in pairs), encoder.encode_passages([sentence for _, sentence in pairs]))

    def nearest(self, vector: Vectors) -> tuple[Talk, float]:
        """Return which kind is nearest to what has this ``vector``, float32 ``(dimension,)``, and its cosine."""
        cosines = self.vectors @ vector
        best = int(cosines.argmax())
        return self.kinds[best], float(cosines[best])

    def talk(self, question: str, vector: Vectors) -> Talk | None:
        """Return what kind of small talk ``question``, of which ``vector`` is the embedding, is; None if it is none."""
        kind, cosine = self.nearest(vector)
        if kind == "language" and not _OF_US.search(question):  # "Which languages came up?" is of the text.
            return None
        if kind == "identity" and _ABOUT_A_THING.search(question):  # "Who made that?" is of what was told.
            return None
        if cosine >= LEAST_ALIKE:
            return kind
        if _ADDRESSED.search(question):
            return kind if cosine >= LEAST_ALIKE_ADDRESSED else None
        is_short = len(_WORD.findall(question)) <= FEW_WORDS and not _ABOUT_OTHERS.search(question)
        return kind if is_short and cosine >= LEAST_ALIKE_SHORT else None


def may_be_small_talk(question: str) -> bool:
    """Tell by its words alone whether ``question`` may be small talk, so that most need not be compared with any."""
    if _ADDRESSED.search(question):
        return True
    return len(_WORD.findall(question)) <= LONGEST_UNADDRESSED and not names_in(question)


def without_courtesies(question: str) -> str:
    """Return ``question`` without a greeting or thanks before it: ``Hi, who made it?`` as ``who made it?``."""
    return _COURTESY.sub("", question, count=1)
