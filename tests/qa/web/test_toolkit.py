"""Gradio is imported for the page without what only its own developers need."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import inspect, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from qa.web.toolkit import load_gradio
before = inspect.getfile
load_gradio()
import gradio
print([name for name in opened if name.endswith(".pyi")], inspect.getfile is before)
print(any(name.split(".")[0] == "mcp" for name in sys.modules))
with gradio.Blocks() as page:
    gradio.Textbox().submit(str, None, None)
import mcp.server
print(inspect.getfile(gradio.Textbox).endswith("textbox.py"), len(page.fns))
"""


def test_no_stubs_are_read_or_written_and_all_is_as_it_was_behind() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[] True", "False", "True 1"], done.stderr
