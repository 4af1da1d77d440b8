import { expect, test, vi } from 'vitest';
import { wordsIn } from '../../../electron/desktop/words.ts';

vi.mock('electron', () => ({}));
const { menuOf } = await import('../../../electron/desktop/menu.ts');

const lock = vi.fn();

/** Every entry, those of the submenus too. */
function entries(menu: ReturnType<typeof menuOf>): ReturnType<typeof menuOf> {
  return menu.flatMap((entry) => [entry, ...(Array.isArray(entry.submenu) ? entries(entry.submenu) : [])]);
}

test("the window's menu says every entry in the person's language", () => {
  const [en, es] = [entries(menuOf(wordsIn('en'), false, lock)), entries(menuOf(wordsIn('es'), false, lock))];
  const said = (menu: typeof en): (string | undefined)[] =>
    menu.filter(({ type }) => type !== 'separator').map(({ label }) => label);
  expect(said(en)).toContain('View');
  expect(said(es)).toContain('Ver');
  expect(said(es)).toHaveLength(said(en).length);
  for (const [place, label] of said(es).entries()) {
    expect(label).not.toMatch(/^$|\./);
    expect(label).not.toBe(said(en)[place]);
  }
});

test("the window's menu leads neither to a page's source nor to another address", () => {
  const roles = entries(menuOf(wordsIn('en'), true, lock)).map(({ role }) => role?.toLowerCase());
  expect(roles).toContain('copy');
  expect(roles.filter((role) => /devtools|reload|help|view/.test(role ?? ''))).toEqual([]);
});

test('the window can be locked from its menu', () => {
  const entry = entries(menuOf(wordsIn('en'), false, lock)).find(({ label }) => label === 'Lock now');
  expect(entry).toMatchObject({ accelerator: 'CommandOrControl+Shift+L', click: lock });
});
