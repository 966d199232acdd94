/** The functions of this snap-in, by the names the manifest gives them. */
import playstore_review_finder from "./functions/playstore_review_finder/index.ts";

export const functionFactory = { playstore_review_finder } as const;

export type FunctionFactoryType = keyof typeof functionFactory;
