package main

import (
	"fmt"
	"io"
	"strconv"

	"google.golang.org/grpc/status"

	"facetexample/target/facetv1"
)

type command func(*connection, []string, []*facetv1.FaceImage) (interface{}, error)

var commands = map[string]command{
	"embed":   embed,
	"batch":   batch,
	"stream":  stream,
	"compare": compare,
	"detect":  detect,
}

// embed makes one call for each image.
func embed(c *connection, files []string, images []*facetv1.FaceImage) (interface{}, error) {
	var all results
	for i, image := range images {
		all.Results = append(all.Results, c.embedOne(files[i], image))
	}
	return all, nil
}

func (c *connection) embedOne(file string, image *facetv1.FaceImage) result {
	ctx, done := c.call()
	defer done()
	response, err := c.Embed(ctx, &facetv1.EmbedRequest{Image: image, Model: c.model})
	if err != nil {
		return result{File: file, Error: failureOf(status.Convert(err))}
	}
	return item(file, response.GetEmbedding(), response.GetModel(), nil)
}

// batch makes one call for all images.
func batch(c *connection, files []string, images []*facetv1.FaceImage) (interface{}, error) {
	ctx, done := c.call()
	defer done()
	response, err := c.EmbedBatch(ctx, &facetv1.EmbedBatchRequest{Images: images, Model: c.model})
	if err != nil {
		return nil, err
	}
	var all results
	for i, r := range response.GetResults() {
		one := item(files[i], r.GetEmbedding(), response.GetModel(), r.GetError())
		all.Results = append(all.Results, one)
	}
	return all, nil
}

// stream makes one stream: the answers come in any order, each with the id of its request.
func stream(c *connection, files []string, images []*facetv1.FaceImage) (interface{}, error) {
	ctx, done := c.call()
	defer done()
	call, err := c.EmbedStream(ctx)
	if err != nil {
		return nil, err
	}
	go func() {
		for i, image := range images {
			request := &facetv1.EmbedStreamRequest{
				CorrelationId: strconv.Itoa(i), Image: image, Model: c.model}
			if call.Send(request) != nil {
				return // Recv tells why.
			}
		}
		call.CloseSend()
	}()
	all := results{make([]result, len(images))}
	for {
		response, err := call.Recv()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		i, err := strconv.Atoi(response.GetCorrelationId())
		if err != nil {
			return nil, err
		}
		all.Results[i] =
			item(files[i], response.GetEmbedding(), response.GetModel(), response.GetError())
	}
}

// compare tells how alike two images are.
func compare(c *connection, files []string, images []*facetv1.FaceImage) (interface{}, error) {
	if len(images) != 2 {
		return nil, fmt.Errorf("compare: %d images (expected: 2)", len(images))
	}
	ctx, done := c.call()
	defer done()
	operand := func(image *facetv1.FaceImage) *facetv1.CompareOperand {
		return &facetv1.CompareOperand{Source: &facetv1.CompareOperand_Image{Image: image}}
	}
	response, err := c.Compare(ctx, &facetv1.CompareRequest{
		First: operand(images[0]), Second: operand(images[1]), Model: c.model})
	if err != nil {
		return nil, err
	}
	return comparison{
		response.GetCosineSimilarity(), response.GetEuclideanDistance(), modelOf(response.GetModel()),
	}, nil
}

// detect tells where the faces of each photo are, by one call for each.
func detect(c *connection, files []string, images []*facetv1.FaceImage) (interface{}, error) {
	var all results
	for i, image := range images {
		all.Results = append(all.Results, c.detectOne(files[i], image))
	}
	return all, nil
}

func (c *connection) detectOne(file string, image *facetv1.FaceImage) result {
	ctx, done := c.call()
	defer done()
	response, err := c.Detect(ctx, &facetv1.DetectRequest{Image: image})
	if err != nil {
		return result{File: file, Error: failureOf(status.Convert(err))}
	}
	return result{File: file, detections: detectionsOf(response.GetDetections())}
}
