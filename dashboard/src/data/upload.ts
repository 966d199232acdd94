/** Sending a file with its progress, which fetch doesn't tell of. */
import { ApiProblem } from "./api.ts";

const TYPES: Readonly<Record<string, string>> = {
  jsonl: "application/x-ndjson",
  ndjson: "application/x-ndjson",
  tsv: "text/tab-separated-values",
};

const typeOf = (name: string): string => TYPES[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "text/csv";

/** `onProgress`: the share that is sent, 0 to 1. Rejects with {@link ApiProblem}. */
export function sendFile<T>(path: string, file: File, onProgress: (share: number) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("content-type", typeOf(file.name));
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total));
  request.addEventListener("error", () => reject(new ApiProblem(0, "")));
  request.addEventListener("load", () => {
    const { status, response, statusText } = request;
    if (status >= 200 && status < 300) resolve(response as T);
    else reject(new ApiProblem(status, (response as { detail?: string } | null)?.detail ?? statusText));
  });
  request.send(file);
  return promise;
}
