import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './app.ts';
import { change } from './steps.ts';

const FOLDER = resolve(import.meta.dirname, '../../test-results/screens');
/** Pictures cost time, and only people look at them: set it to 1 to have them. */
const WITH_PICTURES = process.env['CASEHARBOR_SCREENS'] === '1';
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Language = 'en' | 'es';

/** Spanish in the dark has the colours of the English and the words of the light one: it is for people's eyes alone. */
const isJudged = (theme: Theme, language: Language): boolean => language === 'en' || theme === 'light';

/** Where the screens are looked at: pictures for people, and axe's verdict on each. */
export interface Look {
  /** Has axe judge what is shown now, in both themes and in these languages; takes the pictures, where they are wanted. */
  at(name: string, languages?: readonly Language[]): Promise<void>;
  /** What axe found wrong in all of them, a line each. */
  readonly faults: readonly string[];
}

export async function startLooking(page: Page): Promise<Look> {
  const faults: string[] = [];
  mkdirSync(FOLDER, { recursive: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return {
    faults,
    async at(name, languages = ['en']) {
      for (const language of languages) {
        for (const theme of THEMES) {
          if (!WITH_PICTURES && !isJudged(theme, language)) continue;
          await change(page, { theme, language });
          await expect(page.locator(`html[data-theme="${theme}"][lang="${language}"]`)).toBeAttached();
          await expect(page.locator('.loading')).toHaveCount(0);
          const path = join(FOLDER, `${name}-${theme}-${language}.png`);
          if (WITH_PICTURES) await page.screenshot({ animations: 'disabled', path });
          if (isJudged(theme, language))
            faults.push(...(await judge(page)).map((fault) => `${name}-${theme}-${language}: ${fault}`));
        }
      }
      await change(page, { theme: 'light', language: 'en' });
      await expect(page.locator('html[data-theme="light"][lang="en"]')).toBeAttached();
    },
  };
}

/** WCAG 2.1 A and AA, as far as a program can judge them. */
async function judge(page: Page): Promise<string[]> {
  // Its newer mode needs a second page, which Electron does not give.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  // There react-aria speaks for a moment of buttons that may be gone already: nothing that anyone could come upon later.
  const { violations } = await builder.exclude('[data-live-announcer]').analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
