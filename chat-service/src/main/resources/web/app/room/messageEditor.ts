import { ApiError } from '../api/http';
import { h, uniqueId } from '../dom/element';

/** Changes a text where it stands: Enter saves, Escape leaves it as it was. */
export function messageEditor(text: string, save: (text: string) => Promise<unknown>, close: () => void): HTMLElement {
  const id = uniqueId('edit');
  const problem = h('p', { class: 'field-error', id: `${id}-problem`, role: 'alert' });
  const input = h('textarea', {
    id,
    class: 'input edit-input',
    rows: 1,
    dir: 'auto',
    'aria-describedby': `${id}-hint ${id}-problem`,
    on: { input: () => grow() },
  });
  input.value = text;
  const grow = (): void => {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
  };
  const submit = async (): Promise<void> => {
    const changed = input.value.trim();
    if (changed === '' || changed === text) {
      close();
      return;
    }
    input.disabled = true;
    problem.textContent = '';
    try {
      await save(changed);
      close();
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      problem.textContent = error.message;
      input.disabled = false;
      input.focus();
    }
  };
  const form = h(
    'form',
    { class: 'edit' },
    h('label', { class: 'visually-hidden', for: id }, 'Edit the message'),
    input,
    problem,
    h(
      'div',
      { class: 'edit-actions' },
      h('button', { type: 'submit', class: 'button button--small button--primary' }, 'Save'),
      h('button', { type: 'button', class: 'button button--small', on: { click: close } }, 'Cancel'),
      h('span', { class: 'edit-hint', id: `${id}-hint` }, 'Enter saves, Escape cancels'),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter' && event.target === input && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  });
  // Measured once it is in the page.
  queueMicrotask(() => {
    grow();
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  });
  return form;
}
