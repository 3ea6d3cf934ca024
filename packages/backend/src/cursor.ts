/** A place in the snapshot that a device without a cursor reads first. Each stage goes on from its own kind of place. */
export type SnapshotPlace =
  | { readonly stage: 'profile' }
  /** Memberships, by where they began. */
  | { readonly stage: 'groups'; readonly position: number }
  /** Conversations, newest-active first. */
  | { readonly stage: 'heads'; readonly position: number }
  /** Conversations that became active while the heads were read. */
  | { readonly stage: 'movedHeads'; readonly position: number }
  /** The user's own registers, after so many. */
  | { readonly stage: 'ownRegisters'; readonly skip: number }
  /** Registers of the group whose membership began at `position`, after so many. */
  | { readonly stage: 'groupRegisters'; readonly position: number; readonly skip: number }
  /** The newest calls; `remaining` of them at most. */
  | { readonly stage: 'calls'; readonly position: number; readonly remaining: number }
  /** Members of the group whose membership began at `position`, by userID. */
  | { readonly stage: 'members'; readonly position: number; readonly userID: string }

/** A place in a user's change log. */
export type LogPlace =
  | { readonly type: 'log'; readonly position: number }
  /** The log goes on at `position`, where it was before the snapshot began. */
  | { readonly type: 'snapshot'; readonly position: number; readonly place: SnapshotPlace }

/** `epoch` names the log, so that a cursor of another log is never taken for one of this. */
export function toCursor(epoch: string, logPlace: LogPlace): string {
  const base = `${epoch}.${logPlace.position}`
  return logPlace.type === 'log' ? base : `${base}.${formatPlace(logPlace.place)}`
}

/** `undefined` when the cursor is not one of this log. */
export function fromCursor(epoch: string, cursor: string): LogPlace | undefined {
  const match = /^([0-9a-z]+)\.(\d{1,16})(?:\.(.+))?$/i.exec(cursor)
  if (match?.[1] !== epoch) return undefined
  const position = Number(match[2])
  if (match[3] === undefined) return { type: 'log', position }
  const place = parsePlace(match[3])
  return place && { type: 'snapshot', position, place }
}

function formatPlace(place: SnapshotPlace): string {
  switch (place.stage) {
    case 'profile':
      return place.stage
    case 'groups':
    case 'heads':
    case 'movedHeads':
      return `${place.stage}.${place.position}`
    case 'ownRegisters':
      return `${place.stage}.${place.skip}`
    case 'groupRegisters':
      return `${place.stage}.${place.position}.${place.skip}`
    case 'calls':
      return `${place.stage}.${place.position}.${place.remaining}`
    case 'members':
      return `${place.stage}.${place.position}.${place.userID}`
  }
}

function parsePlace(text: string): SnapshotPlace | undefined {
  // A userID may hold dots, so it comes last and takes the rest.
  const match = /^([a-zA-Z]+)(?:\.(\d{1,16}))?(?:\.(.*))?$/.exec(text)
  if (!match) return undefined
  const position = Number(match[2] ?? 0)
  const rest = match[3] ?? ''
  switch (match[1]) {
    case 'profile':
      return { stage: 'profile' }
    case 'groups':
    case 'heads':
    case 'movedHeads':
      return { stage: match[1], position }
    case 'ownRegisters':
      return { stage: 'ownRegisters', skip: position }
    case 'groupRegisters':
      return /^\d{1,16}$/.test(rest) ? { stage: 'groupRegisters', position, skip: Number(rest) } : undefined
    case 'calls':
      return /^\d{1,3}$/.test(rest) ? { stage: 'calls', position, remaining: Number(rest) } : undefined
    case 'members':
      return { stage: 'members', position, userID: rest }
    default:
      return undefined
  }
}
