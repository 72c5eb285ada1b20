-- Scheduled messages of an installation without task-worker: the node itself looks which are due.

ALTER TABLE scheduled_message ADD COLUMN submitted boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN scheduled_message.submitted IS 'There is a task that says when its time has come';
CREATE INDEX scheduled_message_due ON scheduled_message (send_at, id) WHERE state <> 'FAILED';
CREATE INDEX scheduled_message_unsubmitted ON scheduled_message (id) WHERE NOT submitted AND state <> 'FAILED';
