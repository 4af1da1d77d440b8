import type { CaseFilter } from './cases.ts';

/** Lists in a file of their own because the page uses them, and must not carry the schemas with it. */

/** In what form a certificate of deletion is saved. */
export const CERTIFICATE_FORMATS = ['pdf', 'txt'] as const;
export type CertificateFormat = (typeof CERTIFICATE_FORMATS)[number];

/** What can be deleted from the page itself, because nothing else does it. */
export const CLEARED = ['logs', 'crash_dumps', 'damaged', 'runtime'] as const;
export type Cleared = (typeof CLEARED)[number];

/** The filter that leaves nothing out but what is archived. */
export const WATCHED_CASES: CaseFilter = { search: '', stage: null, group: null, only: 'all', archived: false };
