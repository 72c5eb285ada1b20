import { grouped, openMenu, type MenuItem } from '../dom/menu';
import { searchPath } from '../frame/router';
import type { Session } from '../frame/session';
import { muteItems, unmute } from './mute';
import { manages, moderates, type Reader } from './reader';
import type { RoomPanels } from './roomPanels';
import { openScheduled } from './sendLater';
import { openClose, openLeave, openReopen } from './settings/closing';

/** Everything that this reader can do with the room, in the order of the menu. */
export function roomMenu(anchor: HTMLElement, reader: Reader, session: Session, panels: RoomPanels, openReports: number): readonly (MenuItem | null)[] {
  const { room } = reader;
  const { kind, closed, member } = reader.facts();
  const several = kind !== 'direct';
  const moderator = several && moderates(reader);
  const manager = several && manages(reader);
  const reports = openReports > 0 ? `Reports (${openReports})` : 'Reports';
  return grouped([
    [
      { icon: 'pin', label: 'Pinned messages', act: () => panels.openPins() },
      { icon: 'thread', label: 'Threads you follow', act: () => panels.openThreads() },
      { icon: 'search', label: 'Search in this room', act: () => session.router.go(searchPath('', room)) },
      { icon: 'clock', label: 'Scheduled messages', act: () => openScheduled(session.scheduled) },
    ],
    [
      several && { icon: 'people', label: 'Members', act: () => panels.openMembers() },
      moderator && { icon: 'userPlus', label: 'Invite people', act: () => panels.openMembers('invitations') },
      moderator && { icon: 'flag', label: reports, act: () => panels.openReports() },
      moderator && { icon: 'sliders', label: 'Room settings', act: () => panels.openSettings() },
    ],
    [
      isMuted(session, room)
        ? { icon: 'bell', label: 'Stop muting', act: () => unmute(room) }
        : { icon: 'mute', label: 'Mute …', disabled: !session.rooms.loaded.value, act: () => openMenu(anchor, 'Mute this room', muteItems(room)) },
      manager && closed && { icon: 'archive', label: 'Open the room again …', act: () => openReopen(reader) },
      manager && !closed && { icon: 'archive', label: 'Close the room …', act: () => openClose(reader) },
      several && member && { icon: 'signOut', label: 'Leave the room …', danger: true, act: () => openLeave(reader, session) },
    ],
  ]);
}

export const isMuted = ({ rooms }: Session, room: string): boolean => rooms.rooms.value.find(({ name }) => name === room)?.muted === true;
