/** Text as it comes from the sites that the snap-ins read, made plain. */

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/** Tags are taken out, the commonest entities resolved once, white space folded. Linear in the length of the text. */
export function plainText(html: string): string {
  return html
    .replace(/<[a-z/!][^<>]*>/gi, " ")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? " ")
    .replace(/\s+/g, " ")
    .trim();
}
