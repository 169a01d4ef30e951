// The local record in IndexedDB: survives crashes and updates, bounded by age and number, and remembers what the
// force's collector has had.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CordonEvent } from './event.ts';

/** Events kept at most, and for how long. */
const MOST_EVENTS = 20_000;
export const MOST_DAYS = 400;
export const DAY_MS = 86_400_000;

interface Stored {
  event: CordonEvent;
  /** IndexedDB has no booleans in keys: 0 is unsent, 1 is sent, 2 is what the collector does not take. */
  sent: 0 | 1 | 2;
  /** The user had it tried again: what became of that is an Event of its own. */
  again?: true;
}

/** An Event of which the user is still being asked, and the frame that holds what it is about. */
export type OpenEvent = CordonEvent & { heldBy?: { tabId: number; frameId: number } };

interface RecordSchema extends DBSchema {
  events: {
    key: number;
    value: Stored;
    indexes: { time: number; sent: number; id: string };
  };
  /** What the user is being asked about, as it will be told if no answer comes. */
  open: { key: string; value: OpenEvent };
}

export interface Found {
  event: CordonEvent;
  again: boolean;
}

export interface RecordStore {
  /**
   * Adds an Event; an Event with the same id is not added twice. One that was open under this id is so no longer.
   * @param again see `find`.
   */
  add(event: CordonEvent, again?: boolean): Promise<void>;
  /** The Event with this id, if it is in the record, and whether the user had it tried again. */
  find(id: string): Promise<Found | undefined>;
  /**
   * Keeps an Event for the case that its end is never told, because the browser is gone before. Nothing happens where it
   * is in the record already.
   */
  open(event: OpenEvent): Promise<void>;
  /** It will not be asked: what was open under this id is so no longer, and nothing is recorded of it. */
  close(id: string): Promise<void>;
  /** The Events that are open, by id. */
  opened(): Promise<OpenEvent[]>;
  /** Events from `from` (milliseconds since 1970), oldest first. */
  since(from: number): Promise<CordonEvent[]>;
  /** The oldest Events that the collector has not had, at most `count`. */
  unsent(count: number): Promise<CordonEvent[]>;
  markSent(ids: readonly string[]): Promise<void>;
  /** Deletes Events from before `time` (milliseconds since 1970). */
  forget(time: number): Promise<void>;
  /** The collector takes other Events but not these: they stay in the record and are not sent again. */
  setAside(ids: readonly string[]): Promise<void>;
}

/** Opens the record; it is made when it is missing. */
export function openRecord(name = 'cordon'): RecordStore {
  let opening: Promise<IDBPDatabase<RecordSchema>> | undefined;

  function database(): Promise<IDBPDatabase<RecordSchema>> {
    opening ??= openDB<RecordSchema>(name, 2, {
      upgrade(db, before) {
        if (before < 1) {
          const events = db.createObjectStore('events', { autoIncrement: true });
          events.createIndex('time', 'event.time');
          events.createIndex('sent', 'sent');
          events.createIndex('id', 'event.id', { unique: true });
        }
        if (before < 2) db.createObjectStore('open', { keyPath: 'id' });
      },
      /** A later version of Cordon wants to open it: this page does not keep it waiting. */
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
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

  /**
   * The time by which age is counted: that of the last Event which is a day older than the newest. A clock that is ahead
   * for some hours would otherwise make everything before it too old. Undefined where there is none.
   */
  async function latestTime(db: IDBPDatabase<RecordSchema>): Promise<number | undefined> {
    const times = db.transaction('events').store.index('time');
    const newest = (await times.openCursor(null, 'prev'))?.value.event.time ?? 0;
    return (await times.openCursor(IDBKeyRange.upperBound(newest - DAY_MS), 'prev'))?.value.event.time;
  }

  async function prune(db: IDBPDatabase<RecordSchema>): Promise<void> {
    const latest = await latestTime(db);
    const oldest = latest === undefined ? Number.NEGATIVE_INFINITY : latest - MOST_DAYS * DAY_MS;
    const tx = db.transaction('events', 'readwrite');
    let surplus = (await tx.store.count()) - MOST_EVENTS;
    for (let cursor = await tx.store.index('time').openCursor(); cursor; cursor = await cursor.continue()) {
      if (surplus <= 0 && cursor.value.event.time >= oldest) break;
      await cursor.delete();
      surplus--;
    }
    await tx.done;
  }

  async function mark(ids: readonly string[], sent: Stored['sent']): Promise<void> {
    const db = await database();
    const tx = db.transaction('events', 'readwrite');
    for (const id of ids) {
      const cursor = await tx.store.index('id').openCursor(id);
      await cursor?.update({ ...cursor.value, sent });
    }
    await tx.done;
  }

  return {
    async add(event, again = false) {
      const db = await database();
      const tx = db.transaction(['events', 'open'], 'readwrite');
      const events = tx.objectStore('events');
      if ((await events.index('id').count(event.id)) === 0)
        await events.add({ event, sent: 0, ...(again ? { again } : {}) });
      await tx.objectStore('open').delete(event.id);
      await tx.done;
      await prune(db);
    },
    async open(event) {
      const db = await database();
      const tx = db.transaction(['events', 'open'], 'readwrite');
      if ((await tx.objectStore('events').index('id').count(event.id)) === 0)
        await tx.objectStore('open').put(event);
      await tx.done;
    },
    async find(id) {
      const found = await (await database()).getFromIndex('events', 'id', id);
      return found && { event: found.event, again: found.again ?? false };
    },
    async close(id) {
      await (await database()).delete('open', id);
    },
    async opened() {
      return (await database()).getAll('open');
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
    async forget(time) {
      const tx = (await database()).transaction('events', 'readwrite');
      const old = IDBKeyRange.upperBound(time, true);
      for (
        let cursor = await tx.store.index('time').openCursor(old);
        cursor;
        cursor = await cursor.continue()
      )
        await cursor.delete();
      await tx.done;
    },
    markSent: (ids) => mark(ids, 1),
    setAside: (ids) => mark(ids, 2),
  };
}
