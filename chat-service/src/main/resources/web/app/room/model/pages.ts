import type { History, StoredMessage, ThreadPage } from '../../api/messages';
import type { UserRef } from '../../client';
import { lineId, lineSeq, type Announcement, type Line, type Notice, type Whisper } from './line';
import { storedMessage, type Message } from './message';
import type { RoomState } from './state';

/** Lines kept in the page; what is cut at the top comes back by scrolling up. */
const MAX_LINES = 600;
const TRIMMED_LINES = 400;

/** The newest page of the room, in place of whatever was there. */
export function loaded(state: RoomState, page: History): RoomState {
  const asOf = page.seq ?? page.items.at(-1)?.seq ?? 0;
  const earlier = state.lines.filter((line) => line.kind === 'announcement' || line.kind === 'whisper');
  return older({ ...state, lines: [], earlier: [...earlier, ...state.earlier], answers: new Map(), firstSeq: null, lastSeq: asOf, hasMore: true }, page);
}

/** A page of older messages above those that are there. Answers of threads are not lines, but count for where it goes on. */
export function older(state: RoomState, page: History): RoomState {
  const before = state.firstSeq ?? Infinity;
  const items = page.items.filter((item) => item.seq < before);
  const lines = items.filter((item) => !item.thread).map((item) => storedMessage(item, page.seq ?? item.seq));
  const answers = new Map(state.answers);
  items.forEach((item) => item.thread && !item.deleted && answers.set(item.seq, item.thread.messageId));
  return placed({
    ...state,
    lines: [...lines, ...state.lines],
    answers,
    firstSeq: items[0]?.seq ?? state.firstSeq,
    hasMore: page.hasMore && items.length > 0,
  });
}

/** Keeps the page small; only while nobody looks at the top. */
export function trimmed(state: RoomState): RoomState {
  if (state.lines.length <= MAX_LINES) {
    return state;
  }
  const lines = state.lines.slice(-TRIMMED_LINES);
  const earlier = state.lines.slice(0, -TRIMMED_LINES).filter((line) => line.kind === 'announcement' || line.kind === 'whisper');
  return { ...state, lines, earlier: [...earlier, ...state.earlier], firstSeq: firstSeq(lines) ?? state.firstSeq, hasMore: true };
}

const firstSeq = (lines: readonly Line[]): number | null => lines.map(lineSeq).find((seq) => seq !== null) ?? null;

/** Somebody came or went: in a row they share one line, and each person's latest change counts. */
export function presence(state: RoomState, user: UserRef, online: boolean, id: string, now: Date): RoomState {
  const last = state.lines.at(-1);
  const change = { user, online };
  if (last?.kind === 'notice' && last.presence) {
    const next: Notice = { ...last, presence: [...last.presence.filter((each) => each.user.id !== user.id), change] };
    return { ...state, lines: [...state.lines.slice(0, -1), next] };
  }
  const line: Notice = { kind: 'notice', id, time: now, text: '', presence: [change] };
  return { ...state, lines: [...state.lines, line] };
}

/**
 * Lines that history does not bring: announcements, and whispers, which are no part of the room's stream. They take their
 * place by time, those from before what is loaded once it is loaded.
 */
export function asides(state: RoomState, lines: readonly (Announcement | Whisper)[]): RoomState {
  const known = new Set([...state.lines, ...state.earlier].map(lineId));
  const fresh = lines.filter((line) => !known.has(lineId(line)));
  return fresh.length === 0 ? state : placed({ ...state, earlier: [...state.earlier, ...fresh] });
}

/** These whispers are deleted. */
export function withoutWhispers(state: RoomState, ids: ReadonlySet<string>): RoomState {
  const kept = (line: Line): boolean => line.kind !== 'whisper' || !ids.has(line.id);
  return { ...state, lines: state.lines.filter(kept), earlier: state.earlier.filter(kept) };
}

function placed(state: RoomState): RoomState {
  const first = state.lines[0]?.time;
  const due = state.earlier.filter((line) => !state.hasMore || (first !== undefined && line.time >= first));
  if (due.length === 0) {
    return state;
  }
  const lines = [...state.lines];
  for (const line of due) {
    const after = lines.findLastIndex((each) => before(each, line)) + 1;
    lines.splice(after, 0, line);
  }
  return { ...state, lines, earlier: state.earlier.filter((line) => !due.includes(line)) };
}

function before(a: Line, b: Line): boolean {
  const [first, second] = [lineSeq(a), lineSeq(b)];
  return first !== null && second !== null ? first < second : a.time <= b.time;
}

/** The beginning of a thread, or (`after` its last answer) what follows. */
export function threadLoaded(state: RoomState, page: ThreadPage, continued: boolean): RoomState {
  const asOf = page.seq ?? page.items.at(-1)?.seq ?? page.root.seq;
  const known = continued ? (state.thread?.items ?? []) : [];
  const last = known.at(-1)?.seq ?? 0;
  const items = page.items.filter((item) => item.seq > last).map((item) => storedMessage(item, asOf));
  return {
    ...state,
    thread: {
      root: storedMessage(page.root, asOf),
      items: [...known, ...items],
      followed: page.followed,
      readSeq: page.readSeq,
      hasMore: page.hasMore === true && items.length > 0,
    },
  };
}

export function pinsLoaded(state: RoomState, items: readonly StoredMessage[], asOf: number): RoomState {
  return { ...state, pins: items.map((item) => ({ ...storedMessage(item, asOf), pinned: true })) };
}

/** A receipt never goes back. */
export function seen(state: RoomState, user: UserRef, seq: number): RoomState {
  if (user.id === state.myId || (state.seen.get(user.id)?.seq ?? 0) >= seq) {
    return state;
  }
  return { ...state, seen: new Map(state.seen).set(user.id, { user, seq }) };
}

/** This user's newest message in the log, to which receipts are shown. */
export const lastOwn = (state: RoomState): Message | null =>
  (state.lines.findLast((line) => line.kind === 'message' && line.user.id === state.myId && !line.deleted) as Message | undefined) ?? null;

/** Where the last `unread` messages by others begin. */
export function firstUnread({ lines, myId }: RoomState, unread: number): number | null {
  const others = lines.flatMap((line) => (line.kind === 'message' && line.user.id !== myId && !line.deleted ? [line.seq] : []));
  return unread > 0 ? (others.at(-unread) ?? others[0] ?? null) : null;
}
