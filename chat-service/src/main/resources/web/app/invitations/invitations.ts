import { myInvitations, type ReceivedInvitation } from '../api/invitations';
import { Signal, type ConfabClient } from '../client';
import { toast } from '../frame/toast';
import { invitedTo } from '../lobby/naming';

/** The rooms to which this user is invited, newest first; whoever shows them sees every change, from all devices. */
export class Invitations {
  readonly items = new Signal<readonly ReceivedInvitation[]>([]);

  constructor(client: ConfabClient) {
    client.personal.on(({ kind, user, data }) => {
      if (kind === 'invitation.received') {
        void this.#received(data['id'], user?.username ?? 'Somebody');
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

  /** What it is called is in the list. One that has ended meanwhile is no news. */
  async #received(id: unknown, host: string): Promise<void> {
    await this.load();
    const invitation = this.items.value.find((item) => item.id === id);
    if (invitation) {
      toast(`${host} invites you to ${invitedTo(invitation)}.`);
    }
  }
}
