/** The frames of the native protocol (`confab.v1`) as this client uses them. */

export const SUBPROTOCOL = 'confab.v1';

export interface UserRef {
  readonly id: string;
  readonly username: string;
}

export interface PresentUser extends UserRef {
  readonly since: string;
  /** What they tell of themselves: `{text, emoji?, until?}`. */
  readonly status?: unknown;
}

/** The beginning of the message that another one answers. */
export interface QuotedMessage {
  readonly messageId: string;
  readonly seq: number;
  readonly user: UserRef;
  readonly text: string;
  /** What it said was deleted. */
  readonly deleted?: boolean;
}

/** A place in a stream: everything up to and including `seq` of this incarnation has been seen. */
export interface StreamPosition {
  readonly epoch: string;
  readonly seq: number;
}

export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxMessageLength: number;
  readonly messagesPerSecond: number;
}

export interface Welcome {
  readonly session: string;
  readonly node: string;
  readonly user: UserRef & { readonly roles: readonly string[] };
  readonly serverTime: string;
  readonly pingIntervalMs: number;
  readonly pongTimeoutMs: number;
  /** After so much silence either side gives the other one up. */
  readonly clientTimeoutMs: number;
  readonly limits: Limits;
  readonly me?: StreamPosition & { readonly recovered: boolean };
}

export interface Joined extends StreamPosition {
  readonly room: string;
  readonly roomId: string;
  readonly recovered: boolean;
  /** `seq` of the first event that follows. */
  readonly from: number;
}

export interface Ack extends StreamPosition {
  readonly room: string;
  readonly clientMessageId: string;
  readonly messageId: string;
  readonly time: string;
  readonly duplicate: boolean;
}

export interface PresenceList {
  readonly room: string;
  readonly users: readonly PresentUser[];
  readonly count: number;
}

/** One element of a stream. `data` depends on `kind`; kinds this client does not know only move the position. */
export interface StreamEvent extends StreamPosition {
  readonly room?: string;
  readonly stream?: 'me';
  readonly kind: string;
  readonly eventId: string;
  readonly time: string;
  readonly user?: UserRef;
  readonly clientMessageId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface TypingPush {
  readonly room: string;
  readonly user: UserRef;
  readonly typing: boolean;
}

export interface PresencePush {
  readonly room: string;
  readonly user: UserRef;
  readonly online: boolean;
  readonly count: number;
}

/** Somebody who is looked at came online or went offline. */
export interface OnlinePush {
  readonly user: UserRef;
  readonly online: boolean;
}

/** What is looked at, as it is now. */
export interface Looking {
  /** How many people are in each room. */
  readonly rooms: Readonly<Record<string, number>>;
  /** The ids of those who are online. */
  readonly people: readonly string[];
}

/** The server ended the membership. */
export interface LeftPush {
  readonly room: string;
  readonly code: string;
  readonly message: string;
}

export type Command =
  | { type: 'hello'; client?: string; me?: StreamPosition; batch?: boolean; present?: boolean; rooms?: readonly RoomStart[] }
  | { type: 'join'; room: string; epoch?: string; seq?: number; history?: number; watch?: boolean }
  | { type: 'leave'; room: string }
  | { type: 'send'; room: string; clientMessageId: string; text: string; replyTo?: string; threadId?: string; attachments?: readonly string[] }
  | { type: 'typing'; room: string; typing: boolean }
  | { type: 'presence'; room: string }
  | { type: 'look'; rooms: readonly string[]; people: readonly string[] }
  | { type: 'read'; room: string; seq: number }
  | { type: 'seen'; rooms: Readonly<Record<string, number>> }
  | { type: 'ping' };

/** What people do in rooms besides talking; `protocol.md` lists types and fields. */
export interface Action {
  readonly type: string;
  readonly room: string;
  readonly [field: string]: unknown;
}

/** A room and the position after which to go on. */
export interface RoomStart {
  readonly room: string;
  readonly epoch?: string;
  readonly seq?: number;
  /** Without being in it. */
  readonly watch?: boolean;
}

/** What a frame from the server looks like before its `type` has been looked at. */
export interface ServerFrame {
  readonly type: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** The frames in a message of the socket: one or a batch of them; what is no object with a `type` is left out. */
export function parseFrames(raw: unknown): ServerFrame[] {
  if (typeof raw !== 'string') {
    return [];
  }
  try {
    const value: unknown = JSON.parse(raw);
    return (Array.isArray(value) ? value : [value]).filter(isFrame);
  } catch {
    return [];
  }
}

function isFrame(value: unknown): value is ServerFrame {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** A refused command, or one whose answer was lost with the connection (`connection_lost`). */
export class CommandError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly temporary: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }

  static of(frame: ServerFrame): CommandError {
    return new CommandError(
      typeof frame['code'] === 'string' ? frame['code'] : 'internal',
      typeof frame['message'] === 'string' ? frame['message'] : 'The server refused this.',
      frame['temporary'] === true,
      typeof frame['retryAfterMs'] === 'number' ? frame['retryAfterMs'] : undefined,
    );
  }

  static connectionLost(): CommandError {
    return new CommandError('connection_lost', 'The connection was lost.', true);
  }
}
