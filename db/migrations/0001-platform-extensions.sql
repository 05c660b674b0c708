-- Equality of plain values inside GiST, for exclusion constraints such as "this antenna, these times" (a contrib module of PostgreSQL).
CREATE EXTENSION IF NOT EXISTS btree_gist;
