"""A public address for a server of this machine, through Gradio's own tunnel."""

from __future__ import annotations

import secrets


def public_address(port: int) -> str:
    """Return the public address that leads to ``port`` of this machine, until the process ends.

    Raises:
        RuntimeError: the tunnel cannot be had, for example without the internet.
    """
    from gradio.networking import setup_tunnel

    return setup_tunnel("127.0.0.1", port, secrets.token_urlsafe(32), None, None)
