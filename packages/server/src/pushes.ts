import type { PushedChanges } from '@latchkey/core/driver'
import { formatRequest, violation } from '@latchkey/protocol'

/** The requests of the server to one client: `changes`, one at a time. */
export interface Pushes {
  /** Resolves when the client has acknowledged them; stays pending when it never does. */
  push(pushed: PushedChanges): Promise<void>
  /** The client answered. Throws `protocol-violation` for an answer to a request that was never made. */
  acknowledge(id: number): void
}

export function createPushes(send: (frame: string) => void): Pushes {
  let lastID = 0
  let acknowledged: (() => void) | undefined
  return {
    push(pushed) {
      lastID += 1
      send(formatRequest(lastID, 'changes', pushed))
      return new Promise((resolve) => {
        acknowledged = resolve
      })
    },
    acknowledge(id) {
      if (id !== lastID || !acknowledged) throw violation('an answer to a request that was never made')
      const resolve = acknowledged
      acknowledged = undefined
      resolve()
    },
  }
}
