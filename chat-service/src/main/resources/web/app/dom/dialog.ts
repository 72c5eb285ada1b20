import { h, uniqueId } from './element';
import { icon } from './icons';

/** A modal dialog; the browser keeps the focus inside and gives it back. It removes itself when closed. */
export function openDialog(title: string, ...content: HTMLElement[]): HTMLDialogElement {
  const titleId = uniqueId('dialog-title');
  const dialog = h(
    'dialog',
    { class: 'dialog', 'aria-labelledby': titleId },
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: titleId }, title),
      h(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => dialog.close() } },
        icon('close'),
      ),
    ),
    content,
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('mousedown', (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('[autofocus]')?.focus();
  return dialog;
}
