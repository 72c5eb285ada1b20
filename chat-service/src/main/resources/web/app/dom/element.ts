type Child = Node | string | number | null | undefined | false | readonly Child[];

type Attribute = string | number | boolean | null | undefined;

interface Properties {
  readonly class?: string;
  readonly on?: { readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void };
  readonly [attribute: string]: Attribute | object;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Builds an element. Strings become text nodes, never markup; the page's policy (trusted types) makes
 * the browser refuse any other way, so what users write cannot become HTML.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value as Record<string, EventListener>)) {
        element.addEventListener(type, listener);
      }
    } else {
      setAttribute(element, name, value as Attribute);
    }
  }
  append(element, children);
  return element;
}

export function svg(path: readonly string[], className: string): SVGSVGElement {
  const element = document.createElementNS(SVG, 'svg');
  for (const [name, value] of [['viewBox', '0 0 24 24'], ['class', className], ['aria-hidden', 'true'], ['focusable', 'false']]) {
    element.setAttribute(name!, value!);
  }
  for (const data of path) {
    const line = document.createElementNS(SVG, 'path');
    line.setAttribute('d', data);
    element.append(line);
  }
  return element;
}

export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(parent, child);
    } else if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

export function setAttribute(element: Element, name: string, value: Attribute): void {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

let lastId = 0;

/** An id for `aria-labelledby` and its kin. */
export function uniqueId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
