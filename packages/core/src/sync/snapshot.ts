import type { Change } from '../contract/changes.js'
import type { RangeQuery } from '../contract/storage-driver.js'
import { allRows, behind } from '../store/all-rows.js'
import type { Store } from '../store/store.js'
import type { Update, Writer } from '../store/writer.js'
import { keyOfRegisterRow, registerKey } from '../store/register-key.js'
import { applyGroupLeft, applyGroupMembers } from './apply-change.js'
import { forgetRegister } from './apply-register.js'

/**
 * Where everything stands, told to a device that the change log no longer reaches back to. Nothing is wiped: what the
 * device has stays, but it no longer vouches for it, and what the snapshot does not name has ended meanwhile.
 */
export interface Snapshot {
  /** Where to go on after the pages so far; absent before the first. In memory only: after a crash it is told anew. */
  cursor: string | undefined
  /** From now on the device vouches for no stretch of any history: what changed in them was not told (OL-38). */
  begin(writer: Writer): Promise<void>
  /** Remembers what the changes name. */
  note(changes: readonly Change[]): void
  /** Ends what was not named. */
  sweep(store: Store, writer: Writer): Promise<void>
}

const rowsPerBatch = 500

export function createSnapshot(): Snapshot {
  const groupIDs = new Set<string>()
  const membersOf = new Map<string, Set<string>>()
  const registers = new Set<string>()
  return {
    cursor: undefined,
    begin: forgetAllRanges,
    note(changes) {
      for (const change of changes) {
        if (change.type === 'groupChanged') groupIDs.add(change.group.groupID)
        if (change.type === 'groupLeft') groupIDs.delete(change.groupID)
        if (change.type === 'registerChanged') registers.add(registerKey(change.register).join('\n'))
        if (change.type !== 'groupMembersChanged') continue
        const members = membersOf.get(change.groupID) ?? new Set()
        for (const { userID } of change.memberList) members.add(userID)
        for (const userID of change.removedUserIDs) members.delete(userID)
        membersOf.set(change.groupID, members)
      }
    },
    async sweep(store, writer) {
      const memberships = allRows(store, 'groups', { index: 'by_membership', limit: rowsPerBatch }, ({ groupID }) => [
        1,
        groupID,
        groupID,
      ])
      for await (const { groupID } of memberships) {
        if (!groupIDs.has(groupID)) await writer.write((update) => applyGroupLeft(update, groupID))
      }
      for (const [groupID, members] of membersOf) await sweepMembers(store, writer, groupID, members)
      await sweepRegisters(store, writer, registers)
    },
  }
}

/** From now on the device vouches for no stretch of any history. */
export async function forgetAllRanges(writer: Writer): Promise<void> {
  while ((await writer.write(forgetSomeRanges)) === rowsPerBatch);
}

async function forgetSomeRanges({ draft }: Update): Promise<number> {
  const ranges = await draft.range('ranges', { limit: rowsPerBatch })
  for (const { conversationType, conversationID, firstOrder } of ranges) {
    draft.delete('ranges', [conversationType, conversationID, firstOrder])
  }
  return ranges.length
}

async function sweepMembers(store: Store, writer: Writer, groupID: string, members: ReadonlySet<string>) {
  let from: readonly (string | number)[] | undefined
  for (;;) {
    const rows = await store.range('group_members', {
      prefix: [groupID],
      ...(from === undefined ? {} : { from }),
      limit: rowsPerBatch,
    })
    const gone = rows.map(({ userID }) => userID).filter((userID) => !members.has(userID))
    if (gone.length > 0) {
      await writer.write(async (update) => {
        applyGroupMembers(update, groupID, [], gone)
      })
    }
    const last = rows.at(-1)
    if (rows.length < rowsPerBatch || last === undefined) return
    from = [groupID, last.userID, 0]
  }
}

async function sweepRegisters(store: Store, writer: Writer, named: ReadonlySet<string>) {
  let query: RangeQuery = { limit: rowsPerBatch }
  for (;;) {
    const rows = await store.range('registers', query)
    const gone = rows.map(keyOfRegisterRow).filter((key) => !named.has(key.join('\n')))
    if (gone.length > 0) {
      await writer.write(async (update) => {
        await update.draft.prefetch('registers', gone)
        for (const key of gone) await forgetRegister(update, key)
      })
    }
    const last = rows.at(-1)
    if (rows.length < rowsPerBatch || last === undefined) return
    query = { limit: rowsPerBatch, from: behind(keyOfRegisterRow(last)) }
  }
}
