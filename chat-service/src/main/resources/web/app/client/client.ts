import { Connection } from './connection';
import { Emitter } from './emitter';
import type { ServerFrame, StreamEvent, StreamPosition, Welcome } from './protocol';
import { RoomSubscription, type RoomListener } from './room';

/** A signed-in user's view of the server: one connection, any number of rooms, the personal stream. */
export class ConfabClient {
  readonly connection: Connection;
  /** Events of the user's own stream, such as read markers set on another device. */
  readonly personal = new Emitter<StreamEvent>();
  /** The personal stream could not be continued: what came from it has to be loaded anew. */
  readonly personalReset = new Emitter<void>();

  readonly #rooms = new Map<string, RoomSubscription>();
  #me: StreamPosition | null = null;

  constructor(url: string) {
    this.connection = new Connection(url, () => this.#me);
    this.connection.pushes.on((frame) => this.#route(frame));
    this.connection.state.watch((state) => {
      if (state.name === 'ready') {
        void this.#ready(state.welcome);
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
    this.#rooms.get(name)?.close();
    const subscription = new RoomSubscription(name, position, this.connection, listener, () => {
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

  async #ready(welcome: Welcome): Promise<void> {
    if (welcome.me) {
      const lost = this.#me !== null && !welcome.me.recovered;
      if (this.#me === null || lost) {
        this.#me = { epoch: welcome.me.epoch, seq: welcome.me.seq };
      }
      if (lost) {
        this.personalReset.emit();
      }
    }
    await Promise.all([...this.#rooms.values()].map((room) => room.join()));
    if (this.connection.state.value.name === 'ready') {
      this.connection.resumed();
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
    const name = frame['room'];
    if (typeof name === 'string') {
      this.#rooms.get(name)?.receive(frame);
    }
  }
}
