import { Connection, type Resumption } from './connection';
import { Emitter } from './emitter';
import type { Action, Looking, OnlinePush, ServerFrame, StreamEvent, StreamPosition, UserRef, Welcome } from './protocol';
import { RoomSubscription, type RoomListener } from './room';
import { SeenReport } from './seenReport';

/** Rooms that one greeting resumes; more are joined one by one after it. */
const ROOMS_AT_ONCE = 200;

/** A signed-in user's view of the server: one connection, any number of rooms, the personal stream. */
export class ConfabClient {
  readonly connection: Connection;
  /** Events of the user's own stream, such as read markers set on another device. */
  readonly personal = new Emitter<StreamEvent>();
  /** The personal stream begins here, or could not be continued: what came from it before has to be loaded, now that changes arrive. */
  readonly personalReset = new Emitter<void>();

  /** Somebody who is looked at came online or went offline. */
  readonly online = new Emitter<OnlinePush>();
  /** What somebody tells of themselves, in whatever room and whoever is looked at. */
  readonly statuses = new Emitter<{ readonly user: UserRef; readonly status: unknown }>();

  readonly #rooms = new Map<string, RoomSubscription>();
  readonly #seen: SeenReport;
  #me: StreamPosition | null = null;

  constructor(url: string) {
    this.connection = new Connection(url, () => this.#resumption());
    this.#seen = new SeenReport(this.connection);
    this.connection.pushes.on((frame) => this.#route(frame));
    this.connection.state.watch((state) => {
      if (state.name === 'ready') {
        this.#ready(state.welcome);
      } else {
        this.#rooms.forEach((room) => room.connectionLost());
      }
    });
  }

  room(name: string): RoomSubscription | undefined {
    return this.#rooms.get(name);
  }

  /** Joins now or as soon as there is a connection, after `position` if given. A room can be joined once. */
  join(name: string, position: StreamPosition | null, listener: RoomListener): RoomSubscription {
    return this.#subscribe(name, position, listener, false);
  }

  /** Receives the events of a room from now on without being in it: nobody sees this user there. */
  watch(name: string, listener: RoomListener): RoomSubscription {
    return this.#subscribe(name, null, listener, true);
  }

  #subscribe(name: string, position: StreamPosition | null, listener: RoomListener, watching: boolean): RoomSubscription {
    this.#rooms.get(name)?.close();
    const subscription = new RoomSubscription(name, position, this.connection, this.#seen, listener, watching, () => {
      if (this.#rooms.get(name) === subscription) {
        this.#rooms.delete(name);
      }
    });
    this.#rooms.set(name, subscription);
    if (this.connection.state.value.name === 'ready') {
      void subscription.join();
    }
    return subscription;
  }

  /** Does something in a room, such as `react`; resolves with the result, if there is one. */
  async act(action: Action): Promise<unknown> {
    return (await this.connection.request(action))['result'];
  }

  /**
   * From now on hears how many people are in these rooms, which have to be watched, and who of these people is online; and
   * no longer of others. Ends with the connection.
   */
  async look(rooms: readonly string[], people: readonly string[]): Promise<Looking> {
    return (await this.connection.request({ type: 'look', rooms, people })) as unknown as Looking;
  }

  #resumption(): Resumption {
    const rooms = [...this.#rooms.values()].slice(0, ROOMS_AT_ONCE);
    return { me: this.#me, rooms: rooms.map((room) => room.ask()) };
  }

  #ready(welcome: Welcome): void {
    if (welcome.me) {
      if (this.#me === null || !welcome.me.recovered) {
        this.#me = { epoch: welcome.me.epoch, seq: welcome.me.seq };
        this.personalReset.emit();
      }
    }
    for (const room of this.#rooms.values()) {
      if (!room.asked) {
        void room.join();
      }
    }
  }

  #route(frame: ServerFrame): void {
    if (frame.type === 'event' && frame['stream'] === 'me') {
      const event = frame as unknown as StreamEvent;
      if (!this.#me || event.epoch !== this.#me.epoch || event.seq > this.#me.seq) {
        this.#me = { epoch: event.epoch, seq: event.seq };
        this.personal.emit(event);
      }
      return;
    }
    if (frame.type === 'resumed') {
      this.connection.resumed();
      return;
    }
    if (frame.type === 'online') {
      this.online.emit(frame as unknown as OnlinePush);
      return;
    }
    if (frame.type === 'status') {
      this.statuses.emit(frame as unknown as { readonly user: UserRef; readonly status: unknown });
    }
    const name = frame['room'];
    if (typeof name === 'string') {
      this.#rooms.get(name)?.receive(frame);
    }
  }
}
