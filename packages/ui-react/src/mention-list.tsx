'use client'
import type { MentionChoice } from '@latchkey/ui-headless'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'

export interface MentionListProps {
  readonly id: string
  readonly choice: MentionChoice
  readonly onChoose: (index: number) => void
}

/** The id of an option, for the field that points to the active one. */
export function mentionOptionID(listID: string, index: number): string {
  return `${listID}-${String(index)}`
}

/** The people who can be meant, above the field. The focus stays in the field, whose keys move in here. */
export function MentionList({ id, choice: { options, activeIndex }, onChoose }: MentionListProps) {
  const { texts } = useKit()
  return (
    <ul id={id} className="lk-mentions" role="listbox" aria-label={texts.mentionSomebody}>
      {options.map(({ key, name, avatar }, index) => (
        <li
          key={key}
          id={mentionOptionID(id, index)}
          role="option"
          aria-selected={index === activeIndex}
          // The field must not lose the focus to what is pressed.
          onPointerDown={(event) => {
            event.preventDefault()
            onChoose(index)
          }}
        >
          {avatar === undefined ? (
            <span className="lk-mentions-all">
              <Icon name="people" size={18} />
            </span>
          ) : (
            <Avatar avatar={avatar} size={32} />
          )}
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  )
}
