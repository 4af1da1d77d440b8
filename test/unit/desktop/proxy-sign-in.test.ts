import { describe, expect, it, vi } from 'vitest';
import { createProxySignIn, type ProxyChallenge } from '../../../electron/desktop/proxy-sign-in.ts';

const OFFICE: ProxyChallenge = { host: 'proxy.office.example', port: 8080, scheme: 'basic', realm: 'Office' };
const GOOD = { name: 'ana', password: 'right' };
const BAD = { name: 'ana', password: 'wrong' };

function asked() {
  const changed = vi.fn();
  const proxies = createProxySignIn(changed);
  expect(proxies.answer(OFFICE, null)).toBeNull();
  return { proxies, changed };
}

describe('what a proxy is answered', () => {
  it('is nothing at first, and the person is asked once, however many calls were held up', () => {
    const { proxies, changed } = asked();
    expect(proxies.answer(OFFICE, null)).toBeNull();
    expect(proxies.ask()).toEqual({ number: 1, proxy: 'proxy.office.example:8080', realm: 'Office', refused: false });
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('is what the person gave for it, for the rest of the run', () => {
    const { proxies } = asked();
    proxies.signIn(1, GOOD);
    expect(proxies.ask()).toBeNull();
    expect(proxies.answer(OFFICE, null)).toBe(GOOD);
    proxies.passed();
    expect(proxies.answer(OFFICE, null)).toBe(GOOD);
  });

  it('is never what was given for another host, port, scheme or realm', () => {
    const { proxies } = asked();
    proxies.signIn(1, GOOD);
    for (const other of [{ host: 'other.example' }, { port: 3128 }, { scheme: 'digest' }, { realm: 'Guests' }]) {
      expect(proxies.answer({ ...OFFICE, ...other }, null)).toBeNull();
    }
  });

  it('is asked for anew, saying so, when the proxy did not accept it; and what it refused is forgotten', () => {
    const { proxies } = asked();
    proxies.signIn(1, BAD);
    expect(proxies.answer(OFFICE, BAD)).toBeNull();
    expect(proxies.ask()).toMatchObject({ number: 2, refused: true });
    // Another call that had tried the same does not ask once more.
    expect(proxies.answer(OFFICE, BAD)).toBeNull();
    expect(proxies.ask()).toMatchObject({ number: 2, refused: true });
    expect(proxies.answer(OFFICE, null)).toBeNull();
    expect(proxies.ask()).toMatchObject({ number: 2 });
  });

  it('is what the person gave meanwhile, where an older one was refused', () => {
    const { proxies } = asked();
    proxies.signIn(1, BAD);
    expect(proxies.answer(OFFICE, BAD)).toBeNull();
    proxies.signIn(2, GOOD);
    expect(proxies.answer(OFFICE, BAD)).toBe(GOOD);
  });

  it('is not taken for an old question', () => {
    const { proxies } = asked();
    proxies.answer({ ...OFFICE, host: 'second.example' }, null);
    proxies.signIn(1, GOOD);
    expect(proxies.ask()).toMatchObject({ number: 2, proxy: 'second.example:8080' });
    expect(proxies.answer({ ...OFFICE, host: 'second.example' }, null)).toBeNull();
    expect(proxies.answer(OFFICE, null)).toBeNull();
  });

  it('is asked no more once a call got through', () => {
    const { proxies, changed } = asked();
    proxies.passed();
    proxies.passed();
    expect(proxies.ask()).toBeNull();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
