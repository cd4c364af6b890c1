"""What the server of the page refuses, asked over HTTP as a hostile web site, a proxy or a program would."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import serve

JSON = {"content-type": "application/json"}
RATE = 3


@pytest.fixture(scope="module")
def address(documentary_folder: Path) -> Iterator[str]:
    yield from serve(
        documentary_folder, "--limit", "file_bytes=1000", "--public-host", "films.example.org", "--rate", str(RATE)
    )


def send(
    address: str, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], str]:
    """Send one request as it stands and return status, headers and body of the answer."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def post_question(address: str, headers: dict[str, str]) -> int:
    body = json.dumps({"data": ["When was PyTorch released?", 1]}).encode()
    return send(address, "POST", "/gradio_api/call/ask", {**JSON, **headers}, body)[0]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "evil", "http://[::1"]
)
def test_a_page_of_another_site_is_refused(address: str, origin: str) -> None:
    assert post_question(address, {"origin": origin}) == 403
    status, headers, _ = send(address, "GET", "/config", {"origin": origin})
    assert status == 403
    assert "access-control-allow-origin" not in headers
    assert "default-src 'self'" in headers["content-security-policy"]


def test_a_browser_runs_no_script_but_those_of_the_page(address: str) -> None:
    _, headers, html = send(address, "GET", "/", {})
    scripts = headers["content-security-policy"].partition("script-src ")[2].partition(";")[0].split()
    assert scripts[0] == "'self'"
    assert all(one.startswith("'sha256-") for one in scripts[1:])
    assert len(scripts) - 1 == len(set(re.findall(r"<script(?: data-gradio-mode)?>.*?</script>", html, re.DOTALL)))
    _, headers, _ = send(address, "GET", "/api/info", {})
    assert "script-src 'self';" in headers["content-security-policy"]


def test_no_other_site_frames_the_page_but_the_host_of_a_space(
    documentary_folder: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(address, "GET", "/", {})[1]["content-security-policy"].endswith("frame-ancestors 'self'")
    monkeypatch.setenv("SPACE_ID", "somebody/documentary")
    for space in serve(documentary_folder):
        policy = send(space, "GET", "/", {})[1]["content-security-policy"]
        assert policy.endswith("frame-ancestors 'self' https://huggingface.co")


@pytest.mark.parametrize("asked", ["x-forwarded-host", "content-type"])
def test_another_site_may_not_even_ask_what_it_may(address: str, asked: str) -> None:
    asking = {
        "origin": "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": asked,
        "host": "films.example.org",
    }
    status, headers, _ = send(address, "OPTIONS", "/gradio_api/queue/join", asking)
    assert status == 403
    assert "access-control-allow-origin" not in headers


def test_the_page_itself_programs_and_proxies_are_served(address: str) -> None:
    host = address.removeprefix("http://")
    port = host.rpartition(":")[2]
    assert post_question(address, {}) == 200
    assert post_question(address, {"origin": address}) == 200
    assert post_question(address, {"origin": f"http://LOCALHOST:{port}", "host": f"localhost:{port}"}) == 200
    assert post_question(address, {"origin": f"http://[::1]:{port}", "host": f"[::1]:{port}"}) == 200
    assert post_question(address, {"origin": "https://films.example.org", "host": "films.example.org:443"}) == 200
    assert post_question(address, {"origin": "https://films.example.org"}) == 200
    assert post_question(address, {"origin": "https://proxy.example", "x-forwarded-host": "proxy.example"}) == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "[::1", "0x7f.1"])
def test_a_foreign_name_for_this_machine_is_refused(address: str, host: str) -> None:
    assert post_question(address, {"host": host}) == 403
    assert post_question(address, {"host": host, "origin": f"http://{host}", "x-forwarded-host": "localhost"}) == 403
    assert "name its address with --public-host" in send(address, "GET", "/", {"host": host})[2]


def test_a_server_for_others_goes_by_any_name(documentary_folder: Path) -> None:
    for address in serve(documentary_folder, "--host", "0.0.0.0"):  # noqa: S104 - That is what is tried.
        assert post_question(address, {"host": "films.example"}) == 200
        assert post_question(address, {"host": "films.example", "origin": "http://films.example"}) == 200
        assert post_question(address, {"host": "films.example", "origin": "http://evil.example"}) == 403


def test_one_address_may_ask_so_much_a_minute_and_this_machine_any_number(address: str) -> None:
    search = json.dumps({"query": "PyTorch", "passages": 1}).encode()

    def status(client: str | None, path: str = "/api/search", body: bytes = search) -> tuple[int, dict[str, str], str]:
        return send(address, "POST", path, JSON | ({"x-forwarded-for": client} if client else {}), body)

    asked = [status(f"198.51.100.{number}, 203.0.113.7")[0] for number in range(RATE)]  # What it says of itself.
    assert asked == [200] * RATE
    refused, headers, words = status("203.0.113.7")
    assert (refused, headers["content-type"]) == (429, "application/problem+json")
    assert 0 < int(headers["retry-after"]) <= 60
    assert "Ask again in" in json.loads(words)["detail"]
    question = json.dumps({"data": ["When was PyTorch released?", 1]}).encode()
    for path in ("/page/ask", "/page/map", "/api/ask", "/mcp"):
        assert status("203.0.113.7", path, question)[0] == 429
    assert status("203.0.113.7", "/gradio_api/run/ask", question)[0] == 500
    assert status(None, "/gradio_api/run/ask", question)[0] == 200
    assert send(address, "GET", "/api/sources", {"x-forwarded-for": "203.0.113.7"})[0] == 200
    assert status("203.0.113.8")[0] == 200
    assert [status(None)[0] for _ in range(RATE + 1)] == [200] * (RATE + 1)


@pytest.mark.parametrize("prefix", ["/gradio_api/file=", "/gradio_api/file/", "/file=", "/gradio_api/proxy="])
def test_no_file_is_given_out(address: str, prefix: str) -> None:
    assert send(address, "GET", prefix + str(Path(__file__)), {})[0] == 404
    assert send(address, "GET", prefix.replace("=", "%3D") + str(Path(__file__)), {})[0] == 404


def upload(address: str, content: bytes) -> tuple[int, str]:
    body = b'--b\r\ncontent-disposition: form-data; name="files"; filename="talk.txt"\r\n\r\n' + content + b"\r\n--b--"
    headers = {"content-type": "multipart/form-data; boundary=b"}
    status, _, answer = send(address, "POST", "/gradio_api/upload", headers, body)
    return status, answer


def test_an_upload_beyond_the_limit_is_refused(address: str) -> None:
    assert upload(address, b"x" * 1001)[0] == 413
    status, answer = upload(address, b"x" * 1000)
    assert status == 200
    assert Path(json.loads(answer)[0]).parent.parent.stat().st_mode & 0o777 in (0o700, 0o755)
    assert send(address, "GET", f"/gradio_api/file={json.loads(answer)[0]}", {})[0] == 404


def test_a_request_that_is_too_large_or_of_unknown_length_is_refused(address: str) -> None:
    path = "/gradio_api/queue/join"
    assert send(address, "POST", path, {**JSON, "content-length": "16000001"})[0] == 413
    assert send(address, "POST", path, {**JSON, "transfer-encoding": "chunked"}, b"0\r\n\r\n")[0] == 411
    assert send(address, "POST", "/gradio_api/upload", {**JSON, "content-length": "200000001"})[0] == 413
