import tomllib
from pathlib import Path

import pbengine


def test_the_package_and_its_metadata_name_the_same_version() -> None:
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pbengine.__version__ == project["version"]
