import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { nextPath, swapIn } from '../../electron/store/copies/swap.ts';
import { mergeDatabases } from '../../electron/store/merge/merge.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { readTags } from '../../shared/case/tags.ts';
import type { MergeOutcome } from '../../shared/contract/bundles.ts';
import { instant, later, MINUTE, type Instant } from '../../shared/clock.ts';
import {
  ask,
  content,
  KEY,
  noAnswer,
  noBreath,
  notRecognised,
  NOON,
  receipt,
  status,
  temporaryFolder,
} from './temporary-store.ts';

/** What an office does in a day, as far as a merge can meet it. `which`: one of a handful of cases. */
export type Deed =
  | { readonly do: 'add' | 'archive' | 'unarchive' | 'delete' | 'restore' | 'purge' | 'read'; readonly which: number }
  | {
      readonly do: 'ask';
      readonly which: number;
      readonly answer: 'received' | 'evidence' | 'unknown' | 'lost' | 'none';
    }
  | {
      readonly do: 'write';
      readonly which: number;
      readonly field: 'client' | 'label' | 'tags' | 'notes';
      readonly text: string;
    }
  | { readonly do: 'pin' | 'weekly'; readonly which: number }
  | { readonly do: 'file'; readonly group: 'approved' | 'denied' }
  | { readonly do: 'prune' };

const TITLES = {
  received: 'Case Was Received',
  evidence: 'Request for Evidence Was Sent',
  unknown: 'An Invented Title',
};

/** An office's database file, which is open only while something is done in it. */
export interface Office {
  readonly path: string;
  /** What its clock says. */
  now(): Instant;
  /** Does these things, one a minute. Each office's clock is a little apart, so that no two moments are one. */
  live(deeds: readonly Deed[]): Promise<void>;
  /** Looks at the closed file. */
  look<Value>(use: (connection: Connection) => Value): Value;
  /** A copy of the file, for a colleague, whose clock is `apart` milliseconds from ours. */
  handOver(apart: number): Office;
  /** Merges a colleague's file into this one. */
  merge(other: Office): MergeOutcome;
}

export const ORIGIN = { workspace: 'b'.repeat(16), name: 'Northside' };

export function office(path = join(temporaryFolder(), 'cases.db'), apart = 0, from: Instant = NOON): Office {
  let now = later(from, apart);
  return {
    path,
    now: () => now,
    async live(deeds) {
      const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
      if (!opened.ok) throw new Error(opened.problem.kind);
      try {
        for (const deed of deeds) {
          now = later(now, MINUTE);
          await act(opened.value, deed, now);
        }
      } finally {
        opened.value.close();
      }
    },
    look(use) {
      const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
      try {
        return use(connection);
      } finally {
        connection.close();
      }
    },
    handOver(more) {
      const copy = join(temporaryFolder(), 'cases.db');
      copyFileSync(path, copy);
      return office(copy, more, now);
    },
    merge(other) {
      // A colleague's file comes after it was made.
      now = later(instant(Math.max(now, other.now())), MINUTE);
      const merged = mergeDatabases({
        path,
        keyHex: KEY,
        bundle: other.path,
        bundleKeyHex: KEY,
        origin: ORIGIN,
        at: now,
      });
      if (!merged.ok) throw new Error(JSON.stringify(merged.problem));
      if (existsSync(nextPath(path))) swapIn(path, null);
      return merged.value;
    },
  };
}

async function act(store: Store, deed: Deed, now: Instant): Promise<void> {
  if (deed.do === 'file') {
    store.titles.file('an invented title', deed.group, now);
    return;
  }
  if (deed.do === 'prune') {
    await store.ledger.prune(instant(now - 5 * MINUTE), noBreath);
    return;
  }
  const number = 1 + deed.which;
  const next = () => instant(now + 90 * MINUTE);
  const [line] = await store.cases.preview(receipt(number), noBreath);
  const verdict = line?.verdict;
  if (deed.do === 'add') {
    await store.cases.add([{ receipt: receipt(number), client: '', label: '' }], now, noBreath);
    return;
  }
  if (verdict === undefined || !('caseId' in verdict)) return;
  const id = verdict.caseId;
  if (deed.do === 'restore') {
    await store.trash.restore([id], next, noBreath);
    return;
  }
  if (deed.do === 'purge') {
    await store.trash.purge([id], now, noBreath);
    return;
  }
  if (verdict.kind === 'deleted') return;
  switch (deed.do) {
    case 'archive':
    case 'unarchive':
      await store.cases.archive([id], deed.do === 'archive', now, next, noBreath);
      return;
    case 'delete':
      await store.trash.delete([id], now, noBreath);
      return;
    case 'read': {
      const ids = store.cases.detail(id)?.changes.map((change) => change.id) ?? [];
      if (ids.length > 0) await store.changes.acknowledge({ ids: ids.slice(0, 1), read: true }, now, noBreath);
      return;
    }
    case 'ask': {
      if (verdict.archived) return;
      const answer =
        deed.answer === 'lost'
          ? notRecognised
          : deed.answer === 'none'
            ? noAnswer
            : status(content(number, { title: { en: TITLES[deed.answer], es: null } }));
      ask(store, id, answer, now, '0123456789abcdef');
      return;
    }
    case 'write':
      store.cases.change(id, { [deed.field]: deed.field === 'tags' ? readTags(deed.text) : deed.text }, now, next);
      return;
    case 'pin':
      store.cases.change(id, { pinned: true }, now, next);
      return;
    case 'weekly':
      store.cases.change(id, { cadence: 'weekly' }, now, next);
  }
}
