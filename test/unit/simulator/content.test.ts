import { describe, expect, it } from 'vitest';
import { caseBody } from '../../../electron/simulator/case-body.ts';
import { KNOWN_RECEIPTS, type StagingReceipt } from '../../../electron/simulator/staging-receipts.ts';
import { MILESTONES } from '../../../electron/simulator/titles.ts';
import { readCaseStatus } from '../../../electron/uscis/case-status.ts';
import { saidOn } from '../../../shared/case/dates.ts';
import { plainText } from '../../../shared/case/rich-text.ts';
import { groupOf } from '../../../shared/case/status-groups.ts';
import { HOUR, instant, later, type Instant } from '../../../shared/clock.ts';
import type { StatusContent } from '../../../shared/service/answer.ts';
import { receipt } from '../uscis/bodies.ts';

const EPOCH = instant(Date.parse('2026-11-16T05:00:00Z'));
const LIFE = { epoch: EPOCH, pace: HOUR };
const CAPTURED = ['EAC9999103402', 'EAC9999103403'];

function read(entry: StagingReceipt, now: Instant): StatusContent {
  const body = JSON.stringify(caseBody(entry, 1, LIFE, now, undefined));
  const reading = readCaseStatus(receipt(entry.receipt), body);
  if (reading.kind !== 'status') throw new Error(`no status for ${entry.receipt}`);
  return reading.content;
}

/** Every receipt through its first forty hours, a step each. */
const everything = [...KNOWN_RECEIPTS.values()].flatMap((entry) =>
  Array.from({ length: 40 }, (_, hour) => ({ entry, content: read(entry, later(EPOCH, hour * HOUR)) })),
);

describe('what the simulator says', () => {
  it('uses titles that USCIS is known to use', () => {
    for (const { title } of Object.values(MILESTONES)) expect(groupOf(title.en), title.en).not.toBe('unclassified');
  });

  it('reaches every kind of status that its paths have', () => {
    const seen = new Set(everything.map(({ content }) => content.title.en));
    expect(seen.size).toBeGreaterThan(17);
  });

  it('marks every description and history line as synthetic, in both languages', () => {
    for (const { content } of everything) {
      expect(content.description.en).toContain('Synthetic demonstration text.');
      expect(content.description.es).toContain('Texto sintético de demostración.');
      for (const { text } of content.history) {
        expect(text.en).toMatch(/\(synthetic\)$/);
        expect(text.es).toMatch(/\(sintético\)$/);
      }
    }
  });

  it('A9: begins descriptions with the date of the event and names the receipt number, as USCIS does', () => {
    for (const { entry, content } of everything) {
      const named = saidOn({ ...content, modifiedAt: null });
      expect(named).not.toBeNull();
      if (content.modifiedAt !== null) expect(named).toBe(saidOn(content));
      expect(content.description.en).toContain(entry.receipt);
      expect(content.description.es).toContain(entry.receipt);
      expect(content.description.en).not.toContain('{form}');
    }
  });

  it('A2: has no dates for IOE receipts, and dates for all others', () => {
    for (const { entry, content } of everything) {
      const ioe = entry.receipt.startsWith('IOE');
      expect(content.modifiedAt === null, entry.receipt).toBe(ioe);
      expect(content.submittedAt === null, entry.receipt).toBe(ioe);
    }
  });

  it('sends a history for those published as having one, and null for the others', () => {
    for (const { entry, content } of everything) expect(content.history.length > 0).toBe(entry.history);
  });

  it('A5: puts anchors into some texts', () => {
    const anchored = everything.filter(({ content }) => content.description.en.includes('<a href="https://'));
    expect(anchored.length).toBeGreaterThan(20);
    expect(anchored.length).toBeLessThan(everything.length);
    for (const { content } of anchored) expect(plainText(content.description.en)).not.toContain('<');
  });

  it('moves every case but the two that were captured', () => {
    for (const entry of KNOWN_RECEIPTS.values()) {
      const titles = new Set(everything.filter((one) => one.entry === entry).map(({ content }) => content.title.en));
      if (CAPTURED.includes(entry.receipt)) expect(titles.size).toBe(1);
      else expect(titles.size).toBeGreaterThan(1);
    }
  });
});
