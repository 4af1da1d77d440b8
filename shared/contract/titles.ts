import { z } from 'zod';
import { GROUPS, type Group } from '../case/status-groups.ts';
import type { Instant } from '../clock.ts';
import type { Bilingual } from '../service/answer.ts';
import { workspaceCall } from './call.ts';
import { nothing } from './fields.ts';

/** Whose the group of a case is. */
export interface Grouping {
  /** The office filed the title, and that counts. */
  readonly filed: boolean;
  /** What our own table says. */
  readonly ours: Group;
}

/** A status title that our own table does not know, or that the office filed while it did not. */
export interface TitleView {
  readonly key: string;
  /** As USCIS wrote it when it was first seen. */
  readonly title: Bilingual;
  readonly firstSeenAt: Instant;
  /** How many cases have it now, without the archived ones. */
  readonly cases: number;
  /** Null: the office has not filed it. */
  readonly filed: { readonly group: Group; readonly at: Instant } | null;
  /** What our own table says by now. */
  readonly ours: Group;
}

const fileable = z.enum(GROUPS).exclude(['unclassified']);

export const titleCalls = {
  /** Those without a group first; the newest first. */
  'titles.list': workspaceCall<{ titles: TitleView[] }>()(nothing),
  /**
   * Files a title under a group for this workspace, or takes that back (null), and groups its cases anew. Gives how many
   * cases moved, archived ones among them.
   */
  'titles.file': workspaceCall<{ cases: number }>()(
    z.object({ key: z.string().max(2000), group: fileable.nullable() }),
  ),
};
