import {
  ChatError,
  type Account,
  type CancelSignal,
  type ConnectRequest,
  type OperationName,
  type PublicKey,
  type TransportConnection,
  type TransportDriver,
  type TransportSink,
} from '@latchkey/core/driver'
import { backendOperations, displacedLinks, type DevicePolicy } from '@latchkey/backend'
import type { Admission } from './admission.js'
import { abortable, callAborted } from './cancellation.js'
import type { Connectivity } from './connectivity.js'
import { createLoopbackLink, type LinkSurroundings, type LoopbackLink } from './loopback-link.js'

/** What a driver needs of the network it connects to. */
export interface NetworkSurroundings extends Omit<LinkSurroundings, 'authenticate' | 'ended'> {
  readonly links: Set<LoopbackLink>
  readonly deduplicates: boolean
  readonly isRegistrationOpen: boolean
  readonly publicKeys?: readonly PublicKey[]
  readonly devicePolicy: DevicePolicy
  connectivity(): Connectivity
  /** Throws `token-refused` or `token-expired`. */
  authenticate(request: Pick<ConnectRequest, 'userID' | 'credential'>): Promise<Admission>
}

const operations: readonly OperationName[] = [...backendOperations, 'renewToken']

export function loopbackTransport(network: NetworkSurroundings): TransportDriver {
  return {
    contractVersion: 1,
    name: 'loopback',
    supports: { operations, heads: true, files: true, ...(network.deduplicates && { deduplicates: true }) },

    connect(request, sink, { signal } = {}) {
      if (signal?.aborted) return Promise.reject(callAborted(signal))
      const made = connect(network, request, sink, signal)
      return abortable(signal, made, (fired) => {
        // The link may be there, and the caller not know yet: then nobody else would close it.
        made.then((connection) => connection.close()).catch(() => undefined)
        return callAborted(fired)
      })
    },
  }
}

async function connect(
  network: NetworkSurroundings,
  request: ConnectRequest,
  sink: TransportSink,
  signal: CancelSignal | undefined,
): Promise<TransportConnection> {
  switch (network.connectivity()) {
    case 'refused':
      throw new ChatError('transport-unreachable')
    case 'hung':
      return new Promise(() => undefined)
    case 'up':
  }
  const account = await admit(network, request)
  await network.gate.pass()
  // The caller has had its rejection; no link may stay behind.
  if (signal?.aborted) throw callAborted(signal)

  const link = createLoopbackLink(
    {
      ...network,
      authenticate: (userID, token) => network.authenticate({ userID, credential: { type: 'token', token } }),
      ended: (ended) => network.links.delete(ended),
    },
    { account, deviceID: request.deviceID, platform: request.platform },
    sink,
  )
  const older = [...network.links].filter(({ userID }) => userID === account.userID)
  network.links.add(link)
  for (const displaced of displacedLinks(network.devicePolicy, older, link)) displaced.link.end(displaced.reason)
  return link.connection
}

async function admit(network: NetworkSurroundings, request: ConnectRequest): Promise<Account> {
  const { backend, isRegistrationOpen, publicKeys } = network
  const { tokenExpiresAt } = await network.authenticate(request)
  const { userID, userName } = await backend.admitUser(request.userID, {
    isRegistrationOpen,
    ...(request.userName !== undefined && { userName: request.userName }),
  })
  return {
    userID,
    userName,
    serverTime: network.now(),
    ...(tokenExpiresAt !== undefined && { tokenExpiresAt }),
    ...(publicKeys && { publicKeys }),
    limits: { maxTextBytes: backend.limits.maxTextBytes, maxFileBytes: backend.limits.maxFileBytes },
  }
}
