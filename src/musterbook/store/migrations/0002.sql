-- The evidence base, version 2: where every document came from, byte for byte, and which are copies of which.
-- Clock values are in `runs`, `custody` and `seen` only: the other tables are the same whenever the same files come in.

ALTER TABLE documents ADD COLUMN published_how TEXT;
ALTER TABLE documents ADD COLUMN guessed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN updated TEXT;
ALTER TABLE documents ADD COLUMN author TEXT;
ALTER TABLE documents ADD COLUMN forwarded TEXT;
ALTER TABLE documents ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';  -- [[start, end, language], ...]
ALTER TABLE documents ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';      -- where each page of the original begins
ALTER TABLE documents ADD COLUMN source TEXT NOT NULL DEFAULT '';       -- the file it is from, and its place in it

-- A file that a person gave, by content; it stands here when all that is in it has been taken in. Its bytes are in
-- BASE/archive under `raw`. `about`: what the person and the sidecar said of it, as JSON.
CREATE TABLE files (
    id TEXT PRIMARY KEY, raw TEXT NOT NULL, size INTEGER NOT NULL, label TEXT NOT NULL, about TEXT NOT NULL,
    ingest TEXT NOT NULL, codebook TEXT NOT NULL, reader TEXT NOT NULL,
    documents INTEGER NOT NULL, failed INTEGER NOT NULL, passed INTEGER NOT NULL, captures TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One capture a document and place it came from: what has to be known about an item of digital evidence.
CREATE TABLE captures (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, raw TEXT NOT NULL, part TEXT NOT NULL,
    doc TEXT NOT NULL REFERENCES documents (id),
    target_url TEXT, final_url TEXT, captured TEXT, collector TEXT NOT NULL, method TEXT NOT NULL,
    item_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, extractor TEXT NOT NULL, record TEXT,
    headers TEXT NOT NULL, context TEXT NOT NULL, sensitivity TEXT NOT NULL, stage TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX captures_by_file ON captures (file);
CREATE INDEX captures_by_doc ON captures (doc);

ALTER TABLE failures ADD COLUMN source TEXT NOT NULL DEFAULT '';  -- the file that holds what failed

-- Near-duplicates: what a text looks like, and which document it is a copy of (absent: of none).
CREATE TABLE signatures (doc TEXT PRIMARY KEY REFERENCES documents (id), signature BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE copies (
    doc TEXT PRIMARY KEY REFERENCES documents (id), "of" TEXT NOT NULL REFERENCES documents (id),
    similarity REAL NOT NULL, why TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A table of figures that somebody coded before, to be set beside what is read.
CREATE TABLE coded (
    source TEXT NOT NULL, number INTEGER NOT NULL, id TEXT, outlet TEXT, chain TEXT NOT NULL, measure TEXT NOT NULL,
    population TEXT, value TEXT NOT NULL, low REAL, high REAL, bound TEXT, per TEXT, side TEXT, formation TEXT,
    place TEXT, period TEXT, url TEXT,
    PRIMARY KEY (source, number)
) STRICT, WITHOUT ROWID;

-- The chain of custody, append-only: each line holds the hash of the one before. BASE/archive/custody.jsonl is its copy.
CREATE TABLE custody (number INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;

-- What files looked like from outside when they were last taken in: a shortcut, nothing depends on it.
CREATE TABLE seen (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, side_size INTEGER, side_changed INTEGER,
    settled INTEGER NOT NULL, file TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Work that a transaction left to be done at the end of a build.
CREATE TABLE pending (task TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
