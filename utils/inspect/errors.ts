// What can end the reading of a file, each with the rule that tells the user.
import type { RuleId } from './rules.ts';

/** Ends the reading of one file; the inspector turns it into a Finding. */
export class ReadError extends Error {
  readonly rule: RuleId;
  constructor(rule: RuleId, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** The bytes break their own format's rules. The message is a plain sentence without file contents. */
export class Damaged extends ReadError {
  constructor(message: string) {
    super('damaged', message);
  }
}

/** The bytes cannot be had: the file was moved, or the drive is gone. It says nothing about the file. */
export class Unreadable extends ReadError {
  constructor() {
    super('damaged', 'The file could not be opened.');
  }
}

/** Needs a password that Cordon does not have. */
export class Encrypted extends ReadError {
  constructor(message = 'The file is protected with a password, so Cordon cannot see what is in it.') {
    super('encrypted', message);
  }
}

/** More than `Limits` allows. */
export class OverLimit extends ReadError {
  constructor(message: string) {
    super('over-limit', message);
  }
}

/** The time allowed by `Limits.seconds` is used up. */
export class TimedOut extends ReadError {
  constructor(seconds: number) {
    super('timed-out', `The inspection was stopped after ${seconds} seconds.`);
  }
}
