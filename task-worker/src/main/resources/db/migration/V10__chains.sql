-- What follows a task: steps that are stored in the transaction that ends it.
alter table task
    add column next_steps text,
    add column on_failure text,
    add column chain_id uuid;
comment on column task.next_steps is 'JSON: a list of the steps that follow when it has succeeded';
comment on column task.on_failure is 'JSON: the step that follows when it goes to the dead letter';
comment on column task.chain_id is 'The id of the first task of the chain; null for a task alone';

create index task_chain on task (chain_id) where chain_id is not null;
