/** A bug as it could be made: one text in one file becomes another. */
export interface PlantedBug {
  readonly name: string
  /** Within `packages`. */
  readonly file: string
  /** Stands there once. */
  readonly find: string
  readonly replace: string
  /** It is found within so many schedules. */
  readonly within: number
}

const engine = 'core/src/sync/engine.ts'
const applyMessage = 'core/src/sync/apply-message.ts'
const updateQueue = 'core/src/store/update-queue.ts'
const sender = 'core/src/sync/outbox/sender.ts'

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'the backend does not recognise a repeat',
    file: 'backend/src/backend.ts',
    find: '        if (earlier) return definition',
    replace: "        if (earlier?.operationID === '') return definition",
    within: 100,
  },
  {
    name: 'a push moves the cursor past a gap',
    file: engine,
    find: 'if (pushed.after === (await currentCursor())) {',
    replace: 'if (pushed.after !== undefined) {',
    within: 100,
  },
  {
    name: 'pushes are applied before the catch-up that they are held for',
    file: engine,
    find: `          arrivals
            .run(async () => {
              if (signal.aborted) return
              if (pushed.after === (await currentCursor())) {`,
    replace: `          Promise.resolve()
            .then(async () => {
              if (signal.aborted) return
              if (pushed.cursor !== undefined) {`,
    within: 100,
  },
  {
    name: 'the cursor is stored before the changes that it stands for',
    file: engine,
    find: `      await writer.write(
        async (update) => {
          await applyChanges(`,
    replace: `      await writer.write(async (update) => {
        if (cursor !== undefined) update.draft.put('meta', { name: 'cursor', cursor, syncedAt: at })
      })
      await writer.write(
        async (update) => {
          await applyChanges(`,
    within: 300,
  },
  {
    name: 'a cursor goes beyond a position that is not committed',
    file: 'backend/src/memory-log-store.ts',
    find: 'read: (work) => enqueue(() => work(reader)),',
    replace: 'read: (work) => work(reader),',
    within: 300,
  },
  {
    name: 'a deleted message comes back: its tombstone is dropped',
    file: applyMessage,
    find: "  return (await draft.get('deletions', messageKey(message))) !== undefined\n",
    replace: '  return false\n',
    within: 300,
  },
  {
    name: 'unread is counted up by events',
    file: applyMessage,
    find: 'headCountedSeq: Math.max(confirmed.headCountedSeq, countedSeq),',
    replace: 'headCountedSeq: confirmed.headCountedSeq + 1,',
    within: 50,
  },
  {
    name: 'the order of the outbox is ignored',
    file: 'core/src/sync/outbox/lanes.ts',
    find: "{ index: 'by_lane', prefix, limit: 50 }",
    replace: "{ index: 'by_lane', prefix, limit: 50, reverse: true }",
    within: 100,
  },
  {
    name: 'an operation whose answer is lost is lost',
    file: sender,
    find: '        await pause(current.cancellation, retryDelayMs(error, attempt))',
    replace: '        await writer.write((update) => settleOperation(update, row.operationID))',
    within: 100,
  },
  {
    name: 'an operation is repeated with a new operationID',
    file: sender,
    find: 'perform(connection, row, { operationID, signal })',
    replace: 'perform(connection, row, { operationID: `${operationID}-${String(platform.clock.now())}`, signal })',
    within: 100,
  },
  {
    name: 'ranges are merged over a gap',
    file: 'core/src/sync/ranges.ts',
    find: '      range.lastOrder === stretch.follows ||',
    replace: '      range.lastOrder < stretch.firstOrder ||',
    within: 400,
  },
  {
    name: 'a read mark moves backwards',
    file: 'backend/src/read-marks.ts',
    find: '  if (message.messageSeq <= state.readSeq) return',
    replace: '  if (message.messageSeq === state.readSeq) return',
    within: 300,
  },
  {
    name: 'a write counts as durable before it is',
    file: updateQueue,
    find: 'await session.write({ conditions: [condition], writes })',
    replace: 'void session.write({ conditions: [condition], writes }).catch(() => undefined)',
    within: 100,
  },
  {
    name: 'the write of a tab whose place is taken is not refused',
    file: updateQueue,
    find: 'session.write({ conditions: [condition], writes })',
    replace: 'session.write({ conditions: [], writes })',
    within: 1_000,
  },
  {
    name: 'a call that is repeated at the next leader makes its identifiers anew',
    file: 'core/src/domain/session-calls.ts',
    find: 'call.identifiers[made++] ?? createIdentifier(platform)',
    replace: 'createIdentifier(platform)',
    within: 300,
  },
  {
    name: 'a logout leaves no marker',
    file: 'core/src/session/session-keeper.ts',
    find: "() => endRecord(context, session, 'logout')",
    replace: '() => Promise.resolve()',
    within: 100,
  },
  {
    name: 'a call rings again with every change of it',
    file: 'core/src/sync/apply-change.ts',
    find: '    wasInvited !== true && isRinging',
    replace: '    isRinging',
    within: 300,
  },
  {
    name: 'what was removed of a register stays',
    file: 'core/src/sync/apply-register.ts',
    find: 'const { confirmed: _confirmed, ...facts } = row',
    replace: 'const facts = row',
    within: 150,
  },
  {
    name: 'the timer of a token outlives its session',
    file: 'core/src/session/token-life.ts',
    find: '    stopTimer?.()\n',
    replace: '',
    within: 50,
  },
]
