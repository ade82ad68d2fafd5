"""The `hpyc` command itself: dispatch, exit statuses, bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hpyc as hpyc_package

EMPTY_PATH = "/nonexistent"


def hpyc(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "hpyc", *map(str, arguments)],
        capture_output=True, text=True, cwd=cwd, check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )  # fmt: skip


def fails(run: "subprocess.CompletedProcess[str]", status: int, *pieces: str) -> None:
    """The exit status and parts of the message; never a Python traceback."""
    assert run.returncode == status, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    for piece in pieces:
        assert piece in run.stderr


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small source file."""
    path = tmp_path / "m.py"
    path.write_text("x = 1\n")
    return path


def test_version_and_help() -> None:
    from hpyc import __version__

    assert hpyc("--version").stdout == f"hpyc {__version__}\n"
    assert "build FILES" in hpyc("--help").stdout


def test_unknown_command_is_usage_error() -> None:
    fails(hpyc("bild"), 2, "unknown command 'bild'", "usage: hpyc COMMAND")


def test_no_command_is_usage_error() -> None:
    fails(hpyc(), 2, "no command given")


def test_native_commands_reach_the_compiler(fake_compiler: Path) -> None:
    run = hpyc("check", "a.py", "b.py")
    assert (run.returncode, run.stdout) == (0, "checked check a.py b.py\n".replace("check a", "a"))


def test_native_command_imports_next_to_nothing(fake_compiler: Path) -> None:
    """Build tools call `translate` often: the way to the native compiler must stay short."""
    code = (
        "import sys, os; os.execv = lambda path, argv: print(path, argv, sorted(m for m in sys.modules"
        " if m.startswith(('hpyc', 'argparse', 'subprocess', 'pathlib', 'json'))));"
        "import hpyc.cli; hpyc.cli.main(['translate', 'x'])"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(hpyc_package.__file__).parent.parent)},
    )  # fmt: skip
    assert run.stdout.strip() == (
        f"{fake_compiler} ['hpyc-compiler', 'translate', 'x'] ['hpyc', 'hpyc.cli', 'hpyc.compiler', 'hpyc.errors']"
    )


def test_compiler_override_that_does_not_exist(source: Path) -> None:
    run = hpyc("translate", source, HPYC_COMPILER="/no/such/compiler")
    fails(run, 1, "HPYC_COMPILER names /no/such/compiler")


def test_missing_file(fake_compiler: Path, tmp_path: Path) -> None:
    fails(hpyc("build", "nope.py", cwd=tmp_path), 1, "nope.py: no such file")


def test_folder_instead_of_file(fake_compiler: Path, tmp_path: Path) -> None:
    fails(hpyc("build", tmp_path), 1, "is a folder")


def test_other_kind_of_file(fake_compiler: Path, tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text("")
    fails(hpyc("build", tmp_path / "m.txt"), 1, "not a Python or Cython source")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_unreadable_file(fake_compiler: Path, source: Path) -> None:
    source.chmod(0)
    fails(hpyc("build", source), 1, f"cannot read {source}: Permission denied")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_output_folder_not_writable(fake_compiler: Path, source: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    fails(hpyc("build", source, "-o", locked / "sub"), 1, f"cannot write to {locked}")


def test_output_folder_is_a_file(fake_compiler: Path, source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    fails(hpyc("build", source, "-o", tmp_path / "file"), 1, "is a file, not a folder", "--output-dir")


def test_syntax_error_is_reported_once_and_nothing_is_written(fake_compiler: Path, source: Path) -> None:
    source.write_text("SYNTAX ERROR\n")
    run = hpyc("build", source, "--abi", "all")
    fails(run, 1)
    assert run.stderr == f"{source}:1:1: error: invalid syntax\n"
    assert sorted(path.name for path in source.parent.iterdir()) == ["m.py", "stand-in"]


def test_messages_for_tools_go_to_standard_output(fake_compiler: Path, source: Path) -> None:
    source.write_text("SYNTAX ERROR\n")
    run = hpyc("build", source, "--diagnostics", "json")
    assert (run.returncode, run.stdout, run.stderr) == (1, '[{"message": "invalid syntax"}]\n', "")


def test_one_bad_file_does_not_stop_the_others(fake_compiler: Path, source: Path) -> None:
    bad = source.with_name("bad.py")
    bad.write_text("SYNTAX ERROR\n")
    run = hpyc("build", bad, source)
    fails(run, 1, "invalid syntax")
    assert list(source.parent.glob("m.*.so"))


def test_crash_of_the_compiler_is_named(fake_compiler: Path, source: Path) -> None:
    source.write_text("CRASH\n")
    fails(hpyc("build", source), 1, "the compiler crashed", "signal 11", "please report")


def test_compiler_that_writes_nothing(fake_compiler: Path, source: Path) -> None:
    source.write_text("NO OUTPUT\n")
    fails(hpyc("build", source), 1, "wrote no C file")


def test_error_of_the_c_compiler_keeps_the_c_file(fake_compiler: Path, source: Path) -> None:
    source.write_text("# WRONG C\n")
    run = hpyc("build", source)
    fails(run, 1, "the C compiler failed on", "undeclared_thing", "this is a bug of hpyc")
    kept = Path(run.stderr.rpartition("kept in ")[2].strip())
    assert "undeclared_thing" in kept.read_text()
    kept.unlink()
    kept.parent.rmdir()


def test_unknown_abi_is_usage_error(fake_compiler: Path, source: Path) -> None:
    fails(hpyc("build", source, "--abi", "abi9"), 2, "unknown ABI 'abi9'", "capi, cpython, universal, hybrid, all")


def test_no_c_compiler(fake_compiler: Path, source: Path) -> None:
    environment = {"PATH": EMPTY_PATH, "CC": ""}
    fails(hpyc("build", source, **environment), 1, "no C compiler was found", "--cc")


def test_named_c_compiler_missing(fake_compiler: Path, source: Path) -> None:
    fails(hpyc("build", source, "--cc", "nocc"), 1, "'nocc' named by --cc was not found")
    fails(hpyc("build", source, CC="nocc"), 1, "'nocc' named by the variable CC was not found")


def test_wrong_interpreter(fake_compiler: Path, source: Path) -> None:
    fails(hpyc("build", source, "--python", "/bin/ls"), 1, "does not behave like a Python interpreter")
    fails(hpyc("build", source, "--python", "/no/python"), 1, "/no/python was not found")


def test_old_interpreter(fake_compiler: Path, source: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3.6"
    old.write_text(
        '#!/bin/sh\nprintf \'{"executable": "p", "implementation": "cpython", "version": [3, 6, 15], "extension_suffix":'
        ' ".so", "include_dirs": [], "cc": "", "hpy": null, "hpy_universal": false}\'\n'
    )
    old.chmod(0o755)
    fails(hpyc("build", source, "--python", old), 1, "is CPython 3.6.15", "Python 3.8 and newer")


def test_name_that_is_no_module_name(fake_compiler: Path, tmp_path: Path) -> None:
    (tmp_path / "my-file.py").write_text("")
    fails(hpyc("build", tmp_path / "my-file.py"), 1, "'my-file' is not a valid module name", "--module-name")
    (tmp_path / "class.py").write_text("")
    fails(hpyc("build", tmp_path / "class.py"), 1, "'class' is not a valid module name")
    fails(hpyc("build", tmp_path / "class.py", "--module-name", "a.1b"), 1, "'1b' is not a valid module name")


def test_module_name_for_several_files_is_usage_error(fake_compiler: Path, source: Path) -> None:
    fails(hpyc("build", source, source, "--module-name", "x"), 2, "--module-name names one module")


def test_usage_errors_of_options(fake_compiler: Path, source: Path) -> None:
    fails(hpyc("build"), 2, "FILE")
    fails(hpyc("build", source, "--nonsense"), 2, "--nonsense")
    fails(hpyc("build", source, "-j", "0"), 2, "--jobs")
    fails(hpyc("study", "--repeats", "0"), 2, "--repeats")
    fails(hpyc("study", "--call", "f()"), 2, "--call needs a FILE")
    fails(hpyc("study", "--configs", "rubber"), 2, "unknown configuration 'rubber'")


def test_hpy_missing(fake_compiler: Path, source: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    python = bare / "bin" / "python"
    run = hpyc("build", source, "--abi", "universal", "--python", python)
    fails(run, 1, "HPy is not installed for CPython", "-m pip install hpy==0.9.0")
    assert not (source.parent / "m").exists()


def test_pythons_lists_the_running_one() -> None:
    run = hpyc("pythons")
    assert run.returncode == 0
    assert f"* CPython {sys.version_info[0]}.{sys.version_info[1]}" in run.stdout
