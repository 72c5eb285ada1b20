-- The layer `local`: one node of the service and no Kafka. What waits to be published is put aside, bounded, and published
-- should there be Kafka one day. See docs/adr/0007.

-- The only place, and who holds it until when. Nodes of the layer `kafka` are those in relay_node.
create table layer_local (
    only_row   boolean primary key default true check (only_row),
    node       text,
    expires_at timestamptz
);
insert into layer_local default values;

-- Per stream, the stretch that is not published. The events themselves are in the log.
create table stream_withheld (
    stream_id uuid primary key references stream (id) on delete cascade,
    from_seq  bigint not null,
    to_seq    bigint not null
);

create table record_withheld (
    id         bigint generated always as identity primary key,
    topic      text not null,
    key        text not null,
    value      bytea,
    headers    jsonb not null,
    compacted  boolean not null,
    created_at timestamptz not null
);
comment on column record_withheld.compacted is 'Only the newest record of a key is kept';
create unique index record_withheld_newest on record_withheld (topic, key) where compacted;
create index record_withheld_by_age on record_withheld (id) where not compacted;

-- Takes or renews the place for a while. Null, or which layer the node is of that excludes this one.
create function layer_hold(p_node text, p_ttl interval) returns text
    language plpgsql as
$$
declare
    v_row layer_local%rowtype;
    v_now timestamptz;
begin
    select * into v_row from layer_local for update;
    v_now := clock_timestamp();
    if v_row.node <> p_node and v_row.expires_at > v_now then
        return 'local';
    end if;
    if exists (select from relay_node n where n.expires_at > v_now) then
        return 'kafka';
    end if;
    update layer_local set node = p_node, expires_at = v_now + p_ttl;
    return null;
end
$$;

create function layer_leave(p_node text) returns void
    language sql as
$$
    update layer_local set node = null, expires_at = null where node = p_node;
$$;

-- Moves up to p_rows rows of each outbox to where they are merged; how many. The events of a stream that is gone are gone.
create function layer_merge(p_rows integer, p_compacted text[]) returns bigint
    language plpgsql
    set enable_seqscan = off
    set jit = off
as
$$
declare
    v_notes   bigint;
    v_records bigint;
begin
    with done as (
        delete from stream_outbox o
        using (select b.shard, b.id from stream_outbox b order by b.shard, b.id limit p_rows) first
        where o.shard = first.shard and o.id = first.id
        returning o.stream_id, o.from_seq, o.to_seq
    ), merged as (
        insert into stream_withheld as w (stream_id, from_seq, to_seq)
        select d.stream_id, min(d.from_seq), max(d.to_seq)
        from done d
        join stream s on s.id = d.stream_id
        group by d.stream_id
        order by d.stream_id
        on conflict (stream_id) do update
            set from_seq = least(w.from_seq, excluded.from_seq), to_seq = greatest(w.to_seq, excluded.to_seq)
    )
    select count(*) into v_notes from done;

    with done as (
        delete from record_outbox o
        using (select b.shard, b.id from record_outbox b order by b.shard, b.id limit p_rows) first
        where o.shard = first.shard and o.id = first.id
        returning o.*
    ), newest as (
        insert into record_withheld as w (topic, key, value, headers, compacted, created_at)
        select distinct on (d.topic, d.key) d.topic, d.key, d.value, d.headers, true, d.created_at
        from done d
        where d.topic = any (p_compacted)
        order by d.topic, d.key, d.id desc
        on conflict (topic, key) where compacted do update
            set value = excluded.value, headers = excluded.headers, created_at = excluded.created_at
    ), others as (
        insert into record_withheld (topic, key, value, headers, compacted, created_at)
        select d.topic, d.key, d.value, d.headers, false, d.created_at
        from done d
        where d.topic <> all (p_compacted)
        order by d.id
    )
    select count(*) into v_records from done;
    return greatest(v_notes, v_records);
end
$$;

-- As layer_merge, by the holder of the place only: null when that is another one.
create function layer_withhold(p_node text, p_rows integer, p_compacted text[]) returns bigint
    language plpgsql as
$$
begin
    perform from layer_local l where l.node = p_node and l.expires_at > clock_timestamp() for share;
    if not found then
        return null;
    end if;
    return layer_merge(p_rows, p_compacted);
end
$$;

-- Gives back to the outboxes what was put aside, in order per stream and key, for the relay to publish: in stretches of
-- p_events events. How many rows; null while a node holds the only place. Called before the caller appends or publishes
-- anything, so that nothing newer of a stream is in front.
create function layer_release(p_events integer, p_compacted text[]) returns bigint
    language plpgsql as
$$
declare
    v_row     layer_local%rowtype;
    v_notes   bigint;
    v_records bigint;
begin
    select * into v_row from layer_local for update;
    if v_row.expires_at > clock_timestamp() then
        return null;
    end if;
    update layer_local set node = null, expires_at = null;
    if not exists (select from stream_withheld) and not exists (select from record_withheld) then
        return 0;
    end if;
    -- A node that was halted and does not know yet that its place is gone: what it is storing comes after this.
    perform from stream s where s.id in (select w.stream_id from stream_withheld w) order by s.id for no key update;
    perform layer_merge(2147483647, p_compacted);

    insert into stream_outbox (shard, stream_id, from_seq, to_seq)
    select stream_shard(w.stream_id), w.stream_id, part.seq, least(part.seq + p_events - 1, w.to_seq)
    from stream_withheld w
    join stream s on s.id = w.stream_id
    cross join lateral generate_series(greatest(w.from_seq, s.first_seq), w.to_seq, p_events) as part (seq)
    order by w.stream_id, part.seq;
    get diagnostics v_notes = row_count;
    delete from stream_withheld;

    insert into record_outbox (shard, topic, key, value, headers)
    select record_shard(r.key), r.topic, r.key, r.value, r.headers
    from record_withheld r
    order by r.id;
    get diagnostics v_records = row_count;
    delete from record_withheld;
    return v_notes + v_records;
end
$$;
