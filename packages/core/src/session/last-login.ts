import type { PublicKey } from '../contract/token-reader.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createSerialQueue } from '../runtime/serial-queue.js'

/** The sealed record of the last successful online login in this app (OL-06). */
export interface LoginRecord {
  readonly kind: 'login'
  readonly userID: string
  readonly userName: string
  /** SHA-256 of the token that the backend last accepted here; absent in app-sign mode (OL-07). */
  readonly tokenHash?: string
  /** When that token ends, as the backend stated; absent when it does not. Milliseconds since the epoch. */
  readonly tokenExpiresAt?: number
  /** Until when that token may be used offline, by its own claim, when that is later. Milliseconds since the epoch. */
  readonly offlineUntil?: number
  /** The latest time that the backend stated: a clock that is behind it is wrong (OL-35). */
  readonly latestServerTime: number
  readonly publicKeys: readonly PublicKey[]
  readonly maxTextBytes: number
}

/** What a logout or a refusal leaves: it forbids offline login (OL-17, OL-18). */
export interface EndedRecord {
  readonly kind: 'ended'
  readonly userID: string
  readonly endedBy: 'logout' | 'refusal'
  readonly latestServerTime: number
}

export type LastLoginRecord = LoginRecord | EndedRecord

/** Keeps the record, which belongs to the app and not to a user: one small read, before any database. */
export interface LastLoginStore {
  /** `undefined` when nobody has logged in here. Rejects `record-tampered`, `storage-key-wrong`. */
  read(): Promise<LastLoginRecord | undefined>
  /**
   * Puts what `change` makes of the present record in its place; durable when resolved. `undefined` leaves it as it is. Calls
   * are carried out one after another, so that no late write undoes a later one.
   */
  update(
    change: (
      present: LastLoginRecord | undefined,
    ) => Promise<LastLoginRecord | undefined> | LastLoginRecord | undefined,
  ): Promise<void>
  /** Resolves when no update is under way. */
  settled(): Promise<void>
  /** This installation, made by `make` when there is none yet. */
  deviceID(make: () => string): Promise<string>
}

const recordName = 'last-login'
const deviceName = 'device'
const longestRecord = 65_536

export function createLastLoginStore({ small }: Pick<StorageDriver, 'small'>, app: string): LastLoginStore {
  const updates = createSerialQueue()

  async function read(): Promise<LastLoginRecord | undefined> {
    const text = await small.get(app, recordName).catch((failure: unknown) => {
      const error = ChatError.from(failure, 'storage-failed')
      throw error.code === 'storage-tampered' ? new ChatError('record-tampered', { cause: error }) : error
    })
    return text === undefined ? undefined : parseRecord(text)
  }

  /** A record that does not hold is replaced by the next one, like one that is not there. */
  async function readToReplace(): Promise<LastLoginRecord | undefined> {
    try {
      return await read()
    } catch (failure) {
      if (ChatError.from(failure).code === 'record-tampered') return undefined
      throw failure
    }
  }

  return {
    read,
    update: (change) =>
      updates.run(async () => {
        const next = await change(await readToReplace())
        if (next !== undefined) await small.put(app, recordName, JSON.stringify(next))
      }),
    settled: () => updates.run(async () => undefined),
    async deviceID(make) {
      const known = await small.get(app, deviceName).catch((failure: unknown) => {
        // A device that cannot read its own name takes a new one.
        if (ChatError.from(failure).code === 'storage-tampered') return undefined
        throw failure
      })
      if (known !== undefined && /^[\x20-\x7e]{1,128}$/.test(known)) return known
      const made = make()
      await small.put(app, deviceName, made)
      return made
    },
  }
}

/** Puts the marker of a logout or a refusal in place of the user's record, durably. What another user left is theirs. */
export async function markEnded(lastLogin: LastLoginStore, ended: Omit<EndedRecord, 'kind'>): Promise<void> {
  await lastLogin.update((present) =>
    present === undefined || present.userID === ended.userID ? { kind: 'ended', ...ended } : undefined,
  )
}

/** Checks every field, because a driver that does not seal may give back what somebody else wrote. */
function parseRecord(text: string): LastLoginRecord {
  const tampered = () => new ChatError('record-tampered')
  if (text.length > longestRecord) throw tampered()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ChatError('record-tampered', { cause })
  }
  if (isEndedRecord(value) || isLoginRecord(value)) return value
  throw tampered()
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isEndedRecord(value: unknown): value is EndedRecord {
  return (
    isRecord(value) &&
    value['kind'] === 'ended' &&
    typeof value['userID'] === 'string' &&
    (value['endedBy'] === 'logout' || value['endedBy'] === 'refusal') &&
    Number.isFinite(value['latestServerTime'])
  )
}

function isLoginRecord(value: unknown): value is LoginRecord {
  return (
    isRecord(value) &&
    value['kind'] === 'login' &&
    typeof value['userID'] === 'string' &&
    typeof value['userName'] === 'string' &&
    (value['tokenHash'] === undefined || typeof value['tokenHash'] === 'string') &&
    (value['tokenExpiresAt'] === undefined || Number.isFinite(value['tokenExpiresAt'])) &&
    (value['offlineUntil'] === undefined || Number.isFinite(value['offlineUntil'])) &&
    Number.isFinite(value['latestServerTime']) &&
    Number.isFinite(value['maxTextBytes']) &&
    Array.isArray(value['publicKeys']) &&
    value['publicKeys'].every((key) => isRecord(key) && typeof key['kty'] === 'string')
  )
}
