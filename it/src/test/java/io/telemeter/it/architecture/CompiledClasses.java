package io.telemeter.it.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The project's main classes, read once for all rules.
final class CompiledClasses {

    /// Every main class of every module, the test kit included.
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/io/telemeter/it/"))
            .importPackages("org.hypergolix", "io.telemeter");

    private CompiledClasses() {}
}
