import { h, uniqueId } from './element';
import { Field, type FormField } from './form';

const MINUTE_MS = 60_000;

interface ControlOptions {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly autofocus?: boolean;
}

/** A control between its label above and its hint and error below, which screen readers read with it. */
abstract class ControlField<Control extends HTMLElement> implements FormField {
  readonly element: HTMLElement;
  readonly #error: HTMLElement;

  protected constructor(
    protected readonly options: ControlOptions,
    readonly input: Control,
  ) {
    const id = uniqueId(options.name);
    this.#error = h('p', { class: 'field-error', id: `${id}-error` });
    input.id = id;
    input.setAttribute('aria-describedby', options.hint ? `${id}-hint ${id}-error` : `${id}-error`);
    input.addEventListener('input', () => this.show(null));
    this.element = h(
      'div',
      { class: 'field' },
      h('label', { class: 'field-label', for: id }, options.label),
      input,
      options.hint && h('p', { class: 'field-hint', id: `${id}-hint` }, options.hint),
      this.#error,
    );
  }

  get name(): string {
    return this.options.name;
  }

  show(problem: string | null): void {
    this.#error.textContent = problem ?? '';
    this.input.setAttribute('aria-invalid', String(problem !== null));
  }

  validate(): boolean {
    this.show(null);
    return true;
  }
}

export interface AreaOptions extends ControlOptions {
  readonly value?: string;
  readonly rows?: number;
  readonly maxlength?: number;
  readonly optional?: boolean;
}

/** A text of several lines. */
export class AreaField extends ControlField<HTMLTextAreaElement> {
  readonly #optional: boolean;

  constructor(options: AreaOptions) {
    const { name, rows = 3, maxlength, autofocus, optional = false } = options;
    super(options, h('textarea', { name, rows, maxlength, autofocus, class: 'input input--area', dir: 'auto', required: !optional }));
    this.#optional = optional;
    this.input.value = options.value ?? '';
  }

  get value(): string {
    return this.input.value.trim();
  }

  set value(value: string) {
    this.input.value = value;
  }

  override validate(): boolean {
    const missing = this.value === '' && !this.#optional;
    this.show(missing ? `${this.options.label} is needed.` : null);
    return !missing;
  }
}

export interface SelectOptions extends ControlOptions {
  /** What is sent, and what people read. */
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly value: string;
  /** What people read where the value is none of the choices, because it was set elsewhere. */
  readonly other?: (value: string) => string;
}

/** One of a few, in the browser's own list. */
export class SelectField extends ControlField<HTMLSelectElement> {
  readonly #other: (value: string) => string;

  constructor(options: SelectOptions) {
    const { name, autofocus, choices } = options;
    super(
      options,
      h(
        'select',
        { name, autofocus, class: 'input input--select' },
        choices.map(([value, label]) => h('option', { value }, label)),
      ),
    );
    this.#other = options.other ?? ((value) => value);
    this.value = options.value;
  }

  get value(): string {
    return this.input.value;
  }

  set value(value: string) {
    if (![...this.input.options].some((option) => option.value === value)) {
      this.input.append(h('option', { value }, this.#other(value)));
    }
    this.input.value = value;
  }
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** One of a few, each with what it means. */
export class ChoiceField implements FormField {
  readonly element: HTMLElement;
  readonly #error = h('p', { class: 'field-error', role: 'alert' });
  readonly #inputs: readonly HTMLInputElement[];

  constructor(
    readonly name: string,
    label: string,
    choices: readonly Choice[],
    value: string,
  ) {
    const group = uniqueId(name);
    this.#inputs = choices.map((choice) => h('input', { type: 'radio', name: group, value: choice.value, checked: choice.value === value }));
    this.element = h(
      'fieldset',
      { class: 'choices' },
      h('legend', { class: 'field-label' }, label),
      choices.map((choice, index) =>
        h('label', { class: 'choice' }, this.#inputs[index], h('span', { class: 'choice-text' }, h('strong', {}, choice.label), h('span', {}, choice.hint))),
      ),
      this.#error,
    );
  }

  get input(): HTMLElement {
    return this.#inputs.find((input) => input.checked) ?? this.#inputs[0]!;
  }

  get value(): string {
    return this.#inputs.find((input) => input.checked)?.value ?? '';
  }

  set value(value: string) {
    this.#inputs.forEach((input) => (input.checked = input.value === value));
  }

  show(problem: string | null): void {
    this.#error.textContent = problem ?? '';
  }

  validate(): boolean {
    this.show(null);
    return true;
  }
}

const OTHER = 'other';

/** How long something holds: one of a few spans from now, until a chosen time, or without an end. */
export class UntilField implements FormField {
  readonly element: HTMLElement;
  readonly #span: SelectField;
  readonly #time: Field;

  constructor(
    readonly name: string,
    label: string,
    endless: string,
    spans: readonly (readonly [minutes: number, label: string])[],
  ) {
    const choices = [['', endless] as const, ...spans.map(([minutes, text]) => [String(minutes), text] as const), [OTHER, 'Until a time of your choice'] as const];
    this.#span = new SelectField({ name, label, choices, value: '' });
    this.#time = new Field({
      name: `${name}-time`,
      label: 'Until when',
      type: 'datetime-local',
      check: (value) => (new Date(value).getTime() > Date.now() ? null : 'Choose a time that is still to come.'),
    });
    this.#time.element.hidden = true;
    this.#span.input.addEventListener('change', () => (this.#time.element.hidden = !this.#chosen));
    this.element = h('div', { class: 'form' }, this.#span.element, this.#time.element);
  }

  get input(): HTMLElement {
    return this.#chosen ? this.#time.input : this.#span.input;
  }

  /** The end, counted from now; `null` for none. */
  get value(): Date | null {
    if (this.#chosen) {
      return new Date(this.#time.value);
    }
    return this.#span.value === '' ? null : new Date(Date.now() + Number(this.#span.value) * MINUTE_MS);
  }

  show(problem: string | null): void {
    (this.#chosen ? this.#time : this.#span).show(problem);
  }

  validate(): boolean {
    return !this.#chosen || this.#time.validate();
  }

  get #chosen(): boolean {
    return this.#span.value === OTHER;
  }
}
