"""English prose that is on any machine with this project: the docstrings of Python's library and of what it uses."""

from __future__ import annotations

import ast
import inspect
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from corpus import Document, TextError, read_plain_text

FEWEST_CHARACTERS = 80
"""A docstring that is shorter is a label rather than prose."""


def documents(*, installed: bool = False) -> Iterator[Document]:
    """Yield one document a module of the standard library, then with ``installed`` one a module of every package.

    The order is that of the paths, and no docstring comes twice, so that the same Python gives the same documents.
    """
    seen: set[str] = set()
    for place in ("stdlib", "purelib")[: 1 + installed]:
        root = Path(sysconfig.get_path(place))
        for path in sorted(root.rglob("*.py")):
            source = path.relative_to(root).as_posix()
            if place == "stdlib" and "site-packages" in source:
                continue
            prose = [text for text in _docstrings(path) if text not in seen]
            seen.update(prose)
            try:
                yield read_plain_text("\n\n".join(prose), source=f"{place}/{source}")
            except TextError:
                continue


def _docstrings(path: Path) -> list[str]:
    """Return the docstrings of a module and of everything in it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return []  # Among the tests of the library are files that are broken on purpose.
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, kinds))
    return list(dict.fromkeys(inspect.cleandoc(text) for text in found if text and len(text) >= FEWEST_CHARACTERS))
