import type { Unsubscribe } from '../client';

/**
 * Makes a button open and close a panel: Escape and a press outside close it, Escape gives the focus
 * back to the button.
 */
export function disclose(button: HTMLButtonElement, panel: HTMLElement): { close(): void; dispose: Unsubscribe } {
  const set = (open: boolean): void => {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  };
  const onPress = (event: Event): void => {
    if (!panel.hidden && event.target instanceof Node && !panel.contains(event.target) && !button.contains(event.target)) {
      set(false);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !panel.hidden) {
      event.stopPropagation();
      set(false);
      button.focus();
    }
  };
  const onFocus = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !panel.contains(event.relatedTarget) && event.relatedTarget !== button) {
      set(false);
    }
  };
  set(false);
  button.addEventListener('click', () => set(panel.hidden !== false));
  button.addEventListener('keydown', onKey);
  panel.addEventListener('keydown', onKey);
  panel.addEventListener('focusout', onFocus);
  document.addEventListener('pointerdown', onPress);
  return { close: () => set(false), dispose: () => document.removeEventListener('pointerdown', onPress) };
}
