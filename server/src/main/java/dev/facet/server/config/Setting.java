package dev.facet.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Default and allowed values of a configuration key; all are texts, read as its values are. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {

  /** The name inside its section; empty: the component's, in kebab case. */
  String name() default "";

  /** The value where nothing sets the key. */
  String defaultValue();

  /** Smallest value, inclusive; only for numbers, sizes and durations. */
  String min() default "";

  /** Largest value, inclusive; only for numbers, sizes and durations. */
  String max() default "";

  /** What a text, or each text of a list, must match; only for texts and lists. */
  String pattern() default ".*";

  /** The pattern in words, for messages. */
  String expected() default "";
}
