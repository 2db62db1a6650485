"""Run every benchmark beside this file, each in a process of its own: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run them in order; go on after a failure, and say at the end which ones failed."""
    failed = []
    for path in sorted(HERE.glob("*.py")):
        if path.name == "run.py":
            continue
        print(f"== {path.stem}", flush=True)
        if subprocess.run([sys.executable, str(path)], check=False).returncode:  # noqa: S603 - our own scripts
            failed.append(path.stem)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
