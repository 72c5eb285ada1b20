export interface ListItem<T> {
  readonly element: HTMLElement;
  show(value: T): void;
}

/** Elements for values, by key: those that stay are kept and told of their new value, so that focus and scrolling survive. */
export class KeyedList<T, Item extends ListItem<T>> {
  #items = new Map<string, { item: Item; value: T }>();
  #order: readonly Item[] = [];

  constructor(
    private readonly list: HTMLElement,
    private readonly key: (value: T) => string,
    private readonly create: (value: T) => Item,
  ) {}

  get items(): readonly Item[] {
    return this.#order;
  }

  get(key: string): Item | undefined {
    return this.#items.get(key)?.item;
  }

  /** Returns what was not there before. */
  show(values: readonly T[]): readonly T[] {
    const fresh: T[] = [];
    const next = new Map<string, { item: Item; value: T }>();
    for (const value of values) {
      const key = this.key(value);
      const known = this.#items.get(key);
      if (!known) {
        fresh.push(value);
        next.set(key, { item: this.create(value), value });
      } else {
        if (known.value !== value) {
          known.item.show(value);
        }
        next.set(key, { item: known.item, value });
      }
    }
    for (const [key, { item }] of this.#items) {
      if (!next.has(key)) {
        item.element.remove();
      }
    }
    this.#items = next;
    this.#order = [...next.values()].map(({ item }) => item);
    // From the end, so that only what is new or has moved is put in its place.
    let after: Element | null = null;
    for (const { element } of this.#order.toReversed()) {
      if (element.parentElement !== this.list || element.nextElementSibling !== after) {
        this.list.insertBefore(element, after);
      }
      after = element;
    }
    return fresh;
  }
}
