import { ApiError } from '../../api/http';
import { bannedWords, changeSettings, type DefaultRole, type RoomSettings, type Visibility } from '../../api/rooms';
import type { Unsubscribe } from '../../client';
import { confirm } from '../../dom/confirm';
import { h } from '../../dom/element';
import { AreaField, ChoiceField, SelectField, type Choice } from '../../dom/fields';
import { Field, formOf } from '../../dom/form';
import { howOften } from '../../dom/time';
import { toast } from '../../frame/toast';
import type { RoomFacts } from '../model/state';
import type { RoomStore } from '../model/store';
import { manages, type Reader } from '../reader';
import { panelFrame, type SidePanel } from '../sidePanel';

const MAX_TOPIC = 250;
const FOR_EVER = '';
const SPEEDS = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600].map((seconds) => [seconds, speedOf(seconds)] as const);
const SPANS: readonly (readonly [number, string])[] = [
  [1, 'One day'],
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
  [365, 'One year'],
];
const VISIBILITIES: readonly Choice[] = [
  { value: 'public', label: 'Public', hint: 'Everybody who is signed in can come in and read everything' },
  { value: 'private', label: 'Private', hint: 'Only members; who has no role here has to leave' },
];
const DEFAULT_ROLES: readonly Choice[] = [
  { value: 'member', label: 'They write', hint: 'Like every member' },
  { value: 'read_only', label: 'They read along', hint: 'Writing is for those who have a role' },
];

/** What the form shows, in the words of the form. */
interface Shown {
  readonly topic: string;
  readonly visibility: string;
  readonly defaultRole: string;
  readonly speed: string;
  readonly kept: string;
  readonly words: string;
}

/**
 * What the room is and allows. Only what was changed here is sent; what somebody else changes meanwhile appears where
 * nothing was typed. Moderators see everything and change the slow mode.
 */
export class SettingsPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #topic = new Field({ name: 'topic', label: 'Topic', hint: 'What the room is about, for everybody to see.', maxlength: MAX_TOPIC, optional: true });
  readonly #visibility = new ChoiceField('visibility', 'Who can join', VISIBILITIES, 'public');
  readonly #defaultRole = new ChoiceField('defaultRole', 'People to whom nobody gave a role', DEFAULT_ROLES, 'member');
  readonly #speed: SelectField;
  readonly #kept: SelectField;
  readonly #words = new AreaField({ name: 'bannedWords', label: 'Words that are not accepted', hint: 'One a line. A message with one of them is refused.', rows: 4, optional: true });
  #before: Shown;
  #storedWords: string | null = null;
  #unsubscribe: Unsubscribe | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly store: RoomStore,
    openDelete: () => void,
    close: () => void,
  ) {
    const { facts } = store.state;
    this.#speed = new SelectField({ name: 'slowModeSeconds', label: 'Slow mode', hint: 'How often one person may write. Moderators are not slowed down.', choices: SPEEDS.map(offered), value: '0', other: (seconds) => speedOf(Number(seconds)) });
    this.#kept = new SelectField({
      name: 'retentionDays',
      label: 'How long messages are kept',
      hint: 'What is older is deleted and cannot be brought back.',
      choices: [[FOR_EVER, 'For ever'], ...SPANS.map(offered)],
      value: FOR_EVER,
      other: (days) => `${days} days`,
    });
    const channel = facts.kind === 'channel';
    const fields = [this.#topic, ...(channel ? [this.#visibility, this.#defaultRole] : []), this.#speed, this.#kept, this.#words];
    const form = formOf(fields, 'Save', () => this.#save());
    const manager = manages(reader);
    const note = h('p', { class: 'panel-note' }, 'Owners of the room change its settings. You can change the slow mode.');
    const remove = h('section', { class: 'panel-danger' }, h('h3', {}, 'Delete'), h('p', {}, 'The room goes with everything that was said in it.'), h('button', { type: 'button', class: 'button button--danger', on: { click: openDelete } }, 'Delete the room …'));
    this.element = panelFrame('Room settings', close, [], h('div', { class: 'panel-scroll panel-form', tabindex: -1 }, manager ? null : note, form, manager && remove));
    this.#before = { topic: '', visibility: 'public', defaultRole: 'member', speed: '0', kept: FOR_EVER, words: '' };
    this.#follow();
    if (!manager) {
      fields.filter((field) => field !== this.#speed).forEach(({ element }) => element.querySelectorAll<HTMLInputElement>('input, textarea, select').forEach((input) => (input.disabled = true)));
    }
  }

  shown(): void {
    this.#unsubscribe = this.store.changes.on(() => this.#follow());
    this.element.querySelector('h2')?.focus();
    void this.load();
  }

  dispose(): void {
    this.#unsubscribe?.();
  }

  /** The words are told to nobody, so they are asked for. */
  async load(): Promise<void> {
    try {
      const { words } = await bannedWords(this.reader.room);
      this.#storedWords = words.join('\n');
      this.#words.show(null);
      this.#follow();
    } catch (error) {
      this.#words.show(error instanceof ApiError ? error.message : 'The words could not be loaded.');
    }
  }

  #follow(): void {
    const next = shownOf(this.store.state.facts, this.#storedWords ?? this.#before.words);
    const controls = this.#controls();
    for (const [name, control] of Object.entries(controls) as [keyof Shown, { value: string }][]) {
      if (control.value === this.#before[name]) {
        control.value = next[name];
      }
    }
    this.#before = next;
  }

  #controls(): Readonly<Record<keyof Shown, { value: string }>> {
    const topic = this.#topic.input;
    return { topic, visibility: this.#visibility, defaultRole: this.#defaultRole, speed: this.#speed, kept: this.#kept, words: this.#words };
  }

  async #save(): Promise<void> {
    const changed = this.#changed();
    const { retentionDays } = changed;
    const before = this.store.state.facts.retentionDays;
    if (typeof retentionDays === 'number' && (before === null || retentionDays < before)) {
      const days = retentionDays === 1 ? 'one day' : `${retentionDays} days`;
      confirm('Delete older messages?', `Everything that was said more than ${days} ago is deleted for everybody and cannot be brought back.`, 'Delete and save', () => this.#send(changed));
    } else if (Object.keys(changed).length > 0) {
      await this.#send(changed);
    } else {
      toast('Nothing was changed');
    }
  }

  async #send(changed: RoomSettings): Promise<void> {
    await changeSettings(this.reader.room, changed);
    if (changed.bannedWords) {
      void this.load();
    }
    toast('The settings are saved');
  }

  #changed(): RoomSettings {
    const { topic, visibility, defaultRole, speed, kept, words } = this.#controls();
    const before = this.#before;
    return {
      ...(topic.value.trim() !== before.topic && { topic: topic.value.trim() }),
      ...(visibility.value !== before.visibility && { visibility: visibility.value as Visibility }),
      ...(defaultRole.value !== before.defaultRole && { defaultRole: defaultRole.value as DefaultRole }),
      ...(speed.value !== before.speed && { slowModeSeconds: Number(speed.value) }),
      ...(kept.value !== before.kept && { retentionDays: kept.value === FOR_EVER ? null : Number(kept.value) }),
      // Before they are here, an empty field means nothing.
      ...(this.#storedWords !== null && words.value !== before.words && { bannedWords: lines(words.value) }),
    };
  }
}

const shownOf = ({ topic, visibility, defaultRole, slowModeSeconds, retentionDays }: RoomFacts, words: string): Shown => ({
  topic,
  visibility,
  defaultRole,
  speed: String(slowModeSeconds),
  kept: retentionDays === null ? FOR_EVER : String(retentionDays),
  words,
});

const lines = (text: string): readonly string[] => text.split('\n').map((line) => line.trim()).filter(Boolean);

const offered = ([value, label]: readonly [number, string]): readonly [string, string] => [String(value), label];

function speedOf(seconds: number): string {
  return seconds === 0 ? 'Off' : `One message ${howOften(seconds)}`;
}
