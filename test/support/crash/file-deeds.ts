import { basename, join } from 'node:path';
import { good } from '../good.ts';
import { OTHERS, OUTSIDE } from './facts.ts';
import { NOTHING, oneOf, type Choices, type Known, type Work } from './work.ts';

/** What leaves the workspace's folder, or comes from outside. */
export function withFiles(
  work: Work,
  known: Known,
): Choices<'move' | 'export' | 'open a bundle' | 'merge' | 'make a workspace' | 'remove a workspace'> {
  const { workspaces, root, id, go, random } = work;
  const { bundles } = workspaces;
  const folderIn = (place: string | null): string =>
    place === null ? join(root, id) : join(place, `caseharbor-workspace-${id}`);
  const others = (): string[] => workspaces.list().flatMap((each) => (each.id === id ? [] : [each.id]));

  return {
    move() {
      const { folder } = good(workspaces.places.state(id));
      const place = oneOf(
        [null, ...go.disks].filter((each) => folderIn(each) !== folder),
        random,
      );
      if (place === undefined) return NOTHING;
      return {
        facts: [[OUTSIDE, 'folder', folderIn(place)]],
        async run() {
          good(await workspaces.places.consider(id, place));
          good(await workspaces.places.move(id));
          return {};
        },
      };
    },
    export() {
      if (workspaces.list().find((each) => each.id === id)?.recovery !== 'made') return null;
      const target = join(go.out, `Office ${1 + Math.floor(random.next() * 2)}.caseharbor-bundle`);
      return {
        with: target,
        async run() {
          good(await bundles.exportTo(id, target));
          return {};
        },
      };
    },
    'open a bundle'() {
      const file = oneOf(go.bundles, random);
      if (file === undefined) return NOTHING;
      return {
        async run() {
          known.bundle = null;
          good(await bundles.choose(file));
          // The code came by another way.
          const tried = good(await bundles.open(go.code));
          if (tried?.outcome !== 'opened') throw new Error(`${basename(file)}: ${tried?.outcome ?? 'cancelled'}`);
          known.bundle = file;
          return {};
        },
      };
    },
    merge() {
      if (known.bundle === null) return null;
      return {
        with: known.bundle,
        async run() {
          known.bundle = null;
          const merged = good(await bundles.merge(id));
          if (merged === null) throw new Error('Nobody cancelled the merge');
          const { saved } = merged;
          known.undo = saved;
          known.backups.push(saved);
          return { made: saved };
        },
      };
    },
    'make a workspace'() {
      if (known.bundle === null) return null;
      return {
        facts: [[OUTSIDE, OTHERS, String(others().length + 1)]],
        async run() {
          known.bundle = null;
          good(await bundles.make('keychain'));
          good(await workspaces.open(id));
          return {};
        },
      };
    },
    'remove a workspace'() {
      const made = others();
      const other = oneOf(made, random);
      if (other === undefined) return null;
      return {
        facts: [[OUTSIDE, OTHERS, String(made.length - 1)]],
        async run() {
          good(await workspaces.remove(other));
          return {};
        },
      };
    },
  };
}
