package io.telemeter.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every sensor in the list must keep, on the machine the tests run on.
@EnabledOnOs(OS.LINUX)
class SensorContractTest {

    static Stream<Sensor> sensors() throws SamplingException {
        try (Sampler sampler = Sampler.ofThisSystem()) {
            return sampler.sensors().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void has_a_short_name_of_printable_characters(Sensor sensor) {
        assertThat(sensor.name()).matches("[a-z]+( [!-~]+)?").hasSizeLessThan(80);
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void measures_again_and_again(Sensor sensor) throws Exception {
        Measurement first = sensor.read();
        Measurement second = sensor.read();

        assertThat(second).isInstanceOf(Record.class).hasSameClassAs(first);
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void gives_finite_numbers_that_are_not_negative(Sensor sensor) throws Exception {
        check(sensor.read());
    }

    private static void check(Object value) throws ReflectiveOperationException {
        switch (value) {
            case Double number -> assertThat(number).isFinite().isNotNegative();
            case Number number -> assertThat(number.longValue()).isNotNegative();
            case Collection<?> values -> {
                for (Object each : values) {
                    check(each);
                }
            }
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    check(component.getAccessor().invoke(record));
                }
            }
            default -> {
            }
        }
    }
}
