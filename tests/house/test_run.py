"""The set-up file: when it has work to do, what it does after an interruption, and what it says when it cannot."""

import importlib.util
import stat
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FILES = (
    "pyproject.toml",
    "requirements-bootstrap.lock",
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-bench.lock",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load run.py from a folder of its own, with small project files beside it; no engine is compiled."""
    for name in FILES:
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    (tmp_path / "matching").mkdir()
    (tmp_path / "matching" / "compiling.py").write_text("", encoding="utf-8")
    (tmp_path / "run.py").write_text((ROOT / "run.py").read_text(encoding="utf-8"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("run_here", tmp_path / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "compile_engine", lambda: None)
    monkeypatch.setattr(module, "train_linker", lambda: None)
    return module


@pytest.fixture
def ready(run: ModuleType) -> ModuleType:
    """Give run.py in a folder where the set-up for the product is done."""
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.symlink_to(sys.executable)
    stamp(run, kind="runtime")
    return run


def stamp(run: ModuleType, *, kind: str) -> None:
    run.write_stamp(kind, engine=run.engine_fingerprint())


def program(folder: Path, name: str, text: str) -> None:
    """Put a small shell program in the folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


# -- Is everything there already? --------------------------------------------------------------------------------------


def test_set_up_once_is_ready(ready: ModuleType) -> None:
    assert ready.is_ready("runtime")


def test_nothing_set_up_is_not_ready(run: ModuleType) -> None:
    assert not run.is_ready("runtime")


def test_product_alone_is_not_ready_for_tests(ready: ModuleType) -> None:
    assert not ready.is_ready("dev")


@pytest.mark.parametrize(("kind", "serves"), [("dev", ["runtime", "dev"]), ("bench", ["runtime", "dev", "bench"])])
def test_larger_set_up_serves_the_smaller_too(ready: ModuleType, kind: str, serves: list[str]) -> None:
    stamp(ready, kind=kind)

    assert [smaller for smaller in ready.LOCKS if ready.is_ready(smaller)] == serves


def test_changed_engine_is_not_ready(ready: ModuleType) -> None:
    (ready.ROOT / "matching" / "compiling.py").write_text("changed\n", encoding="utf-8")

    assert not ready.is_ready("runtime")
    assert ready.is_installed("runtime")


@pytest.mark.parametrize("name", FILES)
def test_changed_project_file_is_not_ready(ready: ModuleType, name: str) -> None:
    (ready.ROOT / name).write_text("changed\n", encoding="utf-8")

    assert not ready.is_ready("runtime")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "runtime"}'])
def test_damaged_stamp_is_not_ready(ready: ModuleType, text: str) -> None:
    ready.STAMP.write_text(text, encoding="utf-8")

    assert not ready.is_ready("runtime")


def test_python_that_went_away_is_not_ready(ready: ModuleType) -> None:
    ready.PYTHON.unlink()

    assert not ready.is_ready("runtime")


# -- Setting up --------------------------------------------------------------------------------------------------------


def test_set_up_installs_once(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(run, "install", installed.append)

    run.set_up("runtime")
    run.set_up("runtime")

    assert installed == ["runtime"]
    assert run.is_ready("runtime")


def test_changed_engine_is_compiled_and_nothing_installed(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(ready, "install", lambda kind: done.append(f"install {kind}"))
    monkeypatch.setattr(ready, "compile_engine", lambda: done.append("compile"))
    monkeypatch.setattr(ready, "train_linker", lambda: None)
    stamp(ready, kind="dev")
    (ready.ROOT / "matching" / "compiling.py").write_text("changed\n", encoding="utf-8")

    ready.set_up("runtime")
    ready.set_up("runtime")

    assert done == ["compile"]
    assert ready.is_ready("dev")


def test_locking_needs_no_compiled_engine(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(ready, "compile_engine", lambda: compiled.append("compile"))
    monkeypatch.setattr(ready, "train_linker", lambda: None)
    (ready.ROOT / "matching" / "compiling.py").write_text("changed\n", encoding="utf-8")

    ready.set_up("runtime", with_engine=False)

    assert compiled == []


def test_interrupted_compiling_keeps_what_is_installed(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ready, "compile_engine", stop)
    monkeypatch.setattr(ready, "train_linker", lambda: None)
    (ready.ROOT / "matching" / "compiling.py").write_text("changed\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        ready.set_up("runtime")

    assert ready.is_installed("runtime")
    assert not ready.is_ready("runtime")


def test_two_set_ups_at_once_install_once(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(run, "install", installed.append)
    both = [threading.Thread(target=run.set_up, args=("runtime",)) for _ in range(2)]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert installed == ["runtime"]


def test_interrupted_set_up_starts_from_nothing(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_halfway(_: str) -> None:
        (run.VENV / "half-installed").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "install", stop_halfway)
    with pytest.raises(KeyboardInterrupt):
        run.set_up("runtime")
    monkeypatch.setattr(run, "install", lambda _: None)

    run.set_up("runtime")

    assert not (run.VENV / "half-installed").exists()
    assert run.is_ready("runtime")


def test_folder_without_working_python_is_rebuilt(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    program(run.VENV, "not-a-venv", "exit 1")
    program(run.VENV / "bin", "python", "exit 1")
    monkeypatch.setattr(run, "install", lambda _: None)

    run.set_up("runtime")

    assert run.has_usable_venv()
    assert not (run.VENV / "not-a-venv").exists()


def test_locked_versions_come_by_pip_when_uv_cannot(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], environment: object = None, *, quiet: bool = False) -> None:
        ran.append(command)
        if "uv" in command and str(ready.LOCKS["dev"]) in command:
            raise ready.SetupError("no network")

    monkeypatch.setattr(ready, "run", record)
    monkeypatch.setattr(ready, "pip_command", lambda: ["pip"])
    monkeypatch.setattr(ready, "pip_settings", lambda _: {})

    ready.install("dev")

    locked = ["--require-hashes", "--requirement", str(ready.LOCKS["dev"])]
    assert [command[0] for command in ran] == ["pip", str(ready.PYTHON), "pip", str(ready.PYTHON)]
    assert ran[2] == ["pip", "install", "-qq", *locked]


# -- Where pip comes from ----------------------------------------------------------------------------------------------


@pytest.fixture
def bare(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give run.py on a machine whose Python carries no pip."""
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run, "works", lambda _: False)
    monkeypatch.setattr(run, "is_root", lambda: False)
    return run


def test_missing_venv_without_rights_says_which_command_to_run(bare: ModuleType) -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"

    with pytest.raises(bare.SetupError) as stopped:
        bare.source_of_pip_or_stop()

    said = str(stopped.value)
    assert f"sudo apt-get install -y {package}" in said
    assert "Voer dit één keer uit" in said
    assert "Run this once" in said


def test_missing_venv_as_root_installs_the_package(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def apt_install(package: str) -> None:
        asked.append(package)
        monkeypatch.setattr(bare, "has_ensurepip", lambda: True)

    monkeypatch.setattr(bare, "is_root", lambda: True)
    monkeypatch.setattr(bare.shutil, "which", lambda name: name)
    monkeypatch.setattr(bare, "apt_install", apt_install)

    assert bare.source_of_pip_or_stop() == "ensurepip"
    assert asked == [bare.venv_package()]


def test_system_pip_serves_when_python_carries_none(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare, "works", lambda command: "--python" in command)

    assert bare.pip_command() == [bare.base_python(), "-m", "pip", "--python", str(bare.PYTHON)]


def test_stale_package_list_is_fetched_once(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    fails_first = f'echo "$1" >> {log}; [ "$1" = update ] || [ "$(grep -c install {log})" -gt 1 ]'
    program(tmp_path / "bin", "apt-get", fails_first)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    run.apt_install("python3-venv")

    assert log.read_text(encoding="utf-8").split() == ["install", "update", "install"]


# -- How this machine has set pip --------------------------------------------------------------------------------------


def test_pip_settings_from_environment_win(run: ModuleType, tmp_path: Path) -> None:
    listed = ":env:.index-url='https://env.example/'\nglobal.index-url='https://file.example/'\nglobal.cert='ca.pem'"
    program(tmp_path / "bin", "pip", f"cat <<'END'\n{listed}\nEND")

    assert run.pip_settings([str(tmp_path / "bin" / "pip")]) == {"index-url": "https://env.example/", "cert": "ca.pem"}


def test_pip_settings_hold_for_uv(run: ModuleType) -> None:
    settings = {
        "index-url": "https://one.example/",
        "extra-index-url": "https://two.example/\nhttps://three.example/",
        "find-links": "wheels more",
        "cert": "ca.pem",
    }

    assert run.uv_environment({"HOME": "h"}, settings) == {
        "HOME": "h",
        "UV_DEFAULT_INDEX": "https://one.example/",
        "UV_INDEX": "https://two.example/ https://three.example/",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "wheels,more",
        "SSL_CERT_FILE": "ca.pem",
    }


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"])
def test_uv_that_was_set_itself_is_left_alone(run: ModuleType, name: str) -> None:
    own = {name: "https://own.example/", "SSL_CERT_FILE": "own.pem"}

    assert run.uv_environment(own, {"index-url": "https://one.example/", "cert": "ca.pem"}) == own


# -- The doors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("opbouwen", 2)])
def test_question_and_unknown_door_list_the_doors(
    run: ModuleType, capsys: pytest.CaptureFixture[str], argument: str, code: int
) -> None:
    assert run.main([argument]) == code
    assert run.DOORS in "".join(capsys.readouterr())


def test_bench_without_name_lists_the_measurements(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    (run.ROOT / "benchmarks").mkdir()
    (run.ROOT / "benchmarks" / "matching.py").write_text("", encoding="utf-8")

    assert run.main(["bench"]) == 2
    assert "NAME = matching" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failing", "code", "said"), [("", 0, "all 5 passed"), ("mypy", 1, "types failed"), ("ruff", 1, "format, lint")]
)
def test_check_runs_everything_and_names_what_failed(
    ready: ModuleType, capfd: pytest.CaptureFixture[str], failing: str, code: int, said: str
) -> None:
    stamp(ready, kind="dev")
    for name in ("ruff", "mypy", "lint-imports", "plekwijzer"):
        program(ready.BIN, name, f"echo {name} ran; exit {int(name == failing)}")

    assert ready.main(["check"]) == code

    shown = capfd.readouterr().out
    assert said in shown.splitlines()[-1]
    assert "plekwijzer ran" in shown


def test_doors_keep_what_python_compiles(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PLEKWIJZER_PORT", "8123")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)

    given = run.door_environment()

    assert "PYTHONDONTWRITEBYTECODE" not in given
    assert given["OPENBLAS_NUM_THREADS"] == "1"
    assert given["PLEKWIJZER_PORT"] == "8123"


def test_door_that_cannot_be_set_up_says_why(bare: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert bare.main(["setup"]) == 1
    assert bare.missing_venv_message(bare.venv_package()) in capsys.readouterr().err
