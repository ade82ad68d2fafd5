"""What compiled Cython source does at import, beyond the run tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hpyc.interpreter import current

ABIS = ["capi", "universal"] if current().hpy_folder and current().has_sound_hpy_types else ["capi"]


def run(folder: Path, code: str) -> str:
    """The standard output of a program run in the folder."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(source: Path, *options: str) -> None:
    """Compile in place."""
    command = [sys.executable, "-m", "hpyc", "build", "-q", *options, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("abi", ABIS)
def test_level_2_imports_modules_of_the_package_first(tmp_path: Path, abi: str) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "json.py").write_text("where = 'beside'\n")
    source = package / "importing.pyx"
    source.write_text("import json, string\nfrom json import where\nimport os.path as p\n")
    code = "import package.importing as m; print(m.json.__name__, m.string.__name__, m.where, m.p.__name__)"
    build(source, "-2", "--abi", abi)
    assert run(tmp_path, code).split()[:3] == ["package.json", "string", "beside"]
    source.write_text("from __future__ import absolute_import\n" "import json\n")
    build(source, "-2", "--abi", abi)
    assert run(tmp_path, "import package.importing as m; print(m.json.__name__)") == "json\n"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python has type parameters")
def test_type_parameters_on_older_pythons_say_what_they_need(tmp_path: Path) -> None:
    source = tmp_path / "generic.py"
    source.write_text("def f[T](x): return x\n")
    build(source, "--output-dir", str(tmp_path / "out"))
    code = "try: import generic\nexcept RuntimeError as e: print(e)"
    wanted = "type parameters and the type statement need Python 3.12 or newer\n"
    assert run(tmp_path / "out", code) == wanted
