-- A scheduled message whose task is lost is posted without it.

ALTER TABLE scheduled_message ADD COLUMN retried_at timestamptz(3);
ALTER TABLE scheduled_message ADD COLUMN retries integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN scheduled_message.retried_at IS 'When a node last posted it itself, because it was overdue; null for never';
COMMENT ON COLUMN scheduled_message.retries IS 'How often nodes did so since it got its time';
