"""Files that hold many short documents: messengers' exports, feeds, tables of articles, tables of coded figures."""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget, Limits
from musterbook.ingest.lists.coded_from_table import Coded, coded_from_row, coded_from_sheet, is_coded
from musterbook.ingest.lists.entries_from_feed import found_from_feed, looks_like_feed, looks_like_json_feed
from musterbook.ingest.lists.posts_from_telegram_html import looks_like_telegram_html, pieces_from_telegram_html
from musterbook.ingest.lists.posts_from_telegram_json import looks_like_telegram_json, pieces_from_telegram_json
from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet
from musterbook.ingest.lists.rows_from_table import pieces_from_table, table_kind
from musterbook.ingest.piece import Fault, Found, Known, Piece

TEXT = "Harbour office: 1,010 men left.\nПо данным «Маяка», их 34–35."


def piece_of(data: bytes, name: str = "x", known: Known | None = None) -> Piece:
    return Piece(name, "", len(data), lambda: io.BytesIO(data), known or Known())


Reader = Callable[[Piece, Budget], Iterator[Piece | Found | Fault]]


def taken(reader: Reader, data: bytes, name: str = "x", known: Known | None = None) -> tuple[list[Found], list[str]]:
    steps = list(reader(piece_of(data, name, known), Budget()))
    assert all(isinstance(step, Found | Fault) for step in steps)
    faults = [step.why for step in steps if isinstance(step, Fault)]
    assert all(why.startswith(name) and "\n" not in why for why in faults), faults
    return [step for step in steps if isinstance(step, Found)], faults


# ---- messengers' exports ------------------------------------------------------------------------------------------

MESSAGES: list[dict[str, object]] = [
    {"id": 1, "type": "service", "actor": "Lighthouse News", "action": "create_channel", "text": ""},
    {"id": 2, "stamp": 1709600400, "text": ["First ", {"type": "bold", "text": "line"}, "\nsecond  line & <more>"]},
    {"id": 3, "stamp": 1709596799, "text": ["See ", {"type": "text_link", "text": "here", "href": "https://b.example/1?x=2"}, "."]},
    {"id": 4, "stamp": 1709683200, "text": "Passed on.", "forwarded_from": "Harbour Watch", "forwarded_from_id": "channel77"},
    {"id": 5, "stamp": 1709683205, "text": "Passed on again.", "forwarded_from": "Harbour Watch", "forwarded_from_id": "channel77"},
    {"id": 6, "stamp": 1709683300, "text": "", "photo": "photos/1.jpg"},
    {"id": 7, "stamp": 1709683400, "text": [{"type": "mention", "text": "@harbour"}, " and ", {"type": "link", "text": "c.example"}]},
    {"id": 8, "stamp": 1709683500, "text": "A caption.", "photo": "photos/2.jpg", "reply_to_message_id": 3},
    {"id": 9, "stamp": 1709683600, "text": "", "poll": {"question": "Who left?", "answers": [{"text": "All"}, {"text": "None"}]}},
    {"id": 10, "stamp": 1709683700, "text": "Їх було 858.", "edited_unixtime": "1709769600", "edited": "2024-03-07T03:00:00"},
]  # fmt: skip


def export_json(messages: list[dict[str, object]] = MESSAGES, **about: object) -> bytes:
    rows = [
        {"type": "message", "from": "Lighthouse News", "from_id": "channel5", "date_unixtime": str(row["stamp"])} | row
        if "stamp" in row
        else row
        for row in messages
    ]
    chat = {"name": "Lighthouse News", "type": "public_channel", "id": 5} | about
    return json.dumps(chat | {"messages": rows}, ensure_ascii=False, indent=1).encode()


ADDRESSES = {"text_link": "https://b.example/1?x=2", "mention": "https://t.me/harbour", "link": "http://c.example/"}
PHOTO = '<div class="media_wrap clearfix"><a class="photo_wrap" href="photos/1.jpg"></a></div>'
POLL = """<div class="media_wrap clearfix">\n<div class="media_poll">\n<div class="question bold">\nWho left?\n</div>
<div class="details">\nAnonymous poll\n</div>\n<div class="answer">\n- All<span class="details">3 votes</span>\n</div>
<div class="answer">\n- None\n</div>\n<div class="total details">\n3 votes\n</div></div></div>"""
REPLY = """<div class="reply_to details">\nIn reply to <a href="#go_to_message3" onclick="return GoToMessage(3)">this message</a>
</div>"""


def words_in_html(text: object) -> str:
    html = ""
    for one in [text] if isinstance(text, str) else text:  # type: ignore[attr-defined]
        words = escape(one if isinstance(one, str) else one["text"]).replace("\n", "<br>")
        kind = "" if isinstance(one, str) else one["type"]
        address = ADDRESSES.get(kind)
        html += f'<a href="{address}">{words}</a>' if address else f"<strong>{words}</strong>" if kind else words
    return f'\n  <div class="text">\n{html}\n   </div>\n' if html else ""


def message_in_html(row: dict[str, object], sender: str) -> str:
    local = datetime.fromtimestamp(int(str(row["stamp"])), tz=UTC) + timedelta(hours=3)
    joined = row["id"] in (5, 8)
    inside = PHOTO * ("photo" in row) + POLL * ("poll" in row) + words_in_html(row["text"])
    if forwarded := row.get("forwarded_from"):
        name = f'<div class="from_name">\n{forwarded} <span class="date details" title="04.03.2024 09:00:00"> 04.03</span></div>'
        inside = f'<div class="forwarded body">\n{"" if joined else name}{inside}</div>'
    time = f'<div class="pull_right date details" title="{local:%d.%m.%Y %H:%M:%S} UTC+03:00">\n{local:%H:%M}\n</div>'
    name = "" if joined else f'<div class="from_name">\n{sender} \n</div>'
    body = time + name + REPLY * ("reply_to_message_id" in row) + inside
    mark = f'class="message default clearfix{" joined" * joined}" id="message{row["id"]}"'
    return f'<div {mark}><div class="body">{body}</div></div>'


def export_html(title: str = "Lighthouse News", sender: str = "Lighthouse News") -> bytes:
    """The same messages as the desktop program writes them as pages, three hours east of Greenwich."""
    top = f"""<!DOCTYPE html>\n<html>\n <head>\n  <meta charset="utf-8"/>\n<title>Exported Data</title>
<link href="css/style.css" rel="stylesheet"/></head>\n<body><div class="page_wrap">\n<div class="page_header">
<div class="content"><div class="text bold">\n{title}\n</div></div></div>\n<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">\n5 March 2024\n</div></div>"""
    return (
        top + "".join(message_in_html(row, sender) for row in MESSAGES[1:]) + "</div></div></div></body></html>"
    ).encode()


def test_a_channel_gives_each_message_with_a_text() -> None:
    data = export_json()
    assert looks_like_telegram_json(data[:2_000])
    found, faults = taken(pieces_from_telegram_json, data)
    assert not faults
    assert [one.part for one in found] == [f"message {number}" for number in (2, 3, 4, 5, 7, 8, 9, 10)]
    first, link, passed, *_, poll, edited = found
    assert first.text == "First line\nsecond  line & <more>"
    assert link.text == "See here.\nhttps://b.example/1?x=2"
    assert (link.known.published, first.known.published) == ("2024-03-04", "2024-03-05")  # UTC, not the exporter's day
    assert first.known.published_how == "Telegram" and first.known.publisher == "Lighthouse News"
    assert first.known.url is None and first.known.author is None
    assert passed.known.forwarded == "Harbour Watch"
    assert poll.text == "Who left?\n- All\n- None"
    assert (edited.known.published, edited.known.updated) == ("2024-03-06", "2024-03-07")
    assert dict(found[5].known.context or ()) == {
        "channel": "Lighthouse News", "channel_id": "5", "message_id": "8", "reply_to": "3",
    }  # fmt: skip
    assert len({one.sha256 for one in found}) == len(found) and all(len(one.sha256) == 64 for one in found)


def test_both_exports_of_a_channel_give_the_same_posts() -> None:
    assert looks_like_telegram_html(export_html()[:2_000])
    pages, faults = taken(pieces_from_telegram_html, export_html())
    assert not faults
    posts, _ = taken(pieces_from_telegram_json, export_json())

    def both_hold(one: Found) -> tuple[object, ...]:
        context = dict(one.known.context or ())
        facts = (one.known.published, one.known.published_how, one.known.forwarded, one.known.publisher, one.known.url)
        return one.part, one.text, facts, context.get("reply_to"), context["message_id"]

    assert [both_hold(one) for one in pages] == [both_hold(one) for one in posts]


def test_the_address_comes_from_the_export_or_from_what_is_known_of_the_channel() -> None:
    known = Known(url="https://t.me/s/lighthouse_news", title="An export")
    for found in (
        taken(pieces_from_telegram_json, export_json(), known=known)[0][0],
        taken(pieces_from_telegram_html, export_html(), known=known)[0][0],
    ):
        assert (found.known.url, found.known.title) == ("https://t.me/lighthouse_news/2", None)
    closed = taken(pieces_from_telegram_json, export_json(type="private_channel"))[0][0]
    assert closed.known.url == "https://t.me/c/5/2"


def test_names_of_private_people_are_not_kept() -> None:
    messages = [
        {"id": 1, "stamp": 1709600400, "from": "Ivan Petrenko", "from_id": "user9", "text": "Hello."},
        {
            "id": 2,
            "stamp": 1709600400,
            "text": "Passed.",
            "forwarded_from": "Ivan Petrenko",
            "forwarded_from_id": "user9",
        },
        {"id": 3, "stamp": 1709600400, "text": "Gone.", "forwarded_from": None},
        {"id": 4, "stamp": 1709600400, "text": "Signed.", "author": "Ivan Petrenko"},
    ]
    for about in (
        {"type": "personal_chat", "name": "Ivan Petrenko", "id": 9},
        {"type": "private_group", "name": "Petrenko family"},
    ):
        found, _ = taken(pieces_from_telegram_json, export_json(messages, **about))
        assert len(found) == 4 and "Petrenko" not in repr(found) and found[0].known.publisher is None
    assert found[1].known.forwarded == found[2].known.forwarded == "a private account"
    open_channel, _ = taken(pieces_from_telegram_json, export_json(messages))
    assert "Petrenko" not in repr(open_channel)
    private_page, _ = taken(pieces_from_telegram_html, export_html(title="Ivan Petrenko", sender="Olena"))
    assert private_page and "Petrenko" not in repr(private_page) and "Olena" not in repr(private_page)


def test_an_account_gives_the_messages_of_every_chat_by_its_place() -> None:
    chats = [
        json.loads(export_json(name=name, type=kind, id=5))
        for name, kind in (("One", "public_channel"), ("Ann", "personal_chat"))
    ]
    data = json.dumps(
        {
            "about": "Here is the data you requested from Telegram.",
            "personal_information": {"id": 1},
            "chats": {"list": chats},
        }
    )
    assert looks_like_telegram_json(data[:300].encode())
    found, faults = taken(pieces_from_telegram_json, data.encode())
    assert not faults and len(found) == 16 and "Ann" not in repr(found)
    assert (found[0].part, found[8].part) == ("chat 1/message 2", "chat 2/message 2")
    assert (found[0].known.publisher, found[8].known.publisher) == ("One", None)


def test_what_only_resembles_an_export_is_told_apart() -> None:
    assert not looks_like_telegram_json(b'{"messages": [{"role": "user", "content": "x"}], "type": "chat", "id": 1}')
    assert not looks_like_telegram_json(b'[{"type": "public_channel", "id": 1, "messages": []}]')
    assert not looks_like_telegram_html(b'<html><div class="message default">A forum</div></html>')
    assert not looks_like_feed(b"<!DOCTYPE html><html><body>How to write <rss version='2.0'>")
    assert not looks_like_feed(b'<rdf:RDF xmlns:rdf="urn:x"><owl:Class/></rdf:RDF>')
    assert not looks_like_json_feed(b'{"version": "1.1", "items": []}')


@pytest.mark.parametrize("stamp", ["-5", "99999999999999", "9" * 400, "x"])
@pytest.mark.parametrize("date", ["0000-01-01T00:00:00", "99999-01-01T00:00:00", "2024-02-31T00:00:00", ""])
def test_absurd_dates_are_no_dates(stamp: str, date: str) -> None:
    message = {"id": 1, "type": "message", "date_unixtime": stamp, "date": date, "edited": date, "text": "A text."}
    (found,), _ = taken(pieces_from_telegram_json, export_json([message]))
    assert (found.known.published, found.known.published_how, found.known.updated) == (None, None, None)


def test_a_broken_export_keeps_what_was_read() -> None:
    whole = export_json()
    for end in (whole[:-400], whole[:-400] + b"\xff\xfe", whole[:-400] + b'"', whole[:-400].rstrip()[:-1] + b"!"):
        found, faults = taken(pieces_from_telegram_json, end)
        assert 5 <= len(found) <= 8 and len(faults) == 1 and "posts were read before it" in faults[0]


@pytest.mark.parametrize(
    "odd",
    [
        b'{"type": "public_channel", "id": 1, "messages": ' + b"[" * 100_000,
        b'{"type": "public_channel", "id": 1, "messages": [' + b'{"a":' * 100_000,
        b'{"type": "public_channel", "messages": [{"id": ' + b"9" * 6_000 + b', "text": "x"}]}',
        b'{"type": "public_channel", "messages": [{"id": 1e999999, "text": "x"}]}',
        b'{"type": "public_channel", "messages": [1, null, "x", [], {"text": 5}, {"text": [5, {"text": 6}]}]}',
        b'{"type": "public_channel", "messages": {"text": "x"}}',
        b"{", b"", b"\x00" * 100, b"\xef\xbb\xbf", b"[]", b'"x"',
    ],
)  # fmt: skip
def test_odd_json_costs_one_fault(odd: bytes) -> None:
    found, faults = taken(pieces_from_telegram_json, odd)
    assert not found and len(faults) == 1
    looks_like_telegram_json(odd)
    looks_like_json_feed(odd)
    table_kind(odd, "x.json")


class Endless(io.RawIOBase):
    """A stream of `size` bytes: a beginning, then one byte for ever."""

    def __init__(self, start: bytes, fill: bytes, size: int) -> None:
        self.start, self.fill, self.left = start, fill, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        taken = min(len(view), self.left)
        data = (self.start + self.fill * taken)[:taken]
        view[:taken], self.start, self.left = data, self.start[taken:], self.left - taken
        return taken


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


@pytest.mark.parametrize(
    ("reader", "start", "fill", "name"),
    [
        (pieces_from_telegram_json, b'{"type": "public_channel", "messages": [{"id": 1, "text": "', b"x", "x.json"),
        (pieces_from_telegram_json, b'{"about": "', b"x", "x.json"),
        (pieces_from_telegram_html, b"<html>", b"<", "x.html"),
        (pieces_from_table, b'[{"url": "u", "text": "', b"x", "x.json"),
        (pieces_from_table, b'{"url": "u", "text": "', b"x", "x.jsonl"),
        (pieces_from_table, b'url,text\nu,"', b"x", "x.csv"),
        (pieces_from_table, b'url,text\nu,"', b"x\n", "x.csv"),
        (pieces_from_table, b"url,text\nu,", b",", "x.csv"),
        (pieces_from_table, b"url,text\nu,", b"\x00", "x.csv"),
    ],
)
def test_one_value_of_200_megabytes_is_refused_within_bounds(
    reader: Reader, start: bytes, fill: bytes, name: str
) -> None:
    def opened() -> io.BufferedReader:
        return io.BufferedReader(Endless(start, fill, 200_000_000))

    before = peak()
    steps = list(reader(Piece(name, "", 200_000_000, opened), Budget()))
    assert len(steps) == 1 and isinstance(steps[0], Fault)
    assert peak() - before < 250


def test_a_long_export_is_streamed() -> None:
    row = (
        json.dumps({"id": 1, "type": "message", "date_unixtime": "1709600400", "text": "Слово. " * 600}).encode()
        + b",\n"
    )
    start = b'{"name": "A", "type": "public_channel", "id": 1, "messages": ['
    many = 30_000_000 // len(row)
    data = start + row * many
    before = peak()
    steps = pieces_from_telegram_json(piece_of(data), Budget())
    assert sum(isinstance(step, Found) for step in steps) == many
    assert peak() - before < 60


def test_an_export_of_too_many_messages_stops_at_the_limit() -> None:
    steps = list(pieces_from_telegram_json(piece_of(export_json()), Budget(Limits(members=3))))
    assert len(steps) == 4 and isinstance(steps[3], Fault) and "more than 3 members" in steps[3].why


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\x00\x00",
        b"<",
        b"plain",
        b"<div class='message default'>" * 20_000,
        b"<div class='message default' id='message1'><div class=body><div class=text>x",
    ],
)
def test_odd_pages_cost_one_fault(html: bytes) -> None:
    found, faults = taken(pieces_from_telegram_html, html)
    assert len(found) + len(faults) == 1 or (not found and faults)


def test_messages_inside_messages_and_links_without_end_cost_no_time() -> None:
    nested = b"<div class='message default'><div class=body><div class=text>" * 80 + b"<b>x</b>" * 100_000
    found, _ = taken(pieces_from_telegram_html, nested)
    assert len(found) == 1
    links = [{"type": "text_link", "text": "x" * 20, "href": f"https://a.example/{number}"} for number in range(40_000)]
    (post,), _ = taken(pieces_from_telegram_json, export_json([{"id": 1, "stamp": 1709600400, "text": links}]))
    assert post.text.count("https://") == 100


# ---- feeds --------------------------------------------------------------------------------------------------------

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Маяк</title>
<language>ru-RU</language>
<item><title>Первая &amp; новость</title><link>/1</link><pubDate>Tue, 05 Mar 2024 01:00:00 +0300</pubDate>
<description>Кратко.</description><content:encoded><![CDATA[<p>Ушли <b>858</b>.</p><p>И 150.</p>]]></content:encoded></item>
<item><title>Only a title</title><link>https://a.example/2</link></item><item><link>https://a.example/3</link></item>
</channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_a_feed_gives_its_entries_in_any_encoding(encoding: str) -> None:
    data = RSS.format(encoding=encoding).encode(encoding)
    assert looks_like_feed(data[:500])
    first, second = found_from_feed(data, Known(url="https://a.example/feed", method="crawl"))
    assert (first.part, first.text) == ("entry 1", "Ушли 858.\nИ 150.")
    assert first.known == Known(
        url="https://a.example/1", title="Первая & новость", publisher="Маяк", published="2024-03-04", published_how="feed",
        guessed=False, language="ru", method="crawl",
    )  # fmt: skip
    assert (second.text, second.known.published) == ("Only a title", None)
    assert first.extractor.startswith("feedparser 6") and len(first.sha256) == 64


def test_atom_says_when_an_entry_was_changed() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>T</title><id>x</id>
    <link href="https://a.example/1"/><author><name>Ann</name></author><updated>2024-03-06T00:00:00Z</updated>
    <published>2024-03-05T00:00:00Z</published><content type="html">&lt;p&gt;Body.&lt;/p&gt;</content></entry></feed>"""
    (one,) = found_from_feed(atom.encode(), Known(publisher="Given"))
    assert (one.known.published, one.known.updated, one.known.author, one.known.publisher) == (
        "2024-03-05",
        "2024-03-06",
        "Ann",
        "Given",
    )


def test_a_json_feed_gives_its_items() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "A", "language": "en",
        "items": [{"url": "https://a.example/1", "content_html": "<p>One.</p><p>Two.</p>", "date_published": "2024-03-05T23:30:00-05:00",
                   "authors": [{"name": "Ann"}]}, {"content_text": "Plain < text."}, 5, {}],
    }  # fmt: skip
    data = json.dumps(feed).encode()
    assert looks_like_json_feed(data)
    first, second = found_from_feed(data, Known())
    assert (first.text, first.known.published, first.known.author) == ("One.\nTwo.", "2024-03-06", "Ann")
    assert second.text == "Plain < text."


BOMB = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
THEFT = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("trick", [BOMB, THEFT])
def test_a_feed_that_declares_entities_is_refused(encoding: str, trick: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{trick}<rss><channel><item><title>&b;&a;</title></item></channel></rss>'
    data = text.encode(encoding)
    with pytest.raises(InputError, match="entities"):
        found_from_feed(data, Known())


def test_an_encoding_that_hides_a_declaration_is_not_followed() -> None:
    hidden = BOMB.replace("<", "+ADw-").replace(">", "+AD4-")
    data = f'<?xml version="1.0" encoding="utf-7"?>{hidden}<rss><channel><item><title>T</title></item></channel></rss>'
    with pytest.raises(InputError) as fault:
        (one,) = found_from_feed(data.encode(), Known())
        raise InputError(one.text)  # the entry, with nothing unfolded in it
    assert "lol" not in str(fault.value)


def test_a_feed_with_a_plain_document_type_is_read() -> None:
    data = b'<!DOCTYPE rss PUBLIC "-//A//B" "http://a.example/rss-0.91.dtd"><rss><channel><item><title>T</title></item></channel></rss>'
    assert looks_like_feed(data) and found_from_feed(data, Known())[0].text == "T"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<rss>",
        b"{}",
        b'{"items": 5}',
        b"{" * 9_000,
        b'[{"a":' * 50_000,
        b"\xff\xfe<",
        b"/etc/hostname",
        b"http://127.0.0.1:1/",
    ],
)
def test_no_feed_is_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as fault:
        found_from_feed(data, Known())
    assert "\n" not in str(fault.value)


def test_a_thousand_comments_before_the_root_cost_no_time() -> None:
    assert not looks_like_feed(b"<!---->" * 9_000 + b"x")


# ---- tables -------------------------------------------------------------------------------------------------------

HEADER = ["Link", "headline", "Publish_Date", "Byline", "outlet", "lang", "Text", "views"]
ROWS = [
    ["https://a.example/1", "One", "05.03.2024", "Ann", "Маяк", "en-GB", TEXT, "5"],
    ["https://a.example/2", "Two", "03/04/2024", "", "Маяк", "Russian", 'Say "no", they said; twice.', ""],
    ["https://a.example/3", "Three", "", "", "", "", "", "7"],
]


def as_csv(delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter, lineterminator=end).writerows([HEADER, *ROWS])
    return lines.getvalue().encode(encoding)


def as_objects() -> list[dict[str, str | None]]:
    return [{name: cell or None for name, cell in zip(HEADER, row, strict=True)} for row in ROWS]


def as_parquet(folder: Path) -> bytes:
    import duckdb

    source, path = folder / "rows.json", folder / "rows.parquet"
    source.write_text(json.dumps(as_objects()), encoding="utf-8")
    with duckdb.connect() as base:
        base.execute(f"copy (select * from read_json('{source}', dateformat='%d.%m.%Y')) to '{path}' (format parquet)")
    return path.read_bytes()


def as_xlsx(rows: list[list[str]], *, above: int = 0) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["Nothing here"])
    sheet = book.create_sheet("Data")
    for place in range(above):
        sheet.append([f"remark {place}"])
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check_rows(found: list[Found], faults: list[str]) -> None:
    assert not faults
    assert [one.part for one in found] == ["row 1", "row 2"], "the third row has no text"
    first, second = found
    assert first.text == TEXT and second.text == 'Say "no", they said; twice.'
    assert first.known == Known(
        url="https://a.example/1", title="One", published="2024-03-05", published_how="table", guessed=False, author="Ann",
        publisher="Маяк", language="en",
    )  # fmt: skip
    assert second.known.published is None and second.known.language == "ru"
    assert second.known.context == (("date_as_written", "03/04/2024"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_rows_of_lines_are_read_by_the_names_of_the_columns(delimiter: str, encoding: str) -> None:
    data = as_csv(delimiter, encoding)
    assert table_kind(data, "x.dat") == ("tsv" if delimiter == "\t" else "csv")
    check_rows(*taken(pieces_from_table, data))


def test_a_table_in_cp1251_is_read() -> None:
    rows = "ссылка;заголовок;дата;текст\r\nhttps://a.example/1;Раз;05.03.2024;Ушли 858 человек, сообщает «Маяк».\r\n"
    (one,), faults = taken(pieces_from_table, rows.encode("cp1251"))
    assert not faults and one.text == "Ушли 858 человек, сообщает «Маяк»." and one.known.title == "Раз"


@pytest.mark.slow  # starts two processes, each with its library
def test_json_in_two_forms_parquet_and_workbooks_give_the_same_rows(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(row) for row in as_objects()).encode()
    forms = {
        "jsonl": lines,
        "json": json.dumps(as_objects(), indent=1).encode(),
        "parquet": as_parquet(tmp_path),
        "xlsx": as_xlsx([HEADER, *ROWS], above=2),
    }
    for kind, data in forms.items():
        assert table_kind(data[:65_536], "x") == (kind if kind != "xlsx" else None)
        check_rows(*taken(pieces_from_table, data))
    assert not list(tmp_path.glob("musterbook-*"))


def test_a_single_object_is_a_table_of_one_row() -> None:
    data = json.dumps({"title": "A", "maintext": "B", "url": "u", "authors": ["C", "D"]}, indent=1).encode()
    assert table_kind(data, "x.json") == "json"
    (one,), _ = taken(pieces_from_table, data)
    assert (one.text, one.known.author) == ("B", "C; D")


def test_a_column_of_html_is_read_as_text() -> None:
    (one,), _ = taken(pieces_from_table, b"url,html\nu,<p>One.</p><p>Two.</p>\n")
    assert one.text == "One.\nTwo."


def test_a_faulty_row_costs_itself() -> None:
    data = b"url,title,text\nu1,A,One\nu2,B\nu3,C,\xff\xfe\nu4,D,Four\n"
    found, faults = taken(pieces_from_table, data, "x.csv")
    assert [one.part for one in found] == ["row 1", "row 4"]
    assert [why.partition(";")[0] for why in faults] == [
        "x.csv: row 2: 2 cells under 3 columns",
        "x.csv: row 3: holds bytes that are not UTF-8",
    ]
    lines = b'{"url": "u", "text": "One"}\n{"url": \n[1]\n\n{"url": "u", "text": "Two"}\n'
    found, faults = taken(pieces_from_table, lines, "x.jsonl")
    assert [one.part for one in found] == ["row 1", "row 4"] and len(faults) == 2


def test_text_with_commas_is_no_table() -> None:
    for text in (
        b"Title, content and date are words, like others.\nThis is a letter, with commas, and more.\n",
        b"Dear all,\n\nthe text, the url, the date: all gone.\n",
        b"one;two\n1;2\n",
        b'{"name": "x", "scripts": {}}',
        b"[1, 2]",
        b'{"text": "x"\n}',
        b"",
    ):
        assert table_kind(text, "x.txt") is None


def test_a_table_without_a_text_says_which_columns_it_has() -> None:
    assert table_kind(b"url,title\nu,A\n", "x.csv") == "csv"
    found, faults = taken(pieces_from_table, b"url,title\nu,A\nu,B\n", "x.csv")
    assert not found and len(faults) == 1 and "url, title" in faults[0] and "text" in faults[0]


def test_a_row_that_is_too_long_costs_itself_in_json_lines() -> None:
    long = b'{"url": "u", "text": "' + b"x" * 9_000_000 + b'"}\n'
    found, faults = taken(
        pieces_from_table, b'{"url": "u", "text": "One"}\n' + long + b'{"url": "u", "text": "Two"}\n', "x.jsonl"
    )
    assert [one.part for one in found] == ["row 1", "row 3"] and "longer than" in faults[0]


@pytest.mark.slow
def test_garbage_that_calls_itself_parquet_costs_one_fault(tmp_path: Path) -> None:
    whole = as_parquet(tmp_path)
    for data in (b"PAR1" + b"\x00" * 100 + b"PAR1", whole[: len(whole) // 2], whole[:-12] + b"\xff" * 8 + b"PAR1"):
        found, faults = taken(pieces_from_table, data, "x.parquet")
        assert not found and len(faults) == 1 and str(tmp_path) not in faults[0] and "/tmp" not in faults[0]


def changed_zip(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            held = source.read(info)
            target.writestr(info.filename, change(held) if info.filename == name else held)
    return out.getvalue()


@pytest.mark.slow
def test_a_workbook_made_to_fill_the_memory_is_refused() -> None:
    whole = as_xlsx([HEADER, *ROWS])
    entity = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
    sheet = "xl/worksheets/sheet2.xml"
    bombs = {
        "entities": changed_zip(whole, sheet, lambda held: entity + held),
        "250 times": changed_zip(whole, "xl/styles.xml", lambda held: held + b" " * 40_000_000),
        "workbook": changed_zip(whole, "xl/workbook.xml", lambda held: held[:200]),
    }
    for word, data in bombs.items():
        found, faults = taken(pieces_from_table, data, "x.xlsx")
        assert not found and len(faults) == 1 and word in faults[0], faults


@pytest.mark.slow
def test_a_workbook_that_lies_about_its_size_is_read() -> None:
    sheet = "xl/worksheets/sheet2.xml"
    data = changed_zip(as_xlsx([HEADER, *ROWS]), sheet, lambda held: held.replace(b"A1:H4", b"A1:XFD1048576"))
    check_rows(*taken(pieces_from_table, data))


@pytest.mark.slow
def test_mutated_files_never_raise(tmp_path: Path) -> None:
    chance = random.Random(4)
    forms: list[tuple[Reader, bytes, str, int]] = [
        (pieces_from_telegram_json, export_json(), "x.json", 300),
        (pieces_from_telegram_html, export_html(), "x.html", 300),
        (pieces_from_table, as_csv(), "x.csv", 300),
        (pieces_from_table, json.dumps(as_objects()).encode(), "x.json", 300),
        (pieces_from_table, as_xlsx([HEADER, *ROWS]), "x.xlsx", 12),
        (pieces_from_table, as_parquet(tmp_path), "x.parquet", 12),
    ]
    for reader, whole, name, times in forms:
        for _ in range(times):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 9)):
                place = chance.randrange(len(data))
                data[place : place + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
            taken(reader, bytes(data[: chance.choice([None, chance.randrange(len(data))])]), name)


# ---- coded figures ------------------------------------------------------------------------------------------------

CODED = "id outlet chain measure population value bound per side formation place period url".split()
FIGURES = [
    ["F1", "Lighthouse News", "Harbour Watch;port letter", "absent", "all", "1010", "exact", "", "N", "", "Bay", "2024-04", "https://a.example/1"],
    ["F2", "Maiak", "", "absent", "all", "34-35", "range", "day", "N", "", "", "2024-04 end", ""],
    ["F3", "", "Watch", "quality", "same", "-", "-", "", "S", "", "", "", "seed:2"],
    ["F4", "Maiak", "Watch", "absent", "men", "dozens", "about", "", "S", "-", "", "2024", "u"],
    ["F5", "Maiak", "Watch", "absent", "men", "12abc", "about", "", "S", "-", "", "2024", "u"],
    ["F6", "Maiak", "Watch", "share", "men", "12.5", "about_pct", "", "S", "-", "", "2024", "u"],
]  # fmt: skip


def test_a_table_of_coded_figures_is_read_row_by_row() -> None:
    data = "\n".join("\t".join(row) for row in [CODED, *FIGURES]).encode()
    assert is_coded(CODED) and not is_coded(HEADER) and table_kind(data, "x") == "tsv"
    steps = list(coded_from_sheet(piece_of(data, "x.tsv"), "tsv", Budget()))
    good = [step for step in steps if isinstance(step, Coded)]
    assert [(one.row, one.low, one.high, one.bound) for one in good] == [
        (1, 1010.0, 1010.0, "exact"), (2, 34.0, 35.0, "range"), (3, None, None, ""), (4, None, None, "about"), (6, 12.5, 12.5, "about_pct"),
    ]  # fmt: skip
    assert good[0].chain == ("Harbour Watch", "port letter") and good[3].formation == "" and good[3].value == "dozens"
    (bad,) = [step for step in steps if isinstance(step, Fault)]
    assert bad.why == "x.tsv: row 5: value: '12abc' is not a number; write digits, a range such as 34-35, or -"


@pytest.mark.slow
def test_coded_figures_come_from_workbooks_and_json_lines_too() -> None:
    lines = "\n".join(
        json.dumps(dict(zip(CODED, row, strict=True)) | {"value": 1010, "chain": ["a", "b"]}) for row in FIGURES
    )
    for kind, data in (("jsonl", lines.encode()), ("xlsx", as_xlsx([CODED, *FIGURES[:1]]))):
        first = next(coded_from_sheet(piece_of(data), kind, Budget()))
        assert isinstance(first, Coded) and first.low == 1010 and len(first.chain) == 2


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        ("1,010", "", (1010, 1010, "exact")), ("1 010 000", "", (1010000, 1010000, "exact")), ("~50", "", (50, 50, "about")),
        ("50%", "exact", (50, 50, "exact_pct")), (">=5", "", (5, 5, "at_least")), ("500+", "", (500, 500, "at_least")),
        ("1 000–1 200", "", (1000, 1200, "range")), ("0.5", "", (0.5, 0.5, "exact")), ("0,5", "", (0.5, 0.5, "exact")),
        ("12,5", "", (12.5, 12.5, "exact")), ("50", "About", (50, 50, "about")), ("", "", (None, None, "")),
        ("one_battalion", "over", (None, None, "over")),
    ],
)  # fmt: skip
def test_values_are_read_in_the_forms_people_write(value: str, bound: str, expected: tuple[object, ...]) -> None:
    one = coded_from_row({"measure": "m", "outlet": "o", "value": value, "bound": bound}, 1)
    assert (one.low, one.high, one.bound) == expected


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"value": "1.500"}, "value"), ({"value": "35-34"}, "value"), ({"value": "-5"}, "value"), ({"value": "1.2.3"}, "value"),
        ({"value": "9" * 100}, "value"), ({"bound": "maybe"}, "bound"), ({"measure": ""}, "measure"), ({"outlet": "-"}, "url"),
        ({"place": "x" * 3_000}, "place"), ({"value": "٣4"}, "value"),
    ],
)  # fmt: skip
def test_a_faulty_cell_names_its_row_and_column(row: dict[str, str], column: str) -> None:
    with pytest.raises(InputError, match=rf"^row 7, {column}: .*; "):
        coded_from_row({"measure": "m", "outlet": "o", "value": "1"} | row, 7)


def test_a_table_of_articles_is_no_table_of_coded_figures() -> None:
    (fault,) = coded_from_sheet(piece_of(as_csv()), "csv", Budget())
    assert isinstance(fault, Fault) and "not a table of coded figures" in fault.why


def test_rows_are_counted_on_the_budget() -> None:
    steps = list(rows_from_sheet(piece_of(as_csv()), "csv", Budget(Limits(members=2))))
    assert len(steps) == 3 and isinstance(steps[2], Fault)
