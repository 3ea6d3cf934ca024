'use client'
import type { FilePartView, Timeline } from '@latchkey/ui-headless'
import { useEffect, useRef } from 'react'
import { useKit } from './chat-provider.js'
import { saveFile, useAttachedFile } from './file-bytes.js'
import { Icon } from './icons.js'

export interface FilePartProps {
  readonly part: FilePartView
  readonly messageID: string
  readonly timeline: Timeline
}

/** A file of any kind: a press loads it where needed, and hands it to the device. */
export function FilePart({ part, messageID, timeline }: FilePartProps) {
  const { texts } = useKit()
  const { file, view } = useAttachedFile(timeline, messageID, part.fileID)
  const isWanted = useRef(false)
  const { bytes } = view

  useEffect(() => {
    if (!isWanted.current || bytes === undefined) return
    isWanted.current = false
    saveFile(bytes, part.fileName)
    file.release()
  }, [bytes, file, part.fileName])

  const note = view.state === 'loading' ? texts.loading : view.note
  return (
    <button
      type="button"
      className="lk-card"
      title={texts.download}
      onClick={() => {
        isWanted.current = true
        file.load()
      }}
    >
      <span className="lk-card-mark">
        {part.ending === '' ? <Icon name="file" /> : <span className="lk-card-ending">{part.ending}</span>}
      </span>
      <span className="lk-card-text">
        <bdi className="lk-card-title">{part.fileName}</bdi>
        <span>{note === '' ? part.sizeText : note}</span>
      </span>
      <Icon name="download" size={18} />
      <span className="lk-hidden">{texts.download}</span>
    </button>
  )
}
