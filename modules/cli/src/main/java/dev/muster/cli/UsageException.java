package dev.muster.cli;

/** The command line asks for what is not there. Its message is all that the user is shown. Immutable. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
