/** How single settings are read: numbers, durations, switches, hosts, lists. What they are called stands in config.ts. */
import { isIP } from "node:net";
import { z } from "zod";
import { isCountry } from "./model/countries.ts";
import { type ChosenLoopName, chosenLoops } from "./model/loops.ts";

export const integer = (fallback: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);
export const share = (fallback: number) => z.coerce.number().min(0).max(1).default(fallback);
export const port = (fallback: number) => integer(fallback, 0, 65_535);
/** Unset: for ever. */
export const daysKept = (minimum = 1) => z.coerce.number().int().min(minimum).max(36_500).optional();
export const flag = (fallback: "on" | "off") =>
  z
    .enum(["on", "off"])
    .default(fallback)
    .transform((value) => value === "on");

/** `90`, `90s`, `15m`, `6h` or `2d` → milliseconds; a bare number is seconds. */
export const duration = (fallback: string) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)?$/, "a number of seconds, or a number with ms, s, m, h or d")
    .default(fallback)
    .transform((value) => {
      const unit = /[a-z]+$/.exec(value)?.[0] ?? "s";
      const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1_000;
      return Math.max(1, Math.round(Number.parseFloat(value) * factor));
    });

export const loops = z
  .string()
  .default("all")
  .transform((value, context): readonly ChosenLoopName[] => {
    if (value.trim() === "all") return chosenLoops;
    if (value.trim() === "none") return [];
    const asked = value
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const wrong = asked.filter((name) => !(chosenLoops as readonly string[]).includes(name));
    if (wrong.length > 0)
      context.addIssue({
        code: "custom",
        message: `no such loop: ${wrong.join(", ")} (there are ${chosenLoops.join(", ")}; or all, or none)`,
      });
    return chosenLoops.filter((name) => asked.includes(name));
  });

/** A name or an address to listen on; IPv6 with or without brackets. */
export const isHost = (value: string): boolean =>
  isIP(value.replace(/^\[|\]$/g, "")) !== 0 ||
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(value);

const isOrigin = (value: string): boolean => URL.canParse(value) && new URL(value).origin === value;

export const origins = z
  .string()
  .default("http://localhost:3000,http://127.0.0.1:3000")
  .transform((value, context) => {
    const listed = value
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== "");
    const wrong = listed.filter((origin) => !isOrigin(origin));
    if (wrong.length > 0) {
      context.addIssue({
        code: "custom",
        message: `no origin (scheme, host and port, nothing more): ${wrong.join(", ")}`,
      });
    }
    return listed;
  });

/** ISO 3166 codes with commas. */
export const countries = z
  .string()
  .default("")
  .transform((value, context) => {
    const listed = value
      .split(",")
      .map((country) => country.trim().toUpperCase())
      .filter((country) => country !== "");
    const wrong = listed.filter((country) => !isCountry(country));
    if (wrong.length > 0)
      context.addIssue({ code: "custom", message: `no country (two letters): ${wrong.join(", ")}` });
    return listed;
  });

/** fetch takes no such address, and would quote it. */
export function holdsNoPassword(value: string): boolean {
  const { username, password } = URL.canParse(value) ? new URL(value) : { username: "", password: "" };
  return username === "" && password === "";
}

/** Of the form `https://host:port`: pages and links know no folder above them. */
export const publicUrl = z
  .url({ protocol: /^https?$/, error: "an address such as https://feedback.example.com" })
  .refine(holdsNoPassword, "no user name or password in the address")
  .refine((value) => {
    const { pathname, search, hash } = URL.canParse(value) ? new URL(value) : { pathname: "/", search: "", hash: "" };
    return pathname === "/" && search === "" && hash === "";
  }, "scheme, host and port, nothing more: a proxy must not put it below a path")
  .transform((value) => new URL(value).origin);

/** `none`: as many as it takes. */
export const tokens = (fallback: number) =>
  z
    .union([z.literal("none"), z.coerce.number().int().min(1).max(1e12)], "a number of tokens, at least 1, or none")
    .default(fallback);

/** Longer than a queue keeps a message (14 days): an insight (or an event) that was erased while its batch may come again would be made, and counted, again. */
export const SHORTEST_INSIGHT_DAYS = 15;
