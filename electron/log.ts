import { join } from 'node:path';
import electronLog from 'electron-log/node';

/** What a line of the log may hold besides its event: numbers, flags and short technical words. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** The application's log: what happened, never about whom. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, problem: unknown): void;
  readonly file: string;
}

/** What people and programs put between the parts of a receipt number: spaces, dashes of every kind, what cannot be seen. */
const PARTING = String.raw`[\s\p{Pd}\u2212\p{Cf}_.]{0,3}`;
/** Wherever it stands: also where more letters or digits follow one another. */
const RECEIPT = new RegExp(String.raw`[A-Z]{3}${PARTING}[\d*](?:${PARTING}\d){5}((?:${PARTING}\d){4})`, 'giu');
const ADDRESS = /[\w.+-]+@[\w-]+\.[\w.-]+/g;
/** As long as a key or a token may be. */
const LONG = /[\w-]{20,}/g;
/** Names of ours and of Node's: words of one case joined by dashes, or humps of three letters and more. Keys do not look so. */
const PLAIN =
  /^(?:[a-z]{1,16}(?:[_-][a-z]{1,16})*|[A-Z]{1,16}(?:_[A-Z]{1,16})+|[A-Za-z][a-z]{1,15}(?:[A-Z][a-z]{2,15})+)$/;

/**
 * Takes out of a text whatever must not be in a log, whoever wrote it there: receipt numbers but for their last four
 * digits, e-mail addresses, and long rows of letters and digits (keys, tokens) that are not plainly words.
 */
export function redact(text: string): string {
  return text
    .replace(RECEIPT, (_receipt, end: string) => `…${end.replace(/\D/g, '')}`)
    .replace(ADDRESS, '[address]')
    .replace(LONG, (row) => (PLAIN.test(row) ? row : '[removed]'));
}

/** Opens the log in `folder`: one file of at most 1 MB and the one before it. */
export function openLog(folder: string): Log {
  const file = join(folder, 'caseharbor.log');
  const logger = electronLog.create({ logId: 'caseharbor' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.maxSize = 1024 * 1024;
  logger.transports.file.resolvePathFn = () => file;
  const line = (event: string, fields: LogFields = {}): string => redact(`${event} ${JSON.stringify(fields)}`);
  return {
    file,
    info: (event, fields) => logger.info(line(event, fields)),
    warn: (event, fields) => logger.warn(line(event, fields)),
    error: (event, problem) =>
      logger.error(
        redact(`${event} ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}`),
      ),
  };
}
