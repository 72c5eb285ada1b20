import { ApiError } from '../api/http';
import { openDialog } from './dialog';
import { h } from './element';

/** Asks before something that cannot be taken back, or (`danger` is false) concerns many. What is refused is said in the dialog. */
export function confirm(title: string, text: string, action: string, act: () => Promise<unknown>, danger = true): void {
  const problem = h('p', { class: 'form-error', role: 'alert' });
  const button = h('button', { type: 'button', class: `button button--${danger ? 'danger' : 'primary'}`, autofocus: true }, action);
  const run = async (): Promise<void> => {
    button.disabled = true;
    problem.textContent = '';
    try {
      await act();
      dialog.close();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      problem.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener('click', () => void run());
  const dialog = openDialog(
    title,
    h('p', { class: 'dialog-text', dir: 'auto' }, text),
    problem,
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'button', class: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
      button,
    ),
  );
}
