"""Plays and screenplays: who speaks, what nobody says, and the scenes as headings."""

from __future__ import annotations

import pytest

from corpus import Document, read_content, read_pasted

PLAY = """\
THE LIGHTHOUSE
A play in one act

CHARACTERS
MARTHA, a keeper, 60
JON, her nephew, 22

SCENE ONE

The lamp room. Night. A storm.

MARTHA
(polishing the lens)
The lamp burns forty litres of oil a night.

JON
Who pays for it?

MARTHA
The harbour board. They have paid since 1887.
(She looks out.)
And they will stop in spring.

SCENE TWO

JON (softly)
Then I will go to sea.

[A knock. MARTHA opens the door.]

MARTHA
Captain Reed! You were lost on the Skerries!
"""
SCREENPLAY = """\
INT. KITCHEN - NIGHT

ANNA
(whispering)
The safe is behind the stove.

BEN
What is the code?

ANNA
Four, one, nine, two.

CUT TO:

EXT. GARDEN - CONTINUOUS

Ben runs to the gate. It is locked.

BEN (CONT'D)
The key is in the well!
"""
PORTIA = """\
ACT I. SCENE II

Enter PORTIA and NERISSA.

PORTIA. By my troth, Nerissa, my little body is aweary.

NERISSA. You would be, sweet madam.

PORTIA (laughing). Good sentences, and well pronounced.

[Exeunt.]
"""
NORA = """\
Nora. Hide the tree, Helen.

Porter. Sixpence.

Nora. There is a shilling. No, keep the change.

Helmer. Is that my little lark?

Nora (busy with a parcel). Yes, it is!

Helmer. When did she come home?

Nora. Just now.

Helmer. Has she been wasting money again?

Nora. Yes, but we may be a little reckless now.
"""


def _said(document: Document) -> list[tuple[str, str]]:
    return [(one.name, document.text[one.start : one.end]) for one in document.speakers]


def _unsaid(document: Document) -> list[str]:
    spoken = [(one.start, one.end) for one in document.speakers]
    starts, ends = [0, *(end for _, end in spoken)], [*(start for start, _ in spoken), len(document.text)]
    return [words for start, end in zip(starts, ends, strict=True) if (words := document.text[start:end].strip())]


def test_names_above_what_is_said_speak_it_and_directions_are_said_by_nobody() -> None:
    document = read_pasted(PLAY)
    assert _said(document) == [
        ("MARTHA", "The lamp burns forty litres of oil a night."),
        ("JON", "Who pays for it?"),
        ("MARTHA", "The harbour board. They have paid since 1887."),
        ("MARTHA", "And they will stop in spring."),
        ("JON", "Then I will go to sea."),
        ("MARTHA", "Captain Reed! You were lost on the Skerries!"),
    ]
    assert "[A knock. MARTHA opens the door.]" in _unsaid(document)
    assert "(She looks out.)" in _unsaid(document)
    assert "JON, her nephew, 22" in document.text
    assert [section.heading for section in document.sections] == [("SCENE ONE",), ("SCENE TWO",)]


def test_a_screenplay_has_its_places_as_headings() -> None:
    document = read_pasted(SCREENPLAY)
    assert [section.heading[0] for section in document.sections] == ["INT. KITCHEN - NIGHT", "EXT. GARDEN - CONTINUOUS"]
    assert _unsaid(document) == ["Ben runs to the gate. It is locked."]
    assert _said(document)[-1] == ("BEN", "The key is in the well!")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_names_may_stand_before_what_is_said(name: str) -> None:
    document = read_content(PORTIA.encode(), source=name)
    assert _said(document) == [
        ("PORTIA", "By my troth, Nerissa, my little body is aweary."),
        ("NERISSA", "You would be, sweet madam."),
        ("PORTIA", "(laughing) Good sentences, and well pronounced."),
    ]
    assert _unsaid(document) == ["Enter PORTIA and NERISSA."]
    assert [section.heading for section in document.sections] == [("ACT I. SCENE II",)]


def test_names_in_small_letters_speak_where_they_begin_most_paragraphs() -> None:
    said = _said(read_pasted(NORA))
    assert said[:3] == [
        ("Nora", "Hide the tree, Helen."),
        ("Porter", "Sixpence."),
        ("Nora", "There is a shilling. No, keep the change."),
    ]
    assert said[4] == ("Nora", "(busy with a parcel) Yes, it is!")


@pytest.mark.parametrize(
    "text",
    [
        "INGREDIENTS\n500 g flour\n2 eggs\n\nMETHOD\nMix it.\n\nINGREDIENTS\n20 g salt\n\nMETHOD\n30 minutes at 200\n",
        "EDUCATION\nOslo, 1998\n\nEXPERIENCE\nSund Lines, 1999-2004\n\nSKILLS\nWelding\n",
        "NASA. The agency was founded in 1958.\n\nESA. The agency was founded in 1975.\n\nJAXA. It is from 2003.\n",
        "Oslo. The town lies on a fjord.\n\nIt is old.\n\nOslo. It burned down in 1624.\n\nIt was built again.\n",
    ],
)
def test_what_only_looks_like_a_play_names_no_speaker(text: str) -> None:
    assert read_pasted(text).speakers == ()
