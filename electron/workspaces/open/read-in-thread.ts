import { fail, ok, type Result } from '../../../shared/problem.ts';
import { inWorker, type Attention, type StoreWorker } from '../../store/in-worker.ts';
import type { ReadOrder } from '../../store/reading.ts';
import type { OrderOf, OutcomeOf, WorkName } from '../../store/work.ts';

/** What only reads. */
type ReadName = { [Name in WorkName]: OrderOf<Name> extends ReadOrder ? Name : never }[WorkName];

/** Has the open database read in the store's thread. Null: it was cancelled. */
export type ReadInThread = <Name extends ReadName>(
  name: Name,
  order: Omit<OrderOf<Name>, keyof ReadOrder>,
  attention: Attention,
) => Promise<OutcomeOf<Name> | Result<null>>;

interface ThreadParts {
  readonly worker: StoreWorker;
  /** The database's. */
  readonly path: string;
  /** The database's key, asked for when it is needed. */
  readonly key: () => Promise<Result<string | null>>;
}

export const readerInThread =
  ({ worker, path, key }: ThreadParts): ReadInThread =>
  async (name, order, attention) => {
    const found = await key();
    if (!found.ok) return found;
    if (found.value === null) return fail('database_missing');
    const read: ReadOrder = { path, key: { kind: 'raw', hex: found.value }, nativeBinding: worker.nativeBinding };
    return (await inWorker(worker, name, { ...read, ...order }, attention)) ?? ok(null);
  };
