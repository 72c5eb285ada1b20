import { SignInNeeded, type AccessToken } from './accessToken';
import { Backoff } from './backoff';
import { judge, type Verdict } from './closing';
import { Emitter, Signal } from './emitter';
import { Heartbeat } from './heartbeat';
import { parseFrames, type ServerFrame, type StreamPosition, type UserRef } from './protocol';

/** Something that concerns this user: a mention, or the answer to one of their messages. */
export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly room: string;
  readonly roomId: string;
  readonly messageId: string;
  readonly seq: number;
  readonly actor: UserRef;
  readonly text: string;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** What has been read, here or on another device. */
export type ReadPush = { readonly all: true } | { readonly all: false; readonly ids: readonly string[] };

export type NotificationsState =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting' }
  | { readonly name: 'ready' }
  | { readonly name: 'waiting'; readonly retryAt: number }
  | { readonly name: 'closed'; readonly why: 'stopped' | 'sign-in' | 'refused' };

const OPEN_TIMEOUT_MS = 15_000;
const HEALTHY_MS = 10_000;
/** The carrier that the server selects, and the form in which it reads the token that comes with it. */
const CARRIER = 'bearer-token-carrier';
const TOKEN_PREFIX = 'quarkus-http-upgrade#Authorization#Bearer ';

/**
 * The inbox of a user as it changes: one WebSocket at a time, opened again until told otherwise, resumed after the
 * last event seen. Where it could not be resumed whole, `reset` says that what is shown has to be loaded anew.
 */
export class NotificationsClient {
  readonly state = new Signal<NotificationsState>({ name: 'idle' });
  /** How many are unread, as the server counts. */
  readonly unread = new Signal(0);
  readonly arrived = new Emitter<Notification>();
  readonly read = new Emitter<ReadPush>();
  /** A notification whose message says something else now. */
  readonly changed = new Emitter<Notification>();
  /** The ids of notifications whose message was deleted. */
  readonly deleted = new Emitter<readonly string[]>();
  readonly reset = new Emitter<void>();

  readonly #backoff = new Backoff();
  readonly #heartbeat = new Heartbeat(() => this.#drop('nothing heard'));
  #socket: WebSocket | null = null;
  #position: StreamPosition | null = null;
  #timer = 0;
  #healthyTimer = 0;
  /** A token that ended while it was used is replaced once without a word. */
  #refused = false;

  constructor(
    private readonly url: string,
    private readonly token: AccessToken,
  ) {}

  start(): void {
    const { name } = this.state.value;
    if (name === 'idle' || name === 'closed') {
      this.#backoff.reset();
      this.#refused = false;
      void this.#open();
    }
  }

  stop(): void {
    const socket = this.#release();
    this.state.set({ name: 'closed', why: 'stopped' });
    socket?.close(1000);
  }

  /** Cuts a wait short, or checks at once whether a connection that looks open still is. */
  wake(): void {
    if (this.state.value.name === 'waiting') {
      void this.#open();
    } else if (this.state.value.name === 'ready') {
      this.#heartbeat.expectSoon();
      this.#send({ type: 'ping' });
    }
  }

  async #open(): Promise<void> {
    clearTimeout(this.#timer);
    this.state.set({ name: 'connecting' });
    let token: string;
    try {
      token = await this.token.get();
    } catch (error) {
      if (this.state.value.name === 'connecting') {
        this.#lost(error instanceof SignInNeeded ? { kind: 'stop' } : { kind: 'retry', afterMs: null });
      }
      return;
    }
    if (this.state.value.name !== 'connecting' || this.#socket) {
      return;
    }
    const socket = new WebSocket(this.url, [CARRIER, encodeURIComponent(TOKEN_PREFIX + token)]);
    this.#socket = socket;
    this.#timer = window.setTimeout(() => this.#drop('no greeting'), OPEN_TIMEOUT_MS);
    socket.onopen = () => this.#send({ type: 'hello', ...(this.#position && { me: this.#position }) });
    socket.onmessage = (message: MessageEvent<unknown>) => parseFrames(message.data).forEach((frame) => this.#receive(frame));
    socket.onclose = (event) => this.#lost(judge(event.code, event.reason));
  }

  #receive(frame: ServerFrame): void {
    this.#heartbeat.heard();
    switch (frame.type) {
      case 'hello':
        this.#greeted(frame);
        break;
      case 'ping':
        this.#send({ type: 'pong' });
        break;
      case 'notification':
        if (this.#advance(frame)) {
          this.#count(frame, this.unread.value + 1);
          this.arrived.emit(frame['notification'] as Notification);
        }
        break;
      case 'read':
        if (this.#advance(frame)) {
          this.#count(frame, this.unread.value);
          const ids = frame['ids'];
          this.read.emit(Array.isArray(ids) ? { all: false, ids } : { all: true });
        }
        break;
      case 'changed':
        if (this.#advance(frame)) {
          this.changed.emit(frame['notification'] as Notification);
        }
        break;
      case 'deleted':
        if (this.#advance(frame)) {
          this.#count(frame, this.unread.value);
          this.deleted.emit(Array.isArray(frame['ids']) ? (frame['ids'] as string[]) : []);
        }
        break;
      default:
        break;
    }
  }

  #greeted(frame: ServerFrame): void {
    clearTimeout(this.#timer);
    const position = positionOf(frame);
    const known = this.#position;
    const same = known !== null && position !== null && known.epoch === position.epoch && known.seq === position.seq;
    const resumes = known !== null && known.epoch === position?.epoch && frame['recovered'] === true;
    if (!resumes) {
      this.#position = position;
    }
    this.#heartbeat.start(number(frame['pingIntervalMs'], 25_000) + number(frame['pongTimeoutMs'], 10_000));
    this.#refused = false;
    this.#healthyTimer = window.setTimeout(() => this.#backoff.reset(), HEALTHY_MS);
    this.#count(frame, this.unread.value);
    this.state.set({ name: 'ready' });
    if (!same && !resumes) {
      this.reset.emit();
    }
  }

  /** Whether this event is new. */
  #advance(frame: ServerFrame): boolean {
    const position = positionOf(frame);
    const known = this.#position;
    if (!position || (known && known.epoch === position.epoch && position.seq <= known.seq)) {
      return false;
    }
    this.#position = position;
    return true;
  }

  #count(frame: ServerFrame, otherwise: number): void {
    this.unread.set(number(frame['unread'], otherwise));
  }

  #send(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #drop(reason: string): void {
    const socket = this.#socket;
    if (socket) {
      this.#lost({ kind: 'retry', afterMs: null });
      socket.close(3000, reason);
    }
  }

  #lost(verdict: Verdict): void {
    this.#release();
    if (verdict.kind === 'stop') {
      this.state.set({ name: 'closed', why: 'refused' });
      return;
    }
    if (verdict.kind === 'sign-in') {
      this.token.forget();
      if (this.#refused) {
        this.state.set({ name: 'closed', why: 'sign-in' });
        return;
      }
      this.#refused = true;
    }
    const delay = this.#backoff.next() + (verdict.kind === 'retry' ? (verdict.afterMs ?? 0) : 0);
    this.#timer = window.setTimeout(() => void this.#open(), delay);
    this.state.set({ name: 'waiting', retryAt: Date.now() + delay });
  }

  #release(): WebSocket | null {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#healthyTimer);
    this.#heartbeat.stop();
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
    }
    return socket;
  }
}

function positionOf(frame: ServerFrame): StreamPosition | null {
  const { epoch, seq } = frame;
  return typeof epoch === 'string' && typeof seq === 'number' ? { epoch, seq } : null;
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
