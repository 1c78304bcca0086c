"""`musterbook brief`: a cited report from a base, in the manner of country-of-origin information; and the check of one."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, chosen, codebook_for, complain, own_rows, say

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.publish.brief.nouns import Ask, Brief, Chart
    from musterbook.publish.brief.verify_from_html import Archived, Verified
    from musterbook.store.sqlite import Base

FORMS = (".pdf", ".docx", ".html", ".md")
CHARTS, POINTS = 2, 2  # pictures in a brief, and points that make a line
WHERE = " UNION ALL ".join(
    f'SELECT id, doc, "start" AS "from", "end" AS "to" FROM {table}' for table in ("figures", "incidents", "statements")
)


def brief(
    *,
    base: BaseFolder = DEFAULT_BASE,
    title: str = "",
    themes: Annotated[list[str] | None, Parameter(negative="", consume_multiple=True)] = None,
    side: str = "",
    place: str = "",
    period: str = "",
    as_of: str = "",
    since: str = "",
    most: int = 20,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    verify: Path | None = None,
    pack: str | None = None,
) -> int:
    """Write a report in which every sentence has a footnote, every footnote a quote, and every quote its archived page.

    What one origin says is said to be so, however many pages tell it; what contradicts stands side by side. With `--since` it
    says what changed after a day. `--verify` looks for each quote of a brief (HTML) in the archive again, and for each number
    in its quotes; it ends with status 1 when anything does not hold.

    Example: `musterbook brief --base muster --title "Absence without leave" --side RU -o brief.pdf`

    Parameters
    ----------
    title
        What the report is called.
    themes
        Themes, measures, kinds of happening or chapters, by their ids or the beginnings of them.
    side
        Only what is about this side, by its code.
    place
        Only what is about this place or country, as it is listed by `musterbook claims`.
    period
        Only what is about this time: 2024, 2024-03 or 2022-09/2024-06.
    as_of
        The cut-off: only what was published by this day; all is compared anew.
    since
        Only what is new, changed or withdrawn since this day.
    most
        How many findings one theme may have; the others are counted.
    out
        The file to write: .pdf, .docx, .html or .md.
    verify
        A brief in HTML to be checked against the base, instead of writing one.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    from musterbook.store.sqlite import open_base

    check_options(out, verify, most, as_of=as_of, since=since, period=period)
    book = codebook_for(pack, own_rows(base))
    with open_base(base) as store:
        if verify is not None:
            return told(verified(store, verify, book))
        made = made_brief(store, book, asked(title, themes, side, place, period=period, since=since, most=most), as_of)
    target = out or Path("brief.html")
    write(made, target)
    say(f"Brief       {target}: {len(made.findings()):,} findings, {len(made.footnotes):,} footnotes")
    return 0


def check_options(out: Path | None, verify: Path | None, most: int, **days: str) -> None:
    """Raise UsageError for options that cannot be meant."""
    from musterbook.assess.steps_from_days import days_from_period

    if out is not None and out.suffix.lower() not in FORMS:
        raise UsageError(f"-o {out}: no such form; end its name in {', '.join(FORMS)}")
    if most < 1:
        raise UsageError(f"--most {most} leaves nothing; give 1 or more")
    for name, day in days.items():
        if day and (days_from_period(day, "9999-12-31") is None or ("/" in day and name != "period")):
            raise UsageError(f"--{name.replace('_', '-')} {day!r} is not a date; write 2024, 2024-03 or 2024-03-31")
    if verify is not None and not verify.is_file():
        raise InputError(f"{verify}: no such file; give the page that `brief -o NAME.html` wrote")


def asked(title: str, themes: list[str] | None, side: str, place: str, *, period: str, since: str, most: int) -> Ask:
    """Return what is asked for."""
    from importlib.metadata import version

    from musterbook.publish.brief.nouns import Ask

    return Ask(
        title=title,
        themes=tuple(themes or ()),
        side=side.upper() if len(side) == 2 else side,
        place=place,
        period=period,
        since=since,
        most=most,
        version=version("musterbook"),
    )


def made_brief(store: Base, book: Codebook, ask: Ask, as_of: str) -> Brief:
    """Return the brief of a base."""
    from musterbook.disclosure import public_from_base
    from musterbook.publish.brief.brief_from_public import brief_from_public
    from musterbook.publish.brief.changes_from_publics import brief_from_changes
    from musterbook.publish.brief.chapters_from_pack import chapters_from_pack
    from musterbook.publish.brief.words_from_codebook import words_from_codebook
    from musterbook.store.sqlite import now

    chapters = chapters_from_pack(book, own_rows(store.folder))
    words = words_from_codebook(book)
    known = [*words.themes, *words.measures, *words.kinds, *(row.id for row in chapters)]
    for theme in ask.themes:
        chosen("--themes", theme, sorted({*known, *(id.partition(".")[0] for id in known)}))
    ask = replace(ask, made=now()[:10])
    public = public_from_base(store, book, as_of=as_of)
    if ask.side:
        chosen("--side", ask.side, sorted({claim.dim("side") for claim in public.claims} - {""}))
    if ask.since:
        before = public_from_base(store, book, as_of=ask.since)
        return brief_from_changes(before, public, words, ask, chapters=chapters)
    return brief_from_public(public, words, ask, chapters=chapters, charts=charts(store.folder, ask, as_of, book.pack))


def charts(base: Path, ask: Ask, as_of: str, pack: str) -> tuple[Chart, ...]:
    """Return pictures of the measures that are told of several times, at most two: a line of one point is no series."""
    from musterbook.publish.brief.nouns import Chart
    from musterbook.publish.chart_from_series import alt_from_series, svg_from_series
    from musterbook.verbs.desk import asked_lines, desk_for

    desk = desk_for(base, as_of or None, pack)
    found: list[Chart] = []
    for measure in desk.measures():
        try:
            lines = asked_lines(desk, measure, {"side": ask.side or None}, by="month", as_of=as_of or None)
        except UsageError:  # nothing of this side under this measure
            continue
        told = [line for line in lines.lines if len(line.points) >= POINTS]
        if told and len(found) < CHARTS:
            about = (lines.title, lines.source, as_of or None)
            found.append(Chart(lines.title, svg_from_series(told, *about), alt_from_series(told, *about), lines.source))
    return tuple(found)


def write(made: Brief, out: Path) -> None:
    """Write a brief in the form that the name of its file says, whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(bytes_of(made, out.suffix.lower()))
        os.replace(part, out)
    except OSError as fault:
        raise InputError(f"{out}: cannot be written ({fault.strerror}); give another -o") from fault


def bytes_of(made: Brief, form: str) -> bytes:
    """Return a brief as the bytes of a file."""
    if form == ".pdf":
        from musterbook.publish.brief.typst_from_brief import pdf_from_brief

        return pdf_from_brief(made)
    if form == ".docx":
        from musterbook.publish.brief.docx_from_brief import docx_from_brief

        return docx_from_brief(made)
    if form == ".md":
        from musterbook.publish.brief.md_from_brief import md_from_brief

        return md_from_brief(made).encode("utf-8", "replace")
    from musterbook.publish.brief.html_from_brief import html_from_brief

    return html_from_brief(made).encode("utf-8", "replace")


# ---------------------------------------------------------------- verify


def verified(store: Base, page: Path, book: Codebook) -> Verified:
    """Return what of a page holds against a base."""
    from musterbook.extract.number_words import number_grammar
    from musterbook.publish.brief.verify_from_html import verify_from_html

    try:
        html = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{page}: cannot be read as a page ({fault}); give what `brief -o NAME.html` wrote") from fault
    sound: dict[str, bool] = {}
    return verify_from_html(html, lambda claim: archived(store, claim, sound), number_grammar(book))


def archived(store: Base, claim: str, sound: dict[str, bool]) -> Archived | None:
    """Return what the base holds of a claim: the text of its page, and a test of the archived bytes."""
    from musterbook.publish.brief.verify_from_html import Archived

    sql = f'SELECT doc, "from", "to", text FROM ({WHERE}) AS every JOIN documents ON documents.id = doc WHERE every.id = ?'
    found = store.rows(sql, (claim,))
    if not found:
        return None
    row = found[0]
    raws = {it["raw"] for it in store.rows("SELECT raw FROM captures WHERE doc = ?", (row["doc"],))}

    def holds(raw: str) -> bool:
        if raw not in raws:
            return False
        if raw not in sound:
            sound[raw] = hash_of_file(store.archive.path(raw)) == raw
        return sound[raw]

    return Archived(row["text"], row["from"], row["to"], row["doc"], holds)


def hash_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, "" when it cannot be read."""
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def told(done: Verified) -> int:
    """Print what does not hold, then what was looked at; return the exit status."""
    for fault in done.faults:
        complain(fault)
    masked = f" ({done.masked:,} with masked words, compared around them)" if done.masked else ""
    say(
        f"Checked     {done.sentences:,} sentences, {done.notes:,} footnotes, {done.quotes:,} quotes{masked}, {done.numbers:,} numbers"
    )
    say(
        "Result      every quote is in the archive, every number in its quote"
        if not done.faults
        else f"Result      {len(done.faults):,} do not hold"
    )
    return 1 if done.faults else 0
