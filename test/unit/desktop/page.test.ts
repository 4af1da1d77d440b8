import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ BrowserWindow: vi.fn(), screen: {}, protocol: {}, app: {}, shell: {} }));
const { pagePreferences } = await import('../../../electron/desktop/window.ts');
const { CONTENT_SECURITY_POLICY, pageFile } = await import('../../../electron/desktop/page-protocol.ts');
const { isOpenable } = await import('../../../electron/desktop/open-external.ts');
const { wantsNoKeyring } = await import('../../../electron/desktop/lockdown.ts');

describe('the window', () => {
  it('has developer tools only while it is not packaged', () => {
    expect(pagePreferences({ preload: '/preload.cjs', packaged: true }).devTools).toBe(false);
    expect(pagePreferences({ preload: '/preload.cjs', packaged: false }).devTools).toBe(true);
  });

  it('never has authority', () => {
    expect(pagePreferences({ preload: '/preload.cjs', packaged: false })).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });
});

describe("the page's files", () => {
  it.each(['app://caseharbor/index.html', 'app://caseharbor/assets/index.js', 'app://caseharbor/a%20b.js'])(
    'are found: %s',
    (address) => {
      expect(pageFile('/built', address)).toMatch(/^\/built\/./);
    },
  );

  it.each([
    'app://caseharbor/..%2f..%2fpackage.json',
    'app://caseharbor/%2e%2e%2f%2e%2e%2fetc%2fpasswd.html',
    'app://caseharbor/assets%2f..%2f..%2fmain%2fmain.js',
    'app://caseharbor/..%2fbuilt-elsewhere%2findex.html',
    'app://caseharbor/%E0%A4%A.html',
    'app://elsewhere/index.html',
    'app://caseharbor/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fhosts.html',
  ])('are none outside their folder: %s', (address) => {
    expect(pageFile('/built', address)).toBeNull();
  });

  it('come with a policy that names no other place and allows nothing inline', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
  });
});

describe('the one door out', () => {
  it.each(['https://www.uscis.gov/forms', 'HTTPS://egov.uscis.gov/'])('opens %s', (address) => {
    expect(isOpenable(address)).toBe(true);
  });

  it.each([
    'http://www.uscis.gov/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,hello',
    'https://www.uscis.gov@example.org/',
    'https://user:word@www.uscis.gov/',
    '//www.uscis.gov/',
    'caseharbor',
    '',
  ])('does not open %j', (address) => {
    expect(isOpenable(address)).toBe(false);
  });
});

it.each([
  ['linux', { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, true],
  ['linux', {}, true],
  ['linux', { XDG_CURRENT_DESKTOP: 'KDE' }, false],
  ['darwin', {}, false],
  ['win32', {}, false],
] as const)('Chromium is kept from the keyring that it would wait for: %s %j', (platform, env, kept) => {
  expect(wantsNoKeyring(platform, env)).toBe(kept);
});
