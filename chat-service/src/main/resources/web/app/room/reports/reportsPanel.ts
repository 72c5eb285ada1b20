import { reportsOf, type ReportState } from '../../api/moderation';
import { h } from '../../dom/element';
import { FetchedList } from '../people/section';
import { panelFrame, type SidePanel } from '../sidePanel';
import { reportCard, reported, type Reported } from './reportCard';

const STATES: readonly (readonly [ReportState, string])[] = [
  ['open', 'Open'],
  ['resolved', 'Decided'],
];
/** An event of the room and news of its reports come together. */
const SOON_MS = 300;

/** What people of this room have reported, for those who moderate it. */
export class ReportsPanel implements SidePanel {
  readonly element: HTMLElement;
  readonly #list: FetchedList<Reported>;
  #state: ReportState = 'open';
  #timer = 0;

  constructor(
    room: string,
    /** Something was decided here. */
    private readonly decided: () => void,
    close: () => void,
  ) {
    this.#list = new FetchedList(
      async () => reported((await reportsOf(room, this.#state)).items),
      (reports) => reportCard(reports, true, () => this.#done()),
      () => (this.#state === 'open' ? 'Nothing is reported in this room.' : 'Nothing was decided yet.'),
    );
    const tabs = STATES.map(([state, label]) => {
      const button = h('button', { type: 'button', class: 'segment', 'aria-pressed': String(state === this.#state) }, label);
      button.addEventListener('click', () => {
        this.#state = state;
        tabs.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
        void this.load();
      });
      return button;
    });
    this.element = panelFrame(
      'Reports',
      close,
      [],
      h(
        'div',
        { class: 'panel-stack' },
        h('div', { class: 'segments panel-tabs', role: 'group', 'aria-label': 'Show' }, tabs),
        h('div', { class: 'panel-scroll', tabindex: -1 }, this.#list.element),
      ),
    );
  }

  shown(): void {
    this.element.querySelector('h2')?.focus();
    void this.load();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** Who was at a report that is gone now goes on at the heading. */
  async load(): Promise<void> {
    const before = this.#list.element.contains(document.activeElement);
    await this.#list.load();
    if (before && document.activeElement === document.body) {
      this.element.querySelector('h2')?.focus();
    }
  }

  /** Something was reported or decided, or happened that reports may be about. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.load(), SOON_MS);
  }

  #done(): void {
    this.decided();
    void this.load();
    this.element.querySelector('h2')?.focus();
  }
}
