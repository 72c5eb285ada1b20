import { scheduledMessages, type Scheduled } from '../api/mine';
import { Signal, type ConfabClient } from '../client';
import { toast } from './toast';

/** The messages that this user has put off, earliest first; whoever shows them sees every change. */
export class ScheduledMessages {
  readonly items = new Signal<readonly Scheduled[]>([]);

  constructor(
    client: ConfabClient,
    /** What a room is called. */
    readonly nameOf: (room: string) => string,
  ) {
    client.personal.on(({ kind, data }) => {
      if (kind === 'scheduled.failed') {
        toast(`A scheduled message was not sent. ${typeof data['message'] === 'string' ? data['message'] : ''}`);
      }
      if (kind.startsWith('scheduled.')) {
        void this.load();
      }
    });
    client.personalReset.on(() => void this.load());
  }

  /** A failure leaves what is known: nothing depends on it, and the next change asks again. */
  async load(): Promise<void> {
    try {
      const { items } = await scheduledMessages();
      this.items.set([...items].sort((a, b) => a.sendAt.localeCompare(b.sendAt)));
    } catch {
      return;
    }
  }
}
