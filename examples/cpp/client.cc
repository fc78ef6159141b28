// Finds, embeds and compares faces on a Facet server, and prints the outcome as JSON.

#include <grpcpp/grpcpp.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "facet/v1/detection_service.grpc.pb.h"
#include "facet/v1/embedding_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace {

using facet::v1::DetectionService;
using facet::v1::EmbeddingService;
using facet::v1::FaceImage;
using Json = nlohmann::ordered_json;

constexpr const char* kUsage =
    "usage: client embed|batch|stream|compare|detect FILE...\n"
    "  [--server HOST:PORT] [--model NAME] [--landmarks FILE] [--timeout SECONDS]\n"
    "  [--tls] [--ca FILE] [--cert FILE --key FILE] [--token-file FILE]\n";
constexpr const char* kTokenVariable = "FACET_CLIENT_TOKEN";
constexpr int kMaxMessageBytes = 16 << 20;
constexpr int kFailed = 1;
constexpr int kUsageError = 2;

/// What the user can mend before anything is sent.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A command line that is not one of ours.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A call that failed as a whole.
struct CallError : std::runtime_error {
  explicit CallError(const grpc::Status& status)
      : std::runtime_error(status.error_message()), status(status) {}
  grpc::Status status;
};

// The command line.

struct Options {
  std::string command;
  std::vector<std::string> files;
  std::map<std::string, std::string> values{{"--server", "localhost:50051"}};
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  bool tls = false;

  bool has(const std::string& name) const { return values.count(name) > 0; }
  std::string value(const std::string& name) const { return has(name) ? values.at(name) : ""; }
};

std::chrono::milliseconds parse_seconds(const std::string& text) {
  std::istringstream words(text);
  double seconds;
  if (!(words >> seconds) || !words.eof()) {
    throw UsageError(text + ": not a number of seconds");
  }
  return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
}

Options parse_command_line(const std::vector<std::string>& arguments) {
  static const std::regex kWithValue(
      "--(server|model|landmarks|timeout|ca|cert|key|token-file)");
  Options options;
  for (size_t i = 0; i < arguments.size(); i++) {
    const std::string& argument = arguments[i];
    if (argument == "--tls") {
      options.tls = true;
    } else if (std::regex_match(argument, kWithValue) && i + 1 < arguments.size()) {
      options.values[argument] = arguments[++i];
    } else if (argument.rfind("--", 0) == 0) {
      throw UsageError(argument + ": not an option, or without its value");
    } else if (options.command.empty()) {
      options.command = argument;
    } else {
      options.files.push_back(argument);
    }
  }
  if (options.has("--timeout")) {
    options.timeout = parse_seconds(options.value("--timeout"));
  }
  if (options.files.empty()) {
    throw UsageError("no files");
  }
  if (options.has("--cert") != options.has("--key")) {
    throw UsageError("--cert and --key go together");
  }
  return options;
}

// Files.

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (!(bytes << stream.rdbuf())) {
    throw InputError(file + ": cannot be read, or is empty");
  }
  return bytes.str();
}

using LandmarksByName = std::map<std::string, facet::v1::Landmarks>;

/// Reads lines of a photo's name and ten numbers: x and y of the eyes, the nose, the mouth.
LandmarksByName read_landmarks(const std::string& file) {
  LandmarksByName all;
  std::istringstream lines(read_file(file));
  std::string line;
  for (int number = 1; std::getline(lines, line); number++) {
    std::istringstream words(line);
    std::string name;
    std::array<float, 10> xy;
    words >> name;
    for (float& coordinate : xy) {
      words >> coordinate;
    }
    if (!words || !(words >> std::ws).eof()) {
      throw InputError(file + ":" + std::to_string(number) + ": " + line +
                       " (expected: a name and ten numbers)");
    }
    facet::v1::Landmarks& landmarks = all[name];
    facet::v1::Point* points[] = {landmarks.mutable_left_eye(), landmarks.mutable_right_eye(),
                                  landmarks.mutable_nose(), landmarks.mutable_left_mouth(),
                                  landmarks.mutable_right_mouth()};
    for (int i = 0; i < 5; i++) {
      points[i]->set_x(xy[2 * i]);
      points[i]->set_y(xy[2 * i + 1]);
    }
  }
  return all;
}

/// Reads a face crop, or a photo where there are landmarks: the name is the path's end.
FaceImage read_image(const std::string& file, const std::optional<LandmarksByName>& landmarks) {
  FaceImage image;
  image.set_encoded(read_file(file));
  if (!landmarks) {
    return image;
  }
  std::string name = std::filesystem::weakly_canonical(file).generic_string();
  for (size_t slash = 0; slash != std::string::npos; slash = name.find('/')) {
    name.erase(0, slash + 1);
    if (auto found = landmarks->find(name); found != landmarks->end()) {
      *image.mutable_landmarks() = found->second;
      return image;
    }
  }
  throw InputError(file + ": not in the landmarks file");
}

// The connection.

/// The token in the file, else in the environment, where others cannot see it; empty: none.
std::string read_token(const Options& options) {
  std::string token;
  if (options.has("--token-file")) {
    token = read_file(options.value("--token-file"));
    token.erase(token.find_last_not_of(" \t\r\n") + 1);
  } else if (const char* variable = std::getenv(kTokenVariable); variable && *variable) {
    token = variable;
  } else {
    return "";
  }
  if (!std::regex_match(token, std::regex("[!-~]+"))) {
    throw InputError("token: not shown (expected: one line of visible ASCII characters)");
  }
  return token;
}

/// A server, and what goes with every call to it.
class Connection {
 public:
  explicit Connection(const Options& options)
      : model_(options.value("--model")), timeout_(options.timeout) {
    const std::string address = options.value("--server");
    const std::string token = read_token(options);
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    std::shared_ptr<grpc::ChannelCredentials> credentials;
    if (options.tls || options.has("--ca") || options.has("--cert")) {
      credentials = secure(options, token);
    } else {
      credentials = grpc::InsecureChannelCredentials();
      keep_here(token, address, &arguments);
    }
    const auto channel = grpc::CreateCustomChannel(address, credentials, arguments);
    stub_ = EmbeddingService::NewStub(channel);
    detection_ = DetectionService::NewStub(channel);
  }

  EmbeddingService::Stub& stub() { return *stub_; }

  DetectionService::Stub& detection() { return *detection_; }

  const std::string& model() const { return model_; }

  /// The context of a new call.
  std::unique_ptr<grpc::ClientContext> call() const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + timeout_);
    if (!plaintext_authorization_.empty()) {
      context->AddMetadata("authorization", plaintext_authorization_);
    }
    return context;
  }

 private:
  static std::shared_ptr<grpc::ChannelCredentials> secure(const Options& options,
                                                          const std::string& token) {
    grpc::SslCredentialsOptions tls;
    if (options.has("--ca")) {
      tls.pem_root_certs = read_file(options.value("--ca"));
    }
    if (options.has("--cert")) {
      tls.pem_cert_chain = read_file(options.value("--cert"));
      tls.pem_private_key = read_file(options.value("--key"));
    }
    auto channel = grpc::SslCredentials(tls);
    return token.empty() ? channel
                         : grpc::CompositeChannelCredentials(
                               channel, grpc::AccessTokenCredentials(token));
  }

  /// Without TLS a token stays on this machine.
  void keep_here(const std::string& token, const std::string& address,
                 grpc::ChannelArguments* arguments) {
    static const std::regex kLoopback(R"((localhost|127(\.\d{1,3}){3}|\[::1\]):\d+)");
    if (token.empty()) {
      return;
    }
    if (!std::regex_match(address, kLoopback)) {
      throw InputError(address + ": a token needs TLS (expected: TLS, or a loopback address)");
    }
    arguments->SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    plaintext_authorization_ = "Bearer " + token;
  }

  std::string model_;
  std::chrono::milliseconds timeout_;
  std::string plaintext_authorization_;
  std::unique_ptr<EmbeddingService::Stub> stub_;
  std::unique_ptr<DetectionService::Stub> detection_;
};

// Outcomes as JSON.

Json model_json(const facet::v1::ModelRef& model) {
  return {{"name", model.name()}, {"version", model.version()}, {"digest", model.digest()}};
}

/// The code, the server's stable reason and the message of a google.rpc.Status.
Json error_json(const google::rpc::Status& status) {
  static const std::array<const char*, 17> kCodes = {
      "OK",           "CANCELLED",           "UNKNOWN",          "INVALID_ARGUMENT",
      "DEADLINE_EXCEEDED", "NOT_FOUND",      "ALREADY_EXISTS",   "PERMISSION_DENIED",
      "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",    "OUT_OF_RANGE",
      "UNIMPLEMENTED", "INTERNAL",           "UNAVAILABLE",      "DATA_LOSS",
      "UNAUTHENTICATED"};
  Json reason;
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) {
      reason = info.reason();
    }
  }
  const size_t code = status.code();
  return {{"code", code < kCodes.size() ? kCodes[code] : "UNKNOWN"},
          {"reason", reason},
          {"message", status.message()}};
}

/// The same of a failed call, which carries its google.rpc.Status in a trailer.
Json error_json(const grpc::Status& status) {
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) {
    details.set_code(status.error_code());
    details.set_message(status.error_message());
  }
  return error_json(details);
}

Json success_json(const std::string& file, const facet::v1::Embedding& embedding,
                  const facet::v1::ModelRef& model) {
  return {{"file", file}, {"model", model_json(model)}, {"embedding", embedding.values()}};
}

/// Where a face is, in pixels of its photo.
Json face_json(const facet::v1::DetectedFace& face) {
  const facet::v1::BoundingBox& box = face.box();
  const facet::v1::Landmarks& points = face.landmarks();
  Json landmarks = Json::array();
  for (const auto* point : {&points.left_eye(), &points.right_eye(), &points.nose(),
                            &points.left_mouth(), &points.right_mouth()}) {
    landmarks.push_back({point->x(), point->y()});
  }
  return {{"box",
           {{"left", box.left()},
            {"top", box.top()},
            {"width", box.width()},
            {"height", box.height()}}},
          {"score", face.score()},
          {"landmarks", landmarks}};
}

Json detections_json(const std::string& file, const facet::v1::Detections& detections) {
  Json faces = Json::array();
  for (const auto& face : detections.faces()) {
    faces.push_back(face_json(face));
  }
  return {{"file", file},
          {"faces", faces},
          {"image_width", detections.image_width()},
          {"image_height", detections.image_height()},
          {"detector", model_json(detections.detector())}};
}

template <typename Status>
Json failure_json(const std::string& file, const Status& status) {
  return {{"file", file}, {"error", error_json(status)}};
}

template <typename Item>
Json item_json(const std::string& file, const Item& item, const facet::v1::ModelRef& model) {
  return item.has_embedding() ? success_json(file, item.embedding(), model)
                              : failure_json(file, item.error());
}

void require(const grpc::Status& status) {
  if (!status.ok()) {
    throw CallError(status);
  }
}

// The commands.

using Files = std::vector<std::string>;
using Images = std::vector<FaceImage>;

/// One call for each image.
Json embed(Connection& server, const Files& files, const Images& images) {
  Json results = Json::array();
  for (size_t i = 0; i < images.size(); i++) {
    facet::v1::EmbedRequest request;
    *request.mutable_image() = images[i];
    request.set_model(server.model());
    facet::v1::EmbedResponse response;
    const grpc::Status status = server.stub().Embed(server.call().get(), request, &response);
    results.push_back(status.ok() ? success_json(files[i], response.embedding(), response.model())
                                  : failure_json(files[i], status));
  }
  return {{"results", results}};
}

/// One call for all images.
Json batch(Connection& server, const Files& files, const Images& images) {
  facet::v1::EmbedBatchRequest request;
  *request.mutable_images() = {images.begin(), images.end()};
  request.set_model(server.model());
  facet::v1::EmbedBatchResponse response;
  require(server.stub().EmbedBatch(server.call().get(), request, &response));
  Json results = Json::array();
  for (int i = 0; i < response.results_size(); i++) {
    results.push_back(item_json(files[i], response.results(i), response.model()));
  }
  return {{"results", results}};
}

/// One stream: the answers come in any order, each with the id of its request.
Json stream(Connection& server, const Files& files, const Images& images) {
  const auto context = server.call();
  const auto call = server.stub().EmbedStream(context.get());
  std::thread sender([&] {
    for (size_t i = 0; i < images.size(); i++) {
      facet::v1::EmbedStreamRequest request;
      request.set_correlation_id(std::to_string(i));
      *request.mutable_image() = images[i];
      request.set_model(server.model());
      if (!call->Write(request)) {
        return;
      }
    }
    call->WritesDone();
  });
  std::vector<Json> results(images.size());
  facet::v1::EmbedStreamResponse response;
  while (call->Read(&response)) {
    const size_t i = std::stoul(response.correlation_id());
    results.at(i) = item_json(files[i], response, response.model());
  }
  sender.join();
  require(call->Finish());
  return {{"results", results}};
}

/// How alike two images are.
Json compare(Connection& server, const Files&, const Images& images) {
  if (images.size() != 2) {
    throw InputError("compare: " + std::to_string(images.size()) + " images (expected: 2)");
  }
  facet::v1::CompareRequest request;
  *request.mutable_first()->mutable_image() = images[0];
  *request.mutable_second()->mutable_image() = images[1];
  request.set_model(server.model());
  facet::v1::CompareResponse response;
  require(server.stub().Compare(server.call().get(), request, &response));
  return {{"cosine_similarity", response.cosine_similarity()},
          {"euclidean_distance", response.euclidean_distance()},
          {"model", model_json(response.model())}};
}

/// Where the faces of each photo are, by one call for each.
Json detect(Connection& server, const Files& files, const Images& images) {
  Json results = Json::array();
  for (size_t i = 0; i < images.size(); i++) {
    facet::v1::DetectRequest request;
    *request.mutable_image() = images[i];
    facet::v1::DetectResponse response;
    const grpc::Status status =
        server.detection().Detect(server.call().get(), request, &response);
    results.push_back(status.ok() ? detections_json(files[i], response.detections())
                                  : failure_json(files[i], status));
  }
  return {{"results", results}};
}

using Command = std::function<Json(Connection&, const Files&, const Images&)>;

Json run(const Command& command, const Options& options) {
  std::optional<LandmarksByName> landmarks;
  if (options.has("--landmarks")) {
    landmarks = read_landmarks(options.value("--landmarks"));
  }
  Images images;
  for (const std::string& file : options.files) {
    images.push_back(read_image(file, landmarks));
  }
  Connection server(options);
  try {
    return command(server, options.files, images);
  } catch (const CallError& error) {
    return {{"error", error_json(error.status)}};
  }
}

bool failed(const Json& outcome) {
  bool item_failed = false;
  for (const Json& result : outcome.value("results", Json::array())) {
    item_failed |= result.contains("error");
  }
  return item_failed || outcome.contains("error");
}

}  // namespace

int main(int count, char** arguments) {
  static const std::map<std::string, Command> kCommands = {
      {"embed", embed},
      {"batch", batch},
      {"stream", stream},
      {"compare", compare},
      {"detect", detect}};
  try {
    const Options options = parse_command_line({arguments + 1, arguments + count});
    const auto command = kCommands.find(options.command);
    if (command == kCommands.end()) {
      throw UsageError(options.command + ": not a command");
    }
    const Json outcome = run(command->second, options);
    std::cout << outcome.dump(2) << std::endl;
    return failed(outcome) ? kFailed : EXIT_SUCCESS;
  } catch (const UsageError& error) {
    std::cerr << error.what() << "\n" << kUsage;
    return kUsageError;
  } catch (const InputError& error) {
    std::cerr << "client: " << error.what() << std::endl;
    return kFailed;
  }
}
