"""`codebook check` names every fault at once, each with its line, and is quiet about tables that are in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from musterbook.codebook.check import check_folder
from musterbook.codebook.load import language_folder, pack_folder

TABLES = {
    "sources.csv": """id,name,kind,side,aliases,status,note,seen
tower,Tower News,outlet,GB,TN; The Tower,unverified,cited,made up
bell,Bell Agency,agencie,GB,the tower,unverified,cited,made up
bell,Bell Again,agency,GB,,K,cited,made up
,No Id,agency,GB,,unverified,cited,made up
quay,Quay Post,agency,GB,,unverified,cited,a page
""",
    "measures.csv": """id,label,unit,kind,definition,never_with,background,note,seen
closures,Closures,lights,flow,Lights closed,closurs,,way to count,made up
visits,Visits,persons,flow,Visits,,maybe,way to count,made up
""",
    "lexicon.en.csv": """surface,cls,inflects,note,seen
light,light,noun,,general
close,close,werb,,general
,close,verb,,general
""",
    "measure_rules.csv": """counted,predicate,measure,weight,note,seen
light,close,closure,ten,a rule,made up
lamp,*,closures,3,a rule,made up
*,*,visits,1,,
""",
    "terms.en.csv": """surface,concept,inflects,sense,case,side,note,seen
darkening,closre,noun,slang,,,a word,made up
dimming,closure,noun,slang,,,too,many,made up
""",
    "concepts.csv": "id,label,definition,broader,note,seen\nclosure,Closure,A light is put out,,an idea,made up\n",
    "themes.csv": "id,label,definition,note,seen\ncost,Cost,Too dear,a theme,made up\n",
    "theme_cues.en.csv": "theme,words,unless,weight,note,seen\ncosts,money + light,,5,words,made up\n",
    "incident_kinds.csv": "id,label,definition,note,seen\nwreck,Wreck,A ship is lost,a kind,made up\n",
    "incident_cues.en.csv": "kind,words,needs,unless,weight,note,seen\nwrek,aground,plaice,,5,words,made up\n",
    "places.csv": "id,name,kind,country,within,aliases,note,seen\nhead,Skerry Head,sight,GB,gb_nrth,,a place,made up\n",
    "laws.csv": """id,article,part,country,act,condition,min_years,max_years,since,status,note,seen
L-1,1,,QQ,putting out a light,,,,,unverified,a rule,made up
""",
    "eras.csv": "id,surfce,start\nx,the storm,1953\n",
    "populations.en.csv": "keeper,keepers,noun,,general\n",
    "sorces.csv": "id,name\n",
    "faults.english.csv": "surface,concept,fault,right,note,seen\n",
    "formations.csv": 'id,name,level,side,base,aliases,status,note,seen\na,"Unclosed,district,GB,,,unverified,made,up\nb,B,x\n',
}
LANGUAGE = {
    "countries.csv": "surface,iso,kind,note,seen\nBritain,GB,name,,general\n",
    "bounds.csv": "surface,bound,position,note,seen\nroughly,abuot,before,,general\nor so,about,behind,,general\n",
}

# file:line and words of the fault; planted above, one by one
PLANTED = (
    ("sources.csv:3", "kind 'agencie' is not known; did you mean 'agency'?"),
    ("sources.csv:3", "'the tower' is a name of 'tower' too (sources.csv:2)"),
    ("sources.csv:4", "id 'bell' stands in sources.csv:3 already"),
    ("sources.csv:4", "status K is not marked"),
    ("sources.csv:5", "empty id"),
    ("sources.csv:6", "status unverified but seen 'a page'"),
    ("measures.csv:2", "never_with 'closurs' is not defined in measures.id; did you mean 'closures'?"),
    ("measures.csv:3", "background 'maybe' is not known"),
    ("lexicon.en.csv:3", "inflects 'werb' is not known; did you mean 'verb'?"),
    ("lexicon.en.csv:4", "empty surface"),
    ("measure_rules.csv:2", "measure 'closure' is not defined in measures.id; did you mean 'closures'?"),
    ("measure_rules.csv:2", "weight 'ten' is no number"),
    ("measure_rules.csv:3", "counted 'lamp' is not defined in lexicon.cls"),
    ("measure_rules.csv:4", "empty seen"),
    ("measure_rules.csv:4", "empty note"),
    ("terms.en.csv:2", "concept 'closre' is not defined in concepts.id; did you mean 'closure'?"),
    ("terms.en.csv:3", "9 cells where the header has 8"),
    ("theme_cues.en.csv:2", "theme 'costs' is not defined in themes.id; did you mean 'cost'?"),
    ("incident_cues.en.csv:2", "kind 'wrek' is not defined in incident_kinds.id; did you mean 'wreck'?"),
    ("incident_cues.en.csv:2", "needs 'plaice' is not known; did you mean 'place'?"),
    ("places.csv:2", "kind 'sight' is not known; did you mean 'site'?"),
    ("places.csv:2", "within 'gb_nrth' is not defined in places.id or countries.iso"),
    ("laws.csv:2", "country 'QQ' is not defined in countries.iso"),
    ("eras.csv:1", "unknown column 'surfce'; did you mean 'surface'?"),
    ("eras.csv:1", "column 'seen' is missing"),
    ("populations.en.csv:1", "no header"),
    ("sorces.csv:1", "unknown table 'sorces'; did you mean 'sources'?"),
    ("faults.english.csv:1", "'english' is no language code"),
    ("bad.en.csv:1", "unknown table 'bad'"),
    ("furniture.csv:3", "not UTF-8"),
    ("en/bounds.csv:2", "bound 'abuot' is not known; did you mean 'about'?"),
    ("en/bounds.csv:3", "position 'behind' is not known"),
)


@pytest.fixture
def broken(tmp_path: Path) -> tuple[Path, Path]:
    """Return a pack folder and a language folder with every planted fault."""
    own, language = tmp_path / "own", tmp_path / "en"
    for folder, tables in ((own, TABLES), (language, LANGUAGE)):
        folder.mkdir()
        for name, text in tables.items():
            (folder / name).write_text(text, encoding="utf-8")
    (own / "bad.en.csv").write_bytes(b"")
    (language / "furniture.csv").write_bytes(b"surface,match,note,seen\nAdvert,line,,general\nCaf\xe9,line,,general\n")
    words = {"sources.kind": ["agency", "outlet"], "sources.status": ["S", "unverified"]}
    (own / "pack.json").write_text(json.dumps({"vocabularies": words}), encoding="utf-8")
    return own, language


def test_every_planted_fault_is_found_at_once(broken: tuple[Path, Path]) -> None:
    found = check_folder(*broken)
    for where, words in PLANTED:
        assert any(f"{where}: " in fault and words in fault for fault in found), (where, words)


def test_nothing_else_is_reported(broken: tuple[Path, Path]) -> None:
    lines = {where.removeprefix("en/") for where, _ in PLANTED} | {"formations.csv:3"}
    extra = [fault for fault in check_folder(*broken) if fault.split(": ")[0].removeprefix("en/") not in lines]
    assert extra == []


def test_faults_say_what_to_do_and_are_in_order(broken: tuple[Path, Path]) -> None:
    found = check_folder(*broken)
    assert all("; " in fault for fault in found)
    assert found == check_folder(*broken)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("pack", ["desertion", "lighthouse"])
def test_built_in_packs_have_no_fault(pack: str) -> None:
    assert check_folder(pack_folder(pack), language_folder("en")) == []


def test_rows_of_a_user_are_held_to_the_pack_below(tmp_path: Path) -> None:
    (tmp_path / "terms.en.csv").write_text(
        "surface,concept,note,seen\nblackout,closure,a word,made up\nsnuffing,closuer,a word,made up\n",
        encoding="utf-8",
    )
    (tmp_path / "sources.csv").write_text(
        "id,name,kind,aliases,status,note,seen\n"
        "coast_board,Coast Board,office,Coast Bord,unverified,one more spelling,made up\n"
        "board,The Board,office,Coast Board,unverified,takes a name,made up\n",
        encoding="utf-8",
    )
    found = check_folder(tmp_path, tmp_path.parent / "none", pack_folder("lighthouse"))
    assert [fault for fault in found if not fault.startswith("none/")] == [
        "sources.csv:3: 'Coast Board' is a name of 'coast_board' too (sources.csv:2); leave it to one",
        "terms.en.csv:3: concept 'closuer' is not defined in concepts.id; did you mean 'closure'?",
    ]


def test_rows_of_a_user_alone_may_point_to_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "terms.en.csv").write_text(
        "surface,concept,note,seen\nblackout,closure,a word,made up\n", encoding="utf-8"
    )
    assert [fault for fault in check_folder(tmp_path, language_folder("en")) if "terms" in fault] == []


def test_a_name_shared_by_a_city_and_its_region_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "id,name,kind,country,within,aliases,note,seen\n"
        "north,North,region,GB,GB,,a place,made up\n"
        "north_city,North,city,GB,north,,a place,made up\n",
        encoding="utf-8",
    )
    assert [fault for fault in check_folder(tmp_path, language_folder("en")) if "places" in fault] == []


@pytest.mark.parametrize(
    "bytes_", [b"", b"\xff\xfe\x00", b'"', b"a,b\n\x00,1\n", b"id\n" + b"x" * 200_000, b"\xef\xbb\xbfid,name\n"]
)
def test_broken_bytes_never_raise(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "sources.csv").write_bytes(bytes_)
    (tmp_path / "pack.json").write_bytes(bytes_)
    found = check_folder(tmp_path, tmp_path / "missing")
    assert any(fault.startswith("sources.csv:") for fault in found)
    assert any("no such folder" in fault for fault in found)
