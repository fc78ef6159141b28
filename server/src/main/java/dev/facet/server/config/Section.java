package dev.facet.server.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One section of the configuration, such as {@code limits}, read from its record's components.
 *
 * @param component of {@link ServerConfig}, whose name is in front of its keys
 * @param keys its keys, in the order of the record's components
 */
record Section(RecordComponent component, List<Key> keys) {

  private static final List<Section> ALL =
      Arrays.stream(ServerConfig.class.getRecordComponents()).map(Section::of).toList();

  /** Every section, in the order of the components of {@link ServerConfig}. */
  static List<Section> all() {
    return ALL;
  }

  /** Every key of every section. */
  static Stream<Key> allKeys() {
    return ALL.stream().flatMap(section -> section.keys().stream());
  }

  /** Builds a configuration from a value for each key. */
  static ServerConfig build(Function<Key, Object> values) {
    return (ServerConfig)
        construct(
            ServerConfig.class,
            ALL.stream()
                .map(
                    section ->
                        construct(
                            section.component.getType(),
                            section.keys.stream().map(values).toArray()))
                .toArray());
  }

  /** The name in front of its keys. */
  String name() {
    return component.getName();
  }

  /** The record that a configuration has for this section. */
  Record in(ServerConfig config) {
    try {
      return (Record) component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its accessor: " + name(), e);
    }
  }

  /** Refuses values of this section's record that are not allowed. */
  void check(Record section) {
    keys.forEach(key -> key.check(key.name(), key.valueIn(section)));
  }

  private static Section of(RecordComponent section) {
    List<Key> keys =
        Arrays.stream(section.getType().getRecordComponents())
            .map(component -> new Key(section.getName(), component))
            .toList();
    return new Section(section, keys);
  }

  private static Object construct(Class<?> type, Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadConfigException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its constructor: " + type, e);
    }
  }
}
