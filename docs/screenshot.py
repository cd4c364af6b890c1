"""Renew the README's picture: ``python docs/screenshot.py [ADDRESS]``; without an address it serves the page itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

QUESTIONS = ("When was PyTorch released?", "Who directed the film?")
PORT = 7871


@contextmanager
def served() -> Iterator[str]:
    """Serve the page over an index of its own, and end the server by its process."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(  # noqa: S603 - Our own page.
            [sys.executable, "app.py", "--port", str(PORT)],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "DOCUMENTARY_QA_INDEX": folder},
        )
        try:
            yield f"http://127.0.0.1:{PORT}"
        finally:
            server.terminate()
            server.wait()


def main(address: str) -> None:
    """Ask two questions in Chromium and write ``page.png`` beside this file."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        page = chromium.new_page(viewport={"width": 1000, "height": 860})
        while True:
            try:
                page.goto(address)
                break
            except Error:  # The server is starting.
                page.wait_for_timeout(500)
        expect(page.locator(".suggestions button:visible")).to_have_count(6)
        for number, question in enumerate(QUESTIONS, start=1):
            page.get_by_label("Your question").fill(question)
            page.keyboard.press("Enter")
            expect(page.locator(".answer:not(.pending)")).to_have_count(number)
        page.wait_for_timeout(1000)
        page.screenshot(path=Path(__file__).with_name("page.png"))
        chromium.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with served() as own:
            main(own)
