package ai.ongoing.gateway.testkit;

import ai.ongoing.gateway.config.StorageDriver;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The backend a test class needs; it runs unless {@code -Dbackend} names the other one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(BackendCondition.class)
public @interface RunsOn {
    StorageDriver value();
}
