import { openDialog } from './dialog';
import { h } from './element';
import { formOf, type FormAction, type FormField } from './form';

/**
 * Asks for something in a dialog and does it. What is refused is said in the dialog, which closes once it is done; then
 * `done` gets the result.
 */
export function openFormDialog<Result>(
  title: string,
  text: string | null,
  fields: readonly FormField[],
  action: string | FormAction,
  submit: () => Promise<Result>,
  done?: (result: Result) => void,
): void {
  const form = formOf(fields, action, async () => {
    const result = await submit();
    dialog.close();
    done?.(result);
  });
  const dialog = openDialog(title, ...(text === null ? [] : [h('p', { class: 'dialog-text dialog-text--above', dir: 'auto' }, text)]), form);
}
