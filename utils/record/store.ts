// The local record in IndexedDB: survives crashes and updates, bounded by age and number, and remembers what the
// force's collector has had.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CordonEvent } from './event.ts';

/** Events kept at most, and for how long. */
const MOST_EVENTS = 20_000;
export const MOST_DAYS = 400;

interface Stored {
  event: CordonEvent;
  /** IndexedDB has no booleans in keys: 0 is unsent, 1 is sent. */
  sent: 0 | 1;
}

interface RecordSchema extends DBSchema {
  events: {
    key: number;
    value: Stored;
    indexes: { time: number; sent: number; id: string };
  };
}

export interface RecordStore {
  /** Adds an Event; an Event with the same id is not added twice. */
  add(event: CordonEvent): Promise<void>;
  /** Events from `from` (milliseconds since 1970), oldest first. */
  since(from: number): Promise<CordonEvent[]>;
  /** The oldest Events that the collector has not had, at most `count`. */
  unsent(count: number): Promise<CordonEvent[]>;
  markSent(ids: readonly string[]): Promise<void>;
}

/** Opens the record; it is made when it is missing. */
export function openRecord(name = 'cordon'): RecordStore {
  let opening: Promise<IDBPDatabase<RecordSchema>> | undefined;

  function database(): Promise<IDBPDatabase<RecordSchema>> {
    opening ??= openDB<RecordSchema>(name, 1, {
      upgrade(db) {
        const events = db.createObjectStore('events', { autoIncrement: true });
        events.createIndex('time', 'event.time');
        events.createIndex('sent', 'sent');
        events.createIndex('id', 'event.id', { unique: true });
      },
      terminated() {
        opening = undefined;
      },
    }).catch((error) => {
      // The next call tries again: storage can be full or locked for a while.
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function prune(db: IDBPDatabase<RecordSchema>, now: number): Promise<void> {
    const tx = db.transaction('events', 'readwrite');
    const oldest = now - MOST_DAYS * 86_400_000;
    let surplus = (await tx.store.count()) - MOST_EVENTS;
    for (let cursor = await tx.store.index('time').openCursor(); cursor; cursor = await cursor.continue()) {
      if (surplus <= 0 && cursor.value.event.time >= oldest) break;
      await cursor.delete();
      surplus--;
    }
    await tx.done;
  }

  return {
    async add(event) {
      const db = await database();
      const tx = db.transaction('events', 'readwrite');
      if ((await tx.store.index('id').count(event.id)) === 0) await tx.store.add({ event, sent: 0 });
      await tx.done;
      await prune(db, event.time);
    },
    async since(from) {
      const db = await database();
      const found = await db.getAllFromIndex('events', 'time', IDBKeyRange.lowerBound(from));
      return found.map(({ event }) => event);
    },
    async unsent(count) {
      const db = await database();
      const found = await db.getAllFromIndex('events', 'sent', 0, count);
      return found.map(({ event }) => event);
    },
    async markSent(ids) {
      const db = await database();
      const tx = db.transaction('events', 'readwrite');
      for (const id of ids) {
        const cursor = await tx.store.index('id').openCursor(id);
        await cursor?.update({ ...cursor.value, sent: 1 });
      }
      await tx.done;
    },
  };
}
