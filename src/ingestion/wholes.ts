/** What of several requests that share messages has to be sent together. */

/**
 * Groups of messages, each sent as one whole. `spread`: the messages of each request. One whose request has no other goes by
 * itself, so that nobody waits or fails for somebody else; all others go together.
 */
export function wholesOf<M>(messages: readonly M[], spread: readonly (readonly M[])[]): (readonly M[])[] {
  const bound = new Set(spread.filter((own) => own.length > 1).flat());
  const alone = messages.filter((message) => !bound.has(message)).map((message) => [message]);
  return bound.size === 0 ? alone : [messages.filter((message) => bound.has(message)), ...alone];
}
