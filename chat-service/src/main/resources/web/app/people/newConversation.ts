import { ApiError } from '../api/http';
import { converse } from '../api/people';
import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { roomPath } from '../frame/router';
import type { Session } from '../frame/session';
import { PeoplePicker } from './peoplePicker';

const MOST = 49;

/** Opens the conversation with these people. Rejects with `ApiError` for what the server refuses. */
export async function openConversation(session: Session, usernames: readonly string[]): Promise<void> {
  const room = await converse(usernames);
  session.rooms.put(room);
  session.router.go(roomPath(room.name));
}

/** Asks with whom, and opens the conversation with them. */
export function openNewConversation(session: Session): void {
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'button button--primary button--wide' });
  const picker = new PeoplePicker({
    label: 'To',
    hint: 'One person, or several for a group.',
    most: MOST,
    without: new Set([session.me.id]),
    onChange: () => name(),
  });
  const name = (): void => {
    problem.textContent = '';
    button.textContent = picker.usernames.length > 1 ? 'Start a group' : 'Start the conversation';
  };
  name();
  const form = h('form', { class: 'form', novalidate: true }, problem, picker.element, button);
  const start = async (): Promise<void> => {
    if (picker.usernames.length === 0) {
      problem.textContent = 'Say with whom.';
      picker.input.focus();
      return;
    }
    button.disabled = true;
    try {
      await openConversation(session, picker.usernames);
      dialog.close();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      problem.textContent = error.message;
      picker.input.focus();
    } finally {
      button.disabled = false;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  const dialog = openDialog('New message', form);
}
