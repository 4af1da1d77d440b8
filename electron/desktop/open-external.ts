import { shell } from 'electron';
import { done, fail, type Result } from '../../shared/problem.ts';
import { readUrl } from '../../shared/url.ts';

/** May this address be opened outside? https only, without a user name that would disguise the host. */
export function isOpenable(address: string): boolean {
  const url = readUrl(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

/** The one door out of the application, to the person's own browser. */
export async function openExternal(address: string): Promise<Result<null>> {
  if (!isOpenable(address)) return fail('invalid_request', { detail: 'only https addresses can be opened' });
  try {
    await shell.openExternal(new URL(address).href);
    return done;
  } catch {
    return fail('unexpected', { detail: 'the system could not open the address' });
  }
}
