-- The relay reads notes and, where it does not know them already, events by statements of its own.
drop function relay_outbox(smallint[], integer, integer);
