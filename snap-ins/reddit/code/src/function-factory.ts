/** The functions of this snap-in, by the names the manifest gives them. */
import reddit_post_finder from "./functions/reddit_post_finder/index.ts";

export const functionFactory = { reddit_post_finder } as const;

export type FunctionFactoryType = keyof typeof functionFactory;
