import { byDraftOf, type ByDraft } from '../../electron/workspaces/place/drafts.ts';
import { newRecord } from './key-office.ts';

/** As a workspace's own, whose file is kept in memory. */
export function draftsInMemory(): ByDraft {
  let record = newRecord('0123456789abcdef');
  const file = { get: () => record, set: (next: typeof record) => void (record = next), unusable: null };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' };
  return byDraftOf({ log }, { file });
}
