import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { MIGRATIONS } from '../../../electron/store/schema/steps.ts';
import { fingerprintOf } from '../../../electron/uscis/key.ts';
import { readSlot, slotPath } from '../../../electron/vault/recovery-slot.ts';
import { writeCredentials } from '../../../electron/vault/secrets.ts';
import { backupsFolder } from '../../../electron/workspaces/backups/keeper.ts';
import { keyByCode } from '../../../electron/workspaces/keys/recovery.ts';
import { databasePath, openWorkspaceFiles, recordSchema } from '../../../electron/workspaces/record.ts';
import { DAY, sleep, type Milliseconds } from '../../../shared/clock.ts';
import type { Result } from '../../../shared/problem.ts';
import type { Random } from '../../../shared/random.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { groupsOfCode } from '../../../shared/recovery-code.ts';
import { countedBeside } from '../budget-file.ts';
import { searchFolders } from '../clear-text.ts';
import { vaultInFile } from '../key-office.ts';
import { startLife, type Life } from '../life.ts';
import { makeOldDatabase } from '../old-databases.ts';
import { KEY } from '../temporary-store.ts';
import { badBackups, inspect, modelOf, strayFiles } from './inspect.ts';
import { crashOffice } from './office.ts';
import { readSaid, type CrashOrders, type Deed, type Go, type Said } from './words.ts';
import { Witness } from './witness.ts';

const ID = '0123456789abcdef';
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
/** Receipts that one process may use up, so that no two use the same. */
const RECEIPTS = 20_000;
/** Calls that a process has left: few enough for the budget to be met. */
const CALLS = 150;
/** More cases for an old database, so that its migration takes long enough to be met. */
const MORE_CASES = 3000;

/** What a process is killed in: its opening (a migration, where the database is older), or a deed of its load. */
export type Target = 'opening' | Deed;

export interface Round {
  readonly target: Target;
  /** How far into it, as a share of how long it took until now. */
  readonly at: number;
  /** Killed a second time while it opens, before anybody looks. */
  readonly twice: boolean;
}

/** What the rounds of a run have in common: how long things take on this computer, and what was killed in. */
export interface Figures {
  readonly took: Map<string, { sum: Milliseconds; count: number }>;
  /** What was under way at a kill, and how often. */
  readonly killed: Map<string, number>;
  /** What came to its end and was acknowledged, and how often. */
  readonly ended: Map<string, number>;
}

export const noFigures = (): Figures => ({ took: new Map(), killed: new Map(), ended: new Map() });

/** Words that are in every client's name and in every note, and the beginnings of every receipt. */
const PLANTED = ['Quartermaine', 'ZZZ900', 'ZZZ910'].map((word) => ({ what: word, forms: [Buffer.from(word)] }));

const bump = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

const good = <Value>(result: Result<Value>): Value => {
  if (!result.ok) throw new Error(`${result.problem.kind}: ${result.problem.detail ?? ''}`);
  return result.value;
};

/** An office on the disk, whose program is killed over and over, and looked at after each kill. */
export interface CrashedOffice {
  /** Gives what is not as it must be. */
  round(round: Round): Promise<string[]>;
  stop(): Promise<void>;
}

/** `version`: the program that made the office's database, and filled it. */
export async function crashedOffice(
  root: string,
  version: number,
  random: Random,
  figures: Figures,
): Promise<CrashedOffice> {
  const simulator = await startSimulator({
    clock: systemClock,
    anyReceipt: true,
    limits: { perSecond: Number.POSITIVE_INFINITY, perDay: Number.POSITIVE_INFINITY },
  });
  const second = join(dirname(root), 'second');
  const { folder, unproved } = await makeOffice(root, version, simulator, second);
  const path = databasePath(folder);
  const witness = new Witness(modelOf(path, KEY), 'Office');
  const tried = new Set<string>();
  const keys = [KEY];
  const cache = { NODE_COMPILE_CACHE: join(dirname(root), 'compiled') };
  /** The schema that the database has, as far as it was seen. */
  let stands = version;
  /** Calls that the present day has. */
  let limit = CALLS;
  let lives = 0;
  let prepared: Life | null = null;
  let hears: (line: string) => void = () => undefined;

  const prepare = (): Life => {
    lives += 1;
    const orders: CrashOrders = { root, id: ID, seed: Math.floor(random.next() * 2 ** 31), from: lives * RECEIPTS };
    return startLife('crash/crash-process.ts', [JSON.stringify(orders)], (line) => hears(line), cache);
  };

  /** Lets a process live until it is killed in its target. Gives what went wrong in it. */
  async function live(target: Target, at: number, working: boolean): Promise<string[]> {
    const life = prepared ?? prepare();
    const from = lives;
    prepared = null;
    const began = new Map<string, Milliseconds>();
    const opening = stands < NEWEST ? 'migration' : 'opening';
    const expected = (name: string): Milliseconds => {
      const known = figures.took.get(name);
      return known === undefined ? 2000 : known.sum / known.count;
    };
    const ended = (name: string): void => {
      const took = systemClock.monotonic() - (began.get(name) ?? 0);
      const known = figures.took.get(name) ?? { sum: 0, count: 0 };
      figures.took.set(name, { sum: known.sum + took, count: known.count + 1 });
      bump(figures.ended, name);
    };
    const killIn = (name: string): void => {
      // A pull goes on after it was asked for, while other things are done.
      const longest = name === 'ask' ? 800 : expected(name) * 1.4;
      systemClock.after(at * longest, () => life.kill());
    };
    hears = (line) => {
      const said = readSaid(line);
      witness.hear(said);
      if (said.say === 'opening') began.set(opening, systemClock.monotonic());
      if (said.say === 'opening' && target === 'opening') killIn(opening);
      if (said.say === 'opened') ended(opening);
      if (said.say === 'begin' && !began.has(target) && said.deed === target) killIn(said.deed);
      if (said.say === 'begin') began.set(said.deed, systemClock.monotonic());
      if (said.say === 'end') ended(said.deed);
      if (said.say === 'edited') bump(figures.ended, 'edit');
    };
    const has = (say: Said['say']): boolean => life.told.some((line) => readSaid(line).say === say);
    const go: Go = {
      first: target === 'opening' ? null : target,
      working,
      backups: witness.backups,
      undo: witness.undo,
    };
    for (const line of life.told) hears(line);
    life.say(JSON.stringify(go));
    const end = await life.ended;
    hears = () => undefined;
    for (const name of has('opened') ? witness.running : [opening]) bump(figures.killed, name);
    return end.killed ? [] : [`process ${from} ended by itself with ${end.code ?? 'a signal'}`];
  }

  /** Opens the office as the next program does, without a network, until what was left half done is finished. */
  async function finish(): Promise<string[]> {
    const workspaces = crashOffice(root, false, {
      fault: (what) => witness.faults.push(what),
      announced: (changes) => witness.hear({ say: 'announced', changes: [...changes] }),
      changed: () => undefined,
    });
    const opened = await workspaces.open(ID);
    if (!opened.ok) return [`does not open: ${opened.problem.kind} ${opened.problem.detail ?? ''}`];
    // A half purge goes on, and the second disk is looked at, which takes a moment.
    const isDone = (): boolean => {
      const at = workspaces.current()?.store.trash.nextPurgeAt() ?? null;
      const looked = good(workspaces.backups.state(ID)).second !== null;
      return looked && (at === null || at > systemClock.now());
    };
    while (!isDone()) await sleep(systemClock, 5);
    const wrong: string[] = [];
    const name = workspaces.list()[0]?.name ?? '';
    if (!witness.names.includes(name)) wrong.push(`is called ${name}, not ${witness.names.join(' or ')}`);
    witness.settleName(name);
    limit = Math.max(0, ...callsOfNow(root, simulator)) + CALLS;
    good(await workspaces.change(ID, { ...asking(simulator, limit), hours: null, credentials: null }));
    if (stands < NEWEST) {
      const [before] = good(workspaces.backups.state(ID)).backups.filter(({ reason }) => reason === 'before_migration');
      if (before === undefined) wrong.push('nothing was saved before the migration');
      else witness.knows(before.id);
    }
    await workspaces.close();
    stands = NEWEST;
    return wrong;
  }

  /** Looks at everything that lies on the disk. */
  async function look(): Promise<string[]> {
    // First of all: whoever only reads a database leaves an empty log beside it.
    const stray = strayFiles(folder);
    const wrong = stray.length === 0 ? [] : [`in the folder: ${stray.join(', ')}`];
    const entries = vaultInFile(root).entries();
    const accounts = Object.keys(entries).sort();
    const key = entries[`${ID}/database_key`] ?? '';
    if (accounts.join() !== [`${ID}/credentials`, `${ID}/database_key`].join()) {
      wrong.push(`the keychain holds ${accounts.join(', ')}`);
    }
    const isOldKey = key === keys.at(-1);
    if (!isOldKey) keys.push(key);
    wrong.push(...(await lookAtCode(key)));
    for (const into of [backupsFolder(folder), join(second, `caseharbor-${ID}`)]) {
      wrong.push(...badBackups(into, keys, tried).map((bad) => `${basename(into)}: ${bad}`));
    }
    const inspected = inspect(path, key);
    wrong.push(...inspected.broken, ...witness.settle(inspected.found, isOldKey));
    if (inspected.unproved > unproved)
      wrong.push(`${inspected.unproved - unproved} answers have no line in the ledger`);
    wrong.push(...overspent());
    for (const name of readdirSync(folder).filter((each) => each.startsWith('damaged-'))) {
      rmSync(join(folder, name), { recursive: true });
    }
    return [...wrong, ...witness.faults.splice(0)];
  }

  /** The code that was acknowledged last opens the database; or, where one was under way, that one. */
  async function lookAtCode(key: string): Promise<string[]> {
    if (witness.codes.length === 0) return [];
    // The first code of all was begun, and need not have been written.
    if (!witness.codeCounts && !existsSync(slotPath(folder))) return [];
    for (const code of witness.codes.toReversed()) {
      const opens = await keyByCode(path, slotPath(folder), code, undefined);
      if (!opens.ok || opens.value !== key) continue;
      witness.settleCode(code);
      const slot = good(readSlot(slotPath(folder)));
      return slot?.keys.length === 1 ? [] : [`the slot holds ${slot?.keys.length ?? 'no'} keys`];
    }
    return ['no code opens the database'];
  }

  /** What of the office can be read without its key, in whatever the killed process left. */
  function readable(): string[] {
    const held = Object.values(vaultInFile(root).entries());
    const forbidden = [
      ...PLANTED,
      ...held.map((secret) => ({ what: 'a secret', forms: [Buffer.from(secret)] })),
      ...[...keys, ...held.filter((secret) => /^[0-9a-f]{64}$/.test(secret))].map((key) => ({
        what: 'a key',
        forms: [Buffer.from(key), Buffer.from(key, 'hex')],
      })),
      ...witness.codes.map((code) => ({ what: 'a code', forms: [Buffer.from(groupsOfCode(code).join('-'))] })),
    ];
    return searchFolders([root, second], forbidden);
  }

  function overspent(): string[] {
    const made = simulator.requests.count({ method: 'GET' });
    const counted = callsOfNow(root, simulator);
    const all = counted.reduce((sum, used) => sum + used, 0);
    return [
      ...(all < made ? [`${made} calls were made, and ${all} taken out of the budget`] : []),
      ...counted.filter((used) => used > limit).map((used) => `${used} calls on a day that has ${limit}`),
    ];
  }

  return {
    async round({ target, at, twice }) {
      const wrong = await live(target, at, true);
      if (twice && wrong.length === 0) wrong.push(...(await live('opening', random.next(), false)));
      wrong.push(...readable());
      // The next one loads its program meanwhile.
      prepared = prepare();
      wrong.push(...(await finish()));
      if (wrong.length === 0) wrong.push(...(await look()));
      return wrong;
    },
    async stop() {
      prepared?.kill();
      await prepared?.ended;
      await simulator.stop();
    },
  };
}

/** How a process asks: fast, and only so often a day. */
const asking = ({ tokenUrl, apiBase }: Simulator, perDay: number) => ({
  endpoints: { tokenUrl, apiBase },
  limits: { perSecond: 100, perDay, share: 1, zone: 'America/New_York' },
});

/** How many calls were taken out of the budget for each day that is not long over: an old database brings some of its own. */
function callsOfNow(root: string, { credentials, apiBase }: Simulator): number[] {
  if (!existsSync(join(root, 'budget.db'))) return [];
  const since = new Date(systemClock.now() - 2 * DAY).toISOString().slice(0, 10);
  const counted = countedBeside(join(root, 'any'), fingerprintOf(credentials.clientId, apiBase));
  return [...counted].filter(([day]) => day >= since).map(([, used]) => used);
}

/** An office as a program of that version left it, with cases enough for a migration to take its time. */
async function makeOffice(
  root: string,
  version: number,
  simulator: Simulator,
  second: string,
): Promise<{ folder: string; unproved: number }> {
  const files = openWorkspaceFiles({ root, clock: systemClock, recoveredName: (id) => id }, (kept) => {
    throw new Error(`damaged: ${kept}`);
  });
  const { folder } = files.make(
    recordSchema.parse({
      id: ID,
      name: 'Office',
      environment: 'sandbox',
      ...ENVIRONMENT_DEFAULTS.sandbox,
      ...asking(simulator, CALLS),
      hours: null,
      secretsIn: 'keychain',
      hasDatabaseKey: true,
      hasCredentials: true,
      hasDatabase: true,
      paused: false,
      backupFolder: second,
      createdAt: 0,
    }),
  );
  mkdirSync(join(second, `caseharbor-${ID}`), { recursive: true });
  const place = vaultInFile(root).vault.open('keychain', ID, folder);
  good(await place.write('database_key', KEY));
  good(await writeCredentials(place, simulator.credentials));
  makeOldDatabase(databasePath(folder), version);
  return { folder, unproved: fillOld(databasePath(folder), version) };
}

/** Gives how many answers have no line in its ledger. */
function fillOld(path: string, version: number): number {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    connection.exec(`
      INSERT INTO cases (receipt, client, client_key, label, cadence, created_at, status_group, stage, recognition, folded)
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MORE_CASES})
      SELECT 'ZZZ' || (9100000000 + n), 'Quartermaine ' || n, 'quartermaine ' || n, 'Label ' || n, 'automatic', 1000,
        'unclassified', 'unknown', 'never_asked', ' zzz' || (9100000000 + n) || ' quartermaine ' || n || ' label ' || n
      FROM numbers`);
    const lines = version < 3 ? '0' : '(SELECT count(*) FROM ledger)';
    const unproved = connection.statement<object, { value: number }>(
      'crash.unproved',
      `SELECT count(*) - ${lines} AS value FROM checks WHERE answer IS NOT NULL`,
    );
    return unproved.get({})?.value ?? 0;
  } finally {
    connection.close();
  }
}
