-- The evidence base, version 1. Three claim tables, never one with a kind column. Nothing but `runs` holds a clock value.
-- `key` is the claim's id as a number (63 bits): the row number the full-text index knows it by.

CREATE TABLE documents (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, title TEXT, publisher TEXT, published TEXT,
    lang TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL, sentences INTEGER NOT NULL,
    codebook TEXT NOT NULL, reader TEXT NOT NULL, fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE figures (
    id TEXT PRIMARY KEY, key INTEGER NOT NULL UNIQUE, doc TEXT NOT NULL REFERENCES documents (id),
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    measure TEXT NOT NULL, low REAL NOT NULL, high REAL, bound TEXT NOT NULL, unit TEXT,
    per TEXT, population TEXT, place TEXT, period TEXT,
    stance TEXT NOT NULL, origin TEXT, open INTEGER NOT NULL, "by" TEXT NOT NULL
) STRICT;

CREATE TABLE incidents (
    id TEXT PRIMARY KEY, key INTEGER NOT NULL UNIQUE, doc TEXT NOT NULL REFERENCES documents (id),
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    type TEXT NOT NULL, date TEXT, time TEXT, place TEXT, country TEXT,
    low REAL, high REAL, bound TEXT, unit TEXT,
    stance TEXT NOT NULL, origin TEXT, open INTEGER NOT NULL, "by" TEXT NOT NULL
) STRICT;

CREATE TABLE statements (
    id TEXT PRIMARY KEY, key INTEGER NOT NULL UNIQUE, doc TEXT NOT NULL REFERENCES documents (id),
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    theme TEXT NOT NULL,
    stance TEXT NOT NULL, origin TEXT, open INTEGER NOT NULL, "by" TEXT NOT NULL
) STRICT;

-- The chain, nearest first (position 0). `source` null: unnamed.
CREATE TABLE hops (
    claim TEXT NOT NULL, position INTEGER NOT NULL, doc TEXT NOT NULL REFERENCES documents (id),
    label TEXT NOT NULL, source TEXT, role TEXT NOT NULL, "start" INTEGER, "end" INTEGER, cue TEXT,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- Every slot with why it is believed: its words, or the rule that inferred it. The pack's own dimensions are only here.
CREATE TABLE slots (
    claim TEXT NOT NULL, name TEXT NOT NULL, doc TEXT NOT NULL REFERENCES documents (id), dim INTEGER NOT NULL,
    value TEXT NOT NULL, how TEXT NOT NULL, "start" INTEGER, "end" INTEGER, quote TEXT, "by" TEXT NOT NULL,
    PRIMARY KEY (claim, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
    doc TEXT NOT NULL REFERENCES documents (id), position INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, concept TEXT NOT NULL,
    fault TEXT, fault_start INTEGER, fault_end INTEGER, fault_quote TEXT,
    PRIMARY KEY (doc, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE leftovers (
    doc TEXT NOT NULL REFERENCES documents (id), position INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (doc, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE failures (path TEXT PRIMARY KEY, why TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY, began TEXT NOT NULL, committed TEXT NOT NULL, codebook TEXT NOT NULL, reader TEXT NOT NULL,
    documents INTEGER NOT NULL, failures INTEGER NOT NULL
) STRICT;

CREATE INDEX figures_by_doc ON figures (doc);
CREATE INDEX figures_by_measure ON figures (measure);
CREATE INDEX incidents_by_doc ON incidents (doc);
CREATE INDEX statements_by_doc ON statements (doc);
CREATE INDEX hops_by_doc ON hops (doc);
CREATE INDEX slots_by_doc ON slots (doc);
CREATE INDEX slots_by_value ON slots (name, value);

-- What can be searched; the index keeps no text of its own and is kept in step by the one function that writes.
CREATE VIEW searchable AS
    SELECT key AS rowid, doc, quote, title FROM figures JOIN documents ON documents.id = figures.doc
    UNION ALL SELECT key, doc, quote, title FROM incidents JOIN documents ON documents.id = incidents.doc
    UNION ALL SELECT key, doc, quote, title FROM statements JOIN documents ON documents.id = statements.doc;
CREATE VIRTUAL TABLE search USING fts5 (
    quote, title, content = 'searchable', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 0'
);
