"""The page: a real server in a process of its own, asked over HTTP and in a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import ROOT, ask, call, opened_browser, opened_page, serve  # noqa: F401 - Two are fixtures.
from playwright.sync_api import Browser, Page, expect

from corpus import read_bundled, read_markdown
from index import Encoder, build_index

HOSTILE = """---
title: "<img src=x onerror=steal()>"
url: "javascript:steal()"
---
# <script>steal()</script>A heading **bold** ${steal()}

The harbour has &lt;img src=x onerror=steal()&gt; seven lamps ${steal()} and \\<script>steal()\\</script> a wall.[^1]

[^1]: https://example.org/"onmouseover="steal()
"""


@pytest.fixture(scope="module")
def page_address(documentary_folder: Path) -> Iterator[str]:
    yield from serve(documentary_folder)


@pytest.fixture(scope="module")
def hostile_address(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    build_index([read_markdown(HOSTILE, source="<b onclick=steal()>.md", collection="<i>talk</i>")], encoder, folder)
    yield from serve(folder)


def test_the_endpoint_gives_the_same_answer_as_the_function(page_address: str, documentary: Any) -> None:
    question = "What does ONNX stand for?"
    answer = call(page_address, "ask", question, 3)
    expected = documentary.ask(question, passages=3).to_dict()
    for same in ("text", "status", "collection", "citations", "passages", "confidence"):
        assert answer[same] == expected[same]


def test_the_documented_client_gets_an_answer(page_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    documented = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")
    example = next(block for block in documented.split("```python\n")[1:] if "gradio_client" in block).split("```")[0]
    exec(example.replace("http://127.0.0.1:7860", page_address), {})  # noqa: S102 - The document's own words.
    printed = capsys.readouterr().out.splitlines()[-1]
    assert printed == "January 2017 How PyTorch began > The release"


def test_only_asking_is_offered_to_programs(page_address: str) -> None:
    with urllib.request.urlopen(f"{page_address}/gradio_api/info", timeout=60) as response:
        described = json.load(response)
    assert list(described["named_endpoints"]) == ["/ask"]
    assert described["unnamed_endpoints"] == {}


def test_nothing_from_elsewhere_is_allowed(page_address: str) -> None:
    with urllib.request.urlopen(page_address, timeout=60) as response:
        policy = response.headers["content-security-policy"]
        body = response.read().decode()
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "fonts.googleapis.com" not in body


@pytest.mark.parametrize("options", [["--auth", "nocolon"], ["--port", "http"], ["--port", "99999"]])
def test_wrong_options_are_refused(options: list[str]) -> None:
    done = subprocess.run([sys.executable, "app.py", *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_password_is_asked_for(documentary_folder: Path, browser: Browser) -> None:
    for address in serve(documentary_folder, "--auth", "ada:secret"):
        with pytest.raises(OSError, match="401"):
            call(address, "ask", "When was PyTorch released?", 1)
        page = browser.new_page()
        page.goto(address)
        page.get_by_label("username").fill("ada")
        page.get_by_label("password").fill("secret")
        page.get_by_role("button", name="Login").click()
        expect(page.locator(".page-status")).to_contain_text("Ready")
        ask(page, "When was PyTorch released?")
        expect(page.locator(".answer-text")).to_have_text("January 2017")


def test_a_broken_index_is_told_on_the_page_until_it_is_mended(
    tmp_path: Path, browser: Browser, encoder: Encoder
) -> None:
    (tmp_path / "current").write_text("gone", encoding="ascii")
    for address in serve(tmp_path):
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_text("python -m qa rebuild")).to_be_visible()
        ask(page, "When was PyTorch released?")
        expect(page.locator(".failed .answer-note")).to_contain_text("python -m qa rebuild")
        expect(page.locator(".question")).to_contain_text("When was PyTorch released?")
        build_index(read_bundled(), encoder, tmp_path, bundled=True)
        ask(page, "When was PyTorch released?")
        expect(page.locator(".answered .answer-text")).to_have_text("January 2017")
        page.close()


def test_the_page_answers_from_what_the_shell_has_rebuilt(tmp_path: Path, encoder: Encoder) -> None:
    build_index(read_bundled(), encoder, tmp_path, bundled=True)
    (tmp_path / "talk.txt").write_text("Ada Byron gave the talk in Porto.", encoding="utf-8")
    for address in serve(tmp_path):
        assert call(address, "ask", "When was PyTorch released?", 1)["status"] == "answered"
        command = [sys.executable, "-m", "qa", "rebuild", str(tmp_path / "talk.txt")]
        subprocess.run(command, check=True, env={**os.environ, "DOCUMENTARY_QA_INDEX": str(tmp_path)})
        assert call(address, "ask", "Who gave the talk in Porto?", 1)["text"] == "Ada Byron"


@pytest.mark.browser
def test_a_viewer_asks_and_sees_the_proof(page_address: str, page: Page) -> None:
    page.goto(page_address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask the documentary")
    ask(page, "When was PyTorch released?")
    turn = page.locator(".turn").last
    expect(turn.locator(".answer-text")).to_have_text("January 2017")
    expect(turn.locator("mark")).to_have_text("PyTorch was released in January 2017.")
    expect(turn.locator("mark strong")).to_have_text("January 2017")
    expect(turn.locator("figcaption .place")).to_have_text(re.compile("^How PyTorch began . The release$"))
    expect(turn.locator("figcaption .file")).to_have_text("03-how-pytorch-began.md")
    expect(turn.locator("figcaption .summary")).to_have_text("our summary of the film")
    expect(turn.locator(".confidence")).to_contain_text("%")
    expect(turn.get_by_role("link")).to_have_attribute("href", "https://www.youtube.com/watch?v=rgP_LBtaUEc")
    expect(turn.locator(".passages li")).to_have_count(5)
    expect(turn.locator(".passages li").first).not_to_be_visible()
    turn.locator(".passages summary").click()
    expect(turn.locator("details .bars").first).to_contain_text("Meaning")

    page.get_by_label("Answer in whole sentences").check()
    ask(page, "When was PyTorch released?")
    expect(page.locator(".turn").last.locator(".answer-text")).to_have_text("PyTorch was released in January 2017.")

    page.get_by_label("Answer in whole sentences").uncheck()
    ask(page, "Who edited the film?")
    turn = page.locator(".turn").last
    expect(turn.locator(".refused .answer-text")).to_have_text("The documentary does not say.")
    expect(turn.locator("mark")).to_have_count(0)
    expect(turn.locator(".nearest li").first).to_be_visible()

    ask(page, "What is the running time of the documentary?")
    turn = page.locator(".turn").last
    expect(turn.locator(".answer-note").first).to_have_text(re.compile("from the background[.]$"))
    expect(page.locator(".turn")).to_have_count(4)
    expect(turn).to_be_in_viewport()


@pytest.mark.browser
def test_a_suggested_question_is_asked_by_a_click(page_address: str, page: Page) -> None:
    page.goto(page_address)
    buttons = page.locator("#suggestions button:visible")
    expect(buttons).to_have_count(4)
    question = buttons.first.inner_text()
    buttons.first.click()
    expect(page.locator(".question")).to_contain_text(question)
    expect(page.locator(".answered .answer-text")).to_be_visible()


@pytest.mark.browser
def test_an_empty_question_gets_a_word(page_address: str, page: Page) -> None:
    page.goto(page_address)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#composer-hint")).to_have_text("Type a question first.")
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen_and_asks_nobody_else(page_address: str, browser: Browser, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(page_address)
    ask(page, "Why did PyTorch succeed? " + "Supercalifragilisticexpialidocious" * 5)
    ask(page, "Which companies contributed to PyTorch?")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    elsewhere = [url for url in requests if not url.startswith((page_address, "data:", "blob:"))]
    assert elsewhere == []
    context.close()


@pytest.mark.browser
def test_nothing_that_is_typed_or_indexed_is_run(hostile_address: str, page: Page) -> None:
    called: list[str] = []
    page.expose_function("steal", lambda: called.append("stolen"))
    page.on("dialog", lambda dialog: (called.append(dialog.message), dialog.dismiss()))
    page.goto(hostile_address)
    typed = "How many lamps has the harbour <img src=x onerror=steal()> ${steal()} ![x](http://127.0.0.1:9/x.png)?"
    ask(page, "How many lamps does the harbour have?")
    expect(page.locator(".answered")).to_have_count(1)
    expect(page.locator(".proof mark")).to_contain_text("<img src=x onerror=steal()>")
    expect(page.locator(".proof mark")).to_contain_text("${steal()}")
    ask(page, typed)
    expect(page.locator(".question").last).to_contain_text(typed)
    for summary in page.locator("summary").all():
        summary.click()
    page.locator(".answer").last.hover()
    expect(page.locator(".passages[open]")).to_have_count(2)
    assert called == []
    assert page.locator("#conversation img, #conversation script").count() == 0
    for link in page.locator("#conversation a").all():
        assert (link.get_attribute("href") or "").startswith("https://example.org/")
        assert link.get_attribute("onmouseover") is None


@pytest.mark.browser
def test_it_works_by_keyboard_alone(page_address: str, page: Page) -> None:
    page.goto(page_address)
    page.get_by_label("Your question").focus()
    page.keyboard.type("When was PyTorch released?")
    page.keyboard.press("Enter")
    expect(page.locator(".answered")).to_have_count(1)
    page.locator(".passages summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details li").first).to_be_visible()
