// Finds, embeds and compares faces on a Facet server, and prints the outcome as JSON.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"google.golang.org/grpc/status"
)

const (
	exitFailed = 1
	exitUsage  = 2
)

const usage = `usage: client embed|batch|stream|compare|detect FILE...
  [--server HOST:PORT] [--model NAME] [--landmarks FILE] [--timeout SECONDS]
  [--tls] [--ca FILE] [--cert FILE --key FILE] [--token-file FILE]
`

// What the command line says.
type options struct {
	command   string
	files     []string
	server    string
	model     string
	landmarks string
	timeout   time.Duration
	tls       bool
	ca        string
	cert      string
	key       string
	tokenFile string
}

// parse reads the command line; options may stand before, between and behind the files.
func parse(arguments []string) (options, error) {
	var o options
	var seconds float64
	flags := flag.NewFlagSet("client", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.server, "server", "localhost:50051", "")
	flags.StringVar(&o.model, "model", "", "")
	flags.StringVar(&o.landmarks, "landmarks", "", "")
	flags.Float64Var(&seconds, "timeout", 30, "")
	flags.BoolVar(&o.tls, "tls", false, "")
	flags.StringVar(&o.ca, "ca", "", "")
	flags.StringVar(&o.cert, "cert", "", "")
	flags.StringVar(&o.key, "key", "", "")
	flags.StringVar(&o.tokenFile, "token-file", "", "")

	var words []string
	for {
		if err := flags.Parse(arguments); err != nil {
			return o, err
		}
		if flags.NArg() == 0 {
			break
		}
		words = append(words, flags.Arg(0))
		arguments = flags.Args()[1:]
	}
	if len(words) < 2 {
		return o, errors.New("no files")
	}
	if (o.cert == "") != (o.key == "") {
		return o, errors.New("--cert and --key go together")
	}
	o.command, o.files = words[0], words[1:]
	o.timeout = time.Duration(seconds * float64(time.Second))
	return o, nil
}

func main() {
	o, err := parse(os.Args[1:])
	command, known := commands[o.command]
	if err == nil && !known {
		err = fmt.Errorf("%s: not a command", o.command)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, usage)
		os.Exit(exitUsage)
	}

	outcome, err := run(command, o)
	if failed, isCall := status.FromError(err); err != nil && isCall {
		outcome = map[string]*failure{"error": failureOf(failed)}
	} else if err != nil {
		fmt.Fprintf(os.Stderr, "client: %v\n", err)
		os.Exit(exitFailed)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if encodeErr := encoder.Encode(outcome); encodeErr != nil {
		fmt.Fprintf(os.Stderr, "client: %v\n", encodeErr)
		os.Exit(exitFailed)
	}
	if all, isResults := outcome.(results); err != nil || isResults && all.failed() {
		os.Exit(exitFailed)
	}
}

func run(command command, o options) (interface{}, error) {
	images, err := readImages(o.files, o.landmarks)
	if err != nil {
		return nil, err
	}
	server, err := connect(o)
	if err != nil {
		return nil, err
	}
	defer server.close()
	return command(server, o.files, images)
}
