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

/**
 * Takes out of a text whatever must not be in a log, whoever wrote it there: receipt numbers but for their last four
 * characters, long rows of letters and digits (keys, tokens), and e-mail addresses.
 */
export function redact(text: string): string {
  return text
    .replace(/\b[A-Z]{3}[\d*]\d{5}(\d{4})\b/gi, '…$1')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[address]')
    .replace(/\b(?=\w*\d)(?=\w*[A-Za-z])\w{20,}\b/g, '[removed]');
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
