"""Install HPy 0.9.0 into the environment that runs this script.

CPython 3.8 to 3.11 have wheels and 3.12 builds the source release as it is. On 3.13 one
constant of HPy has to change first: HPy marks its types with a flag bit that 3.13 gave
another meaning, which makes every HPy type crash. See docs/guide/building.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "0.9.0"
CLASHING = "HPy_TPFLAGS_INTERNAL_IS_HPY_TYPE (1UL << 2)"
MOVED = "HPy_TPFLAGS_INTERNAL_IS_HPY_TYPE (1UL << 21)"


def pip(*arguments: str, **environment: str) -> None:
    """Run pip of this interpreter; ends the script where it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    run = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        print(run.stdout[-2000:], run.stderr[-4000:], sep="\n", file=sys.stderr)
        raise SystemExit(f"cannot install hpy {VERSION} for {sys.executable}")


def install_with_moved_flag() -> None:
    """Build HPy from its source release with the type flag moved to a free bit."""
    folder = Path(tempfile.mkdtemp(prefix="hpyc-hpy-"))
    try:
        pip("download", "-q", "--no-binary", "hpy", "--no-deps", f"hpy=={VERSION}", "-d", str(folder))
        archive = next(folder.glob("hpy-*.tar.gz"))
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
        source = folder / f"hpy-{VERSION}"
        ctx_type = source / "hpy" / "devel" / "src" / "runtime" / "ctx_type.c"
        text = ctx_type.read_text(encoding="utf-8")
        if CLASHING not in text:
            raise SystemExit(f"{archive.name} is not the release this script knows how to change")
        ctx_type.write_text(text.replace(CLASHING, MOVED), encoding="utf-8")
        pip("install", "-q", str(source), SETUPTOOLS_SCM_PRETEND_VERSION=VERSION)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Install unless the right version is there."""
    if sys.implementation.name != "cpython":
        raise SystemExit("HPy comes with this interpreter; there is nothing to install")
    if sys.version_info >= (3, 13):
        install_with_moved_flag()
    else:
        pip("install", "-q", f"hpy=={VERSION}")


if __name__ == "__main__":
    main()
