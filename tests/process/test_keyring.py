"""The keys of a house: one secret that nobody else may read, different keys for different purposes and logs."""

from pathlib import Path

import pytest

from pbengine.process.keyring import FILE, Keyring, KeyringError, load_keyring
from pbengine.process.locations import data_dir, database_url, public_host
from tests.process.town import SECRET


def test_every_purpose_and_every_log_has_its_own_key() -> None:
    keyring = Keyring(SECRET, "pb.example")
    one, other = keyring.origin_of("one"), keyring.origin_of("other")
    keys = [
        secret
        for origin in (one, other)
        for secret in (keyring.log_signer(origin).seed, keyring.receipt_signer(origin).seed, keyring.pepper(origin))
    ]
    assert len(set(keys)) == 6
    assert (one, keyring.receipt_signer(one).name) == ("pb.example/one", "pb.example/one/receipt")


def test_the_same_secret_gives_the_same_keys_for_ever() -> None:
    """A change here would make every running vote unable to sign its own log."""
    keyring = Keyring(SECRET)
    assert keyring.log_signer("pb.local/a").key.text == (
        "pb.local/a+4c64e3a3+AdKhJyFMu/L0vkpzinmBff+Ye/W1op7FPuo033LkjRDc"
    )
    assert keyring.pepper("pb.local/a").hex()[:16] == "113e797a17b6c948"


def test_a_secret_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    environ = {"PBENGINE_DATA_DIR": str(tmp_path / "new")}
    first = load_keyring(environ)
    path = tmp_path / "new" / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keyring(environ) == first
    assert [file.name for file in path.parent.iterdir()] == [FILE]
    path.chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        load_keyring(environ)


def test_a_secret_may_come_from_the_environment(tmp_path: Path) -> None:
    given = {"PBENGINE_SECRET": SECRET.hex(), "PBENGINE_ORIGIN": "https://vote.example:8443"}
    assert load_keyring(given) == Keyring(SECRET, "vote.example")
    for wrong in ("not hex", SECRET[:31].hex(), ""):
        with pytest.raises(KeyringError):
            load_keyring({"PBENGINE_SECRET": wrong, "PBENGINE_DATA_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_the_secret_is_not_shown() -> None:
    assert SECRET.hex() not in repr(Keyring(SECRET))
    assert repr(SECRET) not in repr(Keyring(SECRET))


def test_the_environment_says_where_things_are(tmp_path: Path) -> None:
    environ = {"PBENGINE_DATA_DIR": str(tmp_path / "data")}
    assert database_url(environ) == f"sqlite:///{tmp_path / 'data' / 'pbengine.sqlite3'}"
    assert data_dir(environ).is_dir()
    assert database_url({"PBENGINE_DATABASE_URL": "postgresql://town@db/town"}) == "postgresql://town@db/town"
    assert data_dir({}).name == "pbengine"
    assert public_host({}) == "pb.local"
