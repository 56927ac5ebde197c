#!/usr/bin/env python3
"""Set pbengine up, and run it, with nothing but Python 3.11 or newer.

  python3 pb demo [--port N] [--host H]   a town with three rounds, on your own machine
  python3 pb test                         every check and every test
  python3 pb test ARGS...                 only pytest, with these arguments
  python3 pb run -- ARGS...               any pbengine command, for example: run -- rules
  python3 pb bench [ARGS...]              this engine and its peers, side by side
  python3 pb lock [GROUP...]              resolve requirements/*.txt again (for developers)

What it needs it puts into .venv beside this file: by uv where that is found, else by pip, which it fetches itself.
"""
# Older Pythons must be able to read this file as far as the sentence that names the remedy.

from __future__ import annotations

import base64
import configparser
import contextlib
import hashlib
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PEERS = VENV / "peers"  # other people's engines, with an older numpy than ours
PROGRAM = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = str(VENV / PROGRAM)
OLDEST = (3, 11)
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
UV = "uv==0.13.9"
MEGABYTES = {"app": 400, "test": 300, "browser": 200, "peers": 1800}  # free space before each group
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOT_INHERITED = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "VIRTUAL_ENV")
NETWORK = (
    "Is this machine online? Behind a proxy set HTTPS_PROXY; with a package mirror set PIP_INDEX_URL.\n"
    "  Certificates missing? Debian, Ubuntu: apt install ca-certificates; macOS: Python's 'Install Certificates';\n"
    "  an authority of your own: name its file in PIP_CERT."
)
LOCKS = (
    ("app", ["pyproject.toml"]),
    ("test", ["pyproject.toml", "--extra", "postgresql", "--group", "test", "--constraint", "requirements/app.txt"]),
    ("browser", ["--group", "browser", "--constraint", "requirements/test.txt"]),
    ("peers", ["--group", "peers"]),
)


def say(text: str) -> None:
    """Print one line at once, so that it stands before what a child process prints."""
    print(f"pb: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with a sentence."""
    say(text)
    raise SystemExit(1)


def start_over_with_newer_python() -> None:
    """Replace this process by one of a Python that is new enough, or say what to install."""
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.call([found, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, *sys.argv])
    uv = shutil.which("uv")
    if uv:
        os.execv(uv, [uv, "run", "--no-project", "--python", ">=3.11", *sys.argv])
    stop(
        f"this needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.\n"
        "  Debian 12, Ubuntu 24.04 or newer: apt install python3    Fedora: dnf install python3\n"
        "  macOS: brew install python    Windows: winget install Python.Python.3.13    anywhere: install uv"
    )


def pip_setting(name: str) -> str:
    """Return what the environment or pip's configuration files say of `index-url` or `cert`; perhaps nothing."""
    home = os.path.expanduser("~")
    places = [os.environ.get("PIP_CONFIG_FILE", ""), home + "/.pip/pip.conf", "/etc/pip.conf"]
    places.insert(1, os.environ.get("XDG_CONFIG_HOME", home + "/.config") + "/pip/pip.conf")
    value = os.environ.get("PIP_" + name.upper().replace("-", "_"), "")
    for place in places:
        parser = configparser.RawConfigParser()
        with contextlib.suppress(configparser.Error, UnicodeDecodeError):
            parser.read(place, encoding="utf-8")
        value = value or parser.get("install", name, fallback="") or parser.get("global", name, fallback="")
    return value.strip()


def open_address(address: str) -> bytes:
    """Fetch one address, with the name and password it may carry."""
    parts = urllib.parse.urlsplit(address)
    secret, at, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl())
    if at:
        token = base64.b64encode(urllib.parse.unquote(secret).encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    authorities = pip_setting("cert")
    if authorities:
        os.environ.setdefault("SSL_CERT_FILE", authorities)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def pip_install(python: str = PYTHON) -> list[str]:
    """Return the command `pip install`; it runs from pip's wheel, fetched once from the package index and checked."""
    target = VENV / PIP
    if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() != PIP_SHA256:
        index = (pip_setting("index-url") or "https://pypi.org/simple").rstrip("/") + "/pip/"
        host = urllib.parse.urlsplit(index).hostname or index
        try:
            page = open_address(index).decode()
            links = [html.unescape(link).partition("#")[0] for link in re.findall(r"""href=["']([^"']+)""", page)]
            link = next((link for link in links if link.endswith("/" + PIP)), None)
            if link is None:
                stop(f"{host} lacks {PIP}. Name another package index in PIP_INDEX_URL, or install uv.")
            wheel = open_address(urllib.parse.urljoin(index, link))
        except (OSError, ValueError) as fault:
            stop(f"cannot fetch pip from {host}: {fault}\n  {NETWORK}")
        if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
            stop(f"what {host} sent as {PIP} has not the SHA-256 that stands in this file; it was not used.")
        target.write_bytes(wheel)
    return [python, f"{target}/pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-user"]


def environment() -> dict[str, str]:
    """Return the variables for child processes, without those that would lead them away from .venv."""
    return {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}


def site_packages(folder: Path) -> Path | None:
    """Return where an environment keeps its packages; None if it is absent or its Python was exchanged since."""
    python = str(folder / PROGRAM)
    if not os.path.exists(python):
        return None
    question = "import sys, sysconfig; print(sysconfig.get_path('purelib')); sys.exit(sys.version_info < (3, 11))"
    answer = subprocess.run([python, "-c", question], stdout=subprocess.PIPE, env=environment(), check=False)
    packages = Path(answer.stdout.decode().strip() or "/nowhere")
    return packages if answer.returncode == 0 and packages.is_dir() else None


def make_venv(folder: Path) -> Path:
    """Return the folder of an environment's packages, after making it if need be; pip is not put into it."""
    site, name = site_packages(folder), folder.relative_to(VENV.parent)
    if site is None:
        try:
            import venv  # noqa: PLC0415  absent from Debian's python3-minimal, which must reach the sentence below
        except ImportError:
            stop(f"{sys.executable} lacks the module venv.\n  Debian, Ubuntu: apt install python3")
        say(f"making {name} with Python {sys.version.split()[0]}")
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt", clear=True).create(folder)
        site = site_packages(folder)
    if site is None:
        stop(f"the new {name} does not run. Remove it and try another Python.")
    return site


def install(lock: Path, python: str) -> None:
    """Install a lock file, by uv where that is found and works, else by pip; only what has its recorded hash."""
    hashed = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    environ, uv, index = environment(), shutil.which("uv"), pip_setting("index-url")
    if index and "UV_INDEX_URL" not in environ:
        environ.setdefault("UV_DEFAULT_INDEX", index)
    if uv:
        how = ["--quiet", "--compile-bytecode", "--python", python]
        if subprocess.call([uv, "pip", "install", *how, *hashed], env=environ, cwd=ROOT) == 0:
            return
        say("uv did not succeed; trying pip")
    if subprocess.call([*pip_install(python), *hashed], env=environ, cwd=ROOT) != 0:
        stop(
            f"the packages of {lock.relative_to(ROOT)} could not be installed; the lines above say why.\n"
            f"  {NETWORK}\n"
            "  No matching distribution? Nothing is ready-made for this Python or machine; Python 3.12 has the most."
        )


def fill(folder: Path, *groups: str) -> Path:
    """Make an environment hold these groups of packages, and return where; what stands there already is left alone."""
    site = make_venv(folder)
    for group in groups:
        lock, stamp = ROOT / f"requirements/{group}.txt", folder / f"{group}.installed"
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            continue
        if shutil.disk_usage(ROOT).free < MEGABYTES[group] * 1_000_000:
            stop(f"{ROOT} has less than the {MEGABYTES[group]} MB free that '{group}' needs. Make room there.")
        say(f"installing the packages for '{group}' (once, about a minute)")
        install(lock, str(folder / PROGRAM))
        stamp.write_text(digest)
    return site


def set_up(*groups: str) -> None:
    """Make .venv hold these groups of packages, and find pbengine's source."""
    site = fill(VENV, *groups)
    pointer, source = site / "pbengine-source.pth", os.path.relpath(ROOT / "src", site) + "\n"
    if not pointer.exists() or pointer.read_text() != source:
        pointer.write_text(source)


def become(*arguments: str) -> NoReturn:
    """Turn this process into .venv's Python, so that signals and the exit code are its own."""
    command = [PYTHON, *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.call(command, env=environment()))
    os.execve(PYTHON, command, environment())


def build_compiled_peer() -> None:
    """Build the peer that is C++ and has no ready-made packages; without a compiler the benchmark does without it."""
    folder = ROOT / "bench" / "peers"
    lock, stamp = folder / "compiled.txt", PEERS / "compiled.installed"
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    if not any(map(shutil.which, ("c++", "g++", "clang++"))):
        say("no C++ compiler found, so pabumeasures is left out (Debian: apt install g++)")
        return
    environ = {**environment(), "SKBUILD_CMAKE_ARGS": f"-Dortools_DIR={folder / 'without_ortools'}"}
    how = ["--require-hashes", "--no-deps", "--no-binary", "pabumeasures", "-r", str(lock)]
    say("building pabumeasures (once, about a minute)")
    if subprocess.call([*pip_install(str(PEERS / PROGRAM)), *how], env=environ, cwd=ROOT) == 0:
        stamp.write_text(lock.read_text())
    else:
        say("pabumeasures could not be built; the lines above say why, and it is left out")


def run_tests(arguments: list[str]) -> None:
    """Run every check, or pytest alone when arguments are given; all of them, even when one fails."""
    browser = os.environ.get("PB_CHROMIUM") or any(map(shutil.which, BROWSERS)) or os.environ.get("CI") == "true"
    set_up("app", "test", *(["browser"] if browser else []))
    if os.environ.get("CI") == "true":
        fill(PEERS, "peers")
    os.chdir(ROOT)
    if arguments:
        become("-m", "pytest", *arguments)
    if not browser:
        say("no Chromium found, so the browser tests are skipped (Debian: apt install chromium, or set PB_CHROMIUM)")
    checks = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"],
        "pytest": ["-m", "pytest", "-n", "auto", "--dist", "worksteal"],
    }
    failed = []
    for name, check in checks.items():
        say(f"-- {name}")
        if subprocess.call([PYTHON, *check], env=environment()) != 0:
            failed.append(name)
    if failed:
        stop(f"failed: {', '.join(failed)}")
    say("all checks passed")


def lock_requirements(groups: list[str]) -> None:
    """Resolve requirements/*.txt, or those of some groups, anew from pyproject.toml for every Python from 3.11 on."""
    strangers = set(groups) - {group for group, _ in LOCKS}
    if strangers:
        stop(f"there is no group {', '.join(sorted(strangers))}; the groups are {', '.join(dict(LOCKS))}")
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv")
        if not uv:
            make_venv(VENV)
            subprocess.run([*pip_install(), "--target", folder, UV], env=environment(), check=True)
            uv = str(Path(folder, "bin", "uv"))
        how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--upgrade", "--quiet"]
        for group, sources in [entry for entry in LOCKS if not groups or entry[0] in groups]:
            lock = f"requirements/{group}.txt"
            subprocess.run([uv, "pip", "compile", *sources, *how, "-o", lock], env=environment(), cwd=ROOT, check=True)
            say(f"wrote {lock}")


def main() -> None:
    """Do what the command line asks."""
    command, *arguments = sys.argv[1:] or ["help"]
    if arguments[:1] == ["--"]:
        del arguments[0]
    if command in {"demo", "run"}:
        set_up("app")
        become("-m", "pbengine", *(["demo"] if command == "demo" else []), *arguments)
    elif command == "test":
        run_tests(arguments)
    elif command == "bench":
        set_up("app", "test")
        fill(PEERS, "peers")
        build_compiled_peer()
        become(str(ROOT / "bench/run.py"), *arguments)
    elif command == "lock":
        lock_requirements(arguments)
    else:
        print(__doc__.strip())
        raise SystemExit(0 if command in {"help", "-h", "--help"} else 2)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        start_over_with_newer_python()
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except subprocess.CalledProcessError as fault:
        stop(f"this did not succeed: {' '.join(map(str, fault.cmd))}")
    except OSError as fault:
        stop(f"{fault}\n  Is the disk full, or is this a folder in which you may not write?")
