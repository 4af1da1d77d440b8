import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { caseExportHandlers } from '../../../electron/ipc/case-export.ts';
import { ok } from '../../../shared/problem.ts';

/** A handler whose dialog gives `path`, a profile with a folder beside it, and what was written. */
function exporting(path: (place: { root: string; profile: string }) => string | null) {
  const root = mkdtempSync(join(tmpdir(), 'caseharbor export '));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const profile = join(root, 'profile');
  mkdirSync(profile);
  const written: unknown[] = [];
  const handlers = caseExportHandlers({
    profile,
    form: () => ({ language: 'es', zone: 'UTC' }),
    whereToSave: () => Promise.resolve(path({ root, profile })),
  });
  const exportCases = (_scope: unknown, form: unknown, target: string) => {
    written.push(target, form);
    return Promise.resolve(ok({ cases: 3 }));
  };
  const run = () => handlers['cases.export']({ scope: { of: 'all' }, notes: true, name: 'Cases' }, { exportCases });
  return { root, written, run };
}

it('goes where the person says, in the words of the interface', async () => {
  const { root, written, run } = exporting((place) => join(place.root, 'cases.csv'));
  const path = join(root, 'cases.csv');
  expect(await run()).toEqual(ok({ path, cases: 3 }));
  expect(written).toEqual([path, { language: 'es', zone: 'UTC', notes: true }]);
});

it('is refused a place in the program’s own folder, also behind a link', async () => {
  const within = exporting(({ profile }) => join(profile, 'cases.csv'));
  expect(await within.run()).toMatchObject({ problem: { kind: 'place_within' } });
  const behind = exporting(({ root, profile }) => {
    symlinkSync(profile, join(root, 'elsewhere'));
    return join(root, 'elsewhere', 'cases.csv');
  });
  expect(await behind.run()).toMatchObject({ problem: { kind: 'place_within' } });
  expect([...within.written, ...behind.written]).toEqual([]);
});

it('writes nothing where the dialog was cancelled', async () => {
  const { written, run } = exporting(() => null);
  expect(await run()).toEqual(ok(null));
  expect(written).toEqual([]);
});
