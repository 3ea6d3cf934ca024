/** What the source of one package may import of the others, and what it may lean on around the language. */
export interface Room {
  /** Entries of other packages of this project, written exactly as they are imported. */
  readonly imports: readonly string[]
  /**
   * What surrounds the source. `language`: nothing but JavaScript, so that it runs in a bare realm. `browser`: the web
   * platform, touched when called, never at import. `node`: Node's built-in modules. `any`: whatever its tests run in.
   */
  readonly ground: 'language' | 'browser' | 'node' | 'any'
  /** Whether a driver, a UI kit and so on may use React. */
  readonly react?: true
}

/** The arrows of the house: lint holds every one of them. A package that is not here fails the check. */
export const rooms: Readonly<Record<string, Room>> = {
  core: { imports: [], ground: 'language' },
  conformance: { imports: ['@latchkey/core/driver'], ground: 'any' },
  'storage-memory': { imports: ['@latchkey/core/driver'], ground: 'language' },
  'storage-sqlite': { imports: ['@latchkey/core/driver'], ground: 'language' },
  'storage-indexeddb': { imports: ['@latchkey/core/driver', '@latchkey/storage-memory/search'], ground: 'browser' },
  'storage-sqlite-wasm': {
    imports: ['@latchkey/core/driver', '@latchkey/storage-sqlite', '@latchkey/storage-indexeddb/origin'],
    ground: 'browser',
  },
  'storage-browser': {
    imports: [
      '@latchkey/core/driver',
      '@latchkey/storage-indexeddb',
      '@latchkey/storage-indexeddb/origin',
      '@latchkey/storage-sqlite-wasm',
    ],
    ground: 'browser',
  },
  'storage-sqlite-node': { imports: ['@latchkey/core/driver', '@latchkey/storage-sqlite'], ground: 'node' },
  protocol: { imports: ['@latchkey/core/driver'], ground: 'language' },
  backend: { imports: ['@latchkey/core/driver', '@latchkey/protocol'], ground: 'language' },
  'transport-loopback': { imports: ['@latchkey/core/driver', '@latchkey/backend'], ground: 'language' },
  'transport-websocket': { imports: ['@latchkey/core/driver', '@latchkey/protocol'], ground: 'browser' },
  simulation: {
    imports: ['@latchkey/core', '@latchkey/core/driver', '@latchkey/backend', '@latchkey/transport-loopback'],
    ground: 'node',
  },
  'token-jwt': { imports: ['@latchkey/core/driver'], ground: 'browser' },
  'token-zim': { imports: ['@latchkey/core/driver'], ground: 'browser' },
  server: {
    imports: [
      '@latchkey/core/driver',
      '@latchkey/core/errors',
      '@latchkey/backend',
      '@latchkey/protocol',
      '@latchkey/protocol/server',
    ],
    ground: 'node',
  },
  'ui-headless': { imports: ['@latchkey/core'], ground: 'language' },
  'zim-compat': { imports: ['@latchkey/core'], ground: 'browser' },
  'ui-react': { imports: ['@latchkey/core', '@latchkey/ui-headless'], ground: 'browser', react: true },
}

/** The one folder of a bare package that may touch the platform: it is what hands the platform to the rest. */
export const platformFolders = ['packages/core/src/platform']
