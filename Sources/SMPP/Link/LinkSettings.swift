internal import NIOCore
internal import NIOSSL

/// Where a gateway is and how to bind to it.
public struct LinkSettings: Sendable {
    public var host: String
    public var port: Int
    public var session: SessionSettings
    /// Nil: the octets travel in the clear.
    public var tls: ClientTLS?
    public var connectTimeout = Duration.seconds(10)

    public init(host: String, port: Int, session: SessionSettings, tls: ClientTLS? = nil) {
        self.host = host
        self.port = port
        self.session = session
        self.tls = tls
    }
}

/// How a link makes sure that it speaks to its gateway and nobody listens.
public struct ClientTLS: Hashable, Sendable {
    /// A PEM file of the authorities to trust; nil: those of the system.
    public var authorities: String?
    /// The name that the certificate must have; nil: the host of the link.
    public var hostname: String?

    public init(authorities: String? = nil, hostname: String? = nil) {
        self.authorities = authorities
        self.hostname = hostname
    }

    /// Reads the files, so this is done once, before any connection.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .fullVerification
        if let authorities { configuration.trustRoots = .file(authorities) }
        return try NIOSSLContext(configuration: configuration)
    }

    /// An address has no name to announce: its certificate must then name the address itself.
    func announcedName(host: String) -> String? {
        let name = hostname ?? host
        // Silence is right: what is no address is a name.
        let address = try? SocketAddress(ipAddress: name, port: 0)
        return address == nil ? name : nil
    }
}

/// The certificate that a listener shows.
public struct ServerTLS: Hashable, Sendable {
    /// A PEM file: the certificate, then the ones that vouch for it.
    public var certificates: String
    /// A PEM file.
    public var key: String

    public init(certificates: String, key: String) {
        self.certificates = certificates
        self.key = key
    }

    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificates)
        let key = try NIOSSLPrivateKey(file: key, format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
