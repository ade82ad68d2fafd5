"""Parses the test files of an unpacked Cython sdist and checks which are accepted.

    python accept_cython_suite.py HPYC_PARSE SDIST LIST.tsv… [--level 2] [--verbose]

The lists name test units (column `unit`) and, for tests of errors, the lines on which Cython reports
one. A unit without an `_ERRORS` section must be accepted, with the .pxd and .pxi of its name; one
with such a section may be rejected, but only on lines where an error is expected, or below the
last of them.
"""

import argparse
import csv
import pathlib
import re
import subprocess
import sys


def expected_errors(path):
    """{line} of the _ERRORS section, or None without one."""
    text = path.read_bytes().decode("iso-8859-1")
    match = re.search(r'^_ERRORS\s*=\s*u?("""|\'\'\')(.*?)\1', text, re.S | re.M)
    if not match:
        return None
    lines = set()
    for line in match.group(2).splitlines():
        found = re.match(r"(?:[^\s:]*[^\s:\d][^\s:]*:)?(\d+):", line.strip())
        if found:
            lines.add(int(found.group(1)))
    return lines


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("parser")
    arguments.add_argument("sdist", type=pathlib.Path)
    arguments.add_argument("lists", nargs="+", type=pathlib.Path)
    arguments.add_argument("--level", default="2")
    arguments.add_argument("--verbose", action="store_true")
    options = arguments.parse_args()

    files = {}  # path → lines with expected errors, None: must be accepted
    missing = 0
    for name in options.lists:
        with open(name, newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t"):
                suite, _, rest = row["unit"].split("/", 2)
                # A suffix names a variant: other language level or preprocessing.
                rest = rest.partition("@")[0]
                candidates = [options.sdist / "tests" / suite / rest,
                              options.sdist / "tests" / row["unit"]]
                path = next((p for p in candidates if p.exists()), None)
                if path is None:
                    missing += 1
                    print(f"missing: {row['unit']}")
                    continue
                files[path] = expected_errors(path)
                for extension in (".pxd", ".pxi"):
                    helper = path.with_suffix(extension)
                    if helper.exists() and files[path] is None:
                        files[helper] = None
    done = subprocess.run([options.parser, "--errors", "--level", options.level,
                           *map(str, files)], capture_output=True, text=True,
                          errors="surrogateescape")
    if done.returncode not in (0, 1):
        sys.exit(f"the parser died: {done.returncode}\n{done.stderr[-2000:]}")
    accepted, errors, current = set(), {}, None
    for line in done.stdout.splitlines():
        verdict, tab, name = line.partition("\t")
        if tab and verdict in ("accepted", "rejected"):
            current = pathlib.Path(name)
            if verdict == "accepted":
                accepted.add(current)
        elif current is not None and line.startswith(str(current)) and ": error: " in line:
            number = int(line[len(str(current)) + 1:].split(":")[0])
            errors.setdefault(current, []).append((number, line))
    failures = 0
    must_accept = sum(1 for lines in files.values() if lines is None)
    early = 0
    for path, lines in sorted(files.items()):
        if lines is None:
            if path not in accepted:
                failures += 1
                print(f"FAIL rejected {path}")
                for _, text in errors.get(path, [])[:4]:
                    print("    ", text)
            continue
        # Cython stops at the first error of syntax; what we find below that is more, not wrong.
        extra = [text for number, text in errors.get(path, [])
                 if number not in lines and number < max(lines, default=0)]
        if extra:
            failures += 1
            print(f"FAIL unexpected errors in {path} (expected on lines {sorted(lines)})")
            for text in extra[:4]:
                print("    ", text)
        elif path not in accepted:
            early += 1
            if options.verbose:
                found = {number for number, _ in errors[path]}
                print(f"{path}: {len(found)} of {len(lines)} expected lines")
    print(f"{len(files)} files, {missing} missing; {must_accept} must be accepted; {early} have "
          f"expected errors that the parser reports; {failures} failures")
    return 1 if failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
