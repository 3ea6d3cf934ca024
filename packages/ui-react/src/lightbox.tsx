'use client'
import type { ImagePartView, Timeline, TimelineRowView } from '@latchkey/ui-headless'
import { useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useKit } from './chat-provider.js'
import { saveFile, thumbnailUrl, useAttachedFile, useObjectUrl } from './file-bytes.js'
import { IconButton } from './icon-button.js'

/** A picture of a message. */
export interface ShownPicture {
  readonly messageID: string
  readonly fileID: string
}

export interface LightboxProps {
  readonly timeline: Timeline
  readonly rows: readonly TimelineRowView[]
  readonly shown: ShownPicture
  readonly onShow: (picture: ShownPicture) => void
  readonly onClose: () => void
}

/** One picture over the whole page. Arrows go to the others of the conversation, Escape and a click beside it close it. */
export function Lightbox({ timeline, rows, shown, onShow, onClose }: LightboxProps) {
  const { texts } = useKit()
  const dialog = useRef<HTMLDialogElement>(null)
  const pictures = useMemo(() => picturesOf(rows), [rows])
  const place = pictures.findIndex(
    ({ messageID, part }) => messageID === shown.messageID && part.fileID === shown.fileID,
  )
  const picture = pictures[place]

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => {
      element?.close()
    }
  }, [])

  // The message was taken back while its picture was being looked at.
  useEffect(() => {
    if (picture === undefined) onClose()
  }, [picture, onClose])

  function step(by: number): void {
    const next = pictures[place + by]
    if (next !== undefined) onShow({ messageID: next.messageID, fileID: next.part.fileID })
  }

  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const by = { ArrowRight: forward, ArrowLeft: -forward }[event.key]
    if (by === undefined) return
    event.preventDefault()
    step(by)
  }

  return (
    <dialog
      ref={dialog}
      className="lk-lightbox"
      aria-label={picture?.part.label}
      onKeyDown={handleKey}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {picture === undefined ? null : (
        <LargePicture key={picture.part.fileID} timeline={timeline} picture={picture} onClose={onClose} />
      )}
      {place > 0 ? (
        <IconButton
          icon="back"
          className="lk-lightbox-previous"
          label={texts.previousPicture}
          onClick={() => step(-1)}
        />
      ) : null}
      {place < pictures.length - 1 ? (
        <IconButton icon="next" className="lk-lightbox-next" label={texts.nextPicture} onClick={() => step(1)} />
      ) : null}
    </dialog>
  )
}

interface PictureOfMessage {
  readonly messageID: string
  readonly part: ImagePartView
  readonly caption: string
}

function LargePicture({
  timeline,
  picture: { messageID, part, caption },
  onClose,
}: {
  readonly timeline: Timeline
  readonly picture: PictureOfMessage
  readonly onClose: () => void
}) {
  const { texts } = useKit()
  const { file, view } = useAttachedFile(timeline, messageID, part.fileID)
  const url = useObjectUrl(view.bytes, part.mimeType)
  const thumbnail = useMemo(() => thumbnailUrl(part.thumbhash), [part.thumbhash])
  useEffect(() => {
    file.load()
    return () => {
      file.release()
    }
  }, [file])
  const { bytes } = view
  return (
    <>
      <div className="lk-lightbox-bar">
        <div className="lk-card-text">
          <bdi className="lk-card-title">{part.fileName}</bdi>
          <span>{view.note === '' ? part.sizeText : view.note}</span>
        </div>
        {bytes === undefined ? null : (
          <IconButton
            icon="download"
            label={texts.download}
            onClick={() => {
              saveFile(bytes, part.fileName)
            }}
          />
        )}
        <IconButton icon="close" label={texts.close} onClick={onClose} />
      </div>
      <div
        className="lk-lightbox-stage"
        onClick={(event) => {
          if (event.target === event.currentTarget) onClose()
        }}
      >
        <img src={url ?? thumbnail} width={part.width} height={part.height} alt={part.label} />
      </div>
      {caption === '' ? null : (
        <p className="lk-lightbox-caption" dir="auto">
          {caption}
        </p>
      )}
    </>
  )
}

function picturesOf(rows: readonly TimelineRowView[]): readonly PictureOfMessage[] {
  return rows
    .filter((row) => row.type === 'message')
    .flatMap(({ key, parts }) => {
      const caption = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ')
      return parts.filter((part) => part.type === 'image').map((part) => ({ messageID: key, part, caption }))
    })
}
