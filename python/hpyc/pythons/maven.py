"""Jars from the Maven repository that this machine is configured with, by Maven itself.

Maven's own settings (mirrors, proxies) hold. Artifacts are checked against the repository's
checksums; they are kept in a private folder until the installation is whole.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hpyc.errors import HpycError

if TYPE_CHECKING:
    from hpyc.pythons.recipes import Reporter

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
PROJECT = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hpyc</groupId><artifactId>{name}</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
{dependencies}
  </dependencies>
</project>
"""


@dataclass(frozen=True)
class Artifact:
    """One dependency; ``kind`` is Maven's type."""

    group: str
    name: str
    version: str
    kind: str = "jar"

    def as_xml(self) -> str:
        """The entry of a project file."""
        return (
            f"    <dependency><groupId>{self.group}</groupId><artifactId>{self.name}</artifactId>"
            f"<version>{self.version}</version><type>{self.kind}</type></dependency>"
        )


def require_maven() -> None:
    """Raise unless Maven is there and runs."""
    advice = "install it (Debian: apt-get install maven) and try again"
    if shutil.which("mvn") is None:
        raise HpycError("Maven is needed to fetch GraalPy, and mvn was not found", advice)
    run = subprocess.run(
        ["mvn", "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        lines = (run.stderr or run.stdout).strip().splitlines() or ["no message"]
        raise HpycError(f"Maven does not run: {lines[0][:200]}", advice)


def fetch_jars(
    artifacts: Sequence[Artifact], name: str, downloads: Path, target: Path, reporter: "Reporter"
) -> None:
    """Copy these artifacts and all that they need into ``target``."""
    downloads.mkdir(parents=True, exist_ok=True)
    project = downloads / f"{name}.xml"
    project.write_text(
        PROJECT.format(name=name, dependencies="\n".join(a.as_xml() for a in artifacts)), encoding="utf-8"
    )
    repository = downloads / "repository"
    command = [
        "mvn", "--batch-mode", "--no-transfer-progress", "--strict-checksums", "-f", str(project),
        f"-Dmaven.repo.local={repository}", f"{PLUGIN}:copy-dependencies", f"-DoutputDirectory={target}",
        "-DincludeTypes=jar",
    ]  # fmt: skip
    reporter.begin(f"{name}: downloading jars with Maven", None, repository)
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    reporter.end()
    if run.returncode != 0 or not any(target.glob("*.jar")):
        errors = [line[7:].strip() for line in run.stdout.splitlines() if line.startswith("[ERROR]")]
        problem = (errors or (run.stderr or "no message").strip().splitlines())[0]
        raise HpycError(
            f"Maven cannot fetch {name}: {problem[:400]}",
            "check the network and Maven's proxy settings, then try again: what was fetched is kept",
        )
