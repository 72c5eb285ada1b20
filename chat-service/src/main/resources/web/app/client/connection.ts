import { Backoff } from './backoff';
import { judge, type Verdict } from './closing';
import { Emitter, Signal } from './emitter';
import { Heartbeat } from './heartbeat';
import {
  CommandError,
  SUBPROTOCOL,
  parseFrames,
  type Action,
  type Command,
  type RoomStart,
  type ServerFrame,
  type StreamPosition,
  type Welcome,
} from './protocol';

/**
 * `idle` before the first start; `waiting` until the next attempt; `closed` for good, until somebody
 * calls `start` again.
 */
export type ConnectionState =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting' }
  | { readonly name: 'greeting' }
  | { readonly name: 'ready'; readonly welcome: Welcome }
  | { readonly name: 'waiting'; readonly retryAt: number }
  | { readonly name: 'closed'; readonly why: 'stopped' | 'sign-in' | 'refused'; readonly reason: string };

/** What is to be resumed: the personal stream and the rooms. */
export interface Resumption {
  readonly me: StreamPosition | null;
  readonly rooms: readonly RoomStart[];
}

interface Waiting {
  accept(frame: ServerFrame): void;
  resolve(frame: ServerFrame): void;
  reject(error: CommandError): void;
  timer: number;
}

const OPEN_TIMEOUT_MS = 15_000;
const REPLY_TIMEOUT_MS = 15_000;
/** A connection has to stay up this long after everything was resumed before the backoff starts over. */
const HEALTHY_MS = 10_000;

/**
 * One WebSocket at a time, opened again until told otherwise. Frames that answer nothing go to
 * `pushes`. Commands that were not answered when the connection broke fail with `connection_lost`:
 * whether they took effect is unknown, so only idempotent ones may be repeated.
 */
export class Connection {
  readonly state = new Signal<ConnectionState>({ name: 'idle' });
  readonly pushes = new Emitter<ServerFrame>();

  readonly #backoff = new Backoff();
  readonly #heartbeat = new Heartbeat(() => this.#drop('nothing heard'));
  readonly #waiting = new Map<string, Waiting>();
  #socket: WebSocket | null = null;
  #timer = 0;
  #healthyTimer = 0;
  #lastId = 0;

  constructor(
    private readonly url: string,
    private readonly resumption: () => Resumption,
  ) {}

  start(): void {
    const { name } = this.state.value;
    if (name === 'idle' || name === 'closed') {
      this.#backoff.reset();
      this.#open();
    }
  }

  stop(): void {
    this.#finish({ name: 'closed', why: 'stopped', reason: '' });
    this.#release()?.close(1000);
  }

  /** Cuts a wait short, or checks at once whether a connection that looks open still is (after sleep, after a network change). */
  wake(): void {
    if (this.state.value.name === 'waiting') {
      this.#open();
    } else if (this.state.value.name === 'ready') {
      this.#heartbeat.expectSoon();
      this.notify({ type: 'ping' });
    }
  }

  /** Gives up this socket and resumes on a new one; for a client that noticed that it cannot go on. */
  reconnect(): void {
    this.#drop('resume');
  }

  /** Tells that all rooms are joined again, which starts the time after which the backoff is forgotten. */
  resumed(): void {
    clearTimeout(this.#healthyTimer);
    this.#healthyTimer = window.setTimeout(() => this.#backoff.reset(), HEALTHY_MS);
  }

  /** `accept` is called with the answer before any frame that came after it is looked at; the promise resolves later. */
  request(command: Command | Action, accept: (frame: ServerFrame) => void = () => undefined): Promise<ServerFrame> {
    if (this.state.value.name !== 'ready') {
      return Promise.reject(CommandError.connectionLost());
    }
    return this.#exchange(command, accept);
  }

  /** Sends without waiting for an answer; dropped while there is no connection. */
  notify(command: Command): void {
    if (this.state.value.name === 'ready') {
      this.#send({ ...command, id: this.#nextId() });
    }
  }

  #exchange(command: Command | Action, accept: (frame: ServerFrame) => void): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId();
      const timer = window.setTimeout(() => this.#drop('no reply'), REPLY_TIMEOUT_MS);
      this.#waiting.set(id, { accept, resolve, reject, timer });
      this.#send({ ...command, id });
    });
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.state.set({ name: 'connecting' });
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    this.#socket = socket;
    this.#timer = window.setTimeout(() => this.#drop('no handshake'), OPEN_TIMEOUT_MS);
    socket.onopen = () => void this.#greet(socket);
    socket.onmessage = (message: MessageEvent<unknown>) => this.#receiveAll(socket, message.data);
    socket.onclose = (event) => this.#lost(judge(event.code, event.reason), event.reason);
  }

  async #greet(socket: WebSocket): Promise<void> {
    clearTimeout(this.#timer);
    this.state.set({ name: 'greeting' });
    const { me, rooms } = this.resumption();
    try {
      await this.#exchange({ type: 'hello', client: 'confab-web', batch: true, present: true, rooms, ...(me && { me }) }, (frame) => {
        const welcome = frame as unknown as Welcome;
        this.#heartbeat.start(welcome.clientTimeoutMs);
        this.state.set({ name: 'ready', welcome });
      });
    } catch {
      if (this.#socket === socket) {
        this.#drop('greeting refused');
      }
    }
  }

  #receiveAll(socket: WebSocket, raw: unknown): void {
    this.#heartbeat.heard();
    for (const frame of parseFrames(raw)) {
      if (this.#socket !== socket) {
        return;
      }
      this.#receive(frame);
    }
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'ping') {
      this.#send({ type: 'pong' });
      return;
    }
    const waiting = frame.id === undefined ? undefined : this.#waiting.get(frame.id);
    if (!waiting) {
      this.pushes.emit(frame);
      return;
    }
    this.#waiting.delete(frame.id!);
    clearTimeout(waiting.timer);
    if (frame.type === 'error') {
      waiting.reject(CommandError.of(frame));
    } else {
      waiting.accept(frame);
      waiting.resolve(frame);
    }
  }

  #send(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  /** Abandons the socket without waiting for a closing handshake that a dead network never answers. */
  #drop(reason: string): void {
    if (this.#socket) {
      const socket = this.#socket;
      this.#lost({ kind: 'retry', afterMs: null }, reason);
      socket.close(3000, reason);
    }
  }

  #lost(verdict: Verdict, reason: string): void {
    this.#release();
    switch (verdict.kind) {
      case 'retry': {
        const delay = Math.max(this.#backoff.next(), 0) + (verdict.afterMs ?? 0);
        this.#timer = window.setTimeout(() => this.#open(), delay);
        this.#finish({ name: 'waiting', retryAt: Date.now() + delay });
        break;
      }
      case 'sign-in':
        this.#finish({ name: 'closed', why: 'sign-in', reason });
        break;
      case 'stop':
        this.#finish({ name: 'closed', why: 'refused', reason });
        break;
    }
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

  /** The state changes before the waiting commands fail, so that whoever handles the failure sees why. */
  #finish(state: ConnectionState): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.state.set(state);
    for (const command of waiting) {
      clearTimeout(command.timer);
      command.reject(CommandError.connectionLost());
    }
  }

  #nextId(): string {
    this.#lastId += 1;
    return `c${this.#lastId}`;
  }
}
