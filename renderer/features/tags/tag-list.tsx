import './tags.css';

/** The tags of a case, in their order. Nothing where it has none. */
export function TagList({ tags }: { readonly tags: readonly string[] }) {
  return tags.map((tag) => (
    <span key={tag} className="tag" title={tag}>
      {tag}
    </span>
  ));
}
