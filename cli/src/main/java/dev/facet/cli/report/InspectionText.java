package dev.facet.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.trainer.data.recordio.RecordInspection;
import dev.facet.trainer.data.recordio.RecordSetProperty;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;

/** What a set of records holds, as lines for people or as JSON. */
public final class InspectionText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private InspectionText() {}

  /** One fact a line, then a line for each broken record. */
  public static String of(RecordInspection found) {
    LongSummaryStatistics each = photosAPerson(found);
    StringBuilder text = new StringBuilder();
    RecordSetProperty property = found.property();
    line(
        text,
        "property",
        "%d people, %dx%d",
        property.classes(),
        property.width(),
        property.height());
    line(
        text,
        "people",
        "%d, labels %d to %d",
        found.people().size(),
        found.people().firstKey(),
        found.people().lastKey());
    line(text, "photos", "%d, %d to %d a person", found.photos(), each.getMin(), each.getMax());
    line(
        text,
        "sizes",
        "%s",
        found.sizes().entrySet().stream()
            .map(size -> size.getKey() + " (" + size.getValue() + ")")
            .collect(Collectors.joining(", ")));
    line(text, "broken", "%d", found.broken().size());
    found.broken().forEach(problem -> text.append("  ").append(problem).append('\n'));
    return text.toString();
  }

  /** One object, whose keys are in kebab case. */
  public static String json(RecordInspection found) {
    LongSummaryStatistics each = photosAPerson(found);
    ObjectNode root = JSON.createObjectNode();
    root.putObject("property")
        .put("classes", found.property().classes())
        .put("height", found.property().height())
        .put("width", found.property().width());
    root.put("people", found.people().size());
    root.putObject("labels")
        .put("lowest", found.people().firstKey())
        .put("highest", found.people().lastKey());
    root.put("photos", found.photos());
    root.putObject("photos-a-person").put("fewest", each.getMin()).put("most", each.getMax());
    ArrayNode sizes = root.putArray("sizes");
    found
        .sizes()
        .forEach(
            (size, photos) ->
                sizes
                    .addObject()
                    .put("width", size.width())
                    .put("height", size.height())
                    .put("photos", photos));
    ArrayNode broken = root.putArray("broken");
    found.broken().forEach(broken::add);
    return root.toPrettyString() + "\n";
  }

  private static LongSummaryStatistics photosAPerson(RecordInspection found) {
    return found.people().values().stream().mapToLong(Long::longValue).summaryStatistics();
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append("%-10s".formatted(label)).append(String.format(Locale.ROOT, format, values));
    text.append('\n');
  }
}
