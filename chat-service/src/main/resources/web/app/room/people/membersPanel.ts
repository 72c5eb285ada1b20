import type { Unsubscribe } from '../../client';
import { h } from '../../dom/element';
import type { RoomStore } from '../model/store';
import { manages, moderates, type Reader } from '../reader';
import { panelFrame, type SidePanel } from '../sidePanel';
import { banList } from './banList';
import { invitationList } from './invitationList';
import { memberList } from './memberList';
import type { Roster } from './roster';
import type { Section } from './section';

const SOON_MS = 300;

export type MembersTab = 'members' | 'invitations' | 'bans';

/** Who belongs to the room; for those who moderate it also who is invited and who is banned. */
export class MembersPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #tabs = h('div', { class: 'segments panel-tabs', role: 'group', 'aria-label': 'Show' });
  readonly #body = h('div', { class: 'panel-scroll', tabindex: -1 });
  #section: Section | null = null;
  #standing = '';
  #timer = 0;
  #unsubscribe: Unsubscribe | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly store: RoomStore,
    private readonly roster: Roster,
    private tab: MembersTab,
    close: () => void,
  ) {
    this.element = panelFrame('Members', close, [], h('div', { class: 'panel-stack' }, this.#tabs, this.#body));
  }

  shown(): void {
    this.element.querySelector('h2')?.focus();
    this.#unsubscribe = this.store.changes.on(() => this.#review());
    this.#review();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
    this.#section?.dispose?.();
  }

  async load(): Promise<void> {
    await this.#section?.load();
  }

  /** Something happened to the members. They themselves are in the roster, which everybody shares. */
  soon(): void {
    if (this.tab !== 'members') {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.load(), SOON_MS);
    }
  }

  /** What this reader may do here can change while the panel is open. */
  #review(): void {
    const { visibility, kind } = this.reader.facts();
    const standing = [moderates(this.reader), manages(this.reader), visibility, kind].join();
    if (standing !== this.#standing) {
      this.#standing = standing;
      this.#show(moderates(this.reader) ? this.tab : 'members');
    }
  }

  #show(tab: MembersTab): void {
    this.tab = tab;
    this.#section?.dispose?.();
    this.#section = tab === 'members' ? memberList(this.reader, this.roster) : tab === 'invitations' ? invitationList(this.reader) : banList(this.reader);
    this.#body.replaceChildren(this.#section.element);
    this.#showTabs();
    void this.#section.load();
  }

  #showTabs(): void {
    const tabs: readonly (readonly [MembersTab, string])[] = [
      ['members', 'Members'],
      ['invitations', 'Invitations'],
      // In conversations nobody can be banned.
      ...(this.reader.facts().kind === 'channel' ? [['bans', 'Bans'] as const] : []),
    ];
    this.#tabs.hidden = !moderates(this.reader);
    this.#tabs.replaceChildren(
      ...tabs.map(([tab, label]) => {
        const button = h('button', { type: 'button', class: 'segment', 'aria-pressed': String(tab === this.tab) }, label);
        button.addEventListener('click', () => {
          this.#show(tab);
          this.#tabs.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
        });
        return button;
      }),
    );
  }
}
