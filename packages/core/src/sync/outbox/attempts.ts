import type { OutboxRow } from '../../store/schema.js'
import type { Store } from '../../store/store.js'

/**
 * Which operations the backend may have heard of. What it never heard of can vanish or be rewritten as if it had not been;
 * what it may have heard of is changed by another operation behind it.
 */
export interface Attempts {
  isTried(row: Pick<OutboxRow, 'operationID' | 'sequence'>): boolean
  /**
   * From now on the operation is tried. Resolves, once that is durable, with the operation as it is now; `undefined` when it
   * has been taken out of the outbox.
   */
  begin(row: Pick<OutboxRow, 'operationID' | 'sequence'>): Promise<OutboxRow | undefined>
  /** The backend has said that it did not apply the operation. */
  undo(operationID: string): void
}

/** How many numbers are marked as tried ahead of time, so that not every operation costs a write of its own. */
const numbersAhead = 100

export async function openAttempts(store: Store): Promise<Attempts> {
  const [sequenceRow, attemptsRow] = await store.getAll('meta', [['sequence'], ['attempts']])
  /** What was enqueued up to here was enqueued by an earlier session, of which only `triedUpTo` is known. */
  const inherited = sequenceRow?.name === 'sequence' ? sequenceRow.sequence : 0
  let triedUpTo = attemptsRow?.name === 'attempts' ? attemptsRow.triedUpTo : 0
  const inheritedTriedUpTo = triedUpTo
  const tried = new Set<string>()

  return {
    isTried({ operationID, sequence }) {
      return tried.has(operationID) || (sequence <= inherited && sequence <= inheritedTriedUpTo)
    },
    begin({ operationID, sequence }) {
      tried.add(operationID)
      // Behind every update that found the operation untried, so that what they made of it is what is sent.
      return store.update(async (draft) => {
        if (sequence > triedUpTo) {
          triedUpTo = sequence + numbersAhead
          draft.put('meta', { name: 'attempts', triedUpTo })
        }
        return draft.get('outbox', [operationID])
      })
    },
    undo(operationID) {
      tried.delete(operationID)
    },
  }
}
