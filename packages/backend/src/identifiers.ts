import { assertRule } from './limits.js'

// OL-02. Every character is one byte.
const accountPattern = /^[0-9A-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/
const printablePattern = /^[\x20-\x7e]{1,128}$/

const accountRule = '1 to 32 digits, ASCII letters and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~'

/** OL-02: whether this may be a userID. */
export function isUserID(text: string): boolean {
  return accountPattern.test(text)
}

export function assertUserID(argument: string, text: string): void {
  assertRule(argument, accountRule, isUserID(text))
}

/** groupIDs follow the rule of userIDs. */
export function assertGroupID(text: string): void {
  assertRule('groupID', accountRule, accountPattern.test(text))
}

export function assertPrintable(argument: string, text: string): void {
  assertRule(argument, '1 to 128 characters of printable ASCII', printablePattern.test(text))
}
