import type { Account, TransportConnection } from '@latchkey/core/driver'
import {
  formatOperation,
  formatRequest,
  readHeadsResult,
  readHistoryPage,
  readOperationResult,
  readPullResultInSteps,
  type WireVersion,
} from '@latchkey/protocol'
import { createFiles } from './files.js'
import type { Link, Skipped } from './link.js'

/** The contract's connection over an accepted link. */
export function createConnection(
  account: Account,
  link: Link,
  version: WireVersion,
  options: { readonly callTimeoutMs: number; readonly onSkipped?: (skipped: Skipped) => void },
): TransportConnection {
  const { callTimeoutMs: timeoutMs, onSkipped } = options

  return {
    account,
    closed: link.closed,
    call(operation, parameters, { operationID, signal }) {
      return link.ask({
        format: (id) => formatOperation(id, operation, { operationID, parameters }),
        read: (result) => readOperationResult(operation, result),
        timeoutMs,
        ...(signal && { signal }),
      })
    },
    pull(cursor, asked, { signal } = {}) {
      const limit = Math.min(asked, version.maxPullLimit)
      link.allowDeliveries()
      return link.ask({
        format: (id) => formatRequest(id, 'pull', cursor === undefined ? { limit } : { cursor, limit }),
        async read(result) {
          const page = await link.readInSlices(readPullResultInSteps(result, limit))
          const skippedCount = page === 'tooFarBack' ? 0 : (page.skippedCount ?? 0)
          if (skippedCount > 0) onSkipped?.({ kind: 'change', count: skippedCount })
          return page
        },
        timeoutMs,
        ...(signal && { signal }),
      })
    },
    ...(version.hasHeads && {
      heads(cursor, limit, { signal } = {}) {
        return link.ask({
          format: (id) => formatRequest(id, 'heads', { cursor, limit }),
          read: (result) => readHeadsResult(result, limit),
          timeoutMs,
          ...(signal && { signal }),
        })
      },
    }),
    history(conversation, request, { signal } = {}) {
      const { conversationType, conversationID } = conversation
      const query = { conversation: { conversationType, conversationID }, request }
      return link.ask({
        format: (id) => formatRequest(id, 'history', query),
        read: (result) => readHistoryPage(result, query),
        timeoutMs,
        ...(signal && { signal }),
      })
    },
    ...(account.limits.maxFileBytes !== undefined && { files: createFiles(link) }),
    async close() {
      link.end({ reason: 'client' })
      await link.closed
    },
  }
}
