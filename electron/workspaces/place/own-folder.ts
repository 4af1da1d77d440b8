import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { done, fail, type Result } from '../../../shared/problem.ts';
import { problemOf } from '../../store/problems.ts';

/**
 * May a person's file be written here? Not within the program's own folder, where it could replace a database or the
 * settings, and would go with a workspace (`place_within`). Links are followed.
 */
export function outsideOwnFolder(target: string, profile: string): Result<null> {
  try {
    const way = relative(realpathSync.native(profile), realpathSync.native(dirname(target)));
    const within = way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
    return within ? fail('place_within') : done;
  } catch (error) {
    return problemOf(error);
  }
}
