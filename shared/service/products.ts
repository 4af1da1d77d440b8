/**
 * Do the products that USCIS names for a key hold the one that our calls need? Its name is not published beyond the
 * sandbox's `Case Status API - Sandbox`, so it is known by its words. Null: USCIS named none, which says nothing.
 */
export const namesCaseStatus = (products: readonly string[]): boolean | null =>
  products.length === 0 ? null : products.some((name) => /case\s*status/i.test(name));
