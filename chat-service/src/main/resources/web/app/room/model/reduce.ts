import type { StreamEvent } from '../../client';
import { answered, changed, requoted } from './change';
import { factsAfter, told } from './facts';
import { announcementOf, lineSeq, type Line, type Notice } from './line';
import { postedMessage, type Message } from './message';
import type { RoomFacts, RoomState } from './state';

/**
 * The state after an event of the room's stream. Applying an event that the state contains already changes nothing, so
 * the stream may begin anywhere at or before the place where a loaded page ends.
 */
export function reduce(state: RoomState, event: StreamEvent): RoomState {
  const next = event.seq > state.lastSeq ? appended(state, event) : state;
  const after = touched(next, event);
  return { ...after, lastSeq: Math.max(state.lastSeq, event.seq) };
}

/** Events that add a line or change the room itself. */
function appended(state: RoomState, event: StreamEvent): RoomState {
  switch (event.kind) {
    case 'message.posted':
      return posted(state, event);
    case 'announcement.posted':
      return plus(state, announcementOf(event));
    case 'member.added':
    case 'member.removed':
    case 'room.updated':
    case 'room.closed':
    case 'room.reopened':
      return notice(refacted(state, factsAfter(state, event)), event, told(event, state.facts));
    case 'member.banned':
    case 'member.unbanned':
      return notice(state, event, told(event, state.facts));
    case 'history.truncated':
      return truncated(state, event.data['firstSeq']);
    default:
      return state;
  }
}

/** Events that change a message, wherever it is shown: the log, the open thread, the pins. */
function touched(state: RoomState, event: StreamEvent): RoomState {
  const id = event.data['messageId'];
  if (typeof id !== 'string' || event.kind === 'message.posted') {
    return state;
  }
  const root = event.kind === 'message.deleted' ? rootOf(state, event) : null;
  const change = (message: Message): Message => {
    const next = message.messageId === id ? changed(message, event, state.myId) : requoted(message, event, id);
    return root === message.messageId ? answered(next, event.seq, next.time, -1) : next;
  };
  const next = mapped(state, change);
  return { ...next, answers: root === null ? next.answers : without(next.answers, event.data['seq']), pins: repinned(state, event, id, change) };
}

/** Applies a change to every message of the state, keeping what does not change as it is. */
function mapped(state: RoomState, change: (message: Message) => Message): RoomState {
  const { thread } = state;
  return {
    ...state,
    lines: same(state.lines, (line) => (line.kind === 'message' ? change(line) : line)),
    thread: thread && { ...thread, root: change(thread.root), items: same(thread.items, change) },
  };
}

function same<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const next = items.map(change);
  return next.every((item, index) => item === items[index]) ? items : next;
}

function repinned(state: RoomState, event: StreamEvent, id: string, change: (message: Message) => Message): RoomState['pins'] {
  if (state.pins === null) {
    return null;
  }
  switch (event.kind) {
    case 'message.pinned': {
      const known = state.pins.some((each) => each.messageId === id);
      const found = known ? undefined : find(state, id);
      return found ? [change(found), ...state.pins] : same(state.pins, change);
    }
    case 'message.unpinned':
    case 'message.deleted':
      return state.pins.filter((each) => each.messageId !== id);
    default:
      return same(state.pins, change);
  }
}

function posted(state: RoomState, event: StreamEvent): RoomState {
  const message = postedMessage(event);
  if (!message) {
    return state;
  }
  const root = message.thread;
  if (root === null) {
    return plus(state, message);
  }
  const counted = mapped(state, (each) => (each.messageId === root.messageId && !message.deleted ? answered(each, event.seq, message.time, 1) : each));
  const { thread } = counted;
  const answers = message.deleted ? counted.answers : new Map(counted.answers).set(message.seq, root.messageId);
  const belongs = thread?.root.messageId === root.messageId && !thread.hasMore && message.seq > (thread.items.at(-1)?.seq ?? 0);
  return { ...counted, answers, thread: belongs ? { ...thread, items: [...thread.items, message] } : thread };
}

function truncated(state: RoomState, firstSeq: unknown): RoomState {
  if (typeof firstSeq !== 'number') {
    return state;
  }
  const lines = state.lines.filter((line) => (lineSeq(line) ?? firstSeq) >= firstSeq);
  const first = state.firstSeq === null ? null : Math.max(state.firstSeq, firstSeq);
  return { ...state, lines, firstSeq: first, hasMore: state.hasMore && (state.firstSeq ?? 0) > firstSeq };
}

export function find(state: RoomState, id: string): Message | undefined {
  const line = state.lines.find((each) => each.kind === 'message' && each.messageId === id);
  return (line as Message | undefined) ?? [state.thread?.root, ...(state.thread?.items ?? [])].find((each) => each?.messageId === id);
}

/** Of an answer that is deleted: the message that begins its thread. */
function rootOf(state: RoomState, event: StreamEvent): string | null {
  const seq = event.data['seq'];
  return (typeof seq === 'number' ? state.answers.get(seq) : undefined) ?? null;
}

function without(answers: RoomState['answers'], seq: unknown): RoomState['answers'] {
  const next = new Map(answers);
  next.delete(seq as number);
  return next;
}

const plus = (state: RoomState, line: Line): RoomState => ({ ...state, lines: [...state.lines, line] });

const refacted = (state: RoomState, facts: Partial<RoomFacts>): RoomState => ({ ...state, facts: { ...state.facts, ...facts } });

function notice(state: RoomState, event: StreamEvent, text: string | null): RoomState {
  const line: Notice = { kind: 'notice', id: event.eventId, time: new Date(event.time), text: text ?? '', presence: null };
  return text ? plus(state, line) : state;
}
