import type { Attachment } from '../api/messages';
import type { StreamEvent, UserRef } from '../client';
import type { Draft } from '../frame/drafts';
import type { Session } from '../frame/session';
import type { RoomStore } from './model/store';
import { MembersPanel, type MembersTab } from './people/membersPanel';
import type { Roster } from './people/roster';
import { PinsPanel } from './pinsPanel';
import type { Reader } from './reader';
import { ReportsPanel } from './reports/reportsPanel';
import { openDelete } from './settings/closing';
import { SettingsPanel } from './settings/settingsPanel';
import { PanelHost } from './sidePanel';
import { ThreadPanel } from './threadPanel';
import { ThreadsPanel } from './threadsPanel';

/** What the panels need of the page. */
export interface PanelsHost {
  maxLength(): number;
  people(): readonly UserRef[];
  send(draft: Draft, threadId: string, attachments: readonly Attachment[]): boolean;
  barred(): string | null;
  readonly roster: Roster;
  /** A report was decided. */
  decided(): void;
}

/** The panels of a room: pins, threads, its people, its settings, what was reported. One is open at a time. */
export class RoomPanels {
  readonly #host: PanelHost;

  constructor(
    body: HTMLElement,
    private readonly session: Session,
    private readonly store: RoomStore,
    private readonly reader: Reader,
    private readonly page: PanelsHost,
  ) {
    this.#host = new PanelHost(body);
  }

  openPins(): void {
    this.#host.open(new PinsPanel(this.store, this.reader, () => this.close()));
  }

  /** `target` is the `seq` of an answer to point out. */
  openThread(rootId: string, target: number | null = null): void {
    const { session, store, reader, page } = this;
    this.#host.open(
      new ThreadPanel(
        {
          session,
          store,
          reader,
          maxLength: () => page.maxLength(),
          people: () => page.people(),
          send: (draft, threadId, attachments) => page.send(draft, threadId, attachments),
          barred: () => page.barred(),
          close: () => this.close(),
        },
        rootId,
        target,
      ),
    );
  }

  openThreads(): void {
    const { client, rooms } = this.session;
    this.#host.open(
      new ThreadsPanel(client, (room) => rooms.nameOf(room), this.reader.room, (root) => this.openThread(root), () => this.close()),
    );
  }

  openMembers(tab: MembersTab = 'members'): void {
    this.#host.open(new MembersPanel(this.reader, this.store, this.page.roster, tab, () => this.close()));
  }

  openSettings(): void {
    this.#host.open(new SettingsPanel(this.reader, this.store, () => openDelete(this.reader, this.session), () => this.close()));
  }

  openReports(): void {
    this.#host.open(new ReportsPanel(this.reader.room, () => this.page.decided(), () => this.close()));
  }

  close(): void {
    this.#host.close();
  }

  dispose(): void {
    this.#host.dispose();
  }

  /** After the state has taken an event: what a panel cannot know from it is asked for. */
  happened(event: StreamEvent): void {
    const { panel } = this.#host;
    if (panel instanceof PinsPanel && event.kind === 'message.pinned') {
      const known = this.store.state.pins?.some((message) => message.messageId === event.data['messageId']);
      if (!known) {
        void panel.load();
      }
    } else if (panel instanceof ThreadsPanel && event.data['thread']) {
      panel.soon();
    } else if (panel instanceof ReportsPanel && (event.kind === 'message.deleted' || event.kind === 'member.banned')) {
      panel.soon();
    } else if (panel instanceof MembersPanel && event.kind.startsWith('member.')) {
      panel.soon();
    } else if (panel instanceof SettingsPanel && event.data['bannedWordsChanged']) {
      void panel.load();
    }
  }

  /** Something was reported, or decided about. */
  reported(): void {
    const { panel } = this.#host;
    if (panel instanceof ReportsPanel) {
      panel.soon();
    }
  }

  /** The room was loaded anew, and so is what the panel shows. */
  reload(): void {
    const { panel } = this.#host;
    if (panel instanceof ThreadPanel || panel instanceof PinsPanel || panel instanceof MembersPanel || panel instanceof ReportsPanel || panel instanceof SettingsPanel) {
      void panel.load();
    }
  }
}
