/**
 * Before the daemon hears signals itself nothing is under way, and whoever is told to stop leaves at once. Else the system
 * would see to that, but not where it is process 1, as in a container: that one ends for no signal that it does not hear.
 */
const signals = ["SIGTERM", "SIGINT"] as const;
const leave = (): never => process.exit(0);

export function leaveWhenTold(): void {
  for (const signal of signals) process.on(signal, leave);
}

/** From here on the daemon hears them. */
export function stayWhenTold(): void {
  for (const signal of signals) process.off(signal, leave);
}
