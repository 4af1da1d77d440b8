import type { Result } from '../../shared/problem.ts';
import { copyDatabase } from './copy.ts';

/** Tells how far an order is: how much of `total` is done, in whatever unit the order counts. */
export type Tell = (progress: Progress) => void;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

type Worker = (order: never, tell: Tell) => Result<unknown>;

/** Everything that the store's thread can be told to do, by name. Each blocks for as long as it takes. */
export const WORK = {
  copy: copyDatabase,
} satisfies Record<string, Worker>;

export type Work = typeof WORK;
export type WorkName = keyof Work;
export type OrderOf<Name extends WorkName> = Parameters<Work[Name]>[0];
export type OutcomeOf<Name extends WorkName> = ReturnType<Work[Name]>;

/** What the thread is started with. */
export interface WorkOrder<Name extends WorkName = WorkName> {
  readonly name: Name;
  readonly order: OrderOf<Name>;
}

/** What the thread tells: any number of times how far it is, and once what came of it. */
export type WorkMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'outcome'; readonly outcome: Result<unknown> };
