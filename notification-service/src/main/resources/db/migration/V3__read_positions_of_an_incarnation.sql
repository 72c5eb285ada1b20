-- Places in rooms of another incarnation of chat-service's database are not comparable: what was read before a restore says
-- nothing about what is posted at the same places after it.
alter table read_position add column incarnation text not null default '';
