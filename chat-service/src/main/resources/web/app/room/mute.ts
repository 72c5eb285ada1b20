import { ApiError } from '../api/http';
import { muteRoom, unmuteRoom } from '../api/mine';
import type { MenuItem } from '../dom/menu';
import { dayAndTime } from '../dom/time';
import { toast } from '../frame/toast';

const HOUR_MS = 3_600_000;
const MORNING = 9;

/** For how long a room is to be quiet. */
export function muteItems(room: string, now = new Date()): readonly MenuItem[] {
  const day = (days: number, hour: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const item = (label: string, until: Date | null): MenuItem => ({
    icon: 'clock',
    label,
    act: () =>
      void attempt(async () => {
        await muteRoom(room, until);
        toast(`Muted${until ? ` until ${dayAndTime(until)}` : ''}. You are still told when somebody names you.`);
      }),
  });
  return [
    item('For one hour', new Date(now.getTime() + HOUR_MS)),
    item('Until tomorrow morning', day(1, MORNING)),
    item('For one week', day(7, now.getHours())),
    { ...item('Until I lift it', null), icon: 'mute' },
  ];
}

export function unmute(room: string): void {
  void attempt(async () => {
    await unmuteRoom(room);
    toast('No longer muted');
  });
}

async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    toast(error.message);
  }
}
