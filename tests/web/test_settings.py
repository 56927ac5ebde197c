import zoneinfo
from datetime import UTC

import pytest

from pbengine.web.settings import DemoAccount, Mode, Settings, SettingsError, settings_from


def test_a_public_server_refuses_to_start_without_https() -> None:
    with pytest.raises(SettingsError, match="https"):
        Settings("http://vote.example.org")
    assert Settings("https://vote.example.org").secure


def test_a_public_server_refuses_ready_made_sign_ins() -> None:
    with pytest.raises(SettingsError, match="demonstrations"):
        Settings("https://vote.example.org", demo_accounts=(DemoAccount("resident", "a@example.org", "x"),))


@pytest.mark.parametrize("origin", ["", "vote.example.org", "ftp://x.org", "https://x.org/path", "https://x.org?q=1"])
def test_an_origin_is_a_scheme_and_a_host(origin: str) -> None:
    with pytest.raises(SettingsError):
        Settings(origin, Mode.DEMO)


def test_cookies_have_the_host_prefix_on_https_and_plain_names_on_http() -> None:
    public, demo = Settings("https://vote.example.org"), Settings("http://127.0.0.1:8000", Mode.DEMO)
    for name in ("session_cookie", "csrf_cookie", "language_cookie"):
        assert getattr(public, name).startswith("__Host-")
        assert not getattr(demo, name).startswith("__")


def test_hosts_are_those_of_the_origin_and_those_that_are_named() -> None:
    settings = Settings("https://vote.example.org:8443", hosts=("localhost",))
    assert settings.allowed_hosts == {"vote.example.org", "localhost"}


def test_settings_come_from_the_environment() -> None:
    settings = settings_from(
        {
            "PBENGINE_ORIGIN": "https://vote.example.org/",
            "PBENGINE_HOSTS": "localhost, 10.0.0.7",
            "PBENGINE_COMMUNITY": "Brookmere",
            "PBENGINE_TIME_ZONE": "Europe/Warsaw",
        }
    )
    assert settings.origin == "https://vote.example.org"
    assert settings.mode is Mode.PRODUCTION
    assert settings.hosts == ("localhost", "10.0.0.7")
    assert settings.community == "Brookmere"
    assert settings.zone == zoneinfo.ZoneInfo("Europe/Warsaw")
    assert settings_from({"PBENGINE_ORIGIN": "https://vote.example.org"}).zone is UTC


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, "PBENGINE_ORIGIN"),
        ({"PBENGINE_ORIGIN": "http://vote.example.org"}, "https"),
        ({"PBENGINE_ORIGIN": "https://vote.example.org", "PBENGINE_MODE": "debug"}, "PBENGINE_MODE"),
        ({"PBENGINE_ORIGIN": "https://vote.example.org", "PBENGINE_TIME_ZONE": "Mars/Base"}, "PBENGINE_TIME_ZONE"),
    ],
)
def test_wrong_settings_are_named_in_a_sentence(environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        settings_from(environ)
