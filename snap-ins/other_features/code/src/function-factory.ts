/** The functions of this snap-in, by the names the manifest gives them. */
import other_features from "./functions/other_features/index.ts";

export const functionFactory = { other_features } as const;

export type FunctionFactoryType = keyof typeof functionFactory;
