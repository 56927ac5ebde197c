"""The set-up script, as far as it can be tried without installing anything; CI tries the rest by running it."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import urllib.error
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "pb"
PAGE = b'<a href="../../files/pip-26.3-py3-none-any.whl#sha256=00">pip</a>'


@pytest.fixture
def pb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script as a module whose .venv is an empty folder, on a machine without settings for pip."""
    loader = SourceFileLoader("pb_script", str(SCRIPT))
    specification = importlib.util.spec_from_loader("pb_script", loader)
    assert specification is not None
    module = importlib.util.module_from_spec(specification)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_INDEX_URL", "https://user:secret@mirror.example/simple/")
    return module


def test_a_pip_whose_hash_differs_is_refused_and_not_kept(
    pb: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pb, "open_address", lambda address: PAGE if address.endswith("/pip/") else b"another pip")
    with pytest.raises(SystemExit):
        pb.pip_install()
    assert "has not the SHA-256" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_right_pip_is_fetched_once_from_the_index_and_a_broken_copy_is_replaced(
    pb: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fetched: list[str] = []

    def answer(address: str) -> bytes:
        fetched.append(address)
        return PAGE if address.endswith("/pip/") else b"the wheel"

    monkeypatch.setattr(pb, "open_address", answer)
    monkeypatch.setattr(pb, "PIP_SHA256", hashlib.sha256(b"the wheel").hexdigest())
    (tmp_path / pb.PIP).write_bytes(b"half of the wh")
    pb.pip_install()
    pb.pip_install()
    base = "https://user:secret@mirror.example"
    assert fetched == [f"{base}/simple/pip/", f"{base}/files/{pb.PIP}"]


@pytest.mark.parametrize("fault", [urllib.error.URLError("CERTIFICATE_VERIFY_FAILED"), TimeoutError("timed out")])
def test_without_network_the_remedy_is_named_and_no_password_printed(
    pb: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: OSError
) -> None:
    def fail(_address: str) -> bytes:
        raise fault

    monkeypatch.setattr(pb, "open_address", fail)
    with pytest.raises(SystemExit):
        pb.pip_install()
    told = capsys.readouterr().err
    assert "mirror.example" in told
    assert "HTTPS_PROXY" in told
    assert "ca-certificates" in told
    assert "secret" not in told


def test_settings_for_pip_are_read_from_the_environment_first_and_then_from_its_files(
    pb: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/file\n")
    assert pb.pip_setting("index-url") == "https://user:secret@mirror.example/simple/"
    monkeypatch.delenv("PIP_INDEX_URL")
    assert pb.pip_setting("index-url") == "https://mirror.example/file"
    assert pb.pip_setting("no-such-setting") == ""


def test_an_unknown_command_prints_what_there_is_and_fails() -> None:
    run = subprocess.run([sys.executable, SCRIPT, "tset"], stdout=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 2
    assert "python3 pb test" in run.stdout


def test_a_group_that_is_not_there_to_lock_is_named_beside_those_that_are(
    pb: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        pb.lock_requirements(["peers", "pears"])
    assert "pears; the groups are app, test, browser, peers" in capsys.readouterr().err


def test_every_group_has_its_locked_requirements_and_its_room(pb: ModuleType) -> None:
    groups = [group for group, _ in pb.LOCKS]
    assert sorted(path.stem for path in (SCRIPT.parent / "requirements").glob("*.txt")) == sorted(groups)
    assert list(pb.MEGABYTES) == groups
