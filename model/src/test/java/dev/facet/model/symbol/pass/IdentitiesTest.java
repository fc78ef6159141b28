package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

  private final Weighted network = new Weighted();

  private WeightedGraph rewritten() {
    WeightedGraph original = network.network();
    return original.with(Identities.rewrite(original.graph()));
  }

  @Test
  void dropoutAndCopies_areLeftOut_andWhatTakesThemTakesTheOutputThatTheyTook() {
    int parts = network.op("SliceChannel", "parts", Map.of("num_outputs", "2"), 0);
    int dropout = network.op("Dropout", "dropout", Map.of("p", "0.4"), parts);
    network.op("Flatten", "rows", Map.of(), network.op("_copy", "copy", Map.of(), dropout));

    WeightedGraph rewritten = rewritten();
    assertEquals(List.of("SliceChannel parts", "Flatten rows"), Weighted.operators(rewritten));
    assertEquals(List.of(Entry.of(1)), rewritten.graph().nodes().get(2).inputs());
  }

  @Test
  void dropoutThatIsTheOutput_orAlwaysDrops_stays() {
    int always = network.op("Dropout", "always", Map.of("mode", "always"), 0);
    network.op("Dropout", "last", Map.of(), always);
    assertEquals(List.of("Dropout always", "Dropout last"), Weighted.operators(rewritten()));
  }
}
