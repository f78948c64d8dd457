package io.telemeter.it.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Habits that a reader may rely on in every class.
class HouseRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Util", "Utils", "Helper", "Manager", "Impl", "Base", "Data", "Info"})
    void no_type_has_a_name_that_says_nothing(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(CompiledClasses.ALL);
    }

    @Test
    void only_the_commands_and_the_console_write_to_standard_output() {
        // A detached program lets go of its streams in the daemon package; it writes nothing there.
        noClasses().that().resideOutsideOfPackages("io.telemeter.cli..", "io.telemeter.tui..", "io.telemeter.daemon..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CompiledClasses.ALL);
    }

    @Test
    void only_the_commands_print_a_stack_trace() {
        noClasses().that().resideOutsideOfPackage("io.telemeter.cli..")
                .should().callMethodWhere(target(name("printStackTrace")))
                .check(CompiledClasses.ALL);
    }

    @Test
    void nothing_is_serialized() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(
                Serializable.class, Externalizable.class, ObjectInputStream.class, ObjectOutputStream.class)
                .check(CompiledClasses.ALL);
    }

    @Test
    void no_state_hangs_on_a_thread() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(ThreadLocal.class).check(CompiledClasses.ALL);
    }

    @Test
    void logging_goes_through_the_system_logger() {
        // The commands decide where the lines go, and only there is the logging behind the interface named.
        noClasses().that().resideOutsideOfPackage("io.telemeter.cli.process..").should().dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(CompiledClasses.ALL);
    }

    @Test
    void every_package_says_which_references_may_be_null() {
        assertThat(CompiledClasses.ALL.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(found -> assertThat(found.tryGetPackageInfo())
                        .as("package-info of %s", found.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class)).isTrue()));
    }
}
