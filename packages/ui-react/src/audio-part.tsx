'use client'
import type { AudioPartView, Timeline } from '@latchkey/ui-headless'
import { useEffect, useRef, useState } from 'react'
import { useKit } from './chat-provider.js'
import { useAttachedFile, useObjectUrl } from './file-bytes.js'
import { Icon } from './icons.js'

export interface AudioPartProps {
  readonly part: AudioPartView
  readonly messageID: string
  readonly timeline: Timeline
}

/** A recording with a player of its own; loaded only when somebody wants to hear it. */
export function AudioPart({ part, messageID, timeline }: AudioPartProps) {
  const { texts, formats } = useKit()
  const { file, view } = useAttachedFile(timeline, messageID, part.fileID)
  const url = useObjectUrl(view.bytes, part.mimeType)
  const player = useRef<HTMLAudioElement>(null)
  const [isPlaying, setIsPlaying] = useState(false)
  const [place, setPlace] = useState({ seconds: 0, length: 0 })
  useEffect(
    () => () => {
      file.release()
    },
    [file],
  )

  function toggle(): void {
    if (url === undefined) file.load()
    else if (isPlaying) player.current?.pause()
    // It may be told to stop before it began.
    else player.current?.play().catch(() => undefined)
  }

  const note = view.state === 'loading' ? texts.loading : view.note
  return (
    <div className="lk-audio" role="group" aria-label={part.label}>
      <button
        type="button"
        className="lk-audio-play"
        aria-label={isPlaying ? texts.pause : texts.play}
        title={isPlaying ? texts.pause : texts.play}
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <div className="lk-audio-text">
        <bdi className="lk-card-title">{part.fileName}</bdi>
        <input
          type="range"
          aria-label={texts.position}
          aria-valuetext={formats.duration(place.seconds * 1_000)}
          min={0}
          max={place.length || 1}
          step="any"
          value={place.seconds}
          onChange={(event) => {
            if (player.current === null) file.load()
            else player.current.currentTime = Number(event.target.value)
          }}
        />
        <span>
          {note !== '' ? note : place.seconds > 0 ? formats.duration(place.seconds * 1_000) : part.durationText}
        </span>
      </div>
      {url === undefined ? null : (
        <audio
          ref={player}
          src={url}
          autoPlay
          onPlay={() => {
            setIsPlaying(true)
          }}
          onPause={() => {
            setIsPlaying(false)
          }}
          onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
            setPlace({ seconds: currentTime, length: Number.isFinite(duration) ? duration : currentTime })
          }}
        />
      )}
    </div>
  )
}
