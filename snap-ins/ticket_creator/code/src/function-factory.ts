/** The functions of this snap-in, by the names the manifest gives them. */
import status_follower from "./functions/status_follower/index.ts";
import ticket_creator from "./functions/ticket_creator/index.ts";

export const functionFactory = { status_follower, ticket_creator } as const;

export type FunctionFactoryType = keyof typeof functionFactory;
