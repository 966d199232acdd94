/**
 * glibc gives threads heaps of their own, up to eight a core, and gives back little of them: with two, a runner of a dozen
 * threads takes 20 to 50 MiB less. The number is read before anything of ours runs, so the process starts itself once more
 * in its place, under the same id and with the same files. Nothing where it is set, or on other systems.
 */
const ARENAS = "2";

export function useFewArenas(): void {
  const { platform, execve, env, execPath, execArgv, argv } = process;
  if (platform !== "linux" || env.MALLOC_ARENA_MAX !== undefined || execve === undefined) return;
  execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: ARENAS });
}
