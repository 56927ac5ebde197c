"""Servers, each in a process of its own, on a port of its own, on this machine."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pbengine.cli.faults import FailedError
from pbengine.cli.lock import only_server
from pbengine.cli.serving import address_of, listen
from tests.cli.commands import environment, pbengine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.commands import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
PATIENCE_SECONDS = 120


def settings(folder: Path, **more: str) -> dict[str, str]:
    return environment(PBENGINE_DATA_DIR=str(folder), **more)


@contextmanager
def serving(*arguments: str, environ: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start a server and give it with its address and what it printed until it was ready; end it at the end."""
    command = [sys.executable, "-m", "pbengine", *arguments, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ) as process:
        guard = threading.Timer(PATIENCE_SECONDS, process.kill)
        guard.start()
        try:
            assert process.stdout is not None
            printed = ""
            while not re.search(ANNOUNCED, printed, re.DOTALL):
                line = process.stdout.readline()
                assert line, printed
                printed += line
            found = re.search(r"http://[\d.]+:\d+", printed)
            assert found, printed
            yield process, found.group(), printed
        finally:
            process.kill()
            guard.cancel()


ANNOUNCED = r"Serving .* at http://\S+\n|starts anew"


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - of this machine
        return str(answer.read().decode("utf-8"))


def test_a_demonstration_prints_its_address_and_sign_ins_and_shows_them_where_one_signs_in(tmp_path: Path) -> None:
    with serving("demo", environ=settings(tmp_path)) as (process, address, printed):
        for role in ("resident", "facilitator", "auditor"):
            assert f"{role}@larkmouth.example" in printed
            assert f"larkmouth-{role}" in printed
        home = fetch(address)
        for title in ("Streets and squares", "Growing up here", "Green Larkmouth"):
            assert title in home
            assert title in printed
        assert "resident@larkmouth.example" in fetch(f"{address}/sign-in")
        second = pbengine("demo", "--port", "0", env=settings(tmp_path))
        assert second.returncode == 1
        assert "another server is using" in second.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    marked = (tmp_path / "demo.json").stat().st_mtime_ns
    with serving("demo", environ=settings(tmp_path)) as (process, address, printed):
        assert "Setting up" not in printed
        assert (tmp_path / "demo.json").stat().st_mtime_ns == marked
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_a_server_serves_its_own_house_and_no_second_one_may(tmp_path: Path) -> None:
    environ = settings(tmp_path, PBENGINE_ORIGIN="http://127.0.0.1", PBENGINE_MODE="demo")
    with serving("serve", environ=environ) as (process, address, _printed):
        assert fetch(f"{address}/health")
        assert "larkmouth" not in fetch(f"{address}/sign-in")
        second = pbengine("serve", "--port", "0", env=environ)
        assert second.returncode == 1
        assert "another server is using" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("origin", "words"), [("", "PBENGINE_ORIGIN"), ("http://vote.example.org", "https"), ("vote", "an address such as")]
)
def test_a_server_without_a_safe_address_does_not_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, origin: str, words: str
) -> None:
    monkeypatch.delenv("PBENGINE_MODE", raising=False)
    if origin:
        monkeypatch.setenv("PBENGINE_ORIGIN", origin)
    result = run("serve", "--port", "0")
    assert result.exit_code == 1
    assert words in result.stderr


def test_a_port_that_is_taken_is_said_so() -> None:
    with listen("127.0.0.1", 0) as listener, pytest.raises(FailedError, match="choose another with --port"):
        listen("127.0.0.1", listener.getsockname()[1])


def test_a_host_that_is_not_of_this_machine_is_said_so() -> None:
    with pytest.raises(FailedError, match="look at --host"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")])  # noqa: S104 - what is told of it is tested
def test_the_address_told_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    with listen(host, 0) as listener:
        assert address_of(listener).startswith(address)


def test_believing_every_proxy_is_refused(run: Run) -> None:
    assert run("serve", "--proxy", "*").exit_code == 2


def test_a_sqlite_file_has_one_server_at_a_time(tmp_path: Path) -> None:
    with only_server(tmp_path / "town.sqlite3"):
        with pytest.raises(FailedError, match="another server is using"), only_server(tmp_path / "town.sqlite3"):
            pytest.fail("a second server got in")
        with only_server(tmp_path / "village.sqlite3"):
            pass
    with only_server(tmp_path / "town.sqlite3"):
        pass
