package dev.facet.client;

/** Which of several faces of a photo are meant. */
public enum FaceSelection {
  /** The largest for {@code compare}, all otherwise. */
  DEFAULT,
  /** All of them, by falling score. Not for {@code compare}. */
  ALL,
  /** The one whose box has the largest area. */
  LARGEST,
  /** The one whose box has its middle nearest to the photo's. */
  CENTRAL
}
