import { myInvitations, type ReceivedInvitation } from '../api/invitations';
import { Signal, type ConfabClient } from '../client';
import { toast } from '../frame/toast';

/** The rooms to which this user is invited, newest first; whoever shows them sees every change, from all devices. */
export class Invitations {
  readonly items = new Signal<readonly ReceivedInvitation[]>([]);

  constructor(client: ConfabClient) {
    client.personal.on(({ kind, user, data }) => {
      if (kind === 'invitation.received') {
        toast(`${user?.username ?? 'Somebody'} invites you to ${String(data['room'])}.`);
        void this.load();
      } else if (kind === 'invitation.ended') {
        this.forget(data['id']);
      }
    });
    client.personalReset.on(() => void this.load());
  }

  forget(id: unknown): void {
    this.items.set(this.items.value.filter((item) => item.id !== id));
  }

  /** A failure leaves what is known: the next change and the next load ask again. */
  async load(): Promise<void> {
    try {
      this.items.set((await myInvitations()).items);
    } catch {
      return;
    }
  }
}
