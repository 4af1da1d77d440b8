import { expect, test } from 'vitest';
import { isLow } from '../../../electron/workspaces/place/disk-room.ts';
import { recogniseFolder } from '../../../electron/workspaces/place/folder-kind.ts';

const kind = (path: string, platform: NodeJS.Platform, fileSystem: number | null = null): string => {
  const found = recogniseFolder({ path, platform, fileSystem });
  return found.kind === 'synced' ? found.service : found.kind;
};

test.each([
  ['C:\\Users\\ana\\Dropbox\\cases', 'win32', 'dropbox'],
  ['C:\\Users\\ana\\Dropbox (Office)\\cases', 'win32', 'dropbox'],
  ['C:\\Users\\ana\\OneDrive\\Documents', 'win32', 'onedrive'],
  ['C:\\Users\\ana\\OneDrive - Law Office\\Documents', 'win32', 'onedrive'],
  ['C:/Users/ana/iCloudDrive', 'win32', 'icloud'],
  ['G:\\My Drive\\cases', 'win32', 'google_drive'],
  ['\\\\server\\share\\cases', 'win32', 'network'],
  ['\\\\?\\UNC\\server\\share', 'win32', 'network'],
  ['\\\\?\\C:\\Users\\ana', 'win32', 'local'],
  ['C:\\Users\\ana\\AppData\\Roaming\\Caseharbor', 'win32', 'local'],
  ['/Users/ana/Library/Mobile Documents/com~apple~CloudDocs', 'darwin', 'icloud'],
  ['/Users/ana/Library/CloudStorage/GoogleDrive-ana/My Drive', 'darwin', 'google_drive'],
  ['/Users/ana/Library/CloudStorage/Dropbox/cases', 'darwin', 'dropbox'],
  ['/Users/ana/Library/CloudStorage/Anything/cases', 'darwin', 'other'],
  ['/Network/Servers/office', 'darwin', 'network'],
  ['/Users/ana/Library/Application Support/Caseharbor', 'darwin', 'local'],
  ['/home/ana/Nextcloud/cases', 'linux', 'other'],
  ['/home/ana/dropbox', 'linux', 'dropbox'],
  ['/run/user/1000/gvfs/smb-share:server=office', 'linux', 'network'],
  ['/home/ana/.config/Caseharbor', 'linux', 'local'],
  // Names that only resemble one.
  ['/home/ana/Dropbox-old-notes', 'linux', 'local'],
  ['/home/ana/sandbox/cases', 'linux', 'local'],
  ['/home/ana/letterbox', 'linux', 'local'],
] as const)('%s on %s: %s', (path, platform, expected) => {
  expect(kind(path, platform)).toBe(expected);
});

test.each([0x6969, 0xff534d42, 0xfe534d42, 0x01021997, 0xff534d42 | 0])('file system %d is a network', (fileSystem) => {
  expect(kind('/mnt/office', 'linux', fileSystem)).toBe('network');
});

// ext4, btrfs, xfs, tmpfs
test.each([0xef53, 0x9123683e, 0x58465342, 0x01021994])('file system %d is not', (fileSystem) => {
  expect(kind('/mnt/office', 'linux', fileSystem)).toBe('local');
});

test('a disk is low below a gibibyte, or below three times the database', () => {
  const GIBIBYTE = 1024 ** 3;
  expect(isLow(GIBIBYTE, 0)).toBe(false);
  expect(isLow(GIBIBYTE - 1, 0)).toBe(true);
  expect(isLow(3 * GIBIBYTE, GIBIBYTE)).toBe(false);
  expect(isLow(3 * GIBIBYTE - 1, GIBIBYTE)).toBe(true);
});
