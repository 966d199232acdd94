/** The label of a theme: what its members' evidence says together, or none. */

/** A label speaks for a theme when so many of its members are routed to it, and of those that are routed anywhere. */
const LABEL_SHARE = 0.2;
const LABEL_MAJORITY = 0.4;

export function labelOf(members: readonly { readonly label?: string | undefined }[]): string | undefined {
  const votes = new Map<string, number>();
  for (const { label } of members) if (label !== undefined) votes.set(label, (votes.get(label) ?? 0) + 1);
  const routed = [...votes.values()].reduce((sum, count) => sum + count, 0);
  const [top] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (top === undefined || top[1] < LABEL_SHARE * members.length || top[1] < LABEL_MAJORITY * routed) return undefined;
  return top[0];
}
