package io.telemeter.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which module may use which, as the table in `ARCHITECTURE.md` has it.
class ModuleDependenciesTest {

    /// The rows of the table.
    enum Module {
        GOLIX("org.hypergolix.golix", "org.hypergolix.golix"),
        WIRE("org.hypergolix.wire", "org.hypergolix.wire"),
        STORE("org.hypergolix.store", "org.hypergolix.store"),
        RELAY("org.hypergolix.relay", "org.hypergolix.relay"),
        NODE("org.hypergolix.node", "org.hypergolix.node"),
        HGX("org.hypergolix.hgx", "org.hypergolix.hgx"),
        TELEMETER("io.telemeter.app", "io.telemeter"),
        CLI("io.telemeter.cli", "io.telemeter.cli"),
        TESTKIT("(not a named module)", "io.telemeter.testkit");

        private final String moduleName;
        private final String rootPackage;

        Module(String moduleName, String rootPackage) {
            this.moduleName = moduleName;
            this.rootPackage = rootPackage;
        }

        /// What is not named here is forbidden.
        Set<Module> uses() {
            return switch (this) {
                case GOLIX -> Set.of();
                case WIRE, STORE -> Set.of(GOLIX);
                case RELAY, NODE -> Set.of(GOLIX, WIRE, STORE);
                case HGX -> Set.of(GOLIX, WIRE);
                case TELEMETER -> Set.of(GOLIX, HGX);
                case CLI -> Set.of(GOLIX, WIRE, STORE, RELAY, NODE, HGX, TELEMETER);
                case TESTKIT -> Set.of(GOLIX, WIRE, STORE, HGX);
            };
        }

        /// The module whose root package is the longest that holds the class, as `io.telemeter.cli` lies in `io.telemeter`.
        static Module of(JavaClass type) {
            return Arrays.stream(values())
                    .filter(module -> (type.getPackageName() + ".").startsWith(module.rootPackage + "."))
                    .max((one, other) -> Integer.compare(one.rootPackage.length(), other.rootPackage.length()))
                    .orElseThrow(() -> new IllegalStateException(type.getName() + " is in no module of the table"));
        }

        boolean holds(JavaClass type) {
            return isOurs(type) && of(type) == this;
        }

        boolean refuses(JavaClass type) {
            return isOurs(type) && of(type) != this && !uses().contains(of(type));
        }

        private static boolean isOurs(JavaClass type) {
            return isOurs(type.getPackageName());
        }

        private static boolean isOurs(String name) {
            return name.startsWith("org.hypergolix.") || name.startsWith("io.telemeter.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_module_uses_only_what_its_row_names(Module module) {
        noClasses().that(are(describe("in " + module, module::holds)))
                .should().dependOnClassesThat(are(describe("in a module that its row does not name", module::refuses)))
                .check(CompiledClasses.ALL);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TESTKIT")
    void a_module_descriptor_requires_only_what_its_row_names(Module module) {
        ModuleReference found = ModuleFinder.of(places(module).toArray(Path[]::new))
                .find(module.moduleName)
                .orElseThrow(() -> new AssertionError("no module " + module.moduleName + " in " + places(module)));

        assertThat(found.descriptor().requires().stream().map(ModuleDescriptor.Requires::name).filter(Module::isOurs))
                .isSubsetOf(module.uses().stream().map(used -> used.moduleName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_module_lies_in_the_packages_of_its_row(Module module) {
        Set<Path> places = places(module);

        assertThat(CompiledClasses.ALL.stream().filter(type -> places.contains(place(type))).map(Module::of))
                .isNotEmpty()
                .containsOnly(module);
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().matching("org.hypergolix.(**)").should().beFreeOfCycles().check(CompiledClasses.ALL);
        slices().matching("io.telemeter.(**)").should().beFreeOfCycles().check(CompiledClasses.ALL);
    }

    @Test
    void golix_names_no_network_no_files_no_clock_and_no_threads() {
        noClasses().that().resideInAPackage("org.hypergolix.golix..")
                .should().dependOnClassesThat(are(outsideWorld()))
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(System.class, "nanoTime")
                .check(CompiledClasses.ALL);
    }

    private static DescribedPredicate<JavaClass> outsideWorld() {
        Set<String> types = Set.of(
                "java.io.File", "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.RandomAccessFile",
                "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime", "java.lang.Thread",
                "java.time.Clock", "java.util.Timer", "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.Executors");
        List<String> packages = List.of("java.net", "java.nio.file", "java.nio.channels");
        return describe("a way to the network, the disk, the clock or a thread",
                type -> types.contains(type.getName())
                        || type.isAssignableTo(Executor.class)
                        || packages.stream().anyMatch(name -> (type.getPackageName() + ".").startsWith(name + ".")));
    }

    private static Set<Path> places(Module module) {
        return CompiledClasses.ALL.stream()
                .filter(module::holds)
                .map(ModuleDependenciesTest::place)
                .collect(Collectors.toSet());
    }

    /// The directory or jar that the class was read from.
    private static Path place(JavaClass type) {
        String file = type.getName().replace('.', '/') + ".class";
        String uri = type.getSource().orElseThrow().getUri().toString();
        String place = uri.substring(0, uri.length() - file.length());
        return Path.of(URI.create(place.startsWith("jar:") ? place.substring(4, place.length() - 2) : place));
    }
}
