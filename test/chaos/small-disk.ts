/** A data folder on a file system in memory that is small enough to be filled. Needs the right to mount. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DataFolder {
  readonly path: string;
  /** Leaves so many bytes beside what is there. */
  squeeze(bytes: number): void;
  /** Takes what is left. */
  fill(): void;
  /** Makes room again. */
  grow(): void;
  /** Once nobody uses it. */
  remove(): void;
}

const ROOMY = 256 * 1024 * 1024;

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** `small` says whose files are on the small disk: those of the queue are in a folder of their own below the store's. */
export function mountDataFolder(small: "queue" | "store" | "both"): DataFolder {
  const path = mkdtempSync(join(tmpdir(), "groundswell-disk-"));
  const queue = join(path, "queue");
  const mounted: string[] = [];
  const remove = (): void => {
    for (const at of mounted.toReversed()) run("umount", at);
    rmSync(path, { recursive: true, force: true });
  };
  const mount = (at: string): void => {
    mkdirSync(at, { recursive: true });
    try {
      run("mount", "-t", "tmpfs", "-o", `size=${ROOMY}`, "tmpfs", at);
      mounted.push(at);
    } catch (error) {
      remove();
      throw error;
    }
  };
  if (small !== "queue") mount(path);
  if (small !== "both") mount(queue);
  const disk = small === "queue" ? queue : path;
  const resize = (bytes: number): void => run("mount", "-o", `remount,size=${bytes}`, disk);
  const used = (): { readonly bytes: number; readonly free: number } => {
    const { blocks, bfree, bsize } = statfsSync(disk);
    return { bytes: (blocks - bfree) * bsize, free: bfree * bsize };
  };
  return {
    path,
    squeeze: (bytes) => resize(used().bytes + bytes),
    fill() {
      // Others take and give back meanwhile, hence again until nothing is left.
      for (let { free } = used(); free > 0; { free } = used()) {
        try {
          writeFileSync(join(disk, "ballast"), Buffer.alloc(free), { flag: "a" });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        }
      }
    },
    grow: () => resize(ROOMY),
    remove,
  };
}

/** CAP_SYS_ADMIN (linux/capability.h). */
const SYS_ADMIN = 21n;

/** Whether the process is one that the system lets mount. */
function hasRightToMount(): boolean {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const effective = BigInt(`0x${/CapEff:\s*([0-9a-f]+)/.exec(status)?.[1] ?? "0"}`);
  return ((effective >> SYS_ADMIN) & 1n) === 1n;
}

/** What keeps this process from mounting, in words, for a test to be skipped; false when nothing does. Throws where CI requires it of a process with the right. */
export function whyNoMount(): string | false {
  try {
    mountDataFolder("both").remove();
    return false;
  } catch (error) {
    if (process.env.CI_SERVICES === "required" && hasRightToMount()) throw error;
    return `nothing may be mounted here: ${(error as Error).message.split("\n")[1] ?? (error as Error).message}`;
  }
}
