/** Where a key moves the focus in a list of `total` rows; null where it moves nothing. `page`: rows in sight. */
export function moveTo(key: string, current: number, total: number, page: number): number | null {
  const last = total - 1;
  if (last < 0) return null;
  const step = Math.max(page, 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, last);
    case 'ArrowUp':
      return Math.max(current - 1, 0);
    case 'PageDown':
      return Math.min(current + step, last);
    case 'PageUp':
      return Math.max(current - step, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
