"""Mails, mailboxes, saved pages, and the heads and quotations of mails in plain text: who wrote what, told once."""

from __future__ import annotations

import pytest

from corpus import Document, TextError, read_content, read_pasted

MAIL = """\
Received: from a.example by b.example; Tue, 12 Mar 2024 09:15:02 +0100
MIME-Version: 1.0
From: =?utf-8?Q?Ingrid_S=C3=B8rlie?= <ingrid@harbour.example>
To: Olaf Brandt <olaf@ferry.example>
Subject: =?utf-8?Q?Re:_The_new_crane?=
Date: Tue, 12 Mar 2024 09:15:00 +0100
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Dear Olaf, the new crane lifts 80 tonnes and costs =E2=82=AC2.4 m=
illion.

On Mon, 11 Mar 2024 at 17:02, Olaf Brandt
<olaf@ferry.example> wrote:
> The captain of the Freya asks about the crane
> because she has to unload two transformers.
--b2
Content-Type: text/html; charset=utf-8

<p>Dear Olaf, the new crane lifts 80 tonnes.</p>
--b2--
--b1
Content-Type: application/pdf
Content-Disposition: attachment; filename="plan.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b1--
"""
HEAD = (
    "From: Ingrid Sørlie <ingrid@harbour.example>; To: Olaf Brandt <olaf@ferry.example>; Date: 12 March 2024, 09:15; "
    "Subject: Re: The new crane"
)
LINES = """\
From: Maria Keller
Sent: Monday, June 3, 2024 8:12 AM
To: Tom Ames; Lena Fox
Subject: RE: Beehives

The beekeeper brings six hives on Friday. The roof holds 400 kg per
square metre.

-----Original Message-----
From: Tom Ames
Sent: Friday, May 31, 2024 4:40 PM
To: Maria Keller
Subject: Beehives

The caretaker, Mr Dunn, is afraid of stings.
"""
BOX = """\
From ingrid@harbour.example Tue Mar 12 09:15:02 2024
From: Ingrid <ingrid@harbour.example>
Subject: Crane
Date: Tue, 12 Mar 2024 09:15:00 +0100

The crane arrives on 4 April.

From olaf@ferry.example Wed Mar 13 10:00:00 2024
From: Olaf <olaf@ferry.example>
Subject: Re: Crane
Date: Wed, 13 Mar 2024 10:00:00 +0100

Ingrid <ingrid@harbour.example> wrote:
> The crane arrives on
> 4 April.

The Freya will come on 6 April.

>From then on the pier is ours.
"""
PAGE = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://town.example/weir
Subject: The Weir
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

<html><head><meta charset=3D"utf-8"><title>The Weir</title></head><body><nav>Menu</nav>=
<h1>The Weir</h1><p>Adam Vo=C3=9F built the weir.</p></body></html>
------x--
"""


def _said(document: Document) -> list[tuple[str, str]]:
    return [(one.name, document.text[one.start : one.end]) for one in document.speakers]


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a.mbox"])
def test_a_mail_is_its_words_with_who_wrote_them_to_whom_and_when(name: str) -> None:
    document = read_content(MAIL.replace("\n", "\r\n").encode(), source=name)
    assert document.text.split("\n\n")[0] == HEAD
    assert [section.heading for section in document.sections] == [("The new crane",)]
    assert [(name, words.split(". ")[0]) for name, words in _said(document)] == [
        ("Ingrid Sørlie", "Dear Olaf, the new crane lifts 80 tonnes and costs €2.4 million."),
        ("Ingrid Sørlie", "On Mon, 11 Mar 2024 at 17:02, Olaf Brandt <olaf@ferry.example> wrote:"),
        ("Olaf Brandt", "The captain of the Freya asks about the crane because she has to unload two transformers."),
    ]
    assert document.warnings == (
        f"{name}: 1 attached files were not read. Save them to read them as texts of their own.",
    )


def test_the_heads_of_letters_in_a_text_tell_who_wrote_which() -> None:
    document = read_content(LINES.encode(), source="a.txt")
    assert _said(document) == [
        ("Maria Keller", "The beekeeper brings six hives on Friday. The roof holds 400 kg per square metre."),
        ("Tom Ames", "The caretaker, Mr Dunn, is afraid of stings."),
    ]
    assert [section.heading for section in document.sections] == [("Beehives",)]
    assert "From: Tom Ames; Sent: Friday, May 31, 2024 4:40 PM; To: Maria Keller; Subject: Beehives" in document.text
    assert "Original" not in document.text


def test_a_mailbox_tells_what_is_quoted_once() -> None:
    document = read_content(BOX.encode(), source="a.mbox")
    assert document.text.count("The crane arrives on 4 April.") == 1
    assert ("Ingrid", "The crane arrives on 4 April.") in _said(document)
    said = [words for name, words in _said(document) if name == "Olaf"]
    assert "The Freya will come on 6 April.\nFrom then on the pier is ours." in "\n".join(said)
    assert document.text.count("From: ") == 2


def test_one_broken_letter_costs_only_itself() -> None:
    broken = (
        b"From a@b.c Tue Mar 12 09:15:02 2024\nFrom: <a@b.c>\nContent-Type: text/plain\n\n\x00\x01\x02\x00\xff\x00\n\n"
    )
    document = read_content(broken * 2 + BOX.encode(), source="a.mbox")
    assert "The Freya will come on 6 April." in document.text
    assert document.warnings == ("a.mbox: 2 of 4 letters hold no text that can be read; they were left out.",)


def test_quotations_stand_apart_without_their_marks() -> None:
    text = "> > How long is the pier?\n> It is 140 metres long and was built by the\n> engineer Karl Witt.\nWho paid?\n"
    assert read_pasted(text).text == (
        "How long is the pier?\n\nIt is 140 metres long and was built by the engineer Karl Witt.\n\nWho paid?"
    )


@pytest.mark.parametrize(
    "text",
    [
        ">>> print(1)\n>>> print(2)\n\nThat is Python.",
        ">seq1\nACGT\n>seq2\nGGTA",
        "From: Oslo\nTo: Bergen\nDate: 3 May\n\nThe train takes six hours.",
        "The value is > 5 or\n> 6 is too much, it says.",
    ],
)
def test_what_only_looks_like_a_mail_names_no_writer(text: str) -> None:
    document = read_pasted(text)
    assert document.speakers == ()
    assert document.sections == ()


def test_a_page_that_was_saved_as_one_file_is_read_as_a_page() -> None:
    for name in ("a.mht", "a.mhtml", "a.html", "a.txt"):
        document = read_content(PAGE.encode(), source=name)
        assert (document.title, document.text) == ("The Weir", "Adam Voß built the weir.")
        assert document.url == "https://town.example/weir"


@pytest.mark.parametrize("name", ["a.eml", "a.mbox", "a.mht"])
def test_what_is_no_mail_is_refused_in_plain_words(name: str) -> None:
    with pytest.raises(TextError, match=r"is no mail|no web page"):
        read_content(b"The weir was built in 1612.", source=name)
