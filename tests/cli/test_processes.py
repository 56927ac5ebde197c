"""What only shows in a process of its own: streams, status, signals, imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import environment, pbengine

if TYPE_CHECKING:
    from collections.abc import Callable

SERVING = ("litestar", "sqlalchemy", "sqlmodel", "alembic", "uvicorn", "jinja2", "pydantic", "cryptography")


def test_json_is_alone_on_standard_output_and_faults_are_on_standard_error(pb: Callable[..., str]) -> None:
    good = pbengine("tally", pb(), "--format", "json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["funded"] == ["7", "4"]
    bad = pbengine("tally", pb(("7;600;4", "7;x;4")), "--format", "json")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "Traceback" not in bad.stderr


def test_counting_imports_nothing_of_the_server_and_the_database(pb: Callable[..., str]) -> None:
    program = (
        "import sys\nfrom pbengine.cli import main\n"
        f"main(['tally', {pb()!r}, '--format', 'json'], standalone_mode=False)\n"
        f"sys.exit(' '.join(name for name in {SERVING!r} if name in sys.modules) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_and_version_import_no_numpy() -> None:
    program = (
        "import sys\nfrom pbengine.cli import main\n"
        "main(['--help'], standalone_mode=False)\nsys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "tally" in done.stdout


def test_a_count_that_asks_no_solver_loads_none(pb: Callable[..., str]) -> None:
    program = (
        "import sys\nfrom pbengine.cli import main\n"
        f"main(['tally', {pb()!r}, '--format', 'json'], standalone_mode=False)\n"
        "sys.exit('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_goes_away_causes_no_traceback(pb: Callable[..., str], form: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pbengine", "tally", *[pb()] * 40, "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) != 0


def test_a_terminal_that_cannot_show_all_letters_gets_question_marks_and_json_stays_whole(
    pb: Callable[..., str],
) -> None:
    file = pb(("A hall", "Świetlica"))
    environ = environment(PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    shown = pbengine("tally", file, env=environ, encoding="latin-1")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "?wietlica" in shown.stdout
    whole = pbengine("tally", file, "--format", "json", env=environ)
    assert json.loads(whole.stdout)["projects_detail"]["9"]["name"] == "Świetlica"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for another process")
def test_an_interrupt_ends_a_command_with_the_status_that_shells_expect(tmp_path: object) -> None:
    pipe = f"{tmp_path}/election.pb"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-m", "pbengine", "tally", pipe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        with open(pipe, "wb"):  # noqa: PTH123 - opens once the command has begun to read
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        assert process.stderr is not None
        assert process.stderr.read().strip() == "Stopped."
