package dev.facet.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * All that the process logs while this is open, at the finest levels: messages, arguments, fields
 * and exceptions. Only the two loggers are left out under which gRPC writes frames, of which the
 * server warns when it starts. Meanwhile nothing is printed.
 */
final class EverythingLogged implements AutoCloseable {

  private static final Map<String, Level> LEVELS =
      Map.of(
          Logger.ROOT_LOGGER_NAME,
          Level.DEBUG,
          "dev.facet",
          Level.TRACE,
          "facet",
          Level.TRACE,
          "io.grpc.netty.NettyServerHandler",
          Level.INFO,
          "io.grpc.netty.NettyClientHandler",
          Level.INFO);

  private static final java.util.logging.Logger JUL_ROOT = LogManager.getLogManager().getLogger("");

  private static final java.util.logging.Logger JUL_GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<String, Level> before = new LinkedHashMap<>();
  private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
  private final Appender<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(text(event));
        }
      };
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(record.getLoggerName() + " " + record.getMessage() + " " + record.getThrown());
          if (record.getParameters() != null) {
            lines.add(List.of(record.getParameters()).toString());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  EverythingLogged() {
    LEVELS.forEach(
        (name, level) -> {
          Logger logger = (Logger) LoggerFactory.getLogger(name);
          before.put(name, logger.getLevel());
          logger.setLevel(level);
        });
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> each = root.iteratorForAppenders(); each.hasNext(); ) {
      silenced.add(each.next());
    }
    silenced.forEach(root::detachAppender);
    appender.start();
    root.addAppender(appender);
    handler.setLevel(java.util.logging.Level.ALL);
    JUL_ROOT.addHandler(handler);
    JUL_GRPC.setLevel(java.util.logging.Level.ALL);
  }

  /** All of it, a line or more each. */
  String text() {
    return String.join("\n", lines);
  }

  private static String text(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String fields =
        event.getKeyValuePairs() == null
            ? ""
            : event.getKeyValuePairs().stream()
                .map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(" "));
    return event.getLoggerName()
        + " "
        + event.getFormattedMessage()
        + " "
        + fields
        + " "
        + event.getMDCPropertyMap()
        + (thrown == null ? "" : " " + ThrowableProxyUtil.asString(thrown));
  }

  @Override
  public void close() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender(appender);
    silenced.forEach(root::addAppender);
    before.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    JUL_ROOT.removeHandler(handler);
    JUL_GRPC.setLevel(null);
  }
}
