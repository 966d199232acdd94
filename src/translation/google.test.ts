import { createGoogleService } from "./google.ts";
import { googleShape } from "./server.testing.ts";
import { translationSuite } from "./translation.testsuite.ts";

translationSuite("Google", {
  shape: googleShape,
  open: (endpoint, key) => createGoogleService({ key, endpoint }),
});
