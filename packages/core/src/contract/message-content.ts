/** What a person wrote. */
export interface TextContent {
  readonly type: 'text'
  /** Not blank. At most the `maxTextBytes` of the account's limits, in UTF-8. */
  readonly text: string
}

/** What an app defines for itself. */
export interface CustomContent {
  readonly type: 'custom'
  /** The app's own kind: an integer from 0 to 200. */
  readonly subType: number
  /** The app's own payload, opaque to Latchkey. At most the `maxTextBytes` of the account's limits, in UTF-8. */
  readonly payload: string
  /** What a list may show and a search may find instead of the payload. At most 1,024 bytes of UTF-8. */
  readonly searchedText?: string
}

/** A file, whose bytes lie at the backend under its fileID. */
export interface FileContent {
  readonly type: 'file'
  /** What it is called, without a path. Not empty; at most 256 bytes of UTF-8. */
  readonly fileName: string
  /** As its sender states it: `image/png`, or empty when it is not known. At most 256 bytes of UTF-8. */
  readonly mimeType: string
  /** In bytes. */
  readonly fileSize: number
  /** Made by the client that uploaded it. Printable ASCII, 1 to 128 characters. */
  readonly fileID: string
}

/** A file that an app sends. Its bytes are kept on this device, brought to the backend, and then its message is sent. */
export interface FileAttachment {
  readonly type: 'file'
  /** What it is called, without a path. Not empty; at most 256 bytes of UTF-8. */
  readonly fileName: string
  /** `image/png`, or empty when it is not known. At most 256 bytes of UTF-8. */
  readonly mimeType: string
  /** At most 100 MiB. A `Blob` is read into memory once. */
  readonly bytes: Uint8Array | Blob
}

/** A kind that this version does not know. It is kept, so that a newer version can show it. */
export interface UnsupportedContent {
  readonly type: 'unsupported'
  /** The kind that the backend named. */
  readonly originalType: string
  /** The content as it came, as JSON text. */
  readonly original: string
}

/** What is left of a message that was revoked for everybody: what it said is gone. */
export interface RevokedContent {
  readonly type: 'revoked'
  /** Who revoked it. */
  readonly operatorUserID: string
  /** Milliseconds since the epoch. */
  readonly revokeTime: number
}

/** What a backend tells of a message that the reader deleted for themselves: only that there was one. */
export interface DeletedContent {
  readonly type: 'deleted'
}

/** What an app can send. */
export type SendableContent = TextContent | CustomContent | FileContent

/** What a message can hold. */
export type MessageContent = SendableContent | RevokedContent | UnsupportedContent

/** What a backend can tell of a message. */
export type BackendContent = MessageContent | DeletedContent
