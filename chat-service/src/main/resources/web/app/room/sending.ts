import { ApiError } from '../api/http';
import { whisper, type Attachment } from '../api/messages';
import { randomId, type Outgoing, type UserRef } from '../client';
import type { MenuItem } from '../dom/menu';
import type { Draft } from '../frame/drafts';
import type { Session } from '../frame/session';
import { toast } from '../frame/toast';
import type { Banner } from './banner';
import type { Composer } from './composer';
import { moderates, type Reader } from './reader';
import { openScheduled, openSendLater } from './sendLater';
import { openAnnounce, openWhisper } from './special';

/** Until the server has told its own. */
const DEFAULT_MAX_LENGTH = 1_000;

/** The ways in which something is said in a room. */
export class Sending {
  constructor(
    private readonly session: Session,
    private readonly reader: Reader,
    private readonly banner: Banner,
    private readonly composer: () => Composer,
  ) {}

  /** In code points. */
  maxLength(): number {
    const state = this.session.client.connection.state.value;
    return state.name === 'ready' ? state.welcome.limits.maxMessageLength : DEFAULT_MAX_LENGTH;
  }

  /** What became of something that was to be sent here. */
  outgoing({ state, problem }: Outgoing): void {
    if (state === 'failed') {
      this.banner.show(`A message was not sent. ${problem ?? ''}`);
    } else if (problem) {
      this.banner.show(problem);
    } else if (state === 'sent') {
      this.banner.clear();
    }
  }

  /** To everybody, in the room or in a thread; `false` when too much waits already. */
  say({ text, replyTo }: Draft, threadId: string | null, files: readonly Attachment[] = []): boolean {
    const attachments = files.map(({ id, name }) => ({ id, name }));
    const content = { text, ...(replyTo && { replyTo }), ...(threadId !== null && { threadId }), ...(attachments.length > 0 && { attachments }) };
    if (!this.session.outbox.add(this.reader.room, content)) {
      this.banner.show('Too many messages wait to be sent already. Wait until some have gone out.');
      return false;
    }
    this.banner.clear();
    return true;
  }

  /** What could not be whispered is given back to be tried again. */
  async whisper(to: readonly string[], text: string): Promise<void> {
    try {
      await whisper(this.reader.room, to, text, randomId());
      this.banner.clear();
    } catch (error) {
      this.banner.show(`The whisper was not sent. ${error instanceof ApiError ? error.message : ''}`);
      const composer = this.composer();
      if (composer.draft.text === '') {
        composer.whisper(to);
        composer.replace(text);
      }
    }
  }

  menu(people: readonly UserRef[]): readonly (MenuItem | null)[] {
    const { scheduled } = this.session;
    const { room } = this.reader;
    const composer = this.composer();
    const later: MenuItem = {
      icon: 'clock',
      label: 'Send later …',
      act: () =>
        composer.draft.text.trim() === ''
          ? toast('Write the message first, then choose when it is sent.')
          : openSendLater(room, composer.draft, null, scheduled, () => composer.clear()),
    };
    return [
      later,
      { icon: 'archive', label: 'Scheduled messages', act: () => openScheduled(scheduled) },
      null,
      { icon: 'whisper', label: 'Whisper …', act: () => openWhisper(people, (names) => composer.whisper(names)) },
      ...(moderates(this.reader) ? [{ icon: 'megaphone', label: 'Announcement …', act: () => openAnnounce(room) } as const] : []),
    ];
  }
}
