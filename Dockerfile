# Groundswell in one image. The daemon runs TypeScript natively: only the dashboard is built.
# Of every platform, by its digest: the same build is the same base. Renew both together, in both stages.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS dashboard
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY tsconfig.json ./
COPY tools/setup.cjs ./tools/
COPY examples/sample ./examples/sample
COPY src ./src
COPY dashboard ./dashboard
RUN node tools/setup.cjs

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
LABEL org.opencontainers.image.title="Groundswell" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
# The image has the right Node already, so the pinned one (a dev dependency) is left out.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY tsconfig.json runner.ts LICENSE NOTICE ./
COPY src ./src
COPY models ./models
COPY --from=dashboard /app/dashboard/dist ./dashboard/dist
COPY tools/start-once.ts ./tools/
# What this start compiles is kept, since later ones can't write it: they take half the time and 20 MB less. Node looks for
# it by the number of the user, so it is made by the one who runs it, and then is root's.
RUN install -d -o node node_modules/.cache \
  && DATA_DIR=/tmp/once setpriv --reuid node --regid node --clear-groups node tools/start-once.ts \
  && rm -r /tmp/once && chown -R root:root node_modules/.cache && chmod -R a+rX node_modules/.cache
RUN mkdir -m 700 /data && chown node:node /data
USER node
# Writes to /data and /tmp alone, so it runs with a read-only root and without any capability. On this address it needs a
# key before it starts, or FIRST_KEY_FILE; links in tickets need PUBLIC_URL (docs/deployment.md).
# Fewer heaps of the C library for the threads: less memory, and no slower.
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.METRICS_PORT || process.env.PORT) + '/healthz').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=35", "runner.ts"]
