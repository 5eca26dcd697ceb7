using System.Text.Json;

namespace AiInfra.Packages.Tests;

/// <summary>Nobody pays for what they don't use.</summary>
public sealed class ConsumerGraphTests(PackedFeed feed)
{
    [Fact]
    public void Serving_BringsNeitherLibtorchNorDuckDb()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        string[] libraries = feed.Libraries("Serve");
        Assert.Contains("aiinfra.serving", libraries);
        Assert.DoesNotContain(libraries, l => l.Contains("torch", StringComparison.Ordinal) || l.Contains("duckdb", StringComparison.Ordinal) || l.Contains("parquet", StringComparison.Ordinal));
        Assert.DoesNotContain("aiinfra.data", libraries);
    }

    [Fact]
    public void Evaluation_BringsNoNativeLibrary()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        JsonElement assets = feed.Assets("Evaluate");
        Assert.Contains("aiinfra.evaluation", feed.Libraries("Evaluate"));
        string[] native = [.. assets.GetProperty("libraries").EnumerateObject()
            .SelectMany(l => l.Value.GetProperty("files").EnumerateArray().Select(f => f.GetString()!))
            .Where(f => f.Contains("/native/", StringComparison.Ordinal) || f.EndsWith(".so", StringComparison.Ordinal) || f.EndsWith(".dylib", StringComparison.Ordinal))];
        Assert.Empty(native);
    }

    [Fact]
    public void Training_LeavesTheNativeLibtorchToTheHost()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        using var package = new Package(Path.Combine(feed.Feed, $"AiInfra.Training.{feed.Version}.nupkg"));
        string[] dependencies = [.. package.Metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => ((string)e.Attribute("id")!).ToLowerInvariant())];
        Assert.Contains("torchsharp", dependencies);
        Assert.DoesNotContain(dependencies, d => d.StartsWith("torchsharp-", StringComparison.Ordinal) || d.StartsWith("libtorch", StringComparison.Ordinal) || d == "microsoft.ml.onnxruntime");
    }

    [Fact]
    public void Packages_ButTheOneForImages_DoNotNameThePictureLibraryOfTorchSharp()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        foreach (string name in feed.Projects.Where(p => p != "AiInfra.Images"))
        {
            using var package = new Package(Path.Combine(feed.Feed, $"{name}.{feed.Version}.nupkg"));
            Assert.DoesNotContain(package.Metadata.Descendants().Where(e => e.Name.LocalName == "dependency"), d => ((string)d.Attribute("id")!).StartsWith("SkiaSharp", StringComparison.OrdinalIgnoreCase));
        }

        Assert.DoesNotContain(feed.Libraries("Train"), l => l.StartsWith("skiasharp", StringComparison.Ordinal));
    }
}
