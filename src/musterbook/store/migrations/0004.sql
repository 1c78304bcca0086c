-- The evidence base, version 4: pages that are known by somebody's release alone, without their bytes. Their rows are those of
-- the release; their text holds what was released of it, at its place, and blanks. `rank`: of two releases the greater counts.
CREATE TABLE released (
    doc TEXT PRIMARY KEY REFERENCES documents (id), release TEXT NOT NULL, rank TEXT NOT NULL, text_sha256 TEXT NOT NULL,
    copy_of TEXT NOT NULL, likeness REAL NOT NULL
) STRICT, WITHOUT ROWID;
