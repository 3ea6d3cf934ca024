import { SqliteError } from '@latchkey/storage-sqlite'
import { toStorageFailure } from '@latchkey/storage-indexeddb/origin'
import { createDatabaseHost } from './database-host.js'
import type { HostAnswer, HostCall } from './host-call.js'

const handle = createDatabaseHost()

async function answer({ number, request }: HostCall): Promise<HostAnswer> {
  try {
    return { number, type: 'done', result: await handle(request) }
  } catch (error) {
    if (error instanceof SqliteError) {
      return { number, type: 'sqlite-failed', resultCode: error.resultCode, reason: error.message }
    }
    const { code, message } = toStorageFailure(error)
    return { number, type: 'failed', code, reason: message }
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<HostCall>) => {
  void answer(data).then((message) => globalThis.postMessage(message))
})
