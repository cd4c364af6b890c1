"""What is made of what a reader marks and judges: each rule alone, with marks and verdicts that are given.

The whole of the product, with the real reader, is asked in the tests of details, premises and alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from corpus import Document
from index import Encoder, Index, build_index
from qa.answer import Decision, Finding
from qa.answer.claims import known_names
from qa.answer.details import LEAST_MARGIN, LEAST_NAME_MARGIN, checked, details_of
from qa.answer.premise import LEAST_DENIED, MOST_HELD, premise_draft
from qa.answer.yes_no import either_or_draft, yes_no_draft
from qa.reader.protocol import ReaderKind, Reading
from qa.types import AnswerSpan, Passage

MakePassage = Callable[..., Passage]
MakeSpan = Callable[..., AnswerSpan]
Verdict = tuple[float, float, float]
NOTHING_SAID = (0.01, 0.01, 0.98)
HOLDS, DENIES = (0.97, 0.01, 0.02), (0.01, 0.97, 0.02)


@dataclass
class GivenReader:
    """Marks the words that are given for a question, and judges the sentences that are given, all of which it marks."""

    marks: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    margin: float = 9.0
    kind: ReaderKind = "span"
    read_texts: list[str] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Mark and judge as it was given."""
        self.read_texts += [one.text for one in passages]
        words = self.marks.get(question, "")
        spans = [
            AnswerSpan(one, start, start + len(words), -0.1, -0.1 - self.margin)
            for one in passages
            if words and (start := one.chunk.document.text.find(words, one.chunk.start, one.chunk.end)) >= 0
        ]
        spans += [
            AnswerSpan(one, one.chunk.start, one.chunk.end, -0.1, -0.1 - self.margin)
            for one in passages
            if self.verdicts.get(one.text, NOTHING_SAID) != NOTHING_SAID and question not in self.marks
        ]
        judged = [replace(one, verdict=self.verdicts.get(one.text, NOTHING_SAID), relevance=2.0) for one in passages]
        return Reading(tuple(spans), tuple(judged))


@pytest.fixture(scope="module")
def no_index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that none of these rules looks into."""
    folder = tmp_path_factory.mktemp("index")
    build_index([Document("a", "Nothing is said.")], encoder, folder)
    return Index.load(folder)


def found(passage: Passage, reader: GivenReader, *spans: AnswerSpan, decision: Decision | None = None) -> Finding:
    return Finding("text", decision, (replace(passage, relevance=2.0),), spans=spans, reader=reader)


TOWER = "The tower was built in 1868. It is open from May to September. It was painted every ten years since 1902."


@pytest.mark.parametrize(
    ("question", "asked", "marked", "agrees"),
    [
        ("Was the tower built in 1868?", "When was the tower built?", "1868", [True]),
        ("Was the tower built in 1901?", "When was the tower built?", "1868", [False]),
        ("Is the tower open in July?", "When is the tower open?", "May to September", [True]),
        ("Is the tower open in May?", "When is the tower open?", "May to September", [True]),
        ("Was the tower painted in 1950?", "When was the tower painted?", "every ten years since 1902", []),
        ("Was the tower painted in 1902?", "When was the tower painted?", "1868", [False]),
    ],
)
def test_a_date_is_denied_by_another_and_not_by_one_that_comes_again(
    passage: MakePassage, question: str, asked: str, marked: str, agrees: list[bool]
) -> None:
    read = [passage(TOWER)]
    assert [one.agrees for one in checked(question, read, GivenReader({asked: marked}))] == agrees


def test_a_sentence_that_says_the_date_as_well_denies_nothing(passage: MakePassage) -> None:
    read = [passage("Begun in 1860, the tower was opened in 1868.")]
    assert checked("Was the tower opened in 1860?", read, GivenReader({"When was the tower opened?": "1868"})) == []


def test_a_range_of_years_denies_no_year(passage: MakePassage) -> None:
    read = [passage("The tower was closed between 1939 and 1945.")]
    reader = GivenReader({"When was the tower closed?": "1939 and 1945", "How long?": ""})
    assert [one.agrees for one in checked("Was the tower closed in 1951?", read, reader)] == [False]
    reader = GivenReader({"When was the tower closed?": "between 1939 and 1945"})
    assert checked("Was the tower closed in 1942?", read, reader) == []


def test_no_detail_is_read_behind_one_that_is_told_otherwise(passage: MakePassage) -> None:
    read = [passage("The tower was built in 1868 for 300 crowns.")]
    marks = {
        "When was the tower built for 300 crowns?": "1868",
        "How many crowns was the tower built in 1868 for?": "300",
        "How many crowns was the tower built in 1901 for?": "300",
    }

    def agreeing(question: str) -> list[bool]:
        return [one.agrees for one in checked(question, read, GivenReader(marks))]

    assert agreeing("Was the tower built in 1868 for 300 crowns?") == [True, True]
    assert agreeing("Was the tower built in 1901 for 300 crowns?") == [False]


def test_what_the_reader_is_not_sure_of_denies_nothing(passage: MakePassage) -> None:
    read, marks = [passage("The tower was built in 1868 by Mara Tolen.")], {"When was the tower built?": "1868"}
    assert checked("Was the tower built in 1901?", read, GivenReader(marks, margin=LEAST_MARGIN + 0.1))
    assert not checked("Was the tower built in 1901?", read, GivenReader(marks, margin=LEAST_MARGIN - 0.1))
    marks = {"By whom was the tower built?": "Mara Tolen"}
    assert checked("Was the tower built by Gustav Brok?", read, GivenReader(marks, margin=LEAST_NAME_MARGIN + 0.1))
    assert not checked("Was the tower built by Gustav Brok?", read, GivenReader(marks, margin=LEAST_NAME_MARGIN - 0.1))


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Aster was created at FAIR by Mara Tolen. Gustav Brok sold maps.", [False]),
        ("Aster was created at FAIR by Mara Tolen. Gustav Brok created Aster with her.", []),
        ("Aster was created at FAIR by Mara Tolen. Mara Tolen and Gustav Brok were one firm.", []),
        ("Aster was created at FAIR by Mara Tolen. Gustav Brok created the game of Dorn.", [False]),
    ],
)
def test_a_maker_is_denied_unless_the_text_links_them_with_the_thing_or_its_makers(
    passage: MakePassage, text: str, agrees: list[bool]
) -> None:
    read, reader = [passage(text)], GivenReader({"Who did create Aster?": "Mara Tolen"})
    assert [one.agrees for one in checked("Did Gustav Brok create Aster?", read, reader)] == agrees


def test_the_maker_of_one_thing_denies_nobody_another_one(passage: MakePassage) -> None:
    read = [passage("Aster was created at FAIR by Mara Tolen. Gustav Brok sold maps.")]
    reader = GivenReader({"Who did create the first chip for Aster?": "Mara Tolen"})
    assert not checked("Did Gustav Brok create the first chip for Aster?", read, reader)


def test_only_who_made_something_is_one_alone(passage: MakePassage) -> None:
    read = [passage("Mara Tolen liked the tower and built the tower.")]
    marks = {"Who did like the tower?": "Mara Tolen", "Who did build the tower?": "Mara Tolen"}
    assert checked("Did Gustav Brok build the tower?", read, GivenReader(marks))
    assert not checked("Did Gustav Brok like the tower?", read, GivenReader(marks))


@pytest.mark.parametrize(
    ("question", "details"),
    [
        ("Is it about 40 metres high?", [("40", "How many metres is it high?")]),
        ("Did more than three men build it?", [("three", "How many men did build it?")]),
        ("Is that one open?", []),
        ("Was it shut for one day?", []),
        ("Is it the 40-metre tower?", []),
    ],
)
def test_a_number_is_taken_out_with_its_hedge_and_its_unit(question: str, details: list[tuple[str, str]]) -> None:
    assert [(one.text, one.question) for one in details_of(question, frozenset())] == details


def test_a_word_that_also_stands_without_a_capital_is_no_name() -> None:
    assert known_names(("They went to the Mill.", "Ann saw the mill, and Otto too.")) == {"otto"}


def test_a_claim_about_somebody_who_is_not_mentioned_is_not_decided(passage: MakePassage, no_index: Index) -> None:
    text = "Mara Tolen kept the lamp."
    read = passage(text)
    reader = GivenReader(verdicts={text: HOLDS})
    said = yes_no_draft("Did Mara Tolen keep the lamp?", found(read, reader), no_index)
    other = yes_no_draft("Did Gustav Brok keep the lamp?", found(read, reader), no_index)
    assert said is not None
    assert said.answered
    assert said.text == f"Yes. {text}"
    assert other is not None
    assert not other.answered


def test_a_claim_about_a_year_that_is_not_mentioned_is_not_decided(passage: MakePassage, no_index: Index) -> None:
    text = "The lamp will burn until 1951."
    read, reader = passage(text), GivenReader({"When will the lamp still burn?": ""}, {text: HOLDS})
    said = yes_no_draft("Will the lamp still burn in 1951?", found(read, reader), no_index)
    other = yes_no_draft("Will the lamp still burn in 2040?", found(read, reader), no_index)
    assert said is not None
    assert said.answered
    assert other is not None
    assert not other.answered


def test_a_claim_that_nothing_decides_is_not_shown(passage: MakePassage, no_index: Index) -> None:
    read = passage("The lamp is green. It stands by the sea.")
    draft = yes_no_draft("Was the lamp sold?", found(read, GivenReader()), no_index)
    assert draft is not None
    assert not draft.answered


@pytest.mark.parametrize(
    ("verdict", "margin", "begins"),
    [(NOTHING_SAID, 9.0, "Yes."), (NOTHING_SAID, 3.0, ""), (HOLDS, 3.0, "Yes."), (DENIES, 9.0, "No.")],
)
def test_a_detail_told_alike_settles_a_claim_that_nothing_denies(
    passage: MakePassage, no_index: Index, verdict: Verdict, margin: float, begins: str
) -> None:
    text = "The lamp was lit in 1868."
    reader = GivenReader({"When was the lamp lit?": "1868"}, {text: verdict}, margin)
    said = yes_no_draft("Was the lamp lit in 1868?", found(passage(text), reader), no_index)
    assert said is not None
    assert said.answered is bool(begins)
    assert said.text.startswith(begins)


def test_what_is_said_not_to_be_is_not_the_one_of_two(passage: MakePassage, mark: MakeSpan, no_index: Index) -> None:
    read = passage("The chest is not made of oak but of pear wood.")
    spans = (mark(read, "not made of oak", -0.2), mark(read, "of pear wood", -1.0))
    decision = Decision(spans[0], 0.8, answered=True)
    draft = either_or_draft(
        "Is the chest made of oak or of pear wood?", found(read, GivenReader(), *spans, decision=decision), no_index
    )
    assert draft is not None
    assert draft.text == "of pear wood"


def test_where_neither_of_two_is_marked_the_nearest_sentence_tells(
    passage: MakePassage, mark: MakeSpan, no_index: Index
) -> None:
    read = passage("The chest is made of pear wood. It stands in the hall.")
    marked = mark(read, "in the hall")
    draft = either_or_draft(
        "Is the chest made of oak or of pear wood?",
        found(read, GivenReader(), marked, decision=Decision(marked, 0.7, answered=True)),
        no_index,
    )
    assert draft is not None
    assert (draft.text, draft.spans[0].text) == ("of pear wood", "The chest is made of pear wood.")


def test_the_option_that_the_text_need_not_name_counts_against_no_answer(
    passage: MakePassage, mark: MakeSpan, no_index: Index
) -> None:
    read = replace(passage("The library was written by Mara Tolen."), relevance=5.0)
    marked = mark(read, "Mara Tolen", -0.1, -9.0)
    low = Decision(marked, 0.2, answered=False)
    draft = either_or_draft(
        "Was the library written by Gustav Brok or by Mara Tolen?",
        found(read, GivenReader(), marked, decision=low),
        no_index,
    )
    assert draft is not None
    assert draft.answered
    assert draft.probability > 0.5


@pytest.mark.parametrize(
    ("denied", "held", "shown"),
    [
        (DENIES, NOTHING_SAID, True),
        (DENIES, HOLDS, False),
        (NOTHING_SAID, NOTHING_SAID, False),
    ],
)
def test_a_premise_is_denied_by_a_sentence_that_no_other_contradicts(
    passage: MakePassage, no_index: Index, denied: Verdict, held: Verdict, *, shown: bool
) -> None:
    texts = ("They did not rebuild the mill.", "Somebody says that they rebuild the mill.")
    reader = GivenReader(verdicts=dict(zip(texts, (denied, held), strict=True)))
    draft = premise_draft("When did they rebuild the mill?", found(passage(" ".join(texts)), reader), no_index)
    assert (draft is not None) is shown
    if draft is not None:
        assert draft.text == f"Not so: {texts[0]}"
        assert draft.probability >= LEAST_DENIED > MOST_HELD


def test_no_sentence_is_read_behind_one_that_says_what_is_taken_for_granted(
    passage: MakePassage, no_index: Index
) -> None:
    text = " ".join(f"Worker {number} says that they rebuild the mill." for number in range(6))
    asked = "When did they rebuild the mill?"

    def sentences_read(verdict: Verdict) -> int:
        reader = GivenReader(verdicts={f"{text.split('.')[0]}.": verdict})
        assert premise_draft(asked, found(passage(text), reader), no_index) is None
        return len(set(reader.read_texts))

    assert sentences_read(NOTHING_SAID) == 6
    assert sentences_read(HOLDS) < 6


def test_a_sentence_without_a_word_of_what_is_asked_denies_nothing(passage: MakePassage, no_index: Index) -> None:
    text = "Otto Brand did not rebuild the mill."
    reader = GivenReader(verdicts={text: DENIES})
    assert premise_draft("When did Otto Brand rebuild it?", found(passage(text), reader), no_index) is not None
    assert premise_draft("Where was Otto Brand born?", found(passage(text), reader), no_index) is None


def test_a_question_that_is_answered_is_not_held_against_the_text(
    passage: MakePassage, mark: MakeSpan, no_index: Index
) -> None:
    text = "They did not rebuild the mill before 1902."
    read = passage(text)
    reader = GivenReader(verdicts={text: DENIES})
    asked = "When did they rebuild the mill?"
    assert premise_draft(asked, found(read, reader), no_index) is not None
    assert premise_draft(asked, found(read, reader, mark(read, "1902", -0.1, -3.0)), no_index) is None
    assert premise_draft(asked, found(read, reader, mark(read, "1902", -3.0, -0.1)), no_index) is not None
