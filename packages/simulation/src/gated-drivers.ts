import type {
  StorageDriver,
  StorageSession,
  TransportConnection,
  TransportDriver,
  TransportSink,
} from '@latchkey/core/driver'
import type { Gate } from './gate.js'

/** Does the work at once; what comes of it is told when the tab may go on. */
async function through<Value>(gate: Gate, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } finally {
    await gate.passed()
  }
}

/** The storage as a tab has it: a write that was asked for is carried out, but a frozen tab does not learn of it. */
export function gatedStorage(storage: StorageDriver, gate: Gate): StorageDriver {
  const { small } = storage
  const gatedSession = (session: StorageSession): StorageSession => ({
    get: (...parameters) => through(gate, session.get(...parameters)),
    range: (...parameters) => through(gate, session.range(...parameters)),
    write: (...parameters) => through(gate, session.write(...parameters)),
    close: () => through(gate, session.close()),
  })
  return {
    ...storage,
    small: {
      get: (...parameters) => through(gate, small.get(...parameters)),
      put: (...parameters) => through(gate, small.put(...parameters)),
      remove: (...parameters) => through(gate, small.remove(...parameters)),
    },
    open: async (...parameters) => gatedSession(await through(gate, storage.open(...parameters))),
    remove: (...parameters) => through(gate, storage.remove(...parameters)),
  }
}

/** The network as a tab has it: what arrives for a frozen tab waits for it. */
export function gatedTransport(transport: TransportDriver, gate: Gate): TransportDriver {
  const gatedSink = (sink: TransportSink): TransportSink => ({
    async changes(pushed) {
      await gate.passed()
      await sink.changes(pushed)
    },
    signal(signal) {
      gate.run(() => sink.signal(signal))
    },
  })
  const gatedConnection = ({ heads, ...connection }: TransportConnection): TransportConnection => ({
    account: connection.account,
    closed: through(gate, connection.closed),
    call: (...parameters) => through(gate, connection.call(...parameters)),
    pull: (...parameters) => through(gate, connection.pull(...parameters)),
    history: (...parameters) => through(gate, connection.history(...parameters)),
    close: () => through(gate, connection.close()),
    ...(heads === undefined ? {} : { heads: (...parameters) => through(gate, heads(...parameters)) }),
  })
  return {
    ...transport,
    connect: async (request, sink, options) =>
      gatedConnection(await through(gate, transport.connect(request, gatedSink(sink), options))),
  }
}
