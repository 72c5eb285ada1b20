import type { DefaultRole, RoomKind, RoomRole, RoomSummary, Visibility } from '../../api/rooms';
import type { UserRef } from '../../client';
import type { Announcement, Line, Whisper } from './line';
import type { Message } from './message';

/** What is known of the room itself. */
export interface RoomFacts {
  /** Whether the server has said so; before, the rest is what a public room usually is. */
  readonly known: boolean;
  readonly kind: RoomKind;
  readonly visibility: Visibility;
  readonly topic: string;
  readonly slowModeSeconds: number;
  /** `null`: for ever. */
  readonly retentionDays: number | null;
  /** What people are to whom nobody gave a role. */
  readonly defaultRole: DefaultRole;
  readonly closed: boolean;
  /** Why, where that is known. */
  readonly closedReason: string;
  /** What this user is here. */
  readonly role: RoomRole;
  /** Whether somebody gave this user that role. */
  readonly member: boolean;
  /** Of conversations; empty elsewhere. */
  readonly members: readonly UserRef[];
}

/** A thread that is open beside the log. */
export interface ThreadState {
  readonly root: Message;
  /** The answers, oldest first, without gaps. */
  readonly items: readonly Message[];
  readonly followed: boolean;
  readonly readSeq: number;
  /** Whether there are newer answers on the server than those here, so that live ones must not be appended yet. */
  readonly hasMore: boolean;
}

/** How far somebody has read. */
export interface SeenUpTo {
  readonly user: UserRef;
  readonly seq: number;
}

/**
 * Everything that the page of a room shows and that events change. It is never changed in place: `reduce` makes the next
 * state from this one, whether an event is live, resumed, or was missed while history was loaded.
 */
export interface RoomState {
  readonly myId: string;
  readonly facts: RoomFacts;
  /** A stretch of the room's log without gaps up to its end, in the order of `seq`. */
  readonly lines: readonly Line[];
  /** Announcements and whispers from before what is loaded. */
  readonly earlier: readonly (Announcement | Whisper)[];
  /** Older messages than this are not here; `null` before anything was loaded. */
  readonly firstSeq: number | null;
  /** The room's newest event that is in this state. */
  readonly lastSeq: number;
  readonly hasMore: boolean;
  /** The threads of the answers in this stretch, by their `seq`: they are no lines of the log. */
  readonly answers: ReadonlyMap<number, string>;
  /** The line above which "New messages" stands. */
  readonly unreadFrom: number | null;
  readonly thread: ThreadState | null;
  /** The pinned messages, latest pin first; `null` until somebody wants to see them. */
  readonly pins: readonly Message[] | null;
  readonly seen: ReadonlyMap<string, SeenUpTo>;
}

const UNKNOWN: RoomFacts = {
  known: false,
  kind: 'channel',
  visibility: 'public',
  topic: '',
  slowModeSeconds: 0,
  retentionDays: null,
  defaultRole: 'member',
  closed: false,
  closedReason: '',
  role: 'member',
  member: false,
  members: [],
};

export const factsOf = (room: RoomSummary): RoomFacts => ({
  known: true,
  kind: room.kind ?? 'channel',
  visibility: room.visibility,
  topic: room.topic ?? '',
  slowModeSeconds: room.slowModeSeconds ?? 0,
  retentionDays: room.retentionDays ?? null,
  defaultRole: room.defaultRole ?? 'member',
  closed: Boolean(room.closedAt),
  closedReason: room.closedReason ?? '',
  role: room.myRole ?? 'member',
  member: room.member,
  members: room.members ?? [],
});

export const emptyRoom = (myId: string, facts: RoomFacts = UNKNOWN): RoomState => ({
  myId,
  facts,
  lines: [],
  earlier: [],
  firstSeq: null,
  lastSeq: 0,
  hasMore: true,
  answers: new Map(),
  unreadFrom: null,
  thread: null,
  pins: null,
  seen: new Map(),
});
