-- The tables of the index. A change here is a new SCHEMA_VERSION in database.py.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The state in which each file was last indexed in full.
CREATE TABLE sources (file TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;

-- The unreadable parts of files.
CREATE TABLE damage (warc TEXT, start INTEGER, stop INTEGER, what TEXT NOT NULL, PRIMARY KEY (warc, start));

-- The catalogue.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, uri TEXT NOT NULL, warc TEXT, offset INTEGER, length INTEGER,
    record_id TEXT, date TEXT NOT NULL, status INTEGER NOT NULL, payload_digest TEXT, charset TEXT,
    record_type TEXT NOT NULL, mime TEXT, refers_to_uri TEXT, refers_to_date TEXT, fetched_as TEXT,
    withdrawn INTEGER NOT NULL, UNIQUE (warc, offset));
CREATE INDEX captures_by_url ON captures (url, date);
CREATE INDEX captures_by_payload ON captures (payload_digest, date) WHERE record_type = 'response';

-- The versions of documents with the facts used by filters. ``place`` sorts the versions of a document.
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, url TEXT NOT NULL, site TEXT NOT NULL,
    kind TEXT NOT NULL, published TEXT, speaker TEXT, warc TEXT, place TEXT NOT NULL, license TEXT,
    reserved INTEGER, content INTEGER NOT NULL, UNIQUE (id, version));
CREATE INDEX documents_by_url ON documents (url, place);
CREATE INDEX documents_by_file ON documents (warc);

-- The JSON of each version, in the order of arrival, which fills pages; and its translation units. Both compressed.
CREATE TABLE contents (content INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE units (number INTEGER, across INTEGER, content BLOB NOT NULL, PRIMARY KEY (number, across));

-- The searchable version of each document; its tokens are in ``search`` under the same row number.
-- Numbers follow the day of publication, the latest first. ``counted`` has what documents are counted by, in few pages.
CREATE TABLE current (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, moment TEXT);
CREATE TABLE counted (number INTEGER PRIMARY KEY, profile INTEGER NOT NULL, speaker INTEGER);
CREATE TABLE profiles (
    profile INTEGER PRIMARY KEY, site TEXT, kind TEXT, year TEXT, languages TEXT,
    UNIQUE (site, kind, year, languages));
CREATE TABLE speakers (speaker INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Rows of ``current`` that came or went, in the order of these changes: what the tokens file does not have yet.
CREATE TABLE text_changes (change INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL);

-- Texts that were posted more than once; their tokens are in ``grouped`` too. ``signatures`` and ``bands`` have the
-- versions that were ever current; new bands wait in ``new_bands``, since each belongs on a page of its own.
CREATE TABLE members (number INTEGER PRIMARY KEY, cluster INTEGER NOT NULL);
CREATE INDEX members_by_cluster ON members (cluster);
CREATE TABLE signatures (number INTEGER PRIMARY KEY, bands BLOB NOT NULL);
CREATE TABLE bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID;
CREATE TABLE new_bands (place INTEGER PRIMARY KEY, band INTEGER NOT NULL, number INTEGER NOT NULL);
CREATE INDEX new_bands_by_band ON new_bands (band, number);

-- Words with diacritics.
CREATE TABLE accents (bare TEXT, word TEXT, PRIMARY KEY (bare, word)) WITHOUT ROWID;

-- The engine names the column of each token but those of the first, which has most.
CREATE VIRTUAL TABLE search USING fts5(
    body, title, subtitle, facts, content = '', tokenize = 'ascii', prefix = '1');
-- The first letters of words and the facts, without places.
CREATE VIRTUAL TABLE beginnings USING fts5(
    tokens, content = '', tokenize = 'ascii', detail = none);
CREATE VIRTUAL TABLE grouped USING fts5(
    body, title, subtitle, facts, content = '', tokenize = 'ascii', prefix = '1');
