/** How a feature request stands; for pages, too. */

/** `open` until somebody says otherwise. */
export const requestStatuses = ["open", "planned", "in_progress", "done", "declined"] as const;
export type RequestStatus = (typeof requestStatuses)[number];
