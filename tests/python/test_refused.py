"""What the compiler cannot translate yet it refuses, at the right places and with nothing written.

In tests/refused, a comment `# refused: WHAT; WHAT` ends each line that is refused, and no other
line is. When something becomes possible, its cases move to tests/run.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from hpyc.compiler import find_compiler

FILES = sorted(Path(__file__).resolve().parent.parent.joinpath("refused").glob("*.py*"))


def announced(path: Path) -> list[tuple[int, str]]:
    """Line and message of each refusal that the file's comments announce."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        comment = re.search(r"# refused: (.+)$", line)
        for what in comment[1].split("; ") if comment else ():
            found.append((number, f"not supported yet: {what}"))
    return sorted(found)


def translate(path: Path, output: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run the native compiler."""
    command = [find_compiler(), "translate", str(path), "-o", str(output), *options]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_refuses_exactly_the_marked_lines(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.c"
    run = translate(path, output, "--diagnostics", "json")
    found = sorted((entry["line"], entry["message"]) for entry in json.loads(run.stdout))
    assert announced(path)
    assert found == announced(path)
    assert run.returncode == 1
    assert not list(tmp_path.iterdir())


def test_refusal_keeps_an_older_output(tmp_path: Path) -> None:
    """A file that compiled once and is refused now does not lose its C file."""
    source, output = tmp_path / "m.py", tmp_path / "m.c"
    source.write_text("x = 1\n")
    assert translate(source, output).returncode == 0
    before = output.read_bytes()
    source.write_text("x = t\"\"\n")
    assert translate(source, output).returncode == 1
    assert output.read_bytes() == before
