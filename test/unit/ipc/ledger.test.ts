import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ledgerHandlers } from '../../../electron/ipc/ledger.ts';
import type { OpenWorkspace } from '../../../electron/workspaces/open/open-workspace.ts';
import { ok } from '../../../shared/problem.ts';

/** A profile and a folder beside it, handlers whose dialog gives `path`, and what was written. */
function exporting(path: (place: { root: string; profile: string }) => string | null) {
  const root = mkdtempSync(join(tmpdir(), 'caseharbor export '));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const profile = join(root, 'profile');
  mkdirSync(join(profile, 'workspaces'), { recursive: true });
  const written: string[] = [];
  const ledger = {
    exportCsv: (_scope: unknown, _zone: unknown, target: string) => {
      written.push(target);
      return Promise.resolve(ok({ lines: 3 }));
    },
    report: () => Promise.resolve(ok({ lines: 3 })),
  };
  const handlers = ledgerHandlers({ list: () => [{ id: 'a', name: 'Office' }] } as never, {
    profile,
    zone: () => 'UTC',
    whereToSave: () => Promise.resolve(path({ root, profile })),
    page: () => Promise.resolve(Buffer.from('a page')),
  });
  const saveDocument = (target: string) => {
    written.push(target);
    return Promise.resolve();
  };
  const open = { id: 'a', environment: 'sandbox', ledger, saveDocument } as unknown as OpenWorkspace;
  const run = (format: 'csv' | 'pdf') =>
    handlers['ledger.export']({ scope: { of: 'all' }, format, name: 'Ledger' }, open);
  return { root, profile, written, run };
}

it.each(['csv', 'pdf'] as const)('an export (%s) goes where the person says', async (format) => {
  const { root, written, run } = exporting((place) => join(place.root, 'ledger'));
  expect(await run(format)).toEqual(ok({ path: join(root, 'ledger'), lines: 3 }));
  expect(written).toEqual([join(root, 'ledger')]);
});

it.each(['csv', 'pdf'] as const)('an export (%s) is refused a place in the program’s own folder', async (format) => {
  const { written, run } = exporting(({ profile }) => join(profile, 'workspaces', 'cases.db'));
  expect(await run(format)).toMatchObject({ ok: false, problem: { kind: 'place_within' } });
  expect(written).toEqual([]);
});

it('a link does not lead into it either', async () => {
  const { written, run } = exporting(({ root, profile }) => {
    symlinkSync(profile, join(root, 'elsewhere'));
    return join(root, 'elsewhere', 'settings.json');
  });
  expect(await run('csv')).toMatchObject({ ok: false, problem: { kind: 'place_within' } });
  expect(written).toEqual([]);
});

it('a dialog that the person cancels writes nothing', async () => {
  const { written, run } = exporting(() => null);
  expect(await run('csv')).toEqual(ok(null));
  expect(written).toEqual([]);
});
