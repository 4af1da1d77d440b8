import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** The page's own origin. Nothing else is ever shown in a window. */
export const PAGE_ORIGIN = 'app://caseharbor';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/**
 * What the page may load: its own scripts and styles, nothing from anywhere else and nothing inline; and no connection at
 * all, because it asks over IPC. Proven to block by test/e2e/security.spec.ts.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the application is ready. The page's compiled code is kept for the next start. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** The file in `folder` that an address of the page means; null: none, whatever dots and escapes it is made of. */
export function pageFile(folder: string, address: string): string | null {
  const url = new URL(address);
  if (url.host !== 'caseharbor') return null;
  try {
    const path = normalize(join(folder, decodeURIComponent(url.pathname)));
    return path.startsWith(folder + sep) ? path : null;
  } catch {
    // An escape that means no character.
    return null;
  }
}

/** Serves the built page from `folder`, and only from there. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const path = request.method === 'GET' ? pageFile(folder, request.url) : null;
    const type = path === null ? undefined : TYPES[extname(path)];
    if (path === null || type === undefined) return new Response('Not found', { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'Content-Type': type,
          'Content-Security-Policy': CONTENT_SECURITY_POLICY,
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cache-Control': 'no-store',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
