package dev.confab.common.identity;

import dev.confab.common.error.ErrorCode;

/** A credential that is not accepted. Never holds the credential. */
public final class RefusedCredentialException extends SecurityException {
    private final ErrorCode code;

    /** Refuses a credential for the reason that its owner is told. */
    public RefusedCredentialException(ErrorCode code) {
        super(code.title());
        this.code = code;
    }

    /** The reason that its owner is told. */
    public ErrorCode code() {
        return code;
    }
}
