/** The clustering thread: one task at a time, so that nothing else waits for it. Starts only as a worker. */
import { readFile } from "node:fs/promises";
import { createEmbedder } from "../text/embedding/embedder.ts";
import { createStatementNetwork } from "../text/statements/network.ts";
import { readStatementWeights } from "../text/statements/weights.ts";
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import { type ClusteringJobs, createThemeTask } from "./task.ts";

stepBack();
const model = (name: string) => readFile(new URL(`../../models/${name}`, import.meta.url));
const embedder = createEmbedder(await model("reference-15k-256.semb"));
const network = createStatementNetwork(readStatementWeights(await model("statements-v1.bin")), embedder);
serve<ClusteringJobs>({ find: createThemeTask({ embedder, network }) });
