import { h } from '../dom/element';

const SHOWN_MS = 5_000;

const region = h('div', { class: 'toasts', role: 'status' });

/** A short message at the edge of the window that goes away by itself. */
export function toast(message: string): void {
  if (!region.isConnected) {
    document.body.append(region);
  }
  const element = h('div', { class: 'toast' }, message);
  region.append(element);
  setTimeout(() => element.remove(), SHOWN_MS);
}
