'use client'
import type { ChosenFileView } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { useObjectUrl } from './file-bytes.js'
import { IconButton } from './icon-button.js'
import { Icon, type IconName } from './icons.js'

export interface ChosenFileTrayProps {
  readonly files: readonly ChosenFileView[]
  readonly onRemove: (key: string) => void
}

/** What goes with the next message, above the field. */
export function ChosenFileTray({ files, onRemove }: ChosenFileTrayProps) {
  const { texts } = useKit()
  return (
    <ul className="lk-tray" aria-label={texts.attached}>
      {files.map((file) => (
        <li key={file.key} className="lk-tray-item">
          <Preview file={file} />
          <span className="lk-card-text">
            <bdi className="lk-card-title">{file.fileName}</bdi>
            <span>{file.sizeText}</span>
          </span>
          <IconButton
            icon="close"
            label={`${texts.removeFile}: ${file.fileName}`}
            onClick={() => {
              onRemove(file.key)
            }}
          />
        </li>
      ))}
    </ul>
  )
}

const icons: Record<Exclude<ChosenFileView['kind'], undefined>, IconName> = {
  image: 'file',
  file: 'file',
  video: 'play',
  audio: 'play',
}

function Preview({ file: { kind, bytes } }: { readonly file: ChosenFileView }) {
  const url = useObjectUrl(kind === 'image' ? bytes : undefined, bytes.type)
  return (
    <span className="lk-card-mark">
      {url === undefined ? <Icon name={icons[kind ?? 'file']} /> : <img src={url} alt="" />}
    </span>
  )
}
