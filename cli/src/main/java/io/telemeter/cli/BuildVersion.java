package io.telemeter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version the build wrote into `version.properties`, for `--version`.
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = BuildVersion.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("version.properties is missing from the build");
            }
            properties.load(stream);
        }
        return new String[]{"${COMMAND-FULL-NAME} " + properties.getProperty("version")};
    }
}
