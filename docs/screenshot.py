"""Renew the README's picture from a page that is being served: ``python docs/screenshot.py ADDRESS``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

QUESTIONS = ("When was PyTorch released?", "Who directed the film?")


def main(address: str) -> None:
    """Ask two questions in Chromium and write ``page.png`` beside this file."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        page = chromium.new_page(viewport={"width": 1000, "height": 860})
        page.goto(address)
        expect(page.locator(".suggestions button:visible")).to_have_count(6)
        for number, question in enumerate(QUESTIONS, start=1):
            page.get_by_label("Your question").fill(question)
            page.keyboard.press("Enter")
            expect(page.locator(".answer:not(.pending)")).to_have_count(number)
        page.wait_for_timeout(1000)
        page.screenshot(path=Path(__file__).with_name("page.png"))
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1])
