import { expect, test } from 'vitest';
import { bytesInWords } from '../../../renderer/features/workspaces/bytes.ts';

test('a size is in the largest unit that fits, and one byte is one', () => {
  const said = (bytes: number): string[] => [bytesInWords(bytes, 'en'), bytesInWords(bytes, 'es')];
  expect(said(0)).toEqual(['0 bytes', '0 bytes']);
  expect(said(1)).toEqual(['1 byte', '1 byte']);
  expect(said(248)).toEqual(['248 bytes', '248 bytes']);
  expect(said(2440)).toEqual(['2.4 kB', '2.4 kB']);
  expect(said(2_440_000)).toEqual(['2.4 MB', '2.4 MB']);
  expect(said(5_000_000_000_000)).toEqual(['5,000 GB', '5,000 GB']);
});
