-- The evidence base, version 3: claims set beside each other. All of it can be made again from the tables above, but for
-- `decisions`, which a person took and which only grow.

-- A claim as comparing sees it, as JSON, and the keys under which it meets others.
CREATE TABLE entries (
    claim TEXT PRIMARY KEY, doc TEXT NOT NULL, entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_doc ON entries (doc);
CREATE TABLE meetings (key TEXT NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (key, claim)) STRICT, WITHOUT ROWID;
CREATE INDEX meetings_by_claim ON meetings (claim);

CREATE TABLE links (
    "left" TEXT NOT NULL, "right" TEXT NOT NULL, judgement TEXT NOT NULL, relation TEXT NOT NULL, outcome TEXT NOT NULL,
    score REAL NOT NULL, link TEXT NOT NULL, PRIMARY KEY ("left", "right")
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_right ON links ("right");

-- Which fact a claim tells, and which story the fact is a part of.
CREATE TABLE clusters (claim TEXT PRIMARY KEY, cluster TEXT NOT NULL, story TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX clusters_by_cluster ON clusters (cluster);
CREATE INDEX clusters_by_story ON clusters (story);
CREATE TABLE assessments (
    cluster TEXT PRIMARY KEY, kind TEXT NOT NULL, verdict TEXT NOT NULL, pages INTEGER NOT NULL, origins INTEGER NOT NULL,
    open INTEGER NOT NULL, low REAL, best REAL, high REAL, assessment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What adds up in a document and what does not, and where a figure without a source may be from.
CREATE TABLE sums (
    doc TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, verdict TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (doc, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE probables (
    claim TEXT NOT NULL, position INTEGER NOT NULL, doc TEXT NOT NULL, probable TEXT NOT NULL, PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- Documents whose claims are to be compared anew, and by which version the others were.
CREATE TABLE stale (doc TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE compared (version TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO stale SELECT id FROM documents;

-- What a person decided about two claims; the last word on a pair counts.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY, "left" TEXT NOT NULL, "right" TEXT NOT NULL, judgement TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
