/** Settings that are lists, as they stand in the environment. */
import { z } from "zod";
import { isCountry } from "./model/countries.ts";

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
