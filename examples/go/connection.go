package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"facetexample/target/facetv1"
)

const (
	tokenVariable   = "FACET_CLIENT_TOKEN"
	maxMessageBytes = 16 << 20
)

var tokenText = regexp.MustCompile("^[!-~]+$")

// A server, and what goes with every call to it.
type connection struct {
	facetv1.EmbeddingServiceClient
	facetv1.DetectionServiceClient
	channel *grpc.ClientConn
	model   string
	timeout time.Duration
}

func (c *connection) close() {
	c.channel.Close()
}

// call begins a new call; its end must be told.
func (c *connection) call() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), c.timeout)
}

// connect uses what gRPC 1.33, which Debian has, and all later gRPC 1 have.
func connect(o options) (*connection, error) {
	token, err := readToken(o.tokenFile)
	if err != nil {
		return nil, err
	}
	secure := o.tls || o.ca != "" || o.cert != ""
	dial := []grpc.DialOption{
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessageBytes)),
	}
	if secure {
		config, err := readTLS(o)
		if err != nil {
			return nil, err
		}
		dial = append(dial, grpc.WithTransportCredentials(credentials.NewTLS(config)))
	} else {
		dial = append(dial, grpc.WithInsecure())
	}
	if token != "" {
		if !secure && !isLoopback(o.server) {
			return nil, fmt.Errorf(
				"%s: a token needs TLS (expected: TLS, or a loopback address)", o.server)
		}
		dial = append(dial, grpc.WithPerRPCCredentials(bearer{token, secure}))
	}
	channel, err := grpc.Dial(o.server, dial...)
	if err != nil {
		return nil, err
	}
	return &connection{
		facetv1.NewEmbeddingServiceClient(channel), facetv1.NewDetectionServiceClient(channel),
		channel, o.model, o.timeout,
	}, nil
}

// readTLS takes the system's authorities where there are no others.
func readTLS(o options) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.ca != "" {
		pem, err := os.ReadFile(o.ca)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s: no certificate (expected: PEM)", o.ca)
		}
	}
	if o.cert != "" {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// readToken returns the token in the file, else in the environment, where others cannot see it;
// empty: none.
func readToken(file string) (string, error) {
	token := os.Getenv(tokenVariable)
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		token = strings.TrimSpace(string(text))
	} else if token == "" {
		return "", nil
	}
	if !tokenText.MatchString(token) {
		return "", errors.New(
			"token: not shown (expected: one line of visible ASCII characters)")
	}
	return token, nil
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}

// A token, as the credentials of a call.
type bearer struct {
	token  string
	secure bool
}

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + b.token}, nil
}

func (b bearer) RequireTransportSecurity() bool {
	return b.secure
}
