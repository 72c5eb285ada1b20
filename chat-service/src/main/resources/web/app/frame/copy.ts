import { openDialog } from '../dom/dialog';
import { h } from '../dom/element';
import { toast } from './toast';

/** The whole address of a path of this server, to be given to others. */
export const wholeAddress = (path: string): string => new URL(path, location.origin).href;

/** Copies the address of a path. Without a secure context there is no clipboard; then it is shown to be copied by hand. */
export async function copyAddress(path: string, label: string): Promise<void> {
  const address = wholeAddress(path);
  try {
    await navigator.clipboard.writeText(address);
    toast('Link copied');
  } catch {
    const field = h('input', { class: 'input', readonly: true, value: address, 'aria-label': label });
    openDialog(label, field);
    field.select();
  }
}
