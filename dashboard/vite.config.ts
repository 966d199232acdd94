/** How the dashboard is built: into dashboard/dist, which the server serves under /assets/dashboard/. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/assets/dashboard/",
  publicDir: "public",
  build: {
    // setup.cjs names a folder of its own, so that what is served is never half written.
    outDir: process.env.DASHBOARD_OUT ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    // Inlined assets would be data: addresses, which the content security policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: "manifest.json",
  },
});
