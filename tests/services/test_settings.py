"""Settings come from the environment, and a typing error does not pass in silence."""

import pytest

from services.mail_server import MailServer
from services.settings import Settings, SettingsError, read_settings, unknown_variables


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_PORT", "8123")
    monkeypatch.setenv("PLEKWIJZER_BROKER_URL", "redis://127.0.0.1/0")

    settings = read_settings()

    assert (settings.port, settings.has_own_worker) == (8123, False)


def test_settings_that_cannot_be_are_named_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_PORT", "99999")
    monkeypatch.setenv("PLEKWIJZER_MAX_ATTEMPTS", "geen")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert caught.value.names == ("PLEKWIJZER_MAX_ATTEMPTS", "PLEKWIJZER_PORT")


def test_variables_that_are_no_setting_are_found() -> None:
    environment = {"PLEKWIJZER_PORT": "1", "PLEKWIJZER_PROT": "2", "PATH": "3"}

    assert unknown_variables(environment) == ("PLEKWIJZER_PROT",)


def test_every_setting_is_told_about_in_the_docstring() -> None:
    told = Settings.__doc__ or ""

    assert [name for name in Settings.model_fields if name not in told] == []


def test_secret_key_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "heel-geheim")

    assert "heel-geheim" not in repr(Settings())


MAIL = {
    "PLEKWIJZER_SMTP_URL": "smtp://plek:heel-geheim@mail.example",
    "PLEKWIJZER_MAIL_FROM": "berichten@plekwijzer.example",
    "PLEKWIJZER_PUBLIC_URL": "https://plekwijzer.example/",
}


def test_mail_settings_are_read_and_their_password_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)

    settings = read_settings()

    assert settings.mail_server == MailServer(host="mail.example", port=587, user="plek", password="heel-geheim")
    assert settings.public_url == "https://plekwijzer.example"
    assert "heel-geheim" not in repr(settings) + repr(settings.mail_server)
    assert settings.for_demo().mail_server is None


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"PLEKWIJZER_SMTP_URL": "mail.example"}, ("PLEKWIJZER_SMTP_URL",)),
        ({"PLEKWIJZER_MAIL_FROM": ""}, ("PLEKWIJZER_MAIL_FROM",)),
        ({"PLEKWIJZER_MAIL_FROM": "Plekwijzer <a@b.example>"}, ("PLEKWIJZER_MAIL_FROM",)),
        ({"PLEKWIJZER_PUBLIC_URL": ""}, ("PLEKWIJZER_PUBLIC_URL",)),
        ({"PLEKWIJZER_PUBLIC_URL": "plekwijzer.example"}, ("PLEKWIJZER_PUBLIC_URL",)),
        (
            {"PLEKWIJZER_MAIL_FROM": "", "PLEKWIJZER_PUBLIC_URL": "ftp://x"},
            ("PLEKWIJZER_MAIL_FROM", "PLEKWIJZER_PUBLIC_URL"),
        ),
    ],
)
def test_mail_settings_that_cannot_be_are_named(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], names: tuple[str, ...]
) -> None:
    for name, value in {**MAIL, **changes}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert caught.value.names == names
