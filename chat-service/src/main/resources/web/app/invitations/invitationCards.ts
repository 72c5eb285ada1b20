import { acceptInvitation, declineInvitation, type ReceivedInvitation } from '../api/invitations';
import { ApiError } from '../api/http';
import type { Unsubscribe } from '../client';
import { avatar } from '../dom/avatar';
import { h, uniqueId } from '../dom/element';
import { KeyedList } from '../dom/keyedList';
import { listTime } from '../dom/time';
import { roomPath } from '../frame/router';
import type { Session } from '../frame/session';
import { invitedTo } from '../lobby/naming';

/** To what this user is invited, to be accepted or declined. Takes no space where there is nothing. */
export function invitationCards(session: Session): { element: HTMLElement; dispose: Unsubscribe } {
  const titleId = uniqueId('invitations');
  const list = h('ul', { class: 'invitations-list' });
  const title = h('h2', { id: titleId, tabindex: -1 }, 'Invitations');
  const element = h('section', { class: 'invitations', 'aria-labelledby': titleId, hidden: true }, title, list);
  const keyed = new KeyedList<ReceivedInvitation, { element: HTMLElement; show(): void }>(
    list,
    ({ id }) => id,
    (invitation) => ({ element: card(session, invitation), show: () => undefined }),
  );
  const dispose = session.invitations.items.watch((items) => {
    const hadFocus = list.contains(document.activeElement);
    keyed.show(items);
    element.hidden = items.length === 0;
    if (hadFocus && document.activeElement === document.body) {
      (items.length > 0 ? title : document.querySelector<HTMLElement>('main h1'))?.focus({ preventScroll: true });
    }
  });
  return { element, dispose };
}

function card(session: Session, invitation: ReceivedInvitation): HTMLElement {
  const { id, by, createdAt } = invitation;
  const where = invitedTo(invitation);
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const accept = h('button', { type: 'button', class: 'button button--primary button--small', 'aria-label': `Accept the invitation to ${where}` }, 'Accept');
  const decline = h('button', { type: 'button', class: 'button button--small', 'aria-label': `Decline the invitation to ${where}` }, 'Decline');
  const decide = async (act: () => Promise<void>): Promise<void> => {
    accept.disabled = decline.disabled = true;
    problem.textContent = '';
    try {
      await act();
      session.invitations.forget(id);
    } catch (error) {
      problem.textContent = error instanceof ApiError ? error.message : 'That did not work.';
    } finally {
      accept.disabled = decline.disabled = false;
    }
  };
  accept.addEventListener('click', () =>
    void decide(async () => {
      const joined = await acceptInvitation(id);
      session.rooms.soon();
      session.router.go(roomPath(joined.room));
    }),
  );
  decline.addEventListener('click', () =>
    void decide(async () => {
      await declineInvitation(id);
    }),
  );
  return h(
    'li',
    { class: 'invitation' },
    avatar(by),
    h(
      'p',
      { class: 'invitation-text', dir: 'auto' },
      h('strong', {}, by.username),
      ' invites you to ',
      h('strong', {}, where),
      h('time', { class: 'invitation-time', datetime: createdAt }, listTime(new Date(createdAt))),
    ),
    h('div', { class: 'invitation-actions' }, accept, decline),
    problem,
  );
}
