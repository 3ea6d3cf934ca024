import type { FileAttachment, MultipleAttachment } from '@latchkey/core'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'
import type { ChosenFile, MediaFacts } from './surroundings.js'

/** A file that goes with the next message. */
export interface ChosenFileView {
  readonly key: string
  readonly fileName: string
  /** `1.4 MB` */
  readonly sizeText: string
  /** What it is sent as; `undefined` until it was looked into. */
  readonly kind: 'image' | 'video' | 'audio' | 'file' | undefined
  /** Its bytes, for a preview. */
  readonly bytes: Blob
}

export interface ChosenFilesView {
  readonly files: readonly ChosenFileView[]
  /** Why some of what was chosen is not among them; empty when all is. */
  readonly problem: string
}

/** The files that go with the next message: what is refused is refused before anything is sent. */
export interface ChosenFiles extends Readable<ChosenFilesView> {
  add(files: readonly ChosenFile[]): void
  remove(key: string): void
  /** Takes them out, as parts of a message, once all were looked into. */
  take(): Promise<TakenFiles>
}

export interface TakenFiles {
  readonly parts: readonly FileAttachment[]
  /** Puts them back: they could not be sent. */
  putBack(): void
}

interface Entry {
  readonly key: string
  readonly file: ChosenFile
  readonly facts: Promise<MediaFacts | undefined>
}

/** As many as a message takes. */
const maxFiles = 10
/** A little less than core takes, so that people are told a round number. */
const maxFileBytes = 100_000_000
const maxNameBytes = 256

export function createChosenFiles({ surroundings, texts, formats }: Kit): ChosenFiles {
  const view = createWritable<ChosenFilesView>({ files: [], problem: '' })
  let entries: readonly Entry[] = []
  let lastKey = 0

  function show(kinds: ReadonlyMap<string, ChosenFileView['kind']>, problem: string): void {
    const known = new Map(view.getSnapshot().files.map((file) => [file.key, file]))
    const files = entries.map(({ key, file }): ChosenFileView => {
      const before = known.get(key)
      const kind = kinds.get(key) ?? before?.kind
      if (before !== undefined && before.kind === kind) return before
      return { key, fileName: file.fileName, sizeText: formats.fileSize(file.bytes.size), kind, bytes: file.bytes }
    })
    view.set({ files, problem })
  }

  function enter(file: ChosenFile): Entry {
    lastKey += 1
    const key = String(lastKey)
    const facts = isMedia(file) ? surroundings.readMedia(file).catch(() => undefined) : Promise.resolve(undefined)
    void facts.then((known) => {
      if (entries.some((entry) => entry.key === key)) {
        show(new Map([[key, known?.type ?? 'file']]), view.getSnapshot().problem)
      }
    })
    return { key, file, facts }
  }

  return {
    ...view,
    add(files) {
      const tooLarge = files.filter(({ bytes }) => bytes.size > maxFileBytes)
      const fitting = files.filter((file) => !tooLarge.includes(file))
      const taken = fitting.slice(0, Math.max(0, maxFiles - entries.length))
      entries = [...entries, ...taken.map(enter)]
      const problems = [
        ...tooLarge.map(({ fileName }) => texts.fileTooLarge(fileName, formats.fileSize(maxFileBytes))),
        ...(taken.length < fitting.length ? [texts.tooManyFiles(maxFiles)] : []),
      ]
      show(new Map(), problems.join(' '))
    },
    remove(key) {
      entries = entries.filter((entry) => entry.key !== key)
      show(new Map(), '')
    },
    async take() {
      const taken = entries
      entries = []
      show(new Map(), '')
      const parts = taken.map(async ({ file, facts }) => toPart(file, await facts))
      return {
        parts: await Promise.all(parts),
        putBack() {
          entries = [...taken, ...entries]
          show(new Map(), '')
        },
      }
    },
  }
}

/** One message of all that goes together: the text stands under the pictures. At least one part. */
export function joinParts(parts: readonly FileAttachment[], text: string): FileAttachment | MultipleAttachment {
  const [first, ...others] = parts
  if (first !== undefined && others.length === 0 && text === '') return first
  return { type: 'multiple', itemList: [...parts, ...(text === '' ? [] : [{ type: 'text', text } as const])] }
}

function isMedia({ mimeType }: ChosenFile): boolean {
  return /^(image|audio|video)\//.test(mimeType)
}

function toPart({ fileName, mimeType, bytes }: ChosenFile, facts: MediaFacts | undefined): FileAttachment {
  const file = { fileName: shortName(fileName), mimeType, bytes }
  return facts === undefined ? { ...file, type: 'file' } : { ...file, ...facts }
}

/** Its beginning and its ending, when it is longer than a message takes. Three bytes a character at most, four for a pair. */
function shortName(fileName: string): string {
  const maxLength = Math.floor(maxNameBytes / 3)
  if (fileName.length <= maxLength) return fileName
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(fileName)?.[0] ?? ''
  return `${fileName.slice(0, maxLength - ending.length - 1)}…${ending}`.replace(/[\uD800-\uDBFF](?=…)/, '')
}
