import type { StorageDriver, StorageSession } from '../../src/contract/storage-driver.js'
import type { TokenReader } from '../../src/contract/token-reader.js'
import type { TransportConnection, TransportDriver } from '../../src/contract/transport-driver.js'
import type { PlatformCrypto } from '../../src/contract/platform.js'

/** Every moment at which something else may come between: each answer of a driver, and each event that is told. */
export interface AwaitPoints {
  /** How many have passed. */
  readonly count: number
  /** Calls `act` when the point of that number is reached. */
  actAt(number: number, act: () => void): void
  /** A point of its own. */
  pass(): void
  storage(driver: StorageDriver): StorageDriver
  transport(driver: TransportDriver): TransportDriver
  tokenReader(reader: TokenReader): TokenReader
  crypto(crypto: PlatformCrypto): PlatformCrypto
}

export function createAwaitPoints(): AwaitPoints {
  let count = 0
  let target = -1
  let act: () => void = () => undefined

  function pass(): void {
    const number = count
    count += 1
    if (number === target) act()
  }

  /** Acts when the answer is there, and before whoever waits for it learns of it. */
  async function after<Value>(answer: Promise<Value>): Promise<Value> {
    try {
      return await answer
    } finally {
      pass()
    }
  }

  const session = (inner: StorageSession): StorageSession => ({
    ...inner,
    get: (...parameters) => after(inner.get(...parameters)),
    range: (...parameters) => after(inner.range(...parameters)),
    write: (...parameters) => after(inner.write(...parameters)),
    close: () => after(inner.close()),
  })

  const connection = (inner: TransportConnection): TransportConnection => ({
    ...inner,
    call: (operation, parameters, options) => after(inner.call(operation, parameters, options)),
    pull: (...parameters) => after(inner.pull(...parameters)),
    history: (...parameters) => after(inner.history(...parameters)),
    closed: after(inner.closed),
    close: () => after(inner.close()),
  })

  return {
    get count() {
      return count
    },
    actAt(number, what) {
      target = number
      act = what
    },
    pass,
    storage: (driver) => ({
      ...driver,
      small: {
        get: (...parameters) => after(driver.small.get(...parameters)),
        put: (...parameters) => after(driver.small.put(...parameters)),
        remove: (...parameters) => after(driver.small.remove(...parameters)),
      },
      open: async (...parameters) => session(await after(driver.open(...parameters))),
      remove: (...parameters) => after(driver.remove(...parameters)),
    }),
    transport: (driver) => ({
      ...driver,
      connect: async (...parameters) => connection(await after(driver.connect(...parameters))),
    }),
    tokenReader: (reader) => ({
      ...reader,
      read: (token) => reader.read(token),
      verify: (...parameters) => after(reader.verify(...parameters)),
    }),
    crypto: (inner) => ({ sha256: (text) => after(inner.sha256(text)) }),
  }
}
