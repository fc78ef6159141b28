package dev.facet.model.symbol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SymbolNodeTest {

  @Test
  void attributes_areReadAsTheirValues() {
    Map<String, String> attributes = Map.of("kernel", "(3L, 5)", "no_bias", "True", "p", "False");
    SymbolNode node = new SymbolNode("Convolution", "conv", attributes, List.of());
    assertEquals(List.of(3, 5), node.integers("kernel"));
    assertEquals(List.of(), node.integers("stride"));
    assertTrue(node.flag("no_bias", false));
    assertFalse(node.flag("p", true));
    assertTrue(node.flag("absent", true));
    assertFalse(node.flag("absent", false));
  }
}
