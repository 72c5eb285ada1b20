-- No key to account: what somebody has sent in a room stays there, as their messages do.
ALTER TABLE attachment DROP CONSTRAINT attachment_owner_id_fkey;
