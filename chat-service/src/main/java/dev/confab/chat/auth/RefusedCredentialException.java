package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;

/** A credential that is not accepted. Never holds the credential. */
final class RefusedCredentialException extends SecurityException {
    private final ErrorCode code;

    RefusedCredentialException(ErrorCode code) {
        super(code.title());
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
