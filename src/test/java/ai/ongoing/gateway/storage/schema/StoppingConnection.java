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
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the statements a connection sends and stops for good in front of one of them, to be killed there: nothing is
 * closed, nothing rolled back. Between two statements lies every stage of every file.
 */
final class StoppingConnection {

    private final AtomicInteger sent = new AtomicInteger();
    private final int last;
    private final Runnable stopped;

    /**
     * @param last how many statements are let through; the thread that comes with the next one never comes back
     * @param stopped told by that thread
     */
    StoppingConnection(int last, Runnable stopped) {
        this.last = last;
        this.stopped = stopped;
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
            stopped.run();
            stayForEver();
        }
        try {
            return wrapped(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void stayForEver() {
        while (true) {
            LockSupport.park();
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
