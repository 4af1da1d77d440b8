import type { FolderKind } from '../../../shared/contract/backups.ts';

/** What is known of a folder, without asking the disk again. */
export interface KnownFolder {
  /** Absolute, links followed. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** The file system's number as Linux's statfs(2) gives it; null: not known. It means something on Linux only. */
  readonly fileSystem: number | null;
}

/** Folders of the common services, by the name that their programs give them: `OneDrive - Office` too. */
const SERVICES = [
  ['dropbox', /^dropbox( \(.+\))?$/],
  ['onedrive', /^(onedrive|sharepoint)( ?- ?.+)?$/],
  ['icloud', /^(icloud ?drive|icloud~.+|com~apple~clouddocs|mobile documents)$/],
  ['google_drive', /^(google ?drive(-.+)?|my drive|mi unidad|drivefs)$/],
  ['other', /^(box|box sync|box-.+|nextcloud|owncloud|pcloud ?drive|syncthing|synologydrive|mega|megasync|tresorit)$/],
] as const;

/** The numbers of file systems that lie on another computer, from Linux's magic.h and statfs(2). */
const NETWORK_SYSTEMS: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x01021997, // 9p: the host's folder in a virtual machine
  0x0bd00bd0, // Lustre
]);

/**
 * What a folder lies on, as far as its name and file system tell. A live database does badly in a synced folder (its file and
 * its log are carried away one by one) and on a network (locks and syncs are promises there); a backup does well in both.
 */
export function recogniseFolder({ path, platform, fileSystem }: KnownFolder): FolderKind {
  const parts = path.split(platform === 'win32' ? /[\\/]/ : '/').map((part) => part.normalize('NFC').toLowerCase());
  for (const [service, name] of SERVICES) {
    if (parts.some((part) => name.test(part))) return { kind: 'synced', service };
  }
  if (platform === 'darwin' && parts.join('/').includes('/library/cloudstorage/')) {
    return { kind: 'synced', service: 'other' };
  }
  return liesElsewhere(path, platform, fileSystem) ? { kind: 'network' } : { kind: 'local' };
}

function liesElsewhere(path: string, platform: NodeJS.Platform, fileSystem: number | null): boolean {
  switch (platform) {
    case 'win32':
      return /^[\\/]{2}(?![?.][\\/])/.test(path) || /^[\\/]{2}\?[\\/]unc[\\/]/i.test(path);
    case 'darwin':
      // The system mounts shares in both places; a stick in /Volumes cannot be told from them by its name.
      return path.startsWith('/Network/') || path.startsWith('/net/');
    default:
      // GNOME shows shares below its own mount, whose number is that of every program's file system.
      if (/^\/run\/user\/\d+\/gvfs\//.test(path)) return true;
      // A number may come with its sign: the kernel's field is 32 bits wide on some machines.
      return fileSystem !== null && NETWORK_SYSTEMS.has(fileSystem >>> 0);
  }
}
