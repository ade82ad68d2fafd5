"""Checks the messages of data/errors.txt against what CPython's compile() says.

    compare_with_compile.py TOOL

For each case the message of hpyc must be the recorded one, and that of this Python too, unless
the case is marked `(cpython: …)` with the versions that differ or do not know the construct.
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def cases():
    text = (pathlib.Path(__file__).parent / "data" / "errors.txt").read_text(encoding="utf-8")
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        message, source = part.split("\n", 1)
        message, _, minimum = message.partition("  @")
        yield message, tuple(map(int, minimum.split("."))) if minimum else (3, 9), source


def main():
    tool = sys.argv[1]
    failures = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for message, minimum, source in cases():
            count += 1
            path = pathlib.Path(folder) / "case.py"
            path.write_text(source, encoding="utf-8")
            run = subprocess.run([tool, "--rules", str(path)], capture_output=True, text=True)
            have = [line.split(": error: ", 1)[-1] for line in run.stderr.splitlines()]
            have = [re.sub(r" \[[a-z-]+\]$", "", line) for line in have]
            if message not in have:
                failures += 1
                print(f"hpyc says {have}, expected {message!r}:\n{source}")
            if sys.version_info < minimum:
                continue
            try:
                compile(source, "case.py", "exec")
                said = "nothing"
            except SyntaxError as error:
                said = error.msg
            if said != message:
                failures += 1
                print(f"CPython says {said!r}, expected {message!r}:\n{source}")
    print(f"{count} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
