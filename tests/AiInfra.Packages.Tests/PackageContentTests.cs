using System.Xml.Linq;

namespace AiInfra.Packages.Tests;

/// <summary>What is in each package.</summary>
public sealed class PackageContentTests(PackedFeed feed)
{
    public static TheoryData<string> Names =>
    [
        "AiInfra", "AiInfra.AspNetCore", "AiInfra.Core", "AiInfra.Data", "AiInfra.Evaluation", "AiInfra.Images", "AiInfra.MLflow", "AiInfra.Metrics", "AiInfra.Observability", "AiInfra.Onnx", "AiInfra.Serving", "AiInfra.Sqlite", "AiInfra.Testing", "AiInfra.Training", "AiInfra.Trees",
    ];

    [Fact]
    public void Pack_EveryProjectOfSrc_IsAPackageAndIsCheckedHere()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        Assert.Equal(feed.Projects.Order(StringComparer.Ordinal), Names.Select(n => n.Data).Order(StringComparer.Ordinal));
        Assert.All(feed.Projects, p => Assert.True(File.Exists(Nupkg(p)), $"{p} was not packed"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_HasReadmeIconDocsAndLicence(string name)
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        using var package = new Package(Nupkg(name));
        Assert.Equal("README.md", package["readme"]);
        Assert.True(package.Has("README.md"));
        Assert.Equal("icon.png", package["icon"]);
        Assert.True(package.Has("icon.png"));
        Assert.Equal("MIT", package["license"]);
        Assert.Equal("expression", (string?)package.Metadata.Elements().Single(e => e.Name.LocalName == "license").Attribute("type"));
        Assert.False(string.IsNullOrWhiteSpace(package["description"]) || package["description"] == "Package Description");
        Assert.True(package.Has($"lib/net10.0/{name}.dll"));
        Assert.True(package.Has($"lib/net10.0/{name}.xml"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_IsDeterministicWithSymbolsAndNamesItsCommit(string name)
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        using var package = new Package(Nupkg(name));
        Assert.True(package.IsReproducible($"lib/net10.0/{name}.dll"));
        using var symbols = new Package(Path.ChangeExtension(Nupkg(name), ".snupkg"));
        Assert.True(symbols.Has($"lib/net10.0/{name}.pdb"));
        Assert.SkipUnless(feed.IsCheckout, "These sources are no checkout of git: there is no commit to name.");
        XElement? repository = package.Metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "repository");
        Assert.Equal("git", (string?)repository?.Attribute("type"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository?.Attribute("commit") ?? "");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Package_ItsOwnDependencies_HaveItsVersion(string name)
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        using var package = new Package(Nupkg(name));
        Assert.All(
            package.Metadata.Descendants().Where(e => e.Name.LocalName == "dependency" && ((string)e.Attribute("id")!).StartsWith("AiInfra", StringComparison.Ordinal)),
            d => Assert.Equal(feed.Version, (string)d.Attribute("version")!));
    }

    private string Nupkg(string name) => Path.Combine(feed.Feed, $"{name}.{feed.Version}.nupkg");
}
