package io.telemeter.cli.configuration;

/// A configuration that cannot be used; the message is one line that says where and what to do.
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}
