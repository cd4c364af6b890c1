"""What is asked: the words of a question cleaned, its spelling mended, and what kind of thing it asks for."""

from qa.question.cleaning import LONGEST_QUESTION, clean_question, has_words
from qa.question.conversation import History, Interpretations, Rewrite, interpretations, turns_of
from qa.question.kinds import (
    Kind,
    asks_opinion,
    asks_what_happened,
    asks_what_is_said,
    asks_yes_or_no,
    can_answer,
    defined_in,
    defines,
    denies_date,
    is_measured_otherwise,
    judges,
    kind_of,
    lacks_judgement,
    names_in,
    tells_no_time,
    work_in,
)

__all__ = [
    "LONGEST_QUESTION",
    "History",
    "Interpretations",
    "Kind",
    "Rewrite",
    "asks_opinion",
    "asks_what_happened",
    "asks_what_is_said",
    "asks_yes_or_no",
    "can_answer",
    "clean_question",
    "defined_in",
    "defines",
    "denies_date",
    "has_words",
    "interpretations",
    "is_measured_otherwise",
    "judges",
    "kind_of",
    "lacks_judgement",
    "names_in",
    "tells_no_time",
    "turns_of",
    "work_in",
]
