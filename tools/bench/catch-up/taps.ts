import type { StorageDriver, StorageWrite, TransportConnection, TransportDriver } from '@latchkey/core/driver'
import { schema } from '../../../packages/core/src/store/schema.ts'

/** A transport that notes when it was connected and how far answers hang on one another. */
export interface TransportTap {
  readonly driver: TransportDriver
  /** By `performance.now`; of the first connection. */
  readonly connectedAt: number | undefined
  /** How many round trips the answers so far took: requests that waited for no other answer count as one. */
  readonly roundTrips: number
  readonly requests: number
}

export const tapTransport = (driver: TransportDriver): TransportTap => {
  let connectedAt: number | undefined
  let requests = 0
  // What is read and what is sent go side by side: neither waits for the other.
  const depths = { reading: 0, sending: 0 }

  const counted = async <Answer>(chain: keyof typeof depths, ask: () => Promise<Answer>): Promise<Answer> => {
    const depth = depths[chain] + 1
    requests += 1
    const answer = await ask()
    depths[chain] = Math.max(depths[chain], depth)
    return answer
  }
  const tapped = ({ heads, ...connection }: TransportConnection): TransportConnection => ({
    ...connection,
    ...(heads && {
      heads: (cursor, limit, options) => counted('reading', () => heads(cursor, limit, options)),
    }),
    call: (operation, parameters, options) => counted('sending', () => connection.call(operation, parameters, options)),
    pull: (cursor, limit, options) => counted('reading', () => connection.pull(cursor, limit, options)),
    history: (conversation, request, options) =>
      counted('reading', () => connection.history(conversation, request, options)),
  })
  return {
    driver: {
      ...driver,
      async connect(request, sink, options) {
        const connection = await driver.connect(request, sink, options)
        connectedAt ??= performance.now()
        return tapped(connection)
      },
    },
    get connectedAt() {
      return connectedAt
    },
    get roundTrips() {
      return Math.max(depths.reading, depths.sending)
    },
    get requests() {
      return requests
    },
  }
}

/** A storage that remembers what the rows it was given came to. */
export interface StorageTap {
  readonly driver: StorageDriver
  /** The last write of each row, in the order of the first. */
  readonly writes: () => readonly StorageWrite[]
}

export const tapStorage = (driver: StorageDriver): StorageTap => {
  const last = new Map<string, StorageWrite>()
  return {
    driver: {
      ...driver,
      async open(scope, tables, options) {
        const session = await driver.open(scope, tables, options)
        return {
          ...session,
          async write(batch, writeOptions) {
            await session.write(batch, writeOptions)
            for (const write of batch.writes) {
              if (write.type !== 'deleteRange') last.set(JSON.stringify([write.table, keyOf(write)]), write)
            }
          },
        }
      },
    },
    writes: () => [...last.values()],
  }
}

const keyOf = (write: Exclude<StorageWrite, { type: 'deleteRange' }>): readonly unknown[] => {
  if (write.type === 'delete') return write.key
  const table = schema.tables.find(({ name }) => name === write.table)
  return (table?.key ?? []).map((field) => write.row[field])
}
