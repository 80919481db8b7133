// swift-tools-version: 6.2
import PackageDescription

/// The same rules for every target of ours; docs/decisions/settings.md says why each.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "keng",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "keng", targets: ["KengCommand"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C and C++ libraries, each behind one Swift target.
        .target(
            name: "CICU",
            linkerSettings: [
                .linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("icudata"),
            ]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        .systemLibrary(
            name: "CCMark", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Nothing of Keng in it: it could be published alone.
        .target(
            name: "SMPP",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .target(name: "KengDomain", swiftSettings: settings),
        .target(
            name: "KengText",
            dependencies: ["CICU", "CPhoneNumber", "KengDomain"],
            swiftSettings: settings),
        .target(
            name: "KengContent",
            dependencies: [
                "CCMark", "CZlib", "KengDomain", "KengText", "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .target(
            name: "KengStore",
            dependencies: [
                "CPostgreSQL", "KengDomain",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .target(
            name: "KengGateways",
            dependencies: [
                "CCurl", "CExpat", "KengDomain", "KengText", "SMPP",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(
            name: "KengEngine",
            dependencies: [
                "KengContent", "KengDomain", "KengGateways", "KengStore", "KengText",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "KengSimulation",
            dependencies: [
                "KengContent", "KengDomain", "KengEngine", "KengGateways", "KengStore", "KengText",
                "SMPP", "Yams",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(
            name: "KengWeb",
            dependencies: [
                "KengContent", "KengDomain", "KengEngine", "KengGateways", "KengStore", "KengText",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: settings),
        .executableTarget(
            name: "KengCommand",
            dependencies: [
                "KengContent", "KengDomain", "KengEngine", "KengGateways", "KengSimulation",
                "KengStore", "KengText", "KengWeb", "SMPP",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        .target(
            name: "KengTestSupport", dependencies: ["KengStore"], path: "Tests/Support",
            swiftSettings: settings),
        .testTarget(
            name: "SMPPTests",
            dependencies: [
                "SMPP",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "KengDomainTests", dependencies: ["KengDomain"], swiftSettings: settings),
        .testTarget(
            name: "KengTextTests", dependencies: ["KengDomain", "KengText"],
            swiftSettings: settings),
        .testTarget(
            name: "KengContentTests",
            dependencies: ["KengContent", "KengDomain", "KengText"],
            swiftSettings: settings),
        .testTarget(
            name: "KengStoreTests", dependencies: ["KengDomain", "KengStore", "KengTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "KengGatewaysTests",
            dependencies: [
                "KengDomain", "KengGateways", "KengText", "SMPP",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "KengEngineTests",
            dependencies: [
                "KengContent", "KengDomain", "KengEngine", "KengGateways", "KengSimulation",
                "KengStore", "KengTestSupport", "KengText",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "KengSimulationTests",
            dependencies: [
                "KengDomain", "KengGateways", "KengSimulation", "KengText", "SMPP",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "KengWebTests",
            dependencies: [
                "KengContent", "KengDomain", "KengEngine", "KengGateways", "KengSimulation",
                "KengStore", "KengTestSupport", "KengText", "KengWeb",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
