import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { backendOperations, createBackend, memoryLogStore, type Backend } from '@latchkey/backend'
import type { Credential, TransportDriver } from '@latchkey/core/driver'
import { build } from 'esbuild'
import { describeTransportDriver } from '../src/transport.js'

interface Guide {
  plainTransport(backend: Backend, authenticate: (userID: string, credential: Credential) => boolean): TransportDriver
}

const page = await readFile(new URL('../../../docs/guides/write-a-transport-driver.md', import.meta.url), 'utf8')
const [, code = ''] = /```ts\n(.*?)```/s.exec(page) ?? []
const { outputFiles } = await build({
  stdin: { contents: code, loader: 'ts', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
  bundle: true,
  write: false,
  format: 'esm',
  conditions: ['@latchkey/source'],
})
const program = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
const { plainTransport } = (await import(`data:text/javascript;base64,${program}`)) as Guide

const appSign = { type: 'appSign', appSign: 'open sesame' } as const

describeTransportDriver('of the guide', {
  supports: { operations: backendOperations, deduplicates: true },
  controls: ['falseCredential', 'trimLog'],
  async create() {
    const backend = createBackend({ store: memoryLogStore(), clock: { now: () => 1_772_000_000_000 } })
    const driver = plainTransport(
      backend,
      (_userID, credential) => credential.type === 'appSign' && credential.appSign === appSign.appSign,
    )
    for (const userID of ['ada', 'bob']) await backend.putUser({ userID })
    return {
      ada: { userID: 'ada', driver, credential: () => appSign },
      bob: { userID: 'bob', driver, credential: () => appSign },
      control: {
        falseCredential: () => ({ type: 'appSign', appSign: 'guessed' }),
        trimLog: () => backend.trimLog(Number.MAX_SAFE_INTEGER),
      },
    }
  },
})
