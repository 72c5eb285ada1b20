import type { Connection } from './connection';
import { Signal } from './emitter';
import type { MessageContent } from './outbox';
import type { SeenReport } from './seenReport';
import {
  CommandError,
  type Ack,
  type Joined,
  type LeftPush,
  type PresenceList,
  type PresencePush,
  type RoomStart,
  type ServerFrame,
  type StreamEvent,
  type StreamPosition,
  type TypingPush,
} from './protocol';

export interface RoomListener {
  /** Every event once, in the order of `seq`, without gaps. */
  onEvent(event: StreamEvent): void;
  /** The stream could not be continued from the known position: what is shown has to be loaded anew. */
  onReset(): void;
  onTyping(push: TypingPush): void;
  onPresence(push: PresencePush): void;
  /** Anything else that is said of this room and is no event, such as a receipt; kinds that are not known are to be ignored. */
  onPush(frame: ServerFrame): void;
  /** Joined, for the first time or again. */
  onJoined(): void;
  /** The room is gone or closed to this user; nothing more will follow. */
  onEnded(code: string, message: string): void;
}

const JOIN_RETRY_MS = 2_000;

/** The membership in one room. It survives reconnects by resuming after the last event seen. */
export class RoomSubscription {
  readonly joined = new Signal(false);
  #position: StreamPosition | null;
  #asked = false;
  #ended = false;
  #retry = 0;

  constructor(
    readonly room: string,
    position: StreamPosition | null,
    private readonly connection: Connection,
    private readonly report: SeenReport,
    private readonly listener: RoomListener,
    /** Without being in it. */
    private readonly watching: boolean,
    private readonly onClose: () => void,
  ) {
    this.#position = position;
  }

  /** The last event seen, of whatever kind; `null` before the first join without a position. */
  get position(): StreamPosition | null {
    return this.#position;
  }

  /** Whether this connection's greeting or a command has asked to join. */
  get asked(): boolean {
    return this.#asked;
  }

  /** What a greeting says of this room; the answer comes as a frame without an id. */
  ask(): RoomStart {
    clearTimeout(this.#retry);
    this.#asked = true;
    const position = this.#position;
    return {
      room: this.room,
      ...(position && { epoch: position.epoch, seq: position.seq }),
      ...(this.watching && { watch: true }),
    };
  }

  async join(): Promise<void> {
    try {
      await this.connection.request({ type: 'join', ...this.ask() }, (frame) => this.#answered(frame));
    } catch (error) {
      this.#joinFailed(error as CommandError);
    }
  }

  connectionLost(): void {
    clearTimeout(this.#retry);
    this.#asked = false;
    this.joined.set(false);
  }

  receive(frame: ServerFrame): void {
    if (this.#ended) {
      return;
    }
    switch (frame.type) {
      case 'event':
        this.#event(frame as unknown as StreamEvent);
        break;
      case 'typing':
        this.listener.onTyping(frame as unknown as TypingPush);
        break;
      case 'presence':
        if ('user' in frame) {
          this.listener.onPresence(frame as unknown as PresencePush);
        } else {
          this.listener.onPush(frame);
        }
        break;
      case 'joined':
        this.#answered(frame);
        break;
      case 'error':
        this.#joinFailed(CommandError.of(frame));
        break;
      case 'left': {
        if (frame.id !== undefined) {
          // The answer to a leave of whoever had this room before.
          break;
        }
        const { code, message } = frame as unknown as LeftPush;
        this.#end(code, message);
        break;
      }
      default:
        this.listener.onPush(frame);
        break;
    }
  }

  async send(clientMessageId: string, { text, replyTo, threadId, attachments }: MessageContent): Promise<Ack> {
    const frame = await this.connection.request({
      type: 'send',
      room: this.room,
      clientMessageId,
      text,
      ...(replyTo && { replyTo: replyTo.messageId }),
      ...(threadId !== undefined && { threadId }),
      ...(attachments && attachments.length > 0 && { attachments: attachments.map(({ id }) => id) }),
    });
    return frame as unknown as Ack;
  }

  typing(typing: boolean): void {
    if (this.joined.value) {
      this.connection.notify({ type: 'typing', room: this.room, typing });
    }
  }

  async presence(): Promise<PresenceList> {
    return (await this.connection.request({ type: 'presence', room: this.room })) as unknown as PresenceList;
  }

  /** Everything up to there was seen; told soon, and to be said again after a reconnect. */
  seen(seq: number): void {
    this.report.seen(this.room, seq);
  }

  /** What was seen and is not told yet is marked as unread: it is told no more. */
  unsee(): void {
    this.report.take(this.room);
  }

  /**
   * Everything up to there is read now, also what was marked as unread after it had been seen. Rejects when the connection
   * is lost before the answer.
   */
  async read(seq: number): Promise<void> {
    await this.connection.request({ type: 'read', room: this.room, seq });
  }

  close(): void {
    if (!this.#ended) {
      this.#ended = true;
      this.joined.set(false);
      const seen = this.report.take(this.room);
      if (seen !== undefined) {
        this.connection.notify({ type: 'read', room: this.room, seq: seen });
      }
      this.connection.notify({ type: 'leave', room: this.room });
    }
    clearTimeout(this.#retry);
    this.onClose();
  }

  #answered(frame: ServerFrame): void {
    if (this.#ended) {
      return;
    }
    const joined = frame as unknown as Joined;
    const lost = this.#position !== null && !joined.recovered;
    this.#position = { epoch: joined.epoch, seq: joined.from - 1 };
    if (lost) {
      this.listener.onReset();
    }
    this.joined.set(true);
    this.listener.onJoined();
  }

  #event(event: StreamEvent): void {
    const position = this.#position;
    if (!position || event.epoch !== position.epoch || event.seq > position.seq + 1) {
      // The contract promises contiguous events; a client that sees otherwise must not show a hole.
      this.connection.reconnect();
      return;
    }
    if (event.seq === position.seq + 1) {
      this.#position = { epoch: event.epoch, seq: event.seq };
      this.listener.onEvent(event);
    }
  }

  #joinFailed(error: CommandError): void {
    if (this.#ended || error.code === 'connection_lost') {
      return;
    }
    if (error.temporary) {
      this.#retry = window.setTimeout(() => void this.join(), error.retryAfterMs ?? JOIN_RETRY_MS);
    } else {
      this.#end(error.code, error.message);
    }
  }

  #end(code: string, message: string): void {
    this.#ended = true;
    this.joined.set(false);
    this.onClose();
    this.listener.onEnded(code, message);
  }
}
