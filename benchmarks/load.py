"""Many users at once: how long an answer takes, what goes wrong, and whether memory grows, while texts are rebuilt.

Run it with ``python -m benchmarks.load --users 32 --seconds 300``. It starts a server of its own, lets one user ask
alone, then all of them at once, and rebuilds the index again and again meanwhile.
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

EXPECTED = {
    "When was PyTorch released?": "January 2017",
    "What does ONNX stand for?": "Open Neural Network Exchange",
    "Who edited the film?": "The documentary does not say.",
}
"""Questions with their answers, so that an answer to another question is seen."""
PATIENCE = 600
"""Seconds that the server has to open, and an answer to come."""


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


async def user(client: httpx.AsyncClient, first: int, ends: float, measured: Measured) -> None:
    """Ask one question after the other until the time is over; who is told that the server is busy waits."""
    for question in itertools.islice(itertools.cycle(EXPECTED), first % len(EXPECTED), None):
        if time.monotonic() > ends:
            return
        began = time.perf_counter()
        answer = await client.post("/page/ask", json={"question": question})
        if answer.status_code == 503 and "retry-after" in answer.headers:
            measured.became["busy"] += 1
            await asyncio.sleep(float(answer.headers["retry-after"]))
        elif answer.status_code != 200:
            measured.became[f"status {answer.status_code}"] += 1
        else:
            measured.seconds.append(time.perf_counter() - began)
            right = answer.json()["answer"]["text"] == EXPECTED[question]
            measured.became["right" if right else "mixed"] += 1


async def rebuild(folder: Path, ends: float) -> int:
    """Rebuild the index in a process of its own until the time is over; return how often."""
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder)}
    for count in itertools.count():
        if time.monotonic() > ends:
            return count
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "qa", "rebuild", env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait():
            raise RuntimeError("A rebuild has failed.")
    return 0


async def measure(address: str, folder: Path, users: int, seconds: float) -> Measured:
    """Let ``users`` ask for so many seconds, with rebuilds going on, and print what they saw."""
    measured = Measured()
    limits = httpx.Limits(max_connections=users)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        began = time.monotonic()
        ends = began + seconds
        asking = [user(client, number, ends, measured) for number in range(users)]
        rebuilt, *_ = await asyncio.gather(rebuild(folder, ends), *asking)
    print(measured.line(users, time.monotonic() - began), f" {rebuilt} rebuilds")
    return measured


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the page over an index in ``folder``; yield its address and its process when it is ready."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "DOCUMENTARY_QA_INDEX": str(folder)}
    process = subprocess.Popen([sys.executable, "-m", "app", "--port", str(port)], env=environment)  # noqa: S603
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
    users: Annotated[int, typer.Option(min=1)] = 32, seconds: Annotated[float, typer.Option(min=1)] = 300.0
) -> None:
    """Measure one user, then many; exit with 1 where anything was wrong."""
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as (address, process):
        folder = Path(name)
        alone = asyncio.run(measure(address, folder, 1, min(seconds, 30)))
        before = megabytes(process)
        together = asyncio.run(measure(address, folder, users, seconds))
        print(f"memory: {before:.0f} MB after one user, {megabytes(process):.0f} MB after all")
    wrong = {became for measured in (alone, together) for became in measured.became} - {"right", "busy"}
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
