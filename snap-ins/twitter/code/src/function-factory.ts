/** The functions of this snap-in, by the names the manifest gives them. */
import tweet_finder from "./functions/tweet_finder/index.ts";

export const functionFactory = { tweet_finder } as const;

export type FunctionFactoryType = keyof typeof functionFactory;
