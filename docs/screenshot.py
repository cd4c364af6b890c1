"""Renew the pictures: ``python docs/screenshot.py [ADDRESS]``; without an address it serves the page itself.

``page.png`` and ``phone.png`` are of the documents; ``qa/web/static/card.png`` is what previews of links show.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

QUESTIONS = ("When was PyTorch released?", "What is the capital of Peru?")
PORT = 7871
DOCS = Path(__file__).parent
CARD = DOCS.parent / "qa" / "web" / "static" / "card.png"


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


def first_screen(browser: Browser, address: str, width: int, height: int, *, dark: bool = False) -> Page:
    """Open the page, as soon as the server is there, and wait until it can be asked."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    while True:
        try:
            page.goto(address)
            break
        except Error:  # The server is starting.
            page.wait_for_timeout(500)
    expect(page.locator("#suggestions button:visible")).to_have_count(4)
    return page


def asked(page: Page) -> Page:
    """Ask the questions, and show the first of them."""
    for number, question in enumerate(QUESTIONS, start=1):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn .foot")).to_have_count(number)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    return page


def main(address: str) -> None:
    """Write the pictures."""
    expect.set_options(timeout=180_000)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        first_screen(browser, address, 1200, 630).screenshot(path=CARD)
        asked(first_screen(browser, address, 1000, 960)).screenshot(path=DOCS / "page.png")
        asked(first_screen(browser, address, 390, 844, dark=True)).screenshot(path=DOCS / "phone.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with served() as own:
            main(own)
