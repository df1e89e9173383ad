"""Analysis of answers: tables in, tables out. Knows no web and no database, and never alters the caller's table."""
