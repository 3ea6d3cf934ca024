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

/** What every file of a message has. Its bytes lie at the backend under its fileID. */
interface FileFacts {
  /** What it is called, without a path. Not empty; at most 256 bytes of UTF-8. */
  readonly fileName: string
  /** As its sender states it: `image/png`, or empty when it is not known. At most 256 bytes of UTF-8. */
  readonly mimeType: string
  /** In bytes. */
  readonly fileSize: number
  /** Made by the client that uploaded it. Printable ASCII, 1 to 128 characters. */
  readonly fileID: string
}

/** What room a picture takes before it is there. */
interface ReservedSize {
  /** In pixels, as it is to be seen: 1 to 65,535. */
  readonly width: number
  /** In pixels, as it is to be seen: 1 to 65,535. */
  readonly height: number
  /** A blurred preview: a ThumbHash, in Base64. At most 64 characters. */
  readonly thumbhash?: string
}

/** A file of any kind. */
export interface FileContent extends FileFacts {
  readonly type: 'file'
}

/** A picture, which is shown where it stands. */
export interface ImageContent extends FileFacts, ReservedSize {
  readonly type: 'image'
}

/** A recording. */
export interface AudioContent extends FileFacts {
  readonly type: 'audio'
  /** As its sender states it. At most a day. */
  readonly durationMs: number
}

export interface VideoContent extends FileFacts, ReservedSize {
  readonly type: 'video'
  /** As its sender states it. At most a day. */
  readonly durationMs: number
}

/** A place on earth. */
export interface LocationContent {
  readonly type: 'location'
  /** Degrees, -90 to 90. */
  readonly latitude: number
  /** Degrees, -180 to 180. */
  readonly longitude: number
  /** What it is called. At most 256 bytes of UTF-8; empty when there is none. */
  readonly title: string
  /** At most 1,024 bytes of UTF-8; empty when there is none. */
  readonly address: string
}

/** What holds one file. */
export type AttachedContent = FileContent | ImageContent | AudioContent | VideoContent

/** What can stand in a message of several parts. */
export type ContentItem = TextContent | CustomContent | AttachedContent | LocationContent

/** Several parts that belong together: a few pictures and a text. */
export interface MultipleContent {
  readonly type: 'multiple'
  /** 1 to 20, at most 10 of them with a file. Their texts and payloads together are bounded as one text is. */
  readonly itemList: readonly ContentItem[]
}

type Attaching<Content> = Content extends AttachedContent
  ? Omit<Content, 'fileSize' | 'fileID'> & {
      /** At most 100 MiB. A `Blob` is read into memory once. */
      readonly bytes: Uint8Array | Blob
    }
  : never

/** What an app sends with a file of its own. The bytes are kept on this device, brought to the backend, and then the message is sent. */
export type FileAttachment = Attaching<AttachedContent>

/** Several parts, some of them with files of the app's own. */
export interface MultipleAttachment {
  readonly type: 'multiple'
  /** As those of a `MultipleContent`. */
  readonly itemList: readonly (ContentItem | FileAttachment)[]
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

/**
 * Messages that were put together and sent as one: only that there are so many. What they say is asked for apart
 * (`queryCombineMessageDetail`), one level at a time: one of them may be combined itself.
 */
export interface CombineContent {
  readonly type: 'combine'
  /** Not blank. At most 100 bytes of UTF-8. */
  readonly title: string
  /** At most 500 bytes of UTF-8; empty when there is none. */
  readonly summary: string
  /** 1 to 100. */
  readonly itemCount: number
}

/** What an app can send. */
export type SendableContent = ContentItem | MultipleContent

/** What a message can hold. */
export type MessageContent = SendableContent | CombineContent | RevokedContent | UnsupportedContent

/** What a backend can tell of a message. */
export type BackendContent = MessageContent | DeletedContent
