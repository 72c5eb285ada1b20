import { h, svg } from '../dom/element';

export function brand(): HTMLElement {
  return h(
    'a',
    { class: 'brand', href: '/' },
    svg(['M5 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5 4.5V16H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z', 'M8 10h.01M12 10h.01M16 10h.01'], 'brand-mark'),
    h('span', { class: 'brand-name' }, 'confab'),
  );
}
