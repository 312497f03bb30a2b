package ai.ongoing.gateway.storage.schema;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the statements a connection sends and ends the whole process in front of one of them, as SIGKILL would: no
 * shutdown hook, no rollback, no closed socket but the kernel's. Between two statements lies every stage of every file.
 */
final class HaltingConnection {

    /** What {@code kill -9} leaves as exit code. */
    static final int KILLED = 137;

    private final AtomicInteger sent = new AtomicInteger();
    private final int last;

    /** @param last how many statements are let through; the next one ends the process */
    HaltingConnection(int last) {
        this.last = last;
    }

    int sent() {
        return sent.get();
    }

    Connection around(Connection connection) {
        return proxy(Connection.class, connection);
    }

    private <T> T proxy(Class<T> type, T target) {
        InvocationHandler handler = (self, method, arguments) -> call(target, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (target instanceof Statement && method.getName().startsWith("execute") && sent.getAndIncrement() == last) {
            Runtime.getRuntime().halt(KILLED);
        }
        try {
            return wrapped(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object wrapped(Object result) {
        return switch (result) {
            case CallableStatement call -> call;
            case PreparedStatement prepared -> proxy(PreparedStatement.class, prepared);
            case Statement statement -> proxy(Statement.class, statement);
            case null, default -> result;
        };
    }
}
