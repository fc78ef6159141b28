package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"facetexample/target/facetv1"
)

// readImages reads face crops, or photos where there is a file of landmarks.
func readImages(files []string, landmarksFile string) ([]*facetv1.FaceImage, error) {
	var landmarks map[string]*facetv1.Landmarks
	if landmarksFile != "" {
		var err error
		if landmarks, err = readLandmarks(landmarksFile); err != nil {
			return nil, err
		}
	}
	var images []*facetv1.FaceImage
	for _, file := range files {
		encoded, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		image := &facetv1.FaceImage{Source: &facetv1.FaceImage_Encoded{Encoded: encoded}}
		if landmarks != nil {
			if image.Landmarks, err = find(landmarks, file); err != nil {
				return nil, err
			}
		}
		images = append(images, image)
	}
	return images, nil
}

// find returns the landmarks of a photo: their name is the path's end.
func find(landmarks map[string]*facetv1.Landmarks, file string) (*facetv1.Landmarks, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(filepath.ToSlash(path), "/")
	for start := range parts {
		if found, ok := landmarks[strings.Join(parts[start:], "/")]; ok {
			return found, nil
		}
	}
	return nil, fmt.Errorf("%s: not in the landmarks file", file)
}

// readLandmarks reads lines of a photo's name and ten numbers: x and y of the eyes, the nose, the
// mouth.
func readLandmarks(file string) (map[string]*facetv1.Landmarks, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := map[string]*facetv1.Landmarks{}
	for number, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		words := strings.Fields(line)
		if len(words) != 11 {
			return nil, fmt.Errorf("%s:%d: %s (expected: a name and ten numbers)", file, number+1, line)
		}
		var points [5]*facetv1.Point
		for i := range points {
			x, xErr := strconv.ParseFloat(words[1+2*i], 32)
			y, yErr := strconv.ParseFloat(words[2+2*i], 32)
			if xErr != nil || yErr != nil {
				return nil, fmt.Errorf("%s:%d: %s (expected: a name and ten numbers)", file, number+1, line)
			}
			points[i] = &facetv1.Point{X: float32(x), Y: float32(y)}
		}
		all[words[0]] = &facetv1.Landmarks{
			LeftEye:    points[0],
			RightEye:   points[1],
			Nose:       points[2],
			LeftMouth:  points[3],
			RightMouth: points[4],
		}
	}
	return all, nil
}
