export type Unsubscribe = () => void;

/** Listeners in the order they were added; one that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/** A value that can be watched. `watch` calls at once with the current value. */
export class Signal<T> {
  readonly #changes = new Emitter<T>();
  #value: T;

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (value !== this.#value) {
      this.#value = value;
      this.#changes.emit(value);
    }
  }

  watch(listener: (value: T) => void): Unsubscribe {
    const unsubscribe = this.#changes.on(listener);
    listener(this.#value);
    return unsubscribe;
  }
}
