import type { UserRef } from '../client';
import { h } from './element';

const TONES = 8;

/** Initials on a colour that follows from the user's id; decoration beside the written name. */
export function avatar(user: UserRef, size: 'small' | 'medium' = 'medium'): HTMLElement {
  return h('span', { class: `avatar avatar--${size} tone-${tone(user.id)}`, 'aria-hidden': 'true' }, initials(user.username));
}

function initials(name: string): string {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first, second] = parts;
  const letters = first && second ? [...first][0]! + [...second][0]! : [...(first ?? name)].slice(0, 2).join('');
  return letters.toLocaleUpperCase();
}

function tone(id: string): number {
  let hash = 0;
  for (const char of id) {
    hash = (hash * 31 + char.codePointAt(0)!) | 0;
  }
  return Math.abs(hash) % TONES;
}
