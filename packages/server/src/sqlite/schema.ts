import { ChatError } from '@latchkey/core/driver'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

// 'LKEY': so that `file` and a curious administrator know whose database this is.
const applicationID = 0x4c4b4559

// What made the tables of version 1. Released: never changed, only followed by more steps.
const version1 = `
  CREATE TABLE log (epoch TEXT NOT NULL, trimmed_position INTEGER NOT NULL) STRICT;
  CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    audience TEXT NOT NULL,
    reference TEXT NOT NULL,
    time INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_audience ON entries (audience, position);
  CREATE TABLE users (
    user_id TEXT PRIMARY KEY,
    user_name TEXT NOT NULL,
    user_avatar_url TEXT NOT NULL,
    user_extended_data TEXT NOT NULL,
    is_registered INTEGER NOT NULL,
    tokens_revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE groups (
    group_id TEXT PRIMARY KEY,
    group_name TEXT NOT NULL,
    create_time INTEGER NOT NULL,
    member_count INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE memberships (
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    from_position INTEGER NOT NULL,
    to_position INTEGER,
    member_role TEXT NOT NULL,
    enter_time INTEGER NOT NULL,
    PRIMARY KEY (group_id, user_id, from_position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memberships_by_user ON memberships (user_id, from_position);
  CREATE TABLE conversations (
    conversation_key TEXT PRIMARY KEY,
    last_seq INTEGER NOT NULL,
    counted_seq INTEGER NOT NULL,
    activity_position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE conversation_states (
    user_id TEXT NOT NULL,
    conversation_key TEXT NOT NULL,
    read_seq INTEGER NOT NULL,
    read_counted_seq INTEGER NOT NULL,
    is_pinned INTEGER NOT NULL,
    pinned_time INTEGER,
    is_listed INTEGER NOT NULL,
    PRIMARY KEY (user_id, conversation_key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE messages (
    conversation_key TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    counted_seq INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    sender_user_id TEXT NOT NULL,
    content TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    operation_id TEXT NOT NULL,
    PRIMARY KEY (conversation_key, message_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX messages_by_id ON messages (conversation_key, message_id);
  CREATE TABLE calls (call_id TEXT PRIMARY KEY, position INTEGER NOT NULL, call_invitation TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE call_users (
    user_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    call_id TEXT NOT NULL,
    PRIMARY KEY (user_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE operations (
    user_id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    result TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (user_id, operation_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX operations_by_time ON operations (time);
`

// Messages change, people answer them with signs and delete them for themselves, and drafts are kept.
const version2 = `
  ALTER TABLE messages ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN change_position INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN edit_time INTEGER;
  ALTER TABLE messages ADD COLUMN is_revoked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN sign_count INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX messages_revoked ON messages (conversation_key, message_seq) WHERE is_revoked = 1;
  ALTER TABLE conversation_states ADD COLUMN draft TEXT NOT NULL DEFAULT '';
  ALTER TABLE conversation_states ADD COLUMN settings_revision INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE groups ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  CREATE TABLE reactions (
    conversation_key TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    reaction_type TEXT NOT NULL,
    user_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    sign_revision INTEGER NOT NULL,
    PRIMARY KEY (conversation_key, message_seq, reaction_type, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE deletions (
    user_id TEXT NOT NULL,
    conversation_key TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    PRIMARY KEY (user_id, conversation_key, message_seq)
  ) STRICT, WITHOUT ROWID;
`

// Files of messages.
const version3 = `
  CREATE TABLE files (
    file_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    time INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    is_used INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unused_files ON files (time) WHERE is_used = 0;
  CREATE INDEX unused_files_by_user ON files (user_id) WHERE is_used = 0;
  CREATE TABLE file_uses (
    file_id TEXT NOT NULL,
    conversation_key TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    PRIMARY KEY (file_id, conversation_key, message_seq)
  ) STRICT, WITHOUT ROWID;
`

// Registers: values of users and groups, of which the last one counts. What groups and their members can be set to. Not released: what
// it adds may still grow.
const version4 = `
  CREATE TABLE registers (
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    conversation_key TEXT NOT NULL,
    key TEXT NOT NULL,
    revision INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (scope, kind, conversation_key, key)
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE groups ADD COLUMN group_avatar_url TEXT NOT NULL DEFAULT '';
  ALTER TABLE groups ADD COLUMN group_notice TEXT NOT NULL DEFAULT '';
  ALTER TABLE groups ADD COLUMN join_mode TEXT NOT NULL DEFAULT 'any';
  ALTER TABLE groups ADD COLUMN invite_mode TEXT NOT NULL DEFAULT 'any';
  ALTER TABLE groups ADD COLUMN mute TEXT;
  ALTER TABLE memberships ADD COLUMN member_nickname TEXT NOT NULL DEFAULT '';
  ALTER TABLE memberships ADD COLUMN mute TEXT;
  CREATE INDEX memberships_of_managers ON memberships (group_id, user_id)
    WHERE to_position IS NULL AND member_role <> 'member';
`

// Messages answer messages, and have attributes.
const version5 = `
  ALTER TABLE messages ADD COLUMN reply_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN attributes TEXT;
  ALTER TABLE messages ADD COLUMN replied TEXT;
  ALTER TABLE messages ADD COLUMN replied_seq INTEGER;
  CREATE INDEX messages_by_reply ON messages (conversation_key, replied_seq, message_seq)
    WHERE replied_seq IS NOT NULL AND is_revoked = 0;
`

// What is on or off in a conversation for a user, and up to where it was taken off the list.
const version6 = `
  ALTER TABLE conversation_states ADD COLUMN flags TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE conversation_states ADD COLUMN deleted_seq INTEGER NOT NULL DEFAULT 0;
`

// Calls are told of their expiry when it comes. Of those that were made before nobody is told.
const version7 = `
  ALTER TABLE calls ADD COLUMN next_expiry INTEGER;
  CREATE INDEX calls_by_expiry ON calls (next_expiry) WHERE next_expiry IS NOT NULL;
`

// Who has read how far is counted. Who is invited into a group may be asked first. Not released: what it adds may still grow.
const version8 = `
  CREATE TABLE combined_messages (
    conversation_key TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    combined TEXT NOT NULL,
    PRIMARY KEY (conversation_key, message_seq)
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE messages ADD COLUMN signs TEXT;
  CREATE INDEX conversation_states_by_reading ON conversation_states (conversation_key, read_seq) WHERE is_listed = 1;
  CREATE INDEX memberships_by_age ON memberships (group_id, enter_time) WHERE to_position IS NULL;
  ALTER TABLE groups ADD COLUMN be_invite_mode TEXT NOT NULL DEFAULT 'any';
`

/** What leads from each version to the next. Every change of the tables is one more step. */
const steps = [version1, version2, version3, version4, version5, version6, version7, version8]

/** Brings the tables to the present version, those of a new database included. Refuses with `storage-schema-newer` and `storage-corrupt`. */
export function prepareSchema(database: DatabaseSync): void {
  const stored = readPragma(database, 'user_version')
  if (stored > steps.length) {
    throw new ChatError('storage-schema-newer', { details: { stored, known: steps.length } })
  }
  if (stored === steps.length) return
  if (readPragma(database, 'application_id') !== (stored === 0 ? 0 : applicationID)) {
    throw new ChatError('storage-corrupt', { details: { reason: 'this is the database of another program' } })
  }
  database.exec('BEGIN IMMEDIATE')
  for (const step of steps.slice(stored)) database.exec(step)
  if (stored === 0) beginLog(database)
  database.exec(`PRAGMA user_version = ${steps.length}`)
  database.exec('COMMIT')
}

function beginLog(database: DatabaseSync): void {
  database.prepare('INSERT INTO log (epoch, trimmed_position) VALUES (?, 0)').run(randomBytes(8).toString('hex'))
  database.exec(`PRAGMA application_id = ${applicationID}`)
}

function readPragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}
