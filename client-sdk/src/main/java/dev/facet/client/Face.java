package dev.facet.client;

/** A face to compare: an image that the server embeds first, or an embedding made earlier. */
public sealed interface Face permits FaceImage, FaceEmbedding {}
