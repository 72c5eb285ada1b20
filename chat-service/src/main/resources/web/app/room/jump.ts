import { toast } from '../frame/toast';
import type { MessageLog } from './messageLog';
import type { RoomPanels } from './roomPanels';
import type { RoomSync } from './roomSync';

const PAGE = 200;
const PAGES = 10;

/** Shows a message of this room, however far back, within reason; one that belongs to a thread in its thread. */
export async function jump(seq: number, sync: RoomSync, log: MessageLog, panels: RoomPanels): Promise<void> {
  for (let pages = 0; !log.reveal(seq); pages++) {
    const { answers, firstSeq, hasMore } = sync.store.state;
    const root = answers.get(seq);
    if (root !== undefined) {
      panels.openThread(root, seq);
      return;
    }
    if (!hasMore || firstSeq === null || firstSeq <= seq || pages === PAGES) {
      toast('That message is too far back to be shown here.');
      return;
    }
    await sync.older(firstSeq, PAGE);
    if (sync.disposed || sync.store.state.firstSeq === firstSeq) {
      return;
    }
  }
  if (window.matchMedia('(max-width: 68rem)').matches) {
    panels.close();
    log.reveal(seq);
  }
}
