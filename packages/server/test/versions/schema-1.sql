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

INSERT INTO log VALUES ('a1', 1);
INSERT INTO entries VALUES (2, 'u:ada', '{"type":"message","conversationKey":"p:ada,bob","messageSeq":1}', 5);
INSERT INTO users VALUES ('ada', 'Ada', '', '', 1, NULL), ('bob', 'Bob', '', '', 1, NULL);
INSERT INTO conversations VALUES ('p:ada,bob', 1, 1, 2);
INSERT INTO conversation_states VALUES ('ada', 'p:ada,bob', 1, 1, 1, 7, 1), ('bob', 'p:ada,bob', 0, 0, 0, NULL, 1);
INSERT INTO messages VALUES ('p:ada,bob', 1, 1, 'm1', 'ada', '{"type":"text","text":"hello"}', 5, 'o1');
INSERT INTO operations VALUES ('ada', 'o1', 'sendMessage', '{"message":{"conversationType":"peer","conversationID":"bob","messageID":"m1","senderUserID":"ada","content":{"type":"text","text":"hello"},"timestamp":5,"order":"0000000000000001","follows":null,"messageSeq":1,"countedSeq":1,"operationID":"o1"}}', 5);

PRAGMA application_id = 0x4c4b4559;
PRAGMA user_version = 1;
