/**
 * Names that people give to apps and sources: without blanks around them, and in one form of their letters, since a
 * name typed on one system is not always the characters that another one makes of it ("é" is one, or "e" and an accent).
 */
import { z } from "zod";

const FORM = "NFC";

export const givenName = (longest: number) => z.string().trim().normalize(FORM).min(1).max(longest);

/** The same of what is known to be text; empty where it says nothing. */
export const asGiven = (name: string): string => name.trim().normalize(FORM);
