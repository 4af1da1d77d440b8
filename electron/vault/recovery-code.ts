import { codeOf, RANDOM_LENGTH, RECOVERY_GROUPS, type RecoveryCode } from '../../shared/recovery-code.ts';

/** A fresh recovery code of 140 random bits. `randomBytes`: bytes fit for a key. */
export function newRecoveryCode(randomBytes: (size: number) => Buffer): RecoveryCode {
  // 256 is a multiple of 32, so that each symbol is as likely as the others.
  return codeOf([...randomBytes(RECOVERY_GROUPS * RANDOM_LENGTH)].map((byte) => byte & 31));
}
