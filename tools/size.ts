import { gzipSync } from 'node:zlib'
import { build, defaultClientConditions } from 'vite'

/**
 * What an app with the bundled server pulls in besides its UI, as it imports it, in the order in which the parts are added.
 * The wire's part is what the transport uses of it, and so is measured by leaving it out first.
 */
const parts = [
  { name: 'core', code: "export { createChat, ChatError, ConnectionEvent, ConnectionState } from '@latchkey/core'" },
  { name: 'token-jwt', code: "export { jwtReader } from '@latchkey/token-jwt'" },
  {
    name: 'transport-websocket',
    code: "export { webSocketTransport } from '@latchkey/transport-websocket'",
    without: '@latchkey/protocol',
  },
  { name: 'protocol', code: '' },
  { name: 'storage-sqlite-wasm', code: "export { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'" },
] as const

export interface PartSize {
  readonly name: string
  /** What the part adds to a bundle that already holds the parts before it, gzipped. */
  readonly bytes: number
}

const entry = 'virtual:latchkey-size'

/** The gzipped bytes of one production bundle, workers included, SQLite itself left out. */
const bundledBytes = async (code: string, without?: string): Promise<number> => {
  const external = [/^@sqlite\.org\/sqlite-wasm/, ...(without === undefined ? [] : [without])]
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@latchkey/source', ...defaultClientConditions] },
    worker: { format: 'es', rolldownOptions: { external } },
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: entry, external, preserveEntrySignatures: 'strict' },
    },
    plugins: [
      {
        name: 'latchkey-size-entry',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) => (id === `\0${entry}` ? code : undefined),
      },
    ],
  })
  if (!('output' in result)) throw new TypeError('The bundler gave no single output.')
  return result.output.reduce(
    (total, file) => total + gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length,
    0,
  )
}

/** The size of each part as it is added to the ones before, so that the parts sum to the whole. */
export const measureSize = async (): Promise<readonly PartSize[]> => {
  const sizes: PartSize[] = []
  let before = 0
  for (const [index, part] of parts.entries()) {
    const { name } = part
    const code = parts.slice(0, index + 1).map((added) => added.code)
    const bytes = await bundledBytes(code.join('\n'), 'without' in part ? part.without : undefined)
    sizes.push({ name, bytes: bytes - before })
    before = bytes
  }
  return sizes
}
