import hashlib
import tomllib
from importlib.resources import files

VENDOR = files("pbengine.web") / "static" / "vendor"
LICENCES = {"0BSD", "OFL-1.1"}


def listed() -> dict[str, dict[str, str]]:
    manifest = tomllib.loads((VENDOR / "MANIFEST.toml").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in manifest["file"]}


def test_every_file_of_others_is_listed_with_package_version_and_licence() -> None:
    present = {entry.name for entry in VENDOR.iterdir()} - {"MANIFEST.toml"}
    assert present == set(listed())
    for entry in listed().values():
        assert entry["package"]
        assert entry["version"]
        assert entry["licence"] in LICENCES


def test_files_of_others_are_unmodified() -> None:
    for name, entry in listed().items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == entry["sha256"], name
