import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instant, MINUTE } from '../../shared/clock.ts';
import type { CaseRow } from '../../shared/contract/cases.ts';
import { groupsOfCode, type RecoveryCode } from '../../shared/recovery-code.ts';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';
import { receipt } from '../support/temporary-store.ts';

/** Makes the recovery code of a workspace as a person does. */
async function codeOf({ workspaces }: Program, id: string): Promise<string> {
  const { groups, asked } = good(workspaces.keys.newCode(id));
  good(
    await workspaces.keys.confirmCode(
      id,
      asked.map((index) => groups[index] ?? ''),
    ),
  );
  return groups.join('-');
}

interface Made {
  readonly machine: Computer;
  readonly program: Program;
  readonly id: string;
  readonly target: string;
}

/** An office with two cases, and a place for its bundle. */
async function office(name: string, numbers: readonly number[]): Promise<Made> {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox(name)));
  for (const number of numbers) {
    // One at a time: between two nobody moves the clock.
    await program.workspaces
      .current()
      ?.addCases([{ receipt: receipt(number), client: `Client ${number} of ${name}`, label: '' }]);
  }
  program.workspaces.setPaused(true);
  return { machine, program, id, target: join(machine.root, '..', '..', `${name}.caseharbor-bundle`) };
}

const shownCases = ({ workspaces }: Pick<Program, 'workspaces'>, search = ''): CaseRow[] =>
  workspaces.current()?.store.cases.page(
    {
      filter: { search, stage: null, group: null, only: 'all', archived: false },
      sort: { by: 'receipt', descending: false },
      offset: 0,
      limit: 100,
    },
    instant(0),
  ) ?? [];

const clients = (program: Pick<Program, 'workspaces'>): string[] =>
  shownCases(program).map(({ receipt: number, client }) => `${number} ${client}`);

describe('a bundle', () => {
  test('is made, opened elsewhere with its code as a new workspace, and leaves nothing behind', async () => {
    const from = await office('Northside', [1, 2]);
    const code = await codeOf(from.program, from.id);
    const made = good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    expect(made).toEqual({ path: from.target, bytes: statSync(from.target).size });
    expect(readdirSync(dirname(from.target)).sort()).toEqual(['Northside.caseharbor-bundle', 'profile']);
    expect(readdirSync(join(from.machine.root, from.id))).not.toContain('bundle-draft');

    const machine = computer();
    const { workspaces } = await machine.start();
    expect(good(await workspaces.bundles.choose(from.target))).toEqual({ file: 'Northside.caseharbor-bundle' });
    expect(workspaces.bundles.state()).toMatchObject({ chosen: { file: 'Northside.caseharbor-bundle' }, bundle: null });
    expect(good(await workspaces.bundles.open(code.toLowerCase()))).toEqual({ outcome: 'opened', wait: 0 });
    expect(workspaces.bundles.state()).toMatchObject({
      chosen: null,
      work: null,
      bundle: {
        name: 'Northside',
        environment: 'sandbox',
        program: '0.1.0',
        counts: { cases: 2 },
        merge: null,
        isOther: false,
      },
    });
    const { id } = good(await workspaces.bundles.make('keychain'));
    expect(id).not.toBe(from.id);
    expect(clients({ workspaces })).toEqual([
      `${receipt(1)} Client 1 of Northside`,
      `${receipt(2)} Client 2 of Northside`,
    ]);
    const [view] = workspaces.list();
    // The key is its own, so it wants a code of its own; the credentials stayed where they were.
    expect(view).toMatchObject({ name: 'Northside', hasCredentials: false, paused: true, recovery: 'wanted' });
    expect([...machine.entries.keys()]).toEqual([`${id}/database_key`]);
    expect([...machine.entries.values()]).not.toContain(from.machine.entries.get(`${from.id}/database_key`));
    expect(readdirSync(machine.root).filter((name) => name !== id && !name.startsWith('budget'))).toEqual([]);
  });

  test('says nothing in clear but that it is one, and the slot that the code opens', async () => {
    const from = await office('Northside', [1]);
    const code = await codeOf(from.program, from.id);
    good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    const bytes = readFileSync(from.target);
    const line = bytes.subarray(0, bytes.indexOf('\n'));
    const head = JSON.parse(line.toString()) as { slot: { keys: unknown[] } };
    expect(Object.keys(head)).toEqual(['format', 'version', 'slot', 'salt']);
    expect(head.slot).toEqual(JSON.parse(readFileSync(join(from.machine.root, from.id, 'recovery.json'), 'utf8')));
    const key = from.machine.entries.get(`${from.id}/database_key`) ?? '';
    for (const secret of [
      'Northside',
      'Client 1',
      receipt(1),
      code,
      'an-invented-secret',
      'SQLite format',
      '127.0.0.1',
      key,
    ]) {
      expect(bytes.includes(secret), secret).toBe(false);
    }
    expect(bytes.includes(Buffer.from(key, 'hex'))).toBe(false);
    // Two bundles of one state have nothing in common but their slot.
    const again = `${from.target}2`;
    good(await from.program.workspaces.bundles.exportTo(from.id, again));
    const rest = (path: string): Buffer => readFileSync(path).subarray(line.length + 1);
    expect(rest(again).subarray(0, 64)).not.toEqual(rest(from.target).subarray(0, 64));
  });

  test('that a killed program had half packed is cleared away by the next opening', async () => {
    const { machine, program, id } = await office('Northside', [1]);
    const draft = join(machine.root, id, 'bundle-draft');
    mkdirSync(draft);
    writeFileSync(join(draft, 'cases.caseharbor'), 'half');
    good(await program.workspaces.open(id));
    expect(existsSync(draft)).toBe(false);
  });

  test('wants a code first, and a place outside that can be written', async () => {
    const { program, id, target, machine } = await office('Northside', [1]);
    const { bundles } = program.workspaces;
    expect(await bundles.exportTo(id, target)).toMatchObject({ problem: { kind: 'bundle_needs_code' } });
    await codeOf(program, id);
    expect(await bundles.exportTo(id, join(machine.root, 'inside'))).toMatchObject({
      problem: { kind: 'place_within' },
    });
    expect(await bundles.exportTo(id, join(machine.root, '..', '..', 'nowhere', 'x'))).toMatchObject({
      problem: { kind: 'file_failed' },
    });
    mkdirSync(target);
    expect(await bundles.exportTo(id, target)).toMatchObject({ problem: { kind: 'file_failed' } });
    rmSync(target, { recursive: true });
    // What lies there under that name stays until the new one is whole.
    writeFileSync(target, 'of before');
    if (process.platform === 'linux') {
      mkdirSync(`${target}.draft`);
      expect(await bundles.exportTo(id, target)).toMatchObject({ problem: { kind: 'file_failed' } });
      expect(readFileSync(target, 'utf8')).toBe('of before');
      rmSync(`${target}.draft`, { recursive: true });
    }
    good(await bundles.exportTo(id, target));
    expect(readFileSync(target, 'utf8').startsWith('{"format":"caseharbor-bundle"')).toBe(true);
    expect(bundles.state().work).toBeNull();
  });

  test('that is foreign, cut off, altered or newer is told, and nothing of it stays', async () => {
    const from = await office('Northside', [1]);
    const code = await codeOf(from.program, from.id);
    good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    const sound = readFileSync(from.target);
    const machine = computer();
    const { workspaces } = await machine.start();
    const { bundles } = workspaces;
    const tried = async (bytes: Buffer): Promise<string> => {
      writeFileSync(from.target, bytes);
      const chosen = await bundles.choose(from.target);
      if (!chosen.ok) return chosen.problem.kind;
      const opened = await bundles.open(code);
      return opened.ok ? (opened.value?.outcome ?? 'cancelled') : opened.problem.kind;
    };
    expect(await tried(Buffer.from('a letter'))).toBe('bundle_foreign');
    expect(await tried(Buffer.alloc(0))).toBe('bundle_foreign');
    expect(await tried(Buffer.from(sound.toString('latin1').replace('"version":1', '"version":2'), 'latin1'))).toBe(
      'bundle_newer',
    );
    expect(await tried(sound.subarray(0, sound.length - 1))).toBe('bundle_damaged');
    expect(await tried(sound.subarray(0, sound.indexOf('\n') + 9))).toBe('bundle_damaged');
    expect(await tried(sound.subarray(0, sound.indexOf('\n')))).toBe('bundle_foreign');
    for (const share of [0.1, 0.5, 0.999]) {
      const altered = Buffer.from(sound);
      const at = sound.indexOf('\n') + 1 + Math.floor((sound.length - sound.indexOf('\n') - 1) * share);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await tried(altered), `${share}`).toBe('bundle_damaged');
    }
    // The line in clear is authenticated too.
    const head = Buffer.from(sound.toString('latin1').replace('"format"', ' "format"'), 'latin1');
    expect(await tried(head)).toBe('bundle_damaged');
    expect(readdirSync(machine.root).filter((name) => name.startsWith('bundle-'))).toEqual([]);
    expect(await tried(sound)).toBe('opened');
    bundles.forget();
    expect(readdirSync(machine.root).filter((name) => name.startsWith('bundle-'))).toEqual([]);
  });

  test('a wrong code is slowed down, a mistyped one costs nothing', async () => {
    const from = await office('Northside', [1]);
    await codeOf(from.program, from.id);
    good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    const machine = computer();
    const { workspaces } = await machine.start();
    const { bundles } = workspaces;
    good(await bundles.choose(from.target));
    const other = (await office('Other', [])).program;
    const [first] = other.workspaces.list();
    const wrong = await codeOf(other, first?.id ?? '');
    expect(await bundles.open(wrong.replace(/^./, (symbol) => (symbol === 'A' ? 'B' : 'A')))).toMatchObject({
      problem: { kind: 'code_unreadable' },
    });
    expect(good(await bundles.open(wrong))).toEqual({ outcome: 'wrong', wait: 1000 });
    expect(good(await bundles.open(wrong))).toMatchObject({ outcome: 'wait' });
    expect(bundles.state().wait).toBeGreaterThan(0);
    await machine.clock.advance(MINUTE);
    expect(good(await bundles.open(wrong))).toEqual({ outcome: 'wrong', wait: 2000 });
    expect(groupsOfCode(wrong as RecoveryCode)).toHaveLength(7);
  });
});

describe('merging a bundle', () => {
  test('shows what it would come to, keeps both sides, and can be undone', async () => {
    const from = await office('Northside', [1, 2]);
    const code = await codeOf(from.program, from.id);
    good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    const here = await office('Southside', [2, 3]);
    const { workspaces } = here.program;
    const { bundles } = workspaces;
    good(await bundles.choose(from.target));
    good(await bundles.open(code));
    expect(bundles.state().bundle?.merge).toEqual({
      onlyHere: 1,
      onlyThere: 1,
      both: 1,
      inTrashThere: 0,
      conflicts: 1,
      listed: [
        {
          receipt: receipt(2),
          over: 'client',
          here: 'Client 2 of Southside',
          there: 'Client 2 of Northside',
        },
      ],
      filings: 0,
      brokenAt: null,
    });
    const merged = good(await bundles.merge(here.id));
    expect(merged?.added).toMatchObject({ cases: 1, keptAside: 1, ledgerLines: 0 });
    expect(clients(here.program)).toEqual([
      `${receipt(1)} Client 1 of Northside`,
      `${receipt(2)} Client 2 of Southside`,
      `${receipt(3)} Client 3 of Southside`,
    ]);
    expect(workspaces.current()?.id).toBe(here.id);
    expect(bundles.state().bundle).toBeNull();
    expect(readdirSync(here.machine.root).filter((name) => name.startsWith('bundle-'))).toEqual([]);
    const [row] = shownCases(here.program, receipt(2));
    expect(workspaces.current()?.store.cases.edits(row?.id ?? 0, 10)?.edits).toMatchObject([
      { field: 'client', before: 'Client 2 of Northside', after: 'Client 2 of Southside', from: 'Northside' },
    ]);
    good(await bundles.choose(from.target));
    good(await bundles.open(code));
    const again = good(await bundles.merge(here.id));
    expect(Object.values(again?.added ?? { none: 1 }).every((count) => count === 0)).toBe(true);
    good(await workspaces.backups.restore(here.id, merged?.saved ?? ''));
    expect(shownCases(here.program)).toHaveLength(2);
  });

  test('of another environment is refused, and the workspace stays open', async () => {
    const from = await office('Northside', [1]);
    const code = await codeOf(from.program, from.id);
    good(await from.program.workspaces.bundles.exportTo(from.id, from.target));
    const machine = computer();
    const { workspaces } = await machine.start();
    const { id } = good(await workspaces.create({ ...sandbox('Real'), environment: 'production' }));
    workspaces.setPaused(true);
    good(await workspaces.bundles.choose(from.target));
    good(await workspaces.bundles.open(code));
    expect(workspaces.bundles.state().bundle).toMatchObject({ merge: null, isOther: true });
    expect(await workspaces.bundles.merge(id)).toMatchObject({ problem: { kind: 'bundle_other_environment' } });
    expect(workspaces.current()?.id).toBe(id);
    expect(existsSync(join(machine.root, id, 'cases.db'))).toBe(true);
  });
});
