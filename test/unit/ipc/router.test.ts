import { describe, expect, it, vi } from 'vitest';
import type { Handlers } from '../../../electron/ipc/router.ts';
import { contract } from '../../../shared/contract/contract.ts';
import { done, fail, ok } from '../../../shared/problem.ts';

vi.mock('electron', () => ({ ipcMain: {} }));
const { answer } = await import('../../../electron/ipc/router.ts');

const quiet = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), file: '' };
const asked: unknown[] = [];
const handlers = Object.fromEntries(
  Object.keys(contract).map((name) => [
    name,
    (request: unknown) => {
      asked.push(request);
      if (name === 'pulls.resume') throw new Error('disk full');
      if (name === 'pulls.pause') throw new Error('a bug, about EAC9999103403');
      return name === 'cases.count' ? ok({ total: 3 }) : done;
    },
  ]),
) as unknown as Handlers<string>;
const problemOf = (error: unknown) => {
  if (error instanceof Error && error.message === 'disk full') return fail('file_failed');
  throw error;
};
const router = { handlers, current: (id: string) => (id === 'open' ? id : null), problemOf, log: quiet };

describe('the door between the page and the main process', () => {
  it('answers a call of the contract', async () => {
    const filter = { search: ' x ', stage: null, group: null, only: 'all', archived: false };
    expect(await answer(router, 'cases.count', 'open', { filter })).toEqual(ok({ total: 3 }));
    expect(asked.at(-1)).toEqual({ filter: { ...filter, search: 'x' } });
  });

  it.each(['nonsense', 'toString', '__proto__', 'constructor', '', 7, null, undefined, {}])(
    'refuses a call that the contract does not have: %j',
    async (name) => {
      expect(await answer(router, name, 'open', null)).toMatchObject({
        ok: false,
        problem: { kind: 'invalid_request' },
      });
    },
  );

  it.each([undefined, {}, { id: 0 }, { id: '1' }, { id: 1.5 }, { id: Infinity }, 'x', []])(
    'refuses a request that does not fit, and never says what it held: %j',
    async (request) => {
      const before = asked.length;
      const result = await answer(router, 'cases.get', 'open', request);
      expect(result).toMatchObject({ ok: false, problem: { kind: 'invalid_request' } });
      expect(asked).toHaveLength(before);
    },
  );

  it('refuses a call about another workspace than is open', async () => {
    expect(await answer(router, 'cases.get', 'closed', { id: 1 })).toMatchObject({ problem: { kind: 'no_workspace' } });
    expect(await answer(router, 'cases.get', null, { id: 1 })).toMatchObject({ problem: { kind: 'no_workspace' } });
  });

  it('turns a bug into a problem without its words', async () => {
    const result = await answer(router, 'pulls.pause', 'open', null);
    expect(result).toEqual({ ok: false, problem: { kind: 'unexpected', detail: 'pulls.pause' } });
    expect(quiet.error).toHaveBeenCalledOnce();
  });

  it('says what a full disk is', async () => {
    expect(await answer(router, 'pulls.resume', 'open', null)).toEqual(fail('file_failed'));
  });
});
