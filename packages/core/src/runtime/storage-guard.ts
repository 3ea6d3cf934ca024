import type { CallOptions } from '../contract/cancel-signal.js'
import type { StorageDriver, StorageSchema, StorageScope, StorageSession } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { untilAborted } from './cancellation.js'

/** The contract version that this core speaks. */
const contractVersion = 1

/**
 * A storage driver with what every driver would else need itself: errors are `ChatError`s, a closed session refuses calls,
 * closing happens once, and a close waits for the calls under way.
 */
export function guardStorage(driver: StorageDriver): StorageDriver {
  if (driver.contractVersion !== contractVersion) {
    throw new ChatError('contract-version-mismatch', {
      details: { driver: String(driver.name), spoken: contractVersion, found: driver.contractVersion },
    })
  }
  return {
    contractVersion,
    name: driver.name,
    supports: Object.freeze({ ...driver.supports }),
    small: {
      get: (app, name, options) => mapped(() => driver.small.get(app, name, options)),
      put: (app, name, value, options) => mapped(() => driver.small.put(app, name, value, options)),
      remove: (app, name, options) => mapped(() => driver.small.remove(app, name, options)),
    },
    open: async (scope: StorageScope, schema: StorageSchema, options?: CallOptions) =>
      guardSession(await mapped(() => driver.open(scope, schema, options))),
    remove: (scope, options) => mapped(() => driver.remove(scope, options)),
  }
}

function guardSession(session: StorageSession): StorageSession {
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  function call<Value>(run: () => Promise<Value>, options: CallOptions | undefined): Promise<Value> {
    if (closing !== undefined) return Promise.reject(new ChatError('storage-closed'))
    const result = mapped(run)
    const end = () => {
      underWay.delete(result)
    }
    underWay.add(result)
    result.then(end, end)
    return untilAborted(result, options?.signal)
  }

  const { files, search } = session
  return {
    get: (table, keys, options) => call(() => session.get(table, keys, options), options),
    range: (table, query, options) => call(() => session.range(table, query, options), options),
    write: (batch, options) => call(() => session.write(batch, options), options),
    ...(search === undefined
      ? {}
      : { search: (table, query, options) => call(() => search.call(session, table, query, options), options) }),
    ...(files === undefined
      ? {}
      : {
          files: {
            write: (name, offset, bytes, options) => call(() => files.write(name, offset, bytes, options), options),
            read: (name, offset, length, options) => call(() => files.read(name, offset, length, options), options),
            size: (name, options) => call(() => files.size(name, options), options),
            remove: (name, options) => call(() => files.remove(name, options), options),
            list: (options) => call(() => files.list(options), options),
          },
        }),
    close() {
      closing ??= Promise.allSettled(underWay).then(() => mapped(() => session.close()))
      return closing
    },
  }
}

/** A driver that throws instead of rejecting has failed this call, no more. */
async function mapped<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run()
  } catch (failure) {
    throw ChatError.from(failure, 'storage-failed')
  }
}
