package dev.facet.client;

/**
 * One version of a model, as the server has it.
 *
 * @param ref name, version and digest
 * @param state what the version is doing
 * @param dimension number of values of an embedding; 0 until the version is loaded
 * @param inputWidth width of the model's input in pixels; 0 until the version is loaded
 * @param inputHeight height of the model's input in pixels; 0 until the version is loaded
 * @param template name of the template to which faces are aligned: "arcface-112" or "none"
 * @param normalized whether embeddings have unit norm
 * @param license licence of the weights; may be empty
 * @param provenance where the weights come from; may be empty
 * @param failure why the version could not be loaded; empty unless the state is {@link
 *     State#FAILED}
 */
public record ModelVersion(
    ModelRef ref,
    State state,
    int dimension,
    int inputWidth,
    int inputHeight,
    String template,
    boolean normalized,
    String license,
    String provenance,
    String failure) {

  /** What a version is doing. */
  public enum State {
    /** Something that this client is too old to know. */
    UNKNOWN,
    /** In the repository, not in memory. */
    AVAILABLE,
    /** Being loaded, checked and warmed up. */
    LOADING,
    /** Serves requests that name no version. */
    LIVE,
    /** Finishes the requests that it has, and takes no more. */
    DRAINING,
    /** Could not be loaded. */
    FAILED
  }
}
