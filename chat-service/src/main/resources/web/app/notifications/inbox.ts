import { ApiError } from '../api/http';
import { NotificationsApi, notificationsSocket, sessionToken } from '../api/notifications';
import { Emitter, NotificationsClient, Signal, type Notification, type ReadPush } from '../client';

const PAGE = 30;

/**
 * What concerns this user, newest first: loaded over REST when it is first shown, kept up to date by the socket. What
 * is marked as read here is shown so at once, and the server's answer counts.
 */
export class Inbox {
  readonly items = new Signal<readonly Notification[]>([]);
  readonly loaded = new Signal(false);
  readonly hasMore = new Signal(false);
  readonly problem = new Signal<string | null>(null);
  /** Those that came while this page was open, to be told to people who do not look at the bell. */
  readonly news = new Emitter<Notification>();
  readonly client: NotificationsClient;

  readonly #api: NotificationsApi;
  #loading: Promise<void> | null = null;
  #next: string | null = null;

  constructor(
    address: string,
    /** What a room is called. */
    readonly nameOf: (room: string) => string,
  ) {
    const token = sessionToken();
    this.#api = new NotificationsApi(address, token);
    this.client = new NotificationsClient(notificationsSocket(address), token);
    this.client.arrived.on((notification) => this.#arrived(notification));
    this.client.read.on((push) => this.#read(push));
    this.client.changed.on((notification) =>
      this.items.set(this.items.value.map((each) => (each.id === notification.id ? notification : each))),
    );
    this.client.deleted.on((ids) => this.items.set(this.items.value.filter((each) => !ids.includes(each.id))));
    this.client.reset.on(() => {
      if (this.loaded.value) {
        void this.load();
      }
    });
  }

  /** Loads the newest ones; joins a request that is under way. */
  load(): Promise<void> {
    this.#loading ??= this.#page(null).finally(() => (this.#loading = null));
    return this.#loading;
  }

  more(): Promise<void> {
    return this.#page(this.#next);
  }

  async read(notification: Notification): Promise<void> {
    if (notification.readAt === null) {
      this.#show({ all: false, ids: [notification.id] });
      await this.#tell(() => this.#api.read([notification.id]));
    }
  }

  async readAll(): Promise<void> {
    this.#show({ all: true });
    await this.#tell(() => this.#api.readAll());
  }

  async #page(before: string | null): Promise<void> {
    try {
      const page = await this.#api.list(before, PAGE);
      const known = before === null ? [] : this.items.value;
      const ids = new Set(known.map((each) => each.id));
      this.items.set([...known, ...page.items.filter((each) => !ids.has(each.id))]);
      this.#next = page.next ?? null;
      this.hasMore.set(this.#next !== null);
      this.client.unread.set(page.unread);
      this.problem.set(null);
      this.loaded.set(true);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #tell(request: () => Promise<{ unread: number }>): Promise<void> {
    try {
      this.client.unread.set((await request()).unread);
      this.problem.set(null);
    } catch (error) {
      await this.load();
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.problem.set(error instanceof ApiError ? error.message : 'Notifications cannot be loaded right now.');
  }

  #arrived(notification: Notification): void {
    if (this.loaded.value && !this.items.value.some((each) => each.id === notification.id)) {
      this.items.set([notification, ...this.items.value]);
    }
    this.news.emit(notification);
  }

  #read(push: ReadPush): void {
    const now = new Date().toISOString();
    const ids = push.all ? null : new Set(push.ids);
    this.items.set(
      this.items.value.map((each) =>
        each.readAt === null && (ids === null || ids.has(each.id)) ? { ...each, readAt: now } : each,
      ),
    );
  }

  #show(push: ReadPush): void {
    this.#read(push);
    this.client.unread.set(push.all ? 0 : Math.max(0, this.client.unread.value - push.ids.length));
  }
}
