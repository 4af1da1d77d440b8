import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { byDraftOf, documentSaver, tidyDrafts } from '../../../electron/workspaces/place/drafts.ts';
import type { WorkspaceRecord } from '../../../electron/workspaces/record.ts';
import { newRecord } from '../../support/key-office.ts';

/** A workspace's file in memory, on a disk that may be full, and a folder of a person's own. */
function office() {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor drafts '));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  let record = newRecord('0123456789abcdef');
  const disk = { full: false };
  const errors: string[] = [];
  const file = {
    get: () => record,
    set(next: WorkspaceRecord) {
      if (disk.full) throw new Error('ENOSPC');
      record = next;
    },
    unusable: null,
  };
  const log = { info: () => undefined, warn: () => undefined, error: (what: string) => errors.push(what), file: '' };
  const target = join(mkdtempSync(join(top, 'own ')), 'cases.csv');
  return {
    disk,
    errors,
    target,
    draft: `${target}.draft`,
    noted: () => record.drafts,
    byDraft: byDraftOf({ log }, { file }),
    tidy: () => tidyDrafts({ log }, { file }),
  };
}

test('a draft is noted as long as there is one, and goes however the writing ends', async () => {
  const { byDraft, draft, target, noted } = office();
  const write = (end: () => Promise<string>) =>
    byDraft(target, () => {
      expect(noted()).toEqual([draft]);
      writeFileSync(draft, 'half of it');
      return end();
    });
  expect(await write(() => Promise.resolve('done'))).toBe('done');
  expect([existsSync(draft), noted()]).toEqual([false, []]);
  await expect(write(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect([existsSync(draft), noted()]).toEqual([false, []]);
});

test('a document is saved whole in place of the one before, and what is in the way is told', async () => {
  const { byDraft, target, noted } = office();
  const save = documentSaver(byDraft);
  writeFileSync(target, 'of before');
  await save(target, Buffer.from('of now'));
  expect(readFileSync(target, 'utf8')).toBe('of now');
  rmSync(target);
  mkdirSync(target);
  await expect(save(target, Buffer.from('of now'))).rejects.toThrow();
  expect([readdirSync(join(target, '..')), noted()]).toEqual([['cases.csv'], []]);
});

test('of two that are written at once each clears its own away', async () => {
  const { byDraft, draft, target, noted } = office();
  const other = `${target} too`;
  await byDraft(target, async () => {
    writeFileSync(draft, 'half of it');
    await byDraft(other, () => {
      expect(noted()).toEqual([draft, `${other}.draft`]);
      return Promise.resolve();
    });
    expect([existsSync(draft), noted()]).toEqual([true, [draft]]);
  });
});

test('where nothing can be noted it is written all the same, and the log says so', async () => {
  const { byDraft, draft, target, disk, errors } = office();
  disk.full = true;
  const written = await byDraft(target, () => {
    writeFileSync(draft, 'half of it');
    return Promise.resolve('done');
  });
  expect([written, existsSync(draft)]).toEqual(['done', false]);
  expect(errors).toEqual(['drafts: a note failed', 'drafts: one stays failed']);
});

test('what lies on a disk that is away stays noted until the disk is there', async () => {
  const { byDraft, draft, target, noted, tidy } = office();
  const folder = join(target, '..');
  await byDraft(target, () => {
    writeFileSync(draft, 'half of it');
    renameSync(folder, `${folder} away`);
    return Promise.resolve();
  });
  tidy();
  expect(noted()).toEqual([draft]);
  renameSync(`${folder} away`, folder);
  tidy();
  expect([existsSync(draft), noted()]).toEqual([false, []]);
});
