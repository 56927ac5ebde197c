"""What stands in the repository, and what must not."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Split so that this file does not find itself.
UNWANTED = re.compile(r"\bTO" + r"DO\b|\bFIX" + r"ME\b|/wor" + r"k/|/tm" + r"p/")
HASHED = re.compile(r"^[a-z0-9-]+==\S+( ; [^\\]+)?( \\\n +--hash=sha256:[0-9a-f]{64})+$", re.MULTILINE)


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    answer = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name and "/static/vendor/" not in name]


def unwanted(content: bytes) -> list[str]:
    return UNWANTED.findall(content.decode(errors="replace"))


def test_nothing_is_left_to_do_and_no_file_names_a_folder_of_one_machine() -> None:
    found = {path.name: unwanted(path.read_bytes()) for path in tracked_files() if path.is_file()}
    assert {name: words for name, words in found.items() if words} == {}


def test_what_must_not_stand_in_a_file_is_seen() -> None:
    assert unwanted(b"# TO" + b"DO later\nopen('/wor" + b"k/main')") == ["TO" + "DO", "/wor" + "k/"]
    assert unwanted(b"metodologia, framework/, TODOS") == []


@pytest.mark.parametrize("group", ["app", "test", "browser"])
def test_every_requirement_has_its_hashes_and_no_file_names_where_it_comes_from(group: str) -> None:
    lock = (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    requirements = [line for line in lock.splitlines() if line and line[0] not in "# "]
    assert len(requirements) == len(HASHED.findall(lock)) > 0
    assert "://" not in lock


def test_an_older_python_can_read_pb_as_far_as_the_sentence_that_names_the_remedy() -> None:
    source = (ROOT / "pb").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    with pytest.raises(SyntaxError):
        ast.parse("match x:\n    case _: pass", feature_version=(3, 7))
