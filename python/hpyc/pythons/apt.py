"""Debian packages without root: fetched from the mirror that this machine uses, and unpacked.

The package manager runs with state, cache and sources of its own, so that nothing of the
system changes. It checks the packages against the archive's signed lists.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hpyc.errors import HpycError

if TYPE_CHECKING:
    from hpyc.pythons.recipes import Reporter

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
DEBIAN_RELEASES = frozenset(
    {"bullseye", "bookworm", "trixie", "forky", "sid", "oldstable", "stable", "testing", "unstable"}
)
OTHER_WAY = "or install it in another way and name its executable with --python"


class PrivateApt:
    """The package manager with everything of its own in ``folder``."""

    def __init__(self, folder: Path, suite: str, mirror: str | None = None) -> None:
        self.folder = folder
        self.suite = suite
        for tool, package in (("apt-get", "apt"), ("apt-config", "apt"), ("dpkg-deb", "dpkg")):
            if shutil.which(tool) is None:
                raise HpycError(
                    f"{tool} was not found: this installation takes packages of Debian {suite}",
                    f"install {package}, {OTHER_WAY}",
                )
        if not os.path.exists(KEYRING):
            raise HpycError(
                f"the keys of Debian's archive are missing ({KEYRING})",
                f"install debian-archive-keyring, {OTHER_WAY}",
            )
        self.mirror = mirror or debian_mirror()
        self._configuration = folder / "apt.conf"
        self._write_configuration()

    def _write_configuration(self) -> None:
        state, cache = self.folder / "state", self.folder / "cache"
        (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        (state / "status").touch()
        sources = self.folder / "sources.list"
        sources.write_text(f"deb [signed-by={KEYRING}] {self.mirror} {self.suite} main\n", encoding="utf-8")
        # How this machine reaches its mirror stays as it is; its hooks and lists do not matter here.
        kept = [line for line in _output(["apt-config", "dump"]).splitlines() if re.match(r"Acquire|Dir::Bin", line)]
        own = {
            "Dir::State": state,
            "Dir::State::status": state / "status",
            "Dir::Cache": cache,
            "Dir::Etc::sourcelist": sources,
            **{f"Dir::Etc::{name}": "/dev/null" for name in (
                "sourceparts", "main", "parts", "preferences", "preferencesparts")},
            "APT::Sandbox::User": "root",
            "APT::Update::Error-Mode": "any",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "Acquire::http::Timeout": "30",
            "Acquire::https::Timeout": "30",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
            "Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled": "false",
            "Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled": "false",
        }  # fmt: skip
        lines = [*kept, *(f'{key} "{value}";' for key, value in own.items())]
        self._configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "APT_CONFIG": str(self._configuration), "LC_ALL": "C"}

    def fetch(self, packages: Sequence[str], reporter: "Reporter", name: str) -> list[Path]:
        """Download these packages, checked; those that are there from an earlier try stay."""
        reporter.step(f"{name}: reading Debian {self.suite}'s package lists")
        self._run(["apt-get", "-q", "update"], self.folder, f"cannot read the package lists of Debian {self.suite}")
        archives = self.folder / "packages"
        archives.mkdir(exist_ok=True)
        listed = self._run(
            ["apt-get", "--print-uris", "download", *packages], archives, f"Debian {self.suite} lacks a package"
        )
        wanted = [line.split() for line in listed.splitlines() if line.startswith("'")]
        total = sum(int(words[2]) for words in wanted)
        reporter.begin(f"{name}: downloading {len(wanted)} packages", total, archives)
        self._run(["apt-get", "-q", "download", *packages], archives, "cannot download the packages")
        reporter.end()
        found = [archives / words[1] for words in wanted]
        found = [path if path.exists() else path.with_name(unquote(path.name)) for path in found]
        missing = [path.name for path in found if not path.exists()]
        if missing:
            raise HpycError(f"the package manager did not deliver {missing[0]}", "try again")
        return found

    def unpack(self, packages: Sequence[Path], target: Path) -> None:
        """Unpack packages into one tree; none of their scripts run."""
        target.mkdir(parents=True, exist_ok=True)
        for package in packages:
            run = subprocess.run(
                ["dpkg-deb", "-x", str(package), str(target)], capture_output=True, text=True, check=False
            )
            if run.returncode != 0:
                package.unlink(missing_ok=True)
                raise HpycError(
                    f"cannot unpack {package.name}: {_last_line(run.stderr)}",
                    "check the free space and try again: the package is fetched anew",
                )

    def _run(self, command: list[str], folder: Path, problem: str) -> str:
        run = subprocess.run(
            command, cwd=folder, env=self._environment(), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        if run.returncode != 0:
            errors = [line for line in run.stderr.splitlines() if line.startswith(("E:", "Err:"))]
            raise HpycError(
                f"{problem}: {_last_line(chr(10).join(errors[:1]) or run.stderr)}",
                "check the network and the proxy settings, then try again: what was fetched is kept",
            )
        return run.stdout


def debian_mirror() -> str:
    """The Debian mirror that this machine's own package sources name."""
    listed = _output(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    )
    for line in listed.splitlines():
        words = line.split()
        if len(words) == 3 and words[1] in DEBIAN_RELEASES and words[2] == "main":
            return words[0]
    raise HpycError(
        "no Debian mirror is among this machine's package sources",
        f"name one with --mirror, {OTHER_WAY}",
    )


def library_folder(tree: Path) -> Path:
    """The folder of the libraries for this machine, which also holds their loader."""
    for folder in sorted(tree.glob("usr/lib/*-linux-gnu*")):
        if any(folder.glob("ld-linux*.so.*")):
            return folder
    raise HpycError("the packages hold no loader of shared libraries", "remove the cache and try again")


LAUNCHER = """\
#!/bin/sh
# Runs {what} with the libraries that came with it, not with those of the system.
here=$(dirname "$(readlink -f "$0")")
lib=$here/{libraries}
exec "$lib/{loader}" --argv0 {argv0} --library-path "$lib" "$here/{program}" {arguments}"$@"
"""


def write_launcher(
    path: Path, libraries: Path, program: Path, what: str, argv0: str = '"$0"', arguments: Sequence[str] = ()
) -> None:
    """Write a script that runs ``program`` by the loader in ``libraries``; the tree can be moved."""
    loader = next(libraries.glob("ld-linux*.so.*")).name
    path.write_text(
        LAUNCHER.format(
            what=what,
            libraries=os.path.relpath(libraries, path.parent),
            loader=loader,
            argv0=argv0,
            program=os.path.relpath(program, path.parent),
            arguments="".join(f"{argument} " for argument in arguments),
        ),
        encoding="utf-8",
    )
    path.chmod(0o755)


def _output(command: list[str]) -> str:
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise HpycError(f"{command[0]} failed: {_last_line(run.stderr)}")
    return run.stdout


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no message"
