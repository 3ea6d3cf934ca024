import type { StorageDriver, StorageScope, StorageSupports } from '@latchkey/core/driver'

/** The bytes in which a sealed small record lies, reached past the driver. */
export interface SmallRecordBytes {
  read(app: string, name: string): Promise<Uint8Array>
  /** Creates the record's bytes or replaces them. */
  write(app: string, name: string, bytes: Uint8Array): Promise<void>
}

/** A driver over a place of its own in which nothing is stored yet, and the ways around the driver that some clauses need. */
export interface StorageFixture {
  readonly driver: StorageDriver
  /** Another driver object over the same place, as after a relaunch. Needed where `durable` is claimed. */
  readonly relaunch?: () => StorageDriver | Promise<StorageDriver>
  /** Damages the stored bytes of a closed database. Needed where `durable` is claimed. */
  readonly damage?: (scope: StorageScope) => Promise<void>
  /** Needed where `sealed` is claimed. */
  readonly smallRecordBytes?: SmallRecordBytes
  /** Clears the place. Every session of the case is closed by then. */
  readonly dispose?: () => Promise<void> | void
}

/** What the kit is told of a driver. */
export interface StorageKitOptions {
  /** What the driver claims, said once more, so that a claim cannot be lost unseen. Clauses of what is not claimed are left out. */
  readonly supports: StorageSupports
  /** Makes a fixture. Called once for every case. */
  readonly create: () => StorageFixture | Promise<StorageFixture>
  /** How many random histories the model cases play. Default 100. */
  readonly histories?: number
  /** Which ones: the same number plays the same. Default: others in every run; a failure names its number. */
  readonly historySeed?: number
}
