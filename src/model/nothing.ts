/** What exports write for nothing: pandas, R, SQL and its dumps, Excel and its errors; and what Reddit leaves of a deleted text. */
export const isNothing = (text: string): boolean =>
  /^\s*(?:nan|nat|none|null|\((?:blank|empty|none|null)\)|\\N|undefined|<na>|#?n\/a|n\.a\.|-{2,3}|#(?:name\?|ref!|value!|null!)|0000-00-00(?: 00:00:00)?|\[deleted\]|\[removed\])?\s*$/i.test(
    text,
  );
