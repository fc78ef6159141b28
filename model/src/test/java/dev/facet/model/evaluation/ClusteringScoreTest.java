package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.clustering.Clustering;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusteringScoreTest {

  private static final double EXACT = 1e-12;

  /** A cluster a word, a person a letter. */
  private static ClusteringScore score(String clusters) {
    int[] people = clusters.chars().filter(letter -> letter != ' ').toArray();
    int[] labels = new int[people.length];
    int face = 0;
    String[] words = clusters.split(" ", -1);
    for (int cluster = 0; cluster < words.length; cluster++) {
      Arrays.fill(labels, face, face + words[cluster].length(), cluster);
      face += words[cluster].length();
    }
    return ClusteringScore.of(new Clustering(labels), people);
  }

  /** The example of Bagga and Baldwin 1998: 76 % and 58 % in their words. */
  @Test
  void bCubed_isThatOfItsAuthorsExample() {
    ClusteringScore small = score("aaaaa bbccccc");
    assertEquals((5 + 2 * 2 / 7.0 + 5 * 5 / 7.0) / 12, small.bCubed().precision(), EXACT);
    assertEquals(0.76, small.bCubed().precision(), 0.005);
    assertEquals(1, small.bCubed().recall(), EXACT);
    ClusteringScore large = score("aaaaaccccc bb");
    assertEquals(0.58, large.bCubed().precision(), 0.005);
    assertEquals(1, large.bCubed().recall(), EXACT);
  }

  /** The four constraints of Amigó et al. 2009, which BCubed meets: the second is better. */
  @Test
  void bCubed_meetsTheConstraintsOfAmigo() {
    requireBetter("aaaabbb ccdd", "aaaa bbb ccdd"); // homogeneity
    requireBetter("aa aa bbb", "aaaa bbb"); // completeness
    requireBetter("aaaab cdef", "aaaa bcdef"); // rag bag
    requireBetter("aaaa b b c c d d", "aaa a bb cc dd"); // size against quantity
  }

  private static void requireBetter(String worse, String better) {
    assertTrue(score(worse).bCubed().f() < score(better).bCubed().f(), worse);
  }

  @Test
  void pairs_areThoseOfAHandCount() {
    // One of 4 pairs in clusters is of one person; one of 6 pairs of one person is in a cluster.
    ClusteringScore score = score("aab a bc b");
    assertEquals(4, score.clusters());
    assertEquals(1 / 4.0, score.pairwise().precision(), EXACT);
    assertEquals(1 / 6.0, score.pairwise().recall(), EXACT);
    assertEquals(2 * (1 / 4.0) * (1 / 6.0) / (1 / 4.0 + 1 / 6.0), score.pairwise().f(), EXACT);
  }

  @Test
  void facesThatAreAllAlone_haveNoWrongPair() {
    ClusteringScore alone = score("a a b");
    assertEquals(new PrecisionRecall(1, 0), alone.pairwise());
    assertEquals(0, alone.pairwise().f());
    assertEquals(new PrecisionRecall(1, 2 / 3.0), alone.bCubed());
    assertEquals(new PrecisionRecall(1, 1), score("a b c").pairwise());
  }

  /** Face by face and pair by pair, as the definitions say. */
  @Test
  void randomClusterings_areJudgedAsTheDefinitionsSay() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      int n = 2 + random.nextInt(40);
      int[] labels = random.ints(n, 0, 1 + random.nextInt(10)).toArray();
      int[] people = random.ints(n, 0, 1 + random.nextInt(10)).toArray();
      double bPrecision = 0;
      double bRecall = 0;
      double together = 0;
      double same = 0;
      double both = 0;
      for (int i = 0; i < n; i++) {
        int inCluster = 0;
        int ofPerson = 0;
        int right = 0;
        for (int j = 0; j < n; j++) {
          boolean cluster = labels[i] == labels[j];
          boolean person = people[i] == people[j];
          inCluster += cluster ? 1 : 0;
          ofPerson += person ? 1 : 0;
          right += cluster && person ? 1 : 0;
        }
        bPrecision += (double) right / inCluster / n;
        bRecall += (double) right / ofPerson / n;
        together += inCluster - 1;
        same += ofPerson - 1;
        both += right - 1;
      }
      ClusteringScore score = ClusteringScore.of(new Clustering(labels), people);
      assertEquals(bPrecision, score.bCubed().precision(), EXACT);
      assertEquals(bRecall, score.bCubed().recall(), EXACT);
      assertEquals(together == 0 ? 1 : both / together, score.pairwise().precision(), EXACT);
      assertEquals(same == 0 ? 1 : both / same, score.pairwise().recall(), EXACT);
    }
  }

  @Test
  void asManyPeopleAsFaces_areRequired() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ClusteringScore.of(new Clustering(new int[3]), new int[2]));
    assertEquals("people: 2 (expected: 3, at least one)", e.getMessage());
  }
}
