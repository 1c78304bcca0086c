"""Write docs/cli.md from the verbs' own help: `python docs/make_cli.py`. A test fails while the page is out of step."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from musterbook.cli import make_app


def manual() -> str:
    """Return the page."""
    argv, sys.argv = sys.argv, ["musterbook"]  # the page names the command, however this program was started
    try:
        return _manual()
    finally:
        sys.argv = argv


def _manual() -> str:
    app = make_app()
    app.version = None
    page = app.generate_docs(output_format="markdown", heading_level=1)
    # Rich and terminals differ in trailing blanks; the page should not.
    return re.sub(r"[ \t]+$", "", page, flags=re.MULTILINE).strip() + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(manual(), encoding="utf-8")
