package org.hypergolix.hgx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What programs see of this module.
class PublicApiTest {
    private static final String PACKAGE = HgxLink.class.getPackageName();

    /// The classes of the exported package that others can name, found in the directory that this test runs against.
    private static List<Class<?>> publicTypes() throws Exception {
        Path root = Path.of(HgxLink.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(root.resolve(PACKAGE.replace('.', '/')))) {
            List<Class<?>> types = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName(PACKAGE + "." + name.substring(0, name.length() - 6));
                    if (isVisible(type)) {
                        types.add(type);
                    }
                }
            }
            return types;
        }
    }

    private static boolean isVisible(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    @Test
    void names_nothing_of_wire_or_node() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            collect(type.getGenericSuperclass(), named);
            collect(named, type.getGenericInterfaces());
            collect(named, type);
            for (Field field : type.getDeclaredFields()) {
                if (isVisible(field.getModifiers())) {
                    collect(named, field.getGenericType());
                }
            }
            for (Executable executable : executables(type)) {
                collect(named, executable.getGenericParameterTypes());
                collect(named, executable.getGenericExceptionTypes());
                collect(named, executable);
                if (executable instanceof Method method) {
                    collect(named, method.getGenericReturnType());
                }
            }
        }

        assertThat(named).anyMatch(name -> name.contains("org.hypergolix.golix.Ghid"));
        assertThat(named).noneMatch(name -> name.contains("org.hypergolix.wire"));
        assertThat(named).noneMatch(name -> name.contains("org.hypergolix.node"));
        assertThat(named).noneMatch(name -> name.contains("org.hypergolix.hgx.json"));
        assertThat(named).noneMatch(name -> name.contains("nanojson"));
    }

    @Test
    void no_checked_exception_and_above_all_no_io_exception() throws Exception {
        for (Class<?> type : publicTypes()) {
            for (Executable executable : executables(type)) {
                assertThat(executable.getExceptionTypes()).as(executable.toString()).isEmpty();
            }
            assertThat(IOException.class.isAssignableFrom(type)).isFalse();
        }
    }

    @Test
    void exports_one_package_and_hands_on_only_golix() {
        ModuleDescriptor module = HgxLink.class.getModule().getDescriptor();

        assertThat(module).as("runs as a module").isNotNull();
        assertThat(module.exports()).extracting(ModuleDescriptor.Exports::source).containsExactly(PACKAGE);
        assertThat(module.requires().stream()
                .filter(required -> required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toSet())).containsExactly("org.hypergolix.golix");
    }

    @Test
    void every_operation_that_waits_has_one_async_variant() {
        Set<String> immediate = Set.of("connect", "whoami", "token", "relays", "onShare", "onRelayChange", "close",
                "address", "apiId", "binder", "dynamic", "isPrivate", "alive", "stale", "state", "onUpdate", "onDelete",
                "onConflict", "live", "recast");
        for (Class<?> type : List.of(HgxLink.class, HgxObject.class)) {
            Set<String> names =
                    Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
            for (String name : names) {
                if (!name.endsWith("Async") && !name.contains("$") && !immediate.contains(name)) {
                    assertThat(names).contains(name + "Async");
                }
            }
        }
    }

    private static List<Executable> executables(Class<?> type) {
        List<Executable> executables = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers())) {
                executables.add(constructor);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                executables.add(method);
            }
        }
        return executables;
    }

    private static void collect(Set<String> named, Type... types) {
        for (Type type : types) {
            collect(type, named);
        }
    }

    private static void collect(Set<String> named, GenericDeclaration declaration) {
        for (var variable : declaration.getTypeParameters()) {
            collect(named, variable.getBounds());
        }
    }

    private static void collect(@Nullable Type type, Set<String> named) {
        if (type != null) {
            named.add(type.getTypeName());
        }
    }
}
