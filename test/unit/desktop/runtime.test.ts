import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRuntime } from '../../../electron/desktop/runtime.ts';

describe('the runtime that the program finds itself on', () => {
  let resources: string;
  const mark = (text: string): void => writeFileSync(join(resources, 'caseharbor-runtime.json'), text);

  beforeEach(() => {
    resources = mkdtempSync(join(tmpdir(), 'runtime '));
  });
  afterEach(() => rmSync(resources, { recursive: true }));

  it('is verified without a marker, at the pinned version', () => {
    expect(readRuntime(resources, '45.4.1', '45.4.1')).toMatchObject({ verified: true, sqliteBinding: undefined });
  });

  it('is unverified at any other version', () => {
    expect(readRuntime(resources, '33.4.11', '45.4.1').verified).toBe(false);
  });

  it('is unverified with a marker, even at the pinned version', () => {
    mark('{"kind":"unverified","sqliteBinding":"better_sqlite3.node"}');
    expect(readRuntime(resources, '45.4.1', '45.4.1')).toEqual({
      verified: false,
      electron: '45.4.1',
      sqliteBinding: join(resources, 'better_sqlite3.node'),
    });
  });

  it.each([
    '',
    'not JSON',
    '{}',
    '{"kind":"verified"}',
    '{"kind":"unverified","sqliteBinding":"../../elsewhere.node"}',
  ])('is unverified with a marker that says %j', (text) => {
    mark(text);
    expect(readRuntime(resources, '45.4.1', '45.4.1')).toMatchObject({ verified: false, sqliteBinding: undefined });
  });
});
