"""What is read when files, folders and patterns are given, and under which names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import Limits, TextError, read_paths


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A folder with the talks of two years, beside a text that nobody gave."""
    write(tmp_path / "private.txt")
    for name in ("b.txt", "a.md", "2020/one.srt", "2020/notes.txt", "2021/late/two.srt", ".hidden/never.txt", ".no.md"):
        write(tmp_path / "talks" / name)
    return tmp_path / "talks"


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    words = f"What {path.parent.name} {path.name} says."
    path.write_text(
        f"1\n00:00:01,000 --> 00:00:02,000\n{words}\n" if path.suffix == ".srt" else words, encoding="utf-8"
    )
    return path


def sources(*paths: str | Path, limits: Limits | None = None) -> list[str]:
    documents, skipped = read_paths(paths, limits=limits)
    assert skipped == []
    return [document.source for document in documents]


def test_a_folder_is_read_to_its_depths_in_the_order_of_names(talks: Path) -> None:
    assert sources(talks) == ["2020/notes.txt", "2020/one.srt", "2021/late/two.srt", "a.md", "b.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.md", ["a.md"]),
        ("**/*.srt", ["2020/one.srt", "2021/late/two.srt"]),
        ("**/**/*.srt", ["2020/one.srt", "2021/late/two.srt"]),
        ("202?/*.srt", ["2020/one.srt"]),
        ("20[2]0", ["2020/notes.txt", "2020/one.srt"]),
        ("*/late/*", ["2021/late/two.srt"]),
        (".h*/*", [".hidden/never.txt"]),
        ("**", ["2020/notes.txt", "2020/one.srt", "2021/late/two.srt", "a.md", "b.txt"]),
    ],
)
def test_a_pattern_is_expanded_in_the_order_of_names(pattern: str, expected: list[str], talks: Path) -> None:
    assert sources(talks / pattern) == expected


def test_a_pattern_is_relative_to_where_one_is_and_knows_the_home_folder(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(talks.parent)
    monkeypatch.setenv("HOME", str(talks.parent))
    monkeypatch.setenv("USERPROFILE", str(talks.parent))
    assert sources("*/*.txt") == ["talks/b.txt"]
    assert sources("~/talks/*.txt") == ["b.txt"]
    assert sources("~/talks/a.md") == ["a.md"]


def test_a_name_with_the_marks_of_a_pattern_is_a_name_first(tmp_path: Path) -> None:
    write(tmp_path / "[2020] what?.md")
    write(tmp_path / "2.md")
    assert sources(tmp_path / "[2020] what?.md") == ["[2020] what?.md"]


@pytest.mark.parametrize("missing", ["nothing.txt", "*.pdf", "nowhere/*.txt", "**/*.vtt", "\x00", "a" * 5000, "~/x.md"])
def test_what_is_not_there_is_an_error(missing: str, talks: Path) -> None:
    with pytest.raises(TextError, match=r"no such file or folder|no file matches"):
        read_paths([talks / missing])


def test_of_two_files_with_one_name_both_are_read(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a" / "notes.md"), write(tmp_path / "b" / "notes.md")
    assert sources(first, second) == ["notes.md", str(second)]
    assert sources(first, second) == ["notes.md", str(second)]


def test_a_file_that_is_given_twice_is_read_once(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(talks)
    assert sources("a.md", talks / "a.md", talks / "*.md", "../talks/a.md") == ["a.md"]


def test_kinds_that_cannot_be_read_are_told_apart_from_failures(talks: Path) -> None:
    (talks / "film.mp4").write_bytes(b"\0")
    (talks / "broken.txt").write_bytes(b"\0" * 100)
    (talks / "Makefile").write_bytes(b"all:")
    for given in (talks, talks / "*"):
        documents, skipped = read_paths([given])
        assert len(documents) == 5
        assert [(Path(skip.source).name, skip.unknown_kind) for skip in skipped] == [
            ("Makefile", True),
            ("film.mp4", True),
            ("broken.txt", False),
        ]
    documents, skipped = read_paths([talks / "film.mp4"])
    assert [skip.unknown_kind for skip in skipped] == [False]  # Who names it wants it read.
    assert "Readable: .md" in skipped[0].reason


def test_no_link_leads_out_of_a_folder(talks: Path) -> None:
    (talks / "out.txt").symlink_to(talks.parent / "private.txt")
    (talks / "up").symlink_to(talks.parent)
    (talks / "nothing.txt").symlink_to(talks / "gone.txt")
    (talks / "itself.txt").symlink_to(talks / "itself.txt")
    for given in (talks, talks / "**" / "*.txt"):
        documents, skipped = read_paths([given])
        assert not any("private" in document.text for document in documents)
        reasons = {Path(skip.source).name: skip.reason for skip in skipped}
        assert sorted(reasons) == ["itself.txt", "nothing.txt", "out.txt", "up"]
        assert "out of the folder" in reasons["out.txt"]
        assert "out of the folder" in reasons["up"]
        assert "link to nothing" in reasons["nothing.txt"]
        assert not any(skip.unknown_kind for skip in skipped)


def test_links_within_a_folder_are_read_once_and_never_in_a_circle(talks: Path) -> None:
    (talks / "2021" / "round").symlink_to(talks)
    (talks / "2021" / "again.txt").symlink_to(talks / "b.txt")
    (talks / "2021" / "shown.txt").symlink_to(talks / ".hidden" / "never.txt")
    assert len(sources(talks)) == 6
    assert len(sources(talks / "**" / "*.txt")) == 3


def test_a_link_that_is_named_is_followed(talks: Path) -> None:
    link, folder = talks / "link.txt", talks.parent / "all"
    link.symlink_to(talks.parent / "private.txt")
    folder.symlink_to(talks)
    assert sources(link) == ["link.txt"]
    assert sources(folder / "2020") == ["notes.txt", "one.srt"]
    link.unlink()
    assert len(sources(folder)) == 5


def test_what_is_no_regular_file_is_refused_instead_of_waited_for(talks: Path) -> None:
    os.mkfifo(talks / "pipe.txt")
    documents, skipped = read_paths([talks])
    assert (len(documents), len(skipped)) == (5, 1)
    assert read_paths([talks / "pipe.txt"])[1][0].reason.endswith("is no regular file but a device or a connection.")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="Everything is readable to root.")
def test_what_may_not_be_read_is_reported(talks: Path) -> None:
    (talks / "2020").chmod(0)
    (talks / "a.md").chmod(0)
    try:
        documents, skipped = read_paths([talks])
    finally:
        (talks / "2020").chmod(0o700)
    assert len(documents) == 2
    assert all("Permission denied" in skip.reason for skip in skipped)


def test_too_many_files_are_refused_before_any_is_read(talks: Path) -> None:
    assert len(sources(talks, limits=Limits(files=5))) == 5
    assert len(sources(talks, talks, limits=Limits(files=5))) == 5
    with pytest.raises(TextError, match=r"more than 4 files.*DOCUMENTARY_QA_LIMITS=files=8"):
        read_paths([talks], limits=Limits(files=4))
    with pytest.raises(TextError, match="more than 1 files"):
        read_paths([talks / "a.md", talks / "b.txt"], limits=Limits(files=1))


def test_a_vast_folder_is_not_walked_to_its_end(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        write(talks / "vast" / f"{number}.txt")
        (talks / "films" / f"{number}.mp4").mkdir(parents=True)
    monkeypatch.setattr("corpus.finding.MOST_ENTRIES", 40)
    with pytest.raises(TextError, match="more than 20 files"):
        read_paths([talks / "vast"], limits=Limits(files=20))
    with pytest.raises(TextError, match="more than 40 files and folders"):
        read_paths([talks / "films"])


def test_a_very_deep_folder_is_read(tmp_path: Path) -> None:
    folders = [f"{tmp_path}{'/d' * depth}" for depth in range(1, 1100)]
    try:
        for folder in folders:
            os.mkdir(folder)  # noqa: PTH102 - A Path takes long for so many parts.
        write(tmp_path / "a.txt")
        assert sources(tmp_path) == ["a.txt"]
    finally:
        for folder in reversed(folders):  # Nothing that goes down by recursion could remove them.
            os.rmdir(folder)  # noqa: PTH106


@pytest.mark.skipif(os.name == "nt", reason="There are no such names.")
def test_names_that_are_no_text_are_readable_all_the_same(tmp_path: Path) -> None:
    for number, name in enumerate((b"a\xff.txt", b"a\xfe.txt", b"line\nbreak \x1b[31m.txt", b"\xff.mp4")):
        try:
            Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text(f"Words {number}.", encoding="utf-8")
        except OSError:
            pytest.skip("This file system takes no such names.")
    documents, skipped = read_paths([tmp_path])
    names = [document.source for document in documents]
    assert names[0] == "a\ufffd.txt"
    assert names[1].endswith("/a\ufffd.txt")
    assert names[2] == "line break  [31m.txt"
    for text in (*names, skipped[0].source, skipped[0].reason):
        assert text.encode()
        assert text.isprintable()
