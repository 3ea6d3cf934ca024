'use client'
import type { ConversationReference } from '@latchkey/core'
import { commandProblem, type GroupModel, type GroupView } from '@latchkey/ui-headless'
import { useState } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { Dialog } from './dialog.js'
import { GroupForm } from './group-form.js'
import { GroupMembers } from './group-members.js'
import { useReadable } from './hooks.js'
import { InviteForm } from './invite-form.js'
import { SheetButton } from './sheet-button.js'

export interface GroupDialogProps {
  readonly group: GroupModel
  readonly onOpen: (conversation: ConversationReference) => void
  readonly onClose: () => void
}

/** A group, its members, and what one’s role allows with them. */
export function GroupDialog({ group, onOpen, onClose }: GroupDialogProps) {
  const kit = useKit()
  const { texts } = kit
  const view = useReadable(group)
  const [form, setForm] = useState<'edit' | 'invite'>()
  const [asked, setAsked] = useState<'leave' | 'dismiss'>()
  const [problem, setProblem] = useState<string>()

  async function attempt(command: () => Promise<unknown>): Promise<boolean> {
    setProblem(undefined)
    try {
      await command()
      return true
    } catch (failure) {
      setProblem(commandProblem(kit, failure))
      return false
    }
  }
  const closeForm = () => {
    setForm(undefined)
  }

  return (
    <Dialog title={texts.groupInfo} isSheet onClose={onClose}>
      <GroupHead view={view} />
      {view.state === 'gone' ? <p className="lk-sheet-note">{texts.leftGroup}</p> : null}
      {view.state === 'shown' && view.offlineReason !== undefined ? (
        <p className="lk-sheet-note" role="status">
          {texts.groupWhenOnline}
        </p>
      ) : null}
      {problem === undefined ? null : (
        <p className="lk-login-problem" role="alert">
          {problem}
        </p>
      )}
      {form === 'edit' ? <GroupForm view={view} group={group} attempt={attempt} onClose={closeForm} /> : null}
      {form === 'invite' ? <InviteForm view={view} group={group} attempt={attempt} onClose={closeForm} /> : null}
      {form === undefined ? (
        <>
          <div className="lk-sheet-actions">
            {view.canInvite ? (
              <SheetButton
                icon="personAdd"
                text={texts.invite}
                disabledReason={view.offlineReason}
                onClick={() => {
                  setForm('invite')
                }}
              />
            ) : null}
            {view.canEdit ? (
              <SheetButton
                icon="pencil"
                text={texts.editGroup}
                disabledReason={view.offlineReason}
                onClick={() => {
                  setForm('edit')
                }}
              />
            ) : null}
            {view.canMuteAll ? (
              <SheetButton
                icon="hush"
                text={view.isAllMuted ? texts.unmuteAll : texts.muteAll}
                disabledReason={view.offlineReason}
                onClick={() => void attempt(() => group.setAllMuted(!view.isAllMuted))}
              />
            ) : null}
          </div>
          <GroupMembers group={group} view={view} attempt={attempt} onOpen={onOpen} />
          {view.state === 'gone' ? null : (
            <div className="lk-sheet-actions">
              <SheetButton
                icon="signOut"
                text={texts.leave}
                isDangerous
                disabledReason={view.offlineReason}
                onClick={() => {
                  setAsked('leave')
                }}
              />
              {view.canDismiss ? (
                <SheetButton
                  icon="trash"
                  text={texts.dismiss}
                  isDangerous
                  disabledReason={view.offlineReason}
                  onClick={() => {
                    setAsked('dismiss')
                  }}
                />
              ) : null}
            </div>
          )}
        </>
      ) : null}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={texts[asked]}
          text={asked === 'leave' ? texts.leaveHint : texts.dismissHint}
          action={texts[asked]}
          onConfirm={() => {
            void attempt(() => group[asked]()).then((isDone) => {
              if (isDone) onClose()
            })
          }}
          onClose={() => {
            setAsked(undefined)
          }}
        />
      )}
    </Dialog>
  )
}

function GroupHead({ view }: { readonly view: GroupView }) {
  const { texts } = useKit()
  return (
    <div className="lk-sheet-head">
      <Avatar avatar={view.avatar} size={72} />
      <h3>
        <bdi>{view.name}</bdi>
      </h3>
      <p>{texts.memberCount(view.memberCount)}</p>
      {view.notice === '' ? null : (
        <p className="lk-sheet-notice" dir="auto">
          {view.notice}
        </p>
      )}
      {view.isAllMuted ? <p>{texts.allMuted}</p> : null}
    </div>
  )
}
