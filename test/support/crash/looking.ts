import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import type { Simulator } from '../../../electron/simulator/simulator.ts';
import { openBundle, readBundleHead } from '../../../electron/store/copies/bundle-file.ts';
import { removeDatabase } from '../../../electron/store/disk.ts';
import { fingerprintOf } from '../../../electron/uscis/key.ts';
import { openSlot, readSlot, slotIn, slotPath } from '../../../electron/vault/recovery-slot.ts';
import { backupsFolder } from '../../../electron/workspaces/backups/keeper.ts';
import { keyByCode } from '../../../electron/workspaces/keys/recovery.ts';
import { databasePath } from '../../../electron/workspaces/record.ts';
import { DAY } from '../../../shared/clock.ts';
import { groupsOfCode, type RecoveryCode } from '../../../shared/recovery-code.ts';
import { countedBeside } from '../budget-file.ts';
import { searchFolders } from '../clear-text.ts';
import { good } from '../good.ts';
import { vaultInFile } from '../key-office.ts';
import { brokenRules } from '../store-rules.ts';
import { badBackups, ID, seenAs, strayFiles, type Grounds } from './grounds.ts';
import { asFound, differences, type Found } from './facts.ts';
import { brokenIn, factsIn, unprovedIn, withDatabase } from './inspect.ts';
import type { Witness } from './witness.ts';

/** Words that are in every client's name and in every note, and the beginnings of every receipt. */
const PLANTED = ['Quartermaine', 'ZZZ900', 'ZZZ910'].map((word) => ({ what: word, forms: [Buffer.from(word)] }));

/** Looks at what a killed process left. Each gives what is not as it must be. */
export interface Looking {
  /** What of the office can be read without its key, before anybody opened it again. */
  readable(): string[];
  /** Everything that lies on the disk, after it was opened and closed again. `folder`: where the workspace is; `others`: made of bundles. */
  all(folder: string, others: readonly string[], limit: number): Promise<string[]>;
}

/** `theirs`: what the bundles of another office hold; `key`: the database's own at the beginning; `unproved`: how many answers had no line then. */
export function createLooking(
  grounds: Grounds,
  witness: Witness,
  simulator: Simulator,
  theirs: ReadonlyMap<string, Found>,
  { key: first, unproved }: { readonly key: string; readonly unproved: number },
): Looking {
  const { root, second, out } = grounds;
  const tried = new Set<string>();
  const keys = [first];
  const codes = (): readonly RecoveryCode[] => witness.outside('code').filter((code) => code !== '') as RecoveryCode[];

  /** The code that was acknowledged last opens the database; or, where one was under way, that one. */
  async function lookAtCode(folder: string, key: string): Promise<string[]> {
    // The first code of all was begun, and need not have been written.
    if (witness.outside('code').includes('') && !existsSync(slotPath(folder))) return [];
    for (const code of codes().toReversed()) {
      const opens = await keyByCode(databasePath(folder), slotPath(folder), code, undefined);
      if (!opens.ok || opens.value !== key) continue;
      witness.settleOutside('code', code);
      const slot = good(readSlot(slotPath(folder)));
      return slot?.keys.length === 1 ? [] : [`the slot holds ${slot?.keys.length ?? 'no'} keys`];
    }
    return ['no code opens the database'];
  }

  /** A bundle that was exported is whole, its code opens it, and it holds what there was. */
  async function lookAtBundle(file: string): Promise<string[]> {
    if (!existsSync(file)) return witness.judgeBundle(file, null);
    if (tried.has(seenAs(file))) return [];
    tried.add(seenAs(file));
    const head = readBundleHead(file);
    const slot = head.ok ? slotIn(head.value.slot) : head;
    if (!slot.ok) return ['it is no bundle'];
    for (const code of [...witness.codes].toReversed()) {
      const opens = await openSlot(slot.value, code);
      const [key] = opens.ok ? opens.value : [];
      if (key === undefined) continue;
      const into = join(dirname(file), 'taken out.db');
      try {
        if (!openBundle(file, key, into).ok) return ['it is damaged'];
        return withDatabase(into, key, (connection) => [
          ...brokenRules(connection),
          ...witness.judgeBundle(file, factsIn(connection)),
        ]);
      } finally {
        removeDatabase(into);
      }
    }
    return ['no code opens it'];
  }

  async function lookAtBundles(): Promise<string[]> {
    const wrong: string[] = [];
    const there = readdirSync(out).filter((name) => name.endsWith('.caseharbor-bundle'));
    const files = new Set([...there.map((name) => join(out, name)), ...witness.exported]);
    for (const file of files) wrong.push(...(await lookAtBundle(file)).map((bad) => `${basename(file)}: ${bad}`));
    return wrong;
  }

  /** A workspace that was made of a bundle holds what stands in one of them, and nothing else. */
  function lookAtOther(id: string, entries: Readonly<Record<string, string>>): string[] {
    return withDatabase(databasePath(join(root, id)), entries[`${id}/database_key`] ?? '', (connection) => {
      const found = factsIn(connection);
      const judged = [...theirs.values()].map((held) => differences(asFound(held), found));
      return [
        ...brokenRules(connection),
        ...judged.reduce((best, other) => (other.length < best.length ? other : best)),
      ];
    });
  }

  function overspent(limit: number): string[] {
    const made = simulator.requests.count({ method: 'GET' });
    const counted = callsOfNow(root, simulator);
    const all = counted.reduce((sum, used) => sum + used, 0);
    return [
      ...(all < made ? [`${made} calls were made, and ${all} taken out of the budget`] : []),
      ...counted.filter((used) => used > limit).map((used) => `${used} calls on a day that has ${limit}`),
    ];
  }

  return {
    readable() {
      const held = Object.values(vaultInFile(root).entries());
      const forbidden = [
        ...PLANTED,
        ...held.map((secret) => ({ what: 'a secret', forms: [Buffer.from(secret)] })),
        ...[...keys, ...held.filter((secret) => /^[0-9a-f]{64}$/.test(secret))].map((key) => ({
          what: 'a key',
          forms: [Buffer.from(key), Buffer.from(key, 'hex')],
        })),
        ...codes().map((code) => ({ what: 'a code', forms: [Buffer.from(groupsOfCode(code).join('-'))] })),
      ];
      return searchFolders([root, second, out, ...grounds.disks], forbidden);
    },

    async all(folder, others, limit) {
      // First of all: whoever only reads a database leaves an empty log beside it.
      const stray = strayFiles(grounds, folder, others);
      const wrong = stray.length === 0 ? [] : [`left behind: ${stray.join(', ')}`];
      const entries = vaultInFile(root).entries();
      const accounts = Object.keys(entries).sort();
      const key = entries[`${ID}/database_key`] ?? '';
      const wanted = [`${ID}/credentials`, ...[ID, ...others].map((id) => `${id}/database_key`)].sort();
      if (accounts.join() !== wanted.join()) wrong.push(`the keychain holds ${accounts.join(', ')}`);
      for (const other of others) wrong.push(...lookAtOther(other, entries).map((bad) => `${other}: ${bad}`));
      const isOldKey = key === keys.at(-1);
      if (!isOldKey) keys.push(key);
      wrong.push(...(await lookAtBundles()));
      wrong.push(...(await lookAtCode(folder, key)));
      for (const into of [backupsFolder(folder), join(second, `caseharbor-${ID}`)]) {
        wrong.push(...badBackups(into, keys, tried).map((bad) => `${basename(into)}: ${bad}`));
      }
      withDatabase(databasePath(folder), key, (connection) => {
        wrong.push(...brokenIn(connection), ...witness.settle(factsIn(connection), isOldKey));
        const missing = unprovedIn(connection) - unproved;
        if (missing > 0) wrong.push(`${missing} answers have no line in the ledger`);
      });
      wrong.push(...overspent(limit));
      for (const name of readdirSync(folder).filter((each) => each.startsWith('damaged-'))) {
        rmSync(join(folder, name), { recursive: true });
      }
      return [...wrong, ...witness.faults.splice(0)];
    },
  };
}

/** How many calls were taken out of the budget for each day that is not long over: an old database brings some of its own. */
export function callsOfNow(root: string, { credentials, apiBase }: Simulator): number[] {
  if (!existsSync(join(root, 'budget.db'))) return [];
  const since = new Date(systemClock.now() - 2 * DAY).toISOString().slice(0, 10);
  const counted = countedBeside(join(root, 'any'), fingerprintOf(credentials.clientId, apiBase));
  return [...counted].filter(([day]) => day >= since).map(([, used]) => used);
}
