/** Faces in MXNet's RecordIO, laid out as InsightFace does. */
@NullMarked
package dev.facet.trainer.data.recordio;

import org.jspecify.annotations.NullMarked;
