/** A file that a person chose to send. */
export interface ChosenFile {
  /** Without a path. */
  readonly fileName: string
  /** As the device states it; empty when it is not known. */
  readonly mimeType: string
  readonly bytes: Blob
}

/** What must be known of a picture, a recording or a video before it can be sent as one. */
export type MediaFacts =
  | { readonly type: 'image'; readonly width: number; readonly height: number; readonly thumbhash?: string }
  | { readonly type: 'audio'; readonly durationMs: number }
  | {
      readonly type: 'video'
      readonly width: number
      readonly height: number
      readonly durationMs: number
      readonly thumbhash?: string
    }

/** What view models take from the world: they touch none of it themselves. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `callback` once after `delayMs`. Returns what cancels it. */
  startTimer(delayMs: number, callback: () => void): () => void
  /** Whether the device itself says that it has no network. A hint for words, never for what is allowed. */
  readonly isDeviceOffline: { get(): boolean; onChange(listener: () => void): () => void }
  /** A BCP 47 tag. */
  readonly locale: string
  /** An IANA name. */
  readonly timeZone: string
  /** Looks into a picture, a recording or a video. `undefined`: this device cannot show it, so it goes as a file of any kind. */
  readMedia(file: ChosenFile): Promise<MediaFacts | undefined>
}
