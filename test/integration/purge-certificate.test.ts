import { readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { trashHandlers, type CertificateDocuments } from '../../electron/ipc/trash.ts';
import { ok } from '../../shared/problem.ts';
import { computer, sandbox } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';
import { temporaryFolder } from '../support/temporary-store.ts';

/** A thread copies a backup, on a computer that may be busy. */
vi.setConfig({ testTimeout: 120_000 });

test('a purge’s certificate is saved where the person says, names the backups of before, and stays to be seen', async () => {
  const machine = computer();
  const { workspaces } = await machine.start();
  const { id } = good(await workspaces.create(sandbox('Office')));
  const open = workspaces.current();
  if (open === null) throw new Error('It is not open');
  const { added } = await open.addCases([{ receipt: 'ZZZ9000000001', client: 'Ana Inconfundible', label: '' }]);
  good(await workspaces.backups.make(id, 'asked'));
  await open.deleteCases(added);
  expect(await machine.clock.breathing(open.purge(added))).not.toBeNull();

  const profile = dirname(machine.root);
  let chosen: string | null = join(profile, 'workspaces', id, 'cases.db');
  const made: unknown[] = [];
  const documents: CertificateDocuments = {
    profile,
    zone: () => 'America/New_York',
    whereToSave: () => Promise.resolve(chosen),
    certificate: (...what) => {
      made.push(what);
      return Promise.resolve(Buffer.from('a certificate'));
    },
  };
  const handlers = trashHandlers(workspaces, documents);
  const save = (purge: number) =>
    handlers['trash.certificate']({ id: purge, format: 'pdf', name: 'Certificate' }, open);
  expect(await save(1)).toMatchObject({ problem: { kind: 'place_within' } });
  chosen = null;
  expect(await save(1)).toEqual(ok(null));
  expect(await save(2)).toMatchObject({ problem: { kind: 'not_found' } });
  expect(made).toEqual([]);
  chosen = join(temporaryFolder(), 'certificate.pdf');
  expect(await save(1)).toEqual(ok({ path: chosen }));
  expect(readFileSync(chosen, 'utf8')).toBe('a certificate');
  const held = { backups: 1, goneOn: '2027-01-03', second: null };
  expect(made).toMatchObject([['pdf', { cases: 1, asked: true }, { workspace: 'Office', held }]]);
  expect(JSON.stringify(made)).not.toMatch(/Inconfundible|ZZZ9/);

  const again = await machine.start();
  good(await again.workspaces.open(id));
  const later = again.workspaces.current();
  if (later === null) throw new Error('It is not open');
  expect(await trashHandlers(again.workspaces, documents)['trash.list'](null, later)).toMatchObject({
    value: { cases: [], purges: [{ cases: 1, held }] },
  });

  // What lies in the second folder is counted while its disk is there, and else it is said that nobody knows.
  const stick = temporaryFolder();
  good(await again.workspaces.backups.useFolder(id, stick));
  const listed = async (): Promise<unknown> => trashHandlers(again.workspaces, documents)['trash.list'](null, later);
  const counted = { backups: 1, goneOn: '2027-01-03' };
  // It is copied there by itself.
  await vi.waitFor(
    async () =>
      expect(await listed()).toMatchObject({ value: { purges: [{ held: { ...counted, second: counted } }] } }),
    60_000,
  );
  renameSync(stick, `${stick} away`);
  expect(await listed()).toMatchObject({ value: { purges: [{ held: { second: 'away' } }] } });
});
