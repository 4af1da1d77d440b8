import { z } from 'zod';
import type { FolderKind } from './backups.ts';
import { appCall } from './call.ts';
import { workspaceId } from './fields.ts';

/** Where what belongs to a workspace lies. */
export interface PlaceView {
  readonly folder: string;
  /** It was moved; else it lies in this computer's own folder for it. */
  readonly isMoved: boolean;
  /** In bytes, with the backups; null: the folder is not there now. */
  readonly bytes: number | null;
  /** How much of a move is done, from 0 to 1; null: none is under way. */
  readonly moving: number | null;
}

/** A place that a person chose, which was looked at and will do. */
export interface PlaceOffer {
  /** The folder that will be made there. */
  readonly folder: string;
  /** Synced and network folders are bad for a live database. */
  readonly lies: FolderKind;
  readonly bytes: number;
  readonly free: number;
}

const workspace = z.object({ id: workspaceId });

export const placeCalls = {
  'places.state': appCall<PlaceView>()(workspace),
  /**
   * Asks for a folder (`home`: takes this computer's own instead) and looks whether the workspace can be moved there.
   * Null: the person cancelled. `place_within`, `place_occupied`, `place_closed`, `place_full`.
   */
  'places.choose': appCall<PlaceOffer | null>()(workspace.extend({ home: z.boolean() })),
  /** Moves the workspace to the place that was offered last. */
  'places.move': appCall<{ folder: string }>()(workspace),
  /** Asks where the folder of a moved workspace is now, and opens it there. Null: the person cancelled. `place_foreign`. */
  'places.find': appCall<{ folder: string } | null>()(workspace),
};
