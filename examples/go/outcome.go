package main

import (
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"

	"facetexample/target/facetv1"
)

// The names of gRPC's codes, by number.
var codeNames = []string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
	"ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
	"OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
}

type modelRef struct {
	Name    string `json:"name"`
	Version int64  `json:"version"`
	Digest  string `json:"digest"`
}

type failure struct {
	Code    string  `json:"code"`
	Reason  *string `json:"reason"`
	Message string  `json:"message"`
}

// What became of an image.
type result struct {
	File      string    `json:"file"`
	Model     *modelRef `json:"model,omitempty"`
	Embedding []float32 `json:"embedding,omitempty"`
	Error     *failure  `json:"error,omitempty"`
	*detections
}

// Where the faces of an image are, in pixels.
type detections struct {
	Faces       []detectedFace `json:"faces"`
	ImageWidth  int32          `json:"image_width"`
	ImageHeight int32          `json:"image_height"`
	Detector    *modelRef      `json:"detector"`
}

type detectedFace struct {
	Box       box           `json:"box"`
	Score     float32       `json:"score"`
	Landmarks [5][2]float32 `json:"landmarks"`
}

type box struct {
	Left   float32 `json:"left"`
	Top    float32 `json:"top"`
	Width  float32 `json:"width"`
	Height float32 `json:"height"`
}

type results struct {
	Results []result `json:"results"`
}

func (r results) failed() bool {
	for _, result := range r.Results {
		if result.Error != nil {
			return true
		}
	}
	return false
}

type comparison struct {
	CosineSimilarity  float32   `json:"cosine_similarity"`
	EuclideanDistance float32   `json:"euclidean_distance"`
	Model             *modelRef `json:"model"`
}

// item tells of an image of a batch or a stream, which has an embedding or an error.
func item(
	file string, embedding *facetv1.Embedding, model *facetv1.ModelRef, err *spb.Status) result {
	if err != nil {
		return result{File: file, Error: failureOf(status.FromProto(err))}
	}
	return result{File: file, Model: modelOf(model), Embedding: embedding.GetValues()}
}

func detectionsOf(found *facetv1.Detections) *detections {
	all := &detections{
		[]detectedFace{}, found.GetImageWidth(), found.GetImageHeight(), modelOf(found.GetDetector()),
	}
	for _, face := range found.GetFaces() {
		b, l := face.GetBox(), face.GetLandmarks()
		one := detectedFace{
			Box:   box{b.GetLeft(), b.GetTop(), b.GetWidth(), b.GetHeight()},
			Score: face.GetScore(),
		}
		for i, point := range []*facetv1.Point{
			l.GetLeftEye(), l.GetRightEye(), l.GetNose(), l.GetLeftMouth(), l.GetRightMouth(),
		} {
			one.Landmarks[i] = [2]float32{point.GetX(), point.GetY()}
		}
		all.Faces = append(all.Faces, one)
	}
	return all
}

func modelOf(model *facetv1.ModelRef) *modelRef {
	return &modelRef{model.GetName(), model.GetVersion(), model.GetDigest()}
}

// failureOf returns the code, the server's stable reason and the message.
func failureOf(failed *status.Status) *failure {
	f := &failure{Code: "UNKNOWN", Message: failed.Message()}
	if code := int(failed.Code()); code < len(codeNames) {
		f.Code = codeNames[code]
	}
	for _, detail := range failed.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			reason := info.GetReason()
			f.Reason = &reason
		}
	}
	return f
}
