import { ApiError } from '../api/http';
import { acceptLink, showLink, type LinkedInvitation } from '../api/invitations';
import { avatar } from '../dom/avatar';
import { h } from '../dom/element';
import { fullTime } from '../dom/time';
import { roomPath } from '../frame/router';
import type { Page, Session } from '../frame/session';
import { invitedTo } from '../lobby/naming';

/** What a link invites to. The code stands behind the `#` of the address, so that no server and no log gets to see it. */
export class InvitePage implements Page {
  readonly title = 'Invitation';
  readonly element = h('div', { class: 'empty empty--page invite' });
  readonly #code: string;

  constructor(private readonly session: Session) {
    this.#code = decoded(location.hash.slice(1));
  }

  shown(): void {
    void this.#load();
  }

  dispose(): void {
    this.element.replaceChildren();
  }

  async #load(): Promise<void> {
    this.element.replaceChildren(h('span', { class: 'spinner', 'aria-hidden': 'true' }), h('p', { role: 'status' }, 'Looking at the invitation …'));
    try {
      this.#show(await showLink(this.#code));
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.#refused(error);
    }
  }

  #show(invitation: LinkedInvitation): void {
    const { room, members, by, member, expiresAt } = invitation;
    const where = invitedTo(invitation);
    const what = members ? 'conversation' : 'room';
    const problem = h('p', { class: 'form-error', role: 'alert' });
    const button = h('button', { type: 'button', class: 'button button--primary', on: { click: () => void join() } }, `${member ? 'Open' : 'Join'} the ${what}`);
    const join = async (): Promise<void> => {
      button.disabled = true;
      problem.textContent = '';
      try {
        const joined = member ? { room } : await acceptLink(this.#code);
        this.session.rooms.soon();
        this.session.router.replace(roomPath(joined.room));
      } catch (error) {
        problem.textContent = error instanceof ApiError ? error.message : 'That did not work.';
      } finally {
        button.disabled = false;
      }
    };
    this.element.replaceChildren(
      avatar(by),
      h('h1', { tabindex: -1, dir: 'auto' }, member ? `You are in ${where} already` : `Join ${where}`),
      h('p', { dir: 'auto' }, member ? 'You need no invitation any more.' : `${by.username} invites you. The link holds until ${fullTime(new Date(expiresAt))}.`),
      problem,
      h('div', { class: 'invite-actions' }, h('a', { class: 'button', href: '/' }, 'Not now'), button),
    );
    this.element.querySelector('h1')?.focus({ preventScroll: true });
  }

  #refused(error: ApiError): void {
    const gone = error.code === 'invitation_not_found' || error.status === 400;
    this.element.replaceChildren(
      h('h1', { tabindex: -1 }, gone ? 'This invitation has ended' : 'The invitation could not be shown'),
      h('p', { role: 'alert' }, gone ? 'The link has expired, was used as often as it could be, or was taken back. Ask for a new one.' : error.message),
      gone
        ? h('a', { class: 'button', href: '/' }, 'All rooms')
        : h('button', { type: 'button', class: 'button', on: { click: () => void this.#load() } }, 'Try again'),
    );
    this.element.querySelector('h1')?.focus({ preventScroll: true });
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
