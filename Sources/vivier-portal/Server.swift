import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import Portal

/// The portal on a network address.
struct Server {
  let site: Site
  /// The header of a trusted proxy that tells the client.
  let clientHeader: String?
  let host: String
  let port: Int
  let log: Logger

  /// How many bytes of headers a request may have, and how many headers.
  private static let headerBytes = 8_192
  private static let headerCount = 60

  /// Serves until the process is asked to end.
  func run() async throws {
    let server = Application(
      responder: CallbackResponder { request, context in
        await respond(to: request, from: context)
      },
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(10),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: Self.headerBytes, maxHeaderListSize: Self.headerBytes,
            maxHeaderFieldCount: Self.headerCount))),
      configuration: .init(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(500)),
      onServerRunning: { channel in
        log.notice("listening", metadata: ["address": "\(channel.localAddress?.description ?? "")"])
      },
      logger: log)
    try await server.runService()
  }

  private func respond(to request: Request, from context: Context) async -> Response {
    let body: [UInt8]
    do {
      var request = request
      body = Array(buffer: try await request.collectBody(upTo: Site.bodyLimit))
    } catch {
      return response(Site.refusal(413))
    }
    let asked = PageRequest(
      method: request.method.rawValue, target: request.head.path ?? "", body: body,
      client: client(request, context))
    return response(
      await site.respond(to: asked) { error in
        // What failed, never what was asked: an address is a key.
        log.error("not answered", metadata: ["reason": "\(error)"])
      })
  }

  private func response(_ page: PageResponse) -> Response {
    var fields = HTTPFields()
    for header in page.headers {
      if let name = HTTPField.Name(header.name) { fields[name] = header.value }
    }
    return Response(
      status: .init(code: page.status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
  }

  private func client(_ request: Request, _ context: Context) -> String {
    if let clientHeader, let name = HTTPField.Name(clientHeader),
      let last = request.headers[values: name].last?.split(separator: ",").last
    {
      return String(last.prefix(80)).filter { !$0.isWhitespace }
    }
    return context.client
  }
}

/// What is known of a request beside itself: who sent it.
struct Context: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The network address, without its port.
  let client: String

  init(source: Source) {
    coreContext = .init(source: source)
    client = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}
