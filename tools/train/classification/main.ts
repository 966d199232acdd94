/**
 * Trains the shipped weights of the classifier and writes models/classification-v1.bin (format: see
 * src/text/classification/weights.ts). Learns from mini-bar (MIT), prdect-id (MIT) and phrases written for this project,
 * and from nothing else. Deterministic. Run: `node tools/train/classification/main.ts`.
 */
import { writeFileSync } from "node:fs";
import { createEmbedder } from "../../../src/text/embedding/embedder.ts";
import { readModel, readRows } from "../../evaluate/task.ts";
import { type Review, type ShopReview, trainClassifier } from "./recipe.ts";

const files = ["garmin-connect.en", "garmin-connect.fr", "huawei-health.en", "huawei-health.fr"];

const reviews = files.flatMap((file) => readRows<Review>(`minibar/classification/${file}.jsonl`));
const shopReviews = readRows<ShopReview>("sentiment/prdect-id.jsonl");
const weights = trainClassifier({ reviews, shopReviews }, createEmbedder(readModel("reference-15k-256.semb")));
writeFileSync(new URL("../../../models/classification-v1.bin", import.meta.url), weights);
process.stderr.write(`models/classification-v1.bin: ${weights.length} bytes\n`);
