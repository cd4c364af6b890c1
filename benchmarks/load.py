"""Many users at once: how long an answer takes, what goes wrong, and whether memory grows, while texts are rebuilt.

Run it with ``python -m benchmarks.load --users 32 --seconds 300``. It starts a server of its own. One user asks alone,
then all of them at once, each from a browser tab of their own with a private text beside the film: an answer that is
another one's is seen. Meanwhile the index that everybody asks is rebuilt again and again, with other texts each time.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import httpx
import typer

SHARED = {
    "When was PyTorch released?": "January 2017",
    "What does ONNX stand for?": "Open Neural Network Exchange",
}
"""Questions to what everybody asks, with their answers."""
FIRST = ("Arvo", "Bera", "Cato", "Dorn", "Egil", "Fenn", "Gard", "Hald")
LAST = ("Lind", "Moss", "Natt", "Orre", "Pihl", "Quist", "Rask", "Sund")
PATIENCE = 600
"""Seconds that the server has to open, and an answer to come."""
MOST_GROWN = 1.25
"""Memory after the second half of the time over that after the first, from which on it is not flat."""


@dataclass
class Measured:
    """What the users saw: seconds of each answer, and how often it was what (``right``, ``mixed``, or a status)."""

    seconds: list[float] = field(default_factory=list)
    became: Counter[str] = field(default_factory=Counter)

    def line(self, users: int, wall: float) -> str:
        """Return it in one line."""
        spread = statistics.quantiles(self.seconds, n=20) if len(self.seconds) > 1 else [0.0] * 19
        return (
            f"{users:3d} users  {len(self.seconds):5d} answers  {len(self.seconds) / wall:6.1f} a second  "
            f"median {spread[9]:.3f} s  p95 {spread[18]:.3f} s  {dict(self.became)}"
        )


@dataclass(frozen=True)
class User:
    """A browser tab: the name of its visit, and the questions that it asks with the answers that are due."""

    visit: str
    expected: dict[str, str]


def name_of(number: int) -> str:
    """Return the name of a lighthouse that only one user knows."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST)]}"


async def opened(client: httpx.AsyncClient, number: int) -> User:
    """Add a text that nobody else has as the page does, for the visit of one browser tab alone."""
    visit, keeper = f"load{number:04d}", name_of(number)
    page = (await client.get("/config")).json()
    add = next(one["id"] for one in page["dependencies"] if one["api_name"] == "add")
    given = [None, f"{keeper} kept the lighthouse of the island.\n", "note", "", "add"]
    joined = {"data": given, "fn_index": add, "session_hash": visit, "event_data": None}
    (await client.post("/gradio_api/queue/join", json=joined)).raise_for_status()
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": visit}) as stream:
        async for line in stream.aiter_lines():
            if '"process_completed"' in line:
                break
    if not (await client.get("/page/overview", params={"visit": visit})).json()["private"]:
        raise RuntimeError(f"The text of user {number} was not added.")
    return User(visit, {"Who kept the lighthouse of the island?": keeper, **SHARED})


async def ask_on(client: httpx.AsyncClient, user: User, ends: float, measured: Measured) -> None:
    """Ask one question after the other until the time is over; who is told that the server is busy waits."""
    for question in itertools.cycle(user.expected):
        if time.monotonic() > ends:
            return
        began = time.perf_counter()
        answer = await client.post("/page/ask", json={"question": question, "visit": user.visit})
        if answer.status_code == 503 and "retry-after" in answer.headers:
            measured.became["busy"] += 1
            await asyncio.sleep(float(answer.headers["retry-after"]))
        elif answer.status_code != 200:
            measured.became[f"status {answer.status_code}"] += 1
        else:
            measured.seconds.append(time.perf_counter() - began)
            right = answer.json()["answer"]["text"] == user.expected[question]
            measured.became["right" if right else "mixed"] += 1


async def rebuild(folder: Path, ends: float) -> int:
    """Rebuild the index in a process of its own until the time is over, with and without a further text.

    Returns how often.
    """
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder)}
    more = folder.with_name("more.txt")
    more.write_text("The quay was built by Ines Kovar.\n", encoding="utf-8")
    for count in itertools.count():
        if time.monotonic() > ends:
            return count
        texts = ["--add", str(more)] if count % 2 == 0 else []
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "qa", "rebuild", *texts, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait():
            raise RuntimeError("A rebuild has failed.")
    return 0


async def watch(process: subprocess.Popen[bytes], seconds: float) -> float:
    """Return the memory of a process when half of the time is over."""
    await asyncio.sleep(seconds / 2)
    return megabytes(process)


async def measure(address: str, folder: Path, users: int, seconds: float, process: subprocess.Popen[bytes]) -> Measured:
    """Let ``users`` ask for so many seconds, with rebuilds going on, and print what they saw."""
    measured = Measured()
    limits = httpx.Limits(max_connections=2 * users)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        tabs = [await opened(client, number) for number in range(users)]
        began = time.monotonic()
        ends = began + seconds
        asking = [ask_on(client, tab, ends, measured) for tab in tabs]
        halfway = asyncio.create_task(watch(process, seconds))
        rebuilt, *_ = await asyncio.gather(rebuild(folder, ends), *asking)
    before, after = await halfway, megabytes(process)
    print(measured.line(users, time.monotonic() - began), f" {rebuilt} rebuilds")
    print(f"          memory: {before:.0f} MB after half of the time, {after:.0f} MB after all of it")
    if after > MOST_GROWN * before:
        measured.became["memory grew"] += 1
    return measured


@contextmanager
def server(folder: Path, users: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the page over an index in ``folder``; yield its address and its process when it is ready."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder)}
    command = [sys.executable, "-m", "app", "--port", str(port), "--private-indexes", str(users)]
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    address = f"http://127.0.0.1:{port}"
    ends = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < ends and process.poll() is None:
            try:
                if httpx.get(f"{address}/api/health", timeout=PATIENCE).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.5)
        yield address, process
    finally:
        process.terminate()
        process.wait()


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """Return the memory that a process holds (Linux)."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(
    users: Annotated[int, typer.Option(min=1, max=len(FIRST) * len(LAST))] = 32,
    seconds: Annotated[float, typer.Option(min=1)] = 300.0,
) -> None:
    """Measure one user, then many; exit with 1 where anything was wrong."""
    with tempfile.TemporaryDirectory() as name, server(Path(name) / "index", users) as (address, process):
        folder = Path(name) / "index"
        alone = asyncio.run(measure(address, folder, 1, min(seconds, 30), process))
        together = asyncio.run(measure(address, folder, users, seconds, process))
    wrong = {became for measured in (alone, together) for became in measured.became} - {"right", "busy"}
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
