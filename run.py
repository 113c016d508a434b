#!/usr/bin/env python3
"""Set Plekwijzer up and open one of its doors: ``python3 run.py`` shows the demo region.

Needs nothing but Python 3.11 or newer: what the product needs comes into ``.venv``, at the versions and hashes of
the lock files. Where packages come from is the business of pip and uv and of how this machine has set them; no address
of a package registry stands in the project.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "plekwijzer-setup.json"
GUARD = ROOT / ".run.lock"

BOOTSTRAP_LOCK = ROOT / "requirements-bootstrap.lock"
LOCKS = {
    "runtime": ROOT / "requirements.lock",
    "dev": ROOT / "requirements-dev.lock",
    "bench": ROOT / "requirements-bench.lock",
}
"""What each kind of set-up installs; each kind holds all of the one before it, so a larger one serves a smaller."""

DOORS = """\
python3 run.py                    zet klaar en toon de proefregio / set up and show the demo region
python3 run.py setup              alleen klaarzetten / set up only
python3 run.py test [ARGS...]     de tests / the tests; ARGS go to pytest
python3 run.py check              format, lint, types, import contracts, migrations
python3 run.py bench NAME [ARGS]  een meting / one measurement: benchmarks/NAME.py
python3 run.py lock [--upgrade]   de vergrendelde versies opnieuw bepalen / lock the versions again"""

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "contracts": ["lint-imports"],
    "migrations": ["plekwijzer", "migrate", "--check"],
}


class SetupError(Exception):
    """The set-up cannot go on; the message says what to do, in Dutch and in English."""


# -- Is everything there already? --------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Name the state that a set-up belongs to: the locks, the project file, the Python version and the place."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for path in (ROOT / "pyproject.toml", BOOTSTRAP_LOCK, *LOCKS.values()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def engine_fingerprint() -> str:
    """Name the state of the code and the words that a compiled kernel and a trained linker belong to."""
    digest = hashlib.sha256()
    for folder, pattern in (("matching", "*.py"), ("services/linking", "*.py"), ("services/reference", "*.csv")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, object]:
    """Give what the last set-up noted; nothing when there was none or its note is damaged."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(kind: str, *, engine: str) -> None:
    """Note what `.venv` holds now, and which engine is compiled (empty: none)."""
    STAMP.write_text(json.dumps({"kind": kind, "fingerprint": fingerprint(), "engine": engine}), encoding="utf-8")


def is_installed(kind: str) -> bool:
    """Say whether `.venv` holds all packages of this kind of set-up, in the state of now."""
    stamp = read_stamp()
    serving = list(LOCKS)[list(LOCKS).index(kind) :]
    return PYTHON.exists() and stamp.get("kind") in serving and stamp.get("fingerprint") == fingerprint()


def is_ready(kind: str) -> bool:
    """Say whether all of this kind of set-up is there: the packages, the engine compiled and the linker trained."""
    return is_installed(kind) and read_stamp().get("engine") == engine_fingerprint()


@contextmanager
def only_one_at_a_time() -> Iterator[TextIO]:
    """Hold the guard file, whose text says that a set-up is under way; others wait here."""
    with GUARD.open("a+", encoding="utf-8") as guard:
        try:
            import fcntl
        except ImportError:  # Windows has no flock; two set-ups at the same time are not guarded there
            yield guard
            return
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Een andere run.py zet al klaar. Even wachten.", "Another run.py is setting up. Waiting.")
            fcntl.flock(guard, fcntl.LOCK_EX)
        yield guard


# -- Setting up --------------------------------------------------------------------------------------------------------


def set_up(kind: str, *, with_engine: bool = True) -> None:
    """Make `.venv` hold everything of this kind, or do nothing when it does already.

    Parameters
    ----------
    with_engine : bool
        Also compile the engine and train the linker; packages that are only about to be locked cannot do that yet.
    """
    is_done = is_ready if with_engine else is_installed
    if is_done(kind):
        return
    with only_one_at_a_time() as guard:
        if is_done(kind):
            return
        started = time.monotonic()
        if not is_installed(kind):
            fill_venv(kind, guard)
        if with_engine:
            compile_engine()
            train_linker()
            write_stamp(str(read_stamp()["kind"]), engine=engine_fingerprint())
        seconds = time.monotonic() - started
        say(f"Klaar in {seconds:.0f} seconden.", f"Ready in {seconds:.0f} seconds.")


def fill_venv(kind: str, guard: TextIO) -> None:
    """Make `.venv` when it is not there or was left half done, and install everything of this kind into it."""
    say("Klaarzetten in .venv. Dit gebeurt één keer.", "Setting up in .venv. This happens once.")
    guard.seek(0)
    was_interrupted = guard.read() != ""
    if was_interrupted or not has_usable_venv():
        throw_away_venv()
    mark(guard, "busy")
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        source_of_pip_or_stop()
        run([base_python(), "-m", "venv", "--without-pip", str(VENV)])
    install(kind)
    write_stamp(kind, engine="")
    mark(guard, "")


def compile_engine() -> None:
    """Compile the engine's kernel once, so that nobody who asks for a list waits for it; what is stale goes away."""
    for stale in (ROOT / "matching" / "__pycache__").glob("matching-*"):
        shutil.rmtree(stale, ignore_errors=True)
    say("De rekenkern vertalen voor deze machine.", "Compiling the engine for this machine.")
    run([str(PYTHON), "-c", "import matching; matching.warm()"], door_environment())


def train_linker() -> None:
    """Have the words of the catalogue learned once; what was learned from other words or by other code goes away."""
    say("De woorden van de catalogus leren.", "Learning the words of the catalogue.")
    run(
        [str(PYTHON), "-c", "from services.linking.model import prepared_linker; prepared_linker()"], door_environment()
    )


def mark(guard: TextIO, text: str) -> None:
    """Write in the guard file how the set-up stands; empty means that nothing was left half done."""
    guard.truncate(0)
    guard.write(text)
    guard.flush()


def has_usable_venv() -> bool:
    """Say whether the Python in `.venv` runs and is of the version that runs this file."""
    if not PYTHON.exists():
        return False
    question = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def throw_away_venv() -> None:
    """Remove what is left of a `.venv` that does not work."""
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def install(kind: str) -> None:
    """Install uv, then what the lock file names, then the project itself so that edits count at once."""
    pip = pip_command()
    run([*pip, "install", "-qq", "--require-hashes", "--requirement", str(BOOTSTRAP_LOCK)])
    locked = ["--require-hashes", "--requirement", str(LOCKS[kind])]
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    environment = uv_environment(os.environ, pip_settings(pip))
    try:
        run([*uv, *locked], environment)
    except SetupError:
        # A network that only pip knows the way out of: slower, with the same locked versions and hashes.
        say("uv kwam er niet uit. Nu met pip.", "uv could not do it. Trying pip.")
        run([*pip, "install", "-qq", *locked])
    run([*uv, *project], {**environment, "UV_OFFLINE": "1"})


# -- Where pip comes from ----------------------------------------------------------------------------------------------


def base_python() -> str:
    """Give the Python outside any virtual environment, so that `.venv` never rests on another one."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def works(command: Sequence[str]) -> bool:
    """Say whether a command ends well; its output is not shown."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def has_ensurepip() -> bool:
    """Say whether this Python carries its own pip. Debian keeps it in a package apart."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def pip_command() -> list[str]:
    """Give the command that installs into `.venv` with pip; puts pip there when this Python carries it."""
    inside = [str(PYTHON), "-m", "pip"]
    if works([*inside, "--version"]):
        return inside
    if source_of_pip_or_stop() == "ensurepip":
        run([str(PYTHON), "-m", "ensurepip", "--default-pip"], quiet=True)
        return inside
    return [base_python(), "-m", "pip", "--python", str(PYTHON)]


def source_of_pip_or_stop() -> str:
    """Say where pip can come from, ``"ensurepip"`` or ``"pip"``; as root on Debian or Ubuntu it is installed first.

    Raises
    ------
    SetupError
        There is no pip and nothing here may install it.
    """
    if has_ensurepip():
        return "ensurepip"
    if works([base_python(), "-m", "pip", "--python", base_python(), "--version"]):
        return "pip"
    package = venv_package()
    if is_root() and shutil.which("apt-get"):
        say(f"{package} ontbreekt. Installeren met apt-get.", f"{package} is missing. Installing it with apt-get.")
        apt_install(package)
        if has_ensurepip():
            return "ensurepip"
    raise SetupError(missing_venv_message(package))


def venv_package() -> str:
    """Name the Debian package with the venv parts of exactly this Python."""
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def missing_venv_message(package: str) -> str:
    """Say in Dutch and English which command to run, once, by someone who may."""
    command = f"sudo apt-get update && sudo apt-get install -y {package}"
    return (
        f"Python mist een onderdeel: {package}. Voer dit één keer uit en start dan opnieuw:\n"
        f"Python lacks a part: {package}. Run this once and start again:\n\n    {command}\n"
    )


def is_root() -> bool:
    """Say whether this process may install Debian packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(package: str) -> None:
    """Install a Debian package; the list of packages is fetched when it is missing or too old."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    try:
        run(command, environment, quiet=True)
    except SetupError:
        run(["apt-get", "update"], environment, quiet=True)
        run(command, environment, quiet=True)


# -- How this machine has set pip, told to uv --------------------------------------------------------------------------


def pip_settings(pip: Sequence[str]) -> dict[str, str]:
    """Read how pip is set here, from its files and from the environment; the environment comes last and wins."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
    settings = {}
    for section in ("global.", "install.", ":env:."):
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(section) and value:
                settings[name.removeprefix(section)] = str(ast.literal_eval(value))
    return settings


def uv_environment(environment: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """Give the environment for uv: what is set for pip holds for uv too, unless uv has been set itself.

    Parameters
    ----------
    settings : mapping
        pip's names (``index-url``, ``extra-index-url``, ``find-links``, ``cert``) and values.
    """
    result = dict(environment)
    if not any(name in environment for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")):
        if "index-url" in settings:
            result["UV_DEFAULT_INDEX"] = settings["index-url"]
        if "extra-index-url" in settings:
            result["UV_INDEX"] = " ".join(settings["extra-index-url"].split())
            # As pip does: look in every index. The hashes decide what may be installed, not where it came from.
            result.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
        if "find-links" in settings:
            result.setdefault("UV_FIND_LINKS", ",".join(settings["find-links"].split()))
    if "cert" in settings:
        result.setdefault("SSL_CERT_FILE", settings["cert"])
    return result


# -- The doors ---------------------------------------------------------------------------------------------------------


def say(dutch: str, english: str) -> None:
    """Tell the person at the keyboard what happens, in both languages, on one line."""
    print(f"Plekwijzer: {dutch} / {english}", file=sys.stderr, flush=True)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run a command of the set-up; raise ``SetupError`` with what it wrote when it fails."""
    done = subprocess.run(command, env=environment, capture_output=quiet, text=True, check=False)
    if done.returncode != 0:
        wrote = f"\n{done.stdout}{done.stderr}" if quiet else ""
        raise SetupError(f"Dit lukte niet / this failed ({done.returncode}): {' '.join(command)}{wrote}")


def door_environment() -> dict[str, str]:
    """Give the environment in which the commands of `.venv` come first, and in which Python keeps what it compiled.

    OpenBLAS takes one thread, as in the command `plekwijzer` (`cli/__init__.py`), a door that pytest does not pass.
    """
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    # Else each command would compile a thousand modules anew: half of what a short command takes.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"OPENBLAS_NUM_THREADS": "1", **kept, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def become(command: Sequence[str]) -> int:
    """Hand this process over to the command, so that Ctrl-C and a stop signal reach it directly."""
    if os.name == "nt":
        return subprocess.run(command, env=door_environment(), check=False).returncode
    os.execve(command[0], list(command), door_environment())


def demo(arguments: Sequence[str]) -> int:
    """Set up and show the demo region."""
    set_up("runtime")
    return become([str(BIN / "plekwijzer"), "demo", *arguments])


def setup(arguments: Sequence[str]) -> int:
    """Set up what the product needs, and nothing else."""
    set_up("runtime")
    say("Alles staat klaar. Start met: python3 run.py", "All is ready. Start with: python3 run.py")
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run the tests by one more than there are processors, four at most: tests wait for databases and browsers."""
    set_up("dev")
    n_workers = str(min((os.cpu_count() or 1) + 1, 4))
    return become([str(PYTHON), "-m", "pytest", "-n", n_workers, "--dist", "worksteal", *arguments])


def check(arguments: Sequence[str]) -> int:
    """Run every check, also when an earlier one fails, and say at the end which failed."""
    set_up("dev")
    failed = []
    for name, (program, *rest) in CHECKS.items():
        print(f"check {name}: {program} {' '.join(rest)}", flush=True)
        done = subprocess.run([str(BIN / program), *rest], env=door_environment(), check=False)
        if done.returncode != 0:
            failed.append(name)
    print(f"check: {', '.join(failed)} failed" if failed else f"check: all {len(CHECKS)} passed")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run one measurement."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py"))
    if not arguments or arguments[0] not in names:
        print(f"python3 run.py bench NAME, NAME = {', '.join(names)}", file=sys.stderr)
        return 2
    set_up("bench")
    return become([str(PYTHON), str(ROOT / "benchmarks" / f"{arguments[0]}.py"), *arguments[1:]])


def lock(arguments: Sequence[str]) -> int:
    """Write the lock files again: every version with its hashes, and no address to fetch it from."""
    set_up("runtime", with_engine=False)
    common = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    common += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments]
    compile_lock = [str(PYTHON), "-m", "uv", "pip", "compile", *common]
    environment = uv_environment(os.environ, pip_settings(pip_command()))
    groups = {"runtime": ["build"], "dev": ["build", "dev"], "bench": ["build", "dev", "bench"]}
    for kind, path in LOCKS.items():
        chosen = [option for group in groups[kind] for option in ("--group", f"pyproject.toml:{group}")]
        run([*compile_lock, "pyproject.toml", *chosen, "--output-file", path.name], environment)
    names = VENV / "bootstrap.in"
    names.write_text("uv\n", encoding="utf-8")
    run([*compile_lock, str(names), "--output-file", BOOTSTRAP_LOCK.name], environment)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Open the door that the first argument names and give the exit code."""
    doors = {"setup": setup, "test": test, "check": check, "bench": bench, "lock": lock}
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started before anything could have refused
        print(
            "Plekwijzer heeft Python 3.11 of nieuwer nodig. / Plekwijzer needs Python 3.11 or newer.", file=sys.stderr
        )
        return 1
    if arguments and arguments[0] not in doors:
        print(DOORS, file=sys.stdout if arguments[0] in ("-h", "--help", "help") else sys.stderr)
        return 0 if arguments[0] in ("-h", "--help", "help") else 2
    os.chdir(ROOT)
    try:
        return doors[arguments[0]](arguments[1:]) if arguments else demo(())
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        place = f"{error.filename or ROOT}"
        print(f"Hier mag je niet schrijven / you may not write here: {place}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
