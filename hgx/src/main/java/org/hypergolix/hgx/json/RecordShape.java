package org.hypergolix.hgx.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The components of a record, in order.
final class RecordShape implements Shape {
    private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
    private static final MethodType MAKE = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final List<Component> components = new ArrayList<>();
    private @Nullable MethodHandle constructor;

    RecordShape(Class<?> type) {
        this.type = type;
    }

    /// Finds the components. Apart from the constructor, as a record may contain itself.
    void resolve(Shapes shapes, MethodHandles.Lookup lookup) {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandles.Lookup reach = reach(lookup);
            constructor = reach.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, parts.length)
                    .asType(MAKE);
            for (RecordComponent part : parts) {
                Shape shape = shapes.of(part.getGenericType(), type.getSimpleName() + "." + part.getName());
                MethodHandle accessor = reach.findVirtual(
                        type, part.getAccessor().getName(), MethodType.methodType(part.getType()));
                components.add(new Component(part.getName(), shape, accessor.asType(READ)));
            }
        } catch (NoSuchMethodException | IllegalAccessException _) {
            throw new IllegalArgumentException("The record " + type.getName()
                    + " cannot be reached: open its package to org.hypergolix.hgx, or call Codec.json with"
                    + " MethodHandles.lookup() from its own module.");
        }
    }

    /// The rights that are needed for this record: the caller's, or what its module granted to everybody or to this one.
    private MethodHandles.Lookup reach(MethodHandles.Lookup lookup) {
        boolean isPublic = (lookup.lookupModes() & MethodHandles.Lookup.MODULE) == 0;
        try {
            return MethodHandles.privateLookupIn(type, isPublic ? MethodHandles.lookup() : lookup);
        } catch (IllegalAccessException _) {
            return lookup;
        }
    }

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        if (!type.isInstance(value)) {
            throw place.expected("a " + type.getSimpleName(), value);
        }
        text.open('{');
        for (Component component : components) {
            Object content = component.of(value);
            if (!component.shape.isAbsent(content)) {
                text.name(component.name);
                component.shape.write(content, text, place.component(component.name));
            }
        }
        text.close('}');
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        if (!(node instanceof Map<?, ?> members)) {
            throw place.expected("an object", node);
        }
        Object[] values = new Object[components.size()];
        for (int index = 0; index < values.length; index++) {
            Component component = components.get(index);
            Place inside = place.component(component.name);
            values[index] = members.containsKey(component.name)
                    ? component.shape.read(members.get(component.name), inside)
                    : component.shape.absent().orElseThrow(() -> inside.wrong("is missing"));
            if (values[index] == null) {
                throw inside.expected("a value", null);
            }
        }
        return make(values, place);
    }

    private Object make(Object[] values, Place place) {
        try {
            return (Object) java.util.Objects.requireNonNull(constructor).invokeExact(values);
        } catch (RuntimeException refusal) {
            throw place.wrong("no " + type.getSimpleName() + ": " + refusal.getMessage());
        } catch (Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw place.wrong("no " + type.getSimpleName() + ": " + failure.getMessage());
        }
    }

    private record Component(String name, Shape shape, MethodHandle accessor) {
        Object of(Object value) {
            try {
                return (Object) accessor.invokeExact(value);
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new IllegalArgumentException("A component cannot be read: " + failure.getMessage(), failure);
            }
        }
    }
}
