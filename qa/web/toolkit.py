"""Gradio, without what it does for its own developers while it is imported."""

from __future__ import annotations

import inspect
import sys
from typing import Any


def load_gradio() -> None:
    """Import Gradio in about half of the time that it takes by itself; does nothing where it is imported already.

    While it is imported it reads, parses and writes a stub for each of its components, in its own folder, and imports
    the server of another protocol, where that is installed; the page needs neither.
    """
    if "gradio" in sys.modules:
        return
    file_of, without = inspect.getfile, "mcp" not in sys.modules

    def getfile(object: Any) -> str:  # noqa: A002, ANN401 - As inspect has it.
        if type(object).__name__ == "ComponentMeta" or getattr(object, "__name__", "") == "BlocksEvents":
            raise OSError("Gradio writes no stub for a class without a file")
        return file_of(object)

    inspect.getfile = getfile
    if without:
        sys.modules["mcp"] = None  # type: ignore[assignment]  # That is how Python is told of what is not there.
    try:
        import gradio  # noqa: F401
    finally:
        inspect.getfile = file_of
        if without:
            del sys.modules["mcp"]
