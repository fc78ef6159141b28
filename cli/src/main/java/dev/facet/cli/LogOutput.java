package dev.facet.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.facet.server.config.LogConfig;
import org.slf4j.LoggerFactory;

/** How a server's log is written; {@code logback.xml} says it for all other commands. */
final class LogOutput {

  private LogOutput() {}

  /** From now on, for the whole process. */
  static void set(LogConfig config) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("dev.facet").setLevel(Level.toLevel(config.level()));
    if (config.json()
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr")
            instanceof ConsoleAppender<ILoggingEvent> stderr) {
      stderr.setEncoder(json(context));
    }
  }

  /** An object a line: the time, where and what; pairs of keys and values in {@code kvpList}. */
  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
