import { SECOND, type Milliseconds } from '../../shared/clock.ts';

/** The longest that connecting to USCIS, or to the proxy before it, may take. */
const CONNECT_LIMIT: Milliseconds = 10 * SECOND;

/**
 * The switch that gives Chromium's connections this limit: its own is the system's, two minutes and more. It measures what
 * nothing above it can: no event of `net.request` or `webRequest` tells that a connection is made (`onSendHeaders` and
 * `finish` come a millisecond after the start, whether somebody is there or not). Each address of a host gets the whole
 * time; the limit of the call stands over all. Set before the application is ready.
 */
export function connectLimitSwitch(): readonly [name: string, value: string] {
  const limit = `${CONNECT_LIMIT / SECOND}s`;
  const bounds = ['Min', 'Max'].map((bound) => `TimeoutTcpConnectAttempt${bound}/${limit}`);
  return ['enable-features', `TimeoutTcpConnectAttempt:${bounds.join('/')}`];
}
