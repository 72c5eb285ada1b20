import { h } from './element';

const GAP_PX = 4;
const EDGE_PX = 8;

/**
 * Shows an element above the page, beside what it belongs to: below it where there is space, otherwise above. Escape and
 * a press outside close it, and the focus returns to where it was. On a narrow window it rises from the lower edge.
 */
export function openPopover(anchor: Element, className: string, content: HTMLElement, onClose?: () => void): { close(): void } {
  const back = document.activeElement;
  const layer = h('div', { class: `popover ${className}`, popover: 'auto' }, content);
  const close = (): void => layer.hidePopover();
  layer.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') {
      const inside = layer.contains(document.activeElement) || document.activeElement === document.body;
      layer.remove();
      if (inside && back instanceof HTMLElement && back.isConnected) {
        back.focus({ preventScroll: true });
      }
      onClose?.();
    }
  });
  // A press that closes it is not one on what lies below; keys are for it alone.
  layer.addEventListener('keydown', (event) => event.stopPropagation());
  // A modal dialog is above everything that is not inside it; and what is in no landmark is hard to find.
  (anchor.closest('dialog, main') ?? document.body).append(layer);
  layer.showPopover();
  place(layer, anchor);
  return { close };
}

function place(layer: HTMLElement, anchor: Element): void {
  if (window.matchMedia('(max-width: 48rem)').matches) {
    layer.classList.add('popover--sheet');
    return;
  }
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = layer;
  const below = at.bottom + GAP_PX;
  const fits = below + height <= window.innerHeight - EDGE_PX;
  const top = fits ? below : Math.max(EDGE_PX, at.top - GAP_PX - height);
  const left = Math.min(Math.max(EDGE_PX, at.right - width), window.innerWidth - width - EDGE_PX);
  layer.style.top = `${top}px`;
  layer.style.left = `${left}px`;
}
