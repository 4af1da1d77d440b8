import { join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import { exportBundle } from '../../../electron/store/copies/bundle.ts';
import { openStore } from '../../../electron/store/open.ts';
import type { Store } from '../../../electron/store/store.ts';
import { writeAbout } from '../../../electron/workspaces/about.ts';
import { good } from '../good.ts';
import { vaultInFile } from '../key-office.ts';
import { DAY, later, MINUTE, type Instant } from '../../../shared/clock.ts';
import { codeOf, RANDOM_LENGTH, RECOVERY_GROUPS, type RecoveryCode } from '../../../shared/recovery-code.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { ask, content, noBreath, NOON, OTHER_KEY, receipt, status } from '../temporary-store.ts';
import type { Found } from './facts.ts';
import type { Grounds } from './grounds.ts';
import { factsIn, withDatabase } from './inspect.ts';
import { olderReceipt } from './old-office.ts';

/** Another office of invention, of which we are handed a bundle now and then. */
export interface Northside {
  readonly code: RecoveryCode;
  /** What each of its bundles holds, by file, the oldest first. */
  readonly bundles: ReadonlyMap<string, Found>;
}

const WORKSPACE = 'b'.repeat(16);
const HANDED_OVER = 3;
/** Between two hand-overs so many cases come that only it has, and so many that we have too. */
const OWN = 60;
const SHARED = 40;
/** Its own receipts begin here. */
const FROM = 5_000_000;

export async function northside({ root, from }: Pick<Grounds, 'root' | 'from'>): Promise<Northside> {
  const path = join(from, 'northside.db');
  // No secret of anybody's.
  const code = codeOf(Array.from({ length: RECOVERY_GROUPS * RANDOM_LENGTH }, () => 0));
  const sealing = { workspace: WORKSPACE, madeAt: NOON, code, keys: [OTHER_KEY] };
  const slot = await vaultInFile(root).vault.sealSlot(sealing);
  const bundles = new Map<string, Found>();
  // Not long ago: what was deleted there a month ago goes for good as soon as it comes here.
  let now = later(systemClock.now(), -DAY);
  for (let turn = 0; turn < HANDED_OVER; turn += 1) {
    const store = good(openStore({ path, keyHex: OTHER_KEY, createIfMissing: true }));
    now = await workOn(store, turn, now);
    store.close();
    const target = join(from, `Northside ${turn}.caseharbor-bundle`);
    const about = JSON.stringify({ madeAt: now, program: '0', workspace: WORKSPACE });
    const saltHex = String(turn).repeat(64);
    const staging = join(from, 'staging');
    good(exportBundle({ path, keyHex: OTHER_KEY, staging, at: now, target, slot, saltHex, about }));
    bundles.set(target, withDatabase(path, OTHER_KEY, factsIn));
  }
  return { code, bundles };
}

/** A day there: cases come, are asked, written about, held, archived, deleted; titles are filed. Gives when it ends. */
async function workOn(store: Store, turn: number, from: Instant): Promise<Instant> {
  let now = from;
  const tick = (): Instant => (now = later(now, MINUTE));
  writeAbout(store, { name: 'Northside', environment: 'sandbox', ...ENVIRONMENT_DEFAULTS.sandbox });
  const receipts = [
    ...Array.from({ length: OWN }, (_nothing, each) => receipt(FROM + turn * OWN + each)),
    ...Array.from({ length: SHARED }, (_nothing, each) => olderReceipt(1 + turn * SHARED + each)),
  ];
  const entered = receipts.map((each) => ({ receipt: each, client: 'Quartermaine', label: `Northside ${turn}` }));
  const { added } = await store.cases.add(entered, tick(), noBreath);
  const next = (): Instant => later(now, MINUTE);
  for (const [index, id] of added.entries()) {
    if (index % 5 === 0) store.cases.change(id, { notes: `Quartermaine ${turn} ${index}`, pinned: true }, tick(), next);
    if (index % 9 === 0) store.retention.hold(id, 'Quartermaine', tick());
    if (index % 4 !== 1) continue;
    for (const en of ['Case Was Received', index % 8 === 1 ? 'An Invented Title' : 'Case Was Approved']) {
      const words = content(0, { receipt: receipts[index] ?? receipt(0), title: { en, es: null } });
      ask(store, id, status(words), tick(), 'fedcba9876543210');
    }
  }
  store.titles.file('an invented title', turn === 0 ? 'approved' : 'denied', tick());
  await store.titles.regroup(next, noBreath);
  await store.cases.archive(added.slice(2, 5), true, tick(), next, noBreath);
  await store.trash.delete(added.slice(5, 8), tick(), noBreath);
  return now;
}
