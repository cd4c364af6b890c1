"""What is embedded of speech names who says it."""

from __future__ import annotations

from corpus import ChunkSettings, chunk_document
from corpus.subtitles import read_subtitles
from index.embedded import embedded_texts

CUES = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>We lit it.</v>\n\n00:02.000 --> 00:03.000\n<v Ben>It went out.</v>\n"


def test_the_name_of_a_speaker_stands_before_what_is_said() -> None:
    document = read_subtitles(CUES, source="a.vtt")
    chunks = chunk_document(document, lambda texts: [len(text.split()) for text in texts], ChunkSettings())
    wholes, sentences = embedded_texts(chunks)
    assert wholes == ["Ada: We lit it.\n\nBen: It went out."]
    assert sentences == [("Ada: We lit it.", "Ada: We lit it."), ("Ben: It went out.", "Ben: It went out.")]
    assert document.text == "We lit it.\n\nIt went out."
