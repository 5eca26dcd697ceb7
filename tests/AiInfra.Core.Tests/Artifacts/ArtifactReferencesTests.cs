using System.Diagnostics;
using System.Text.Json;
using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Tests.Artifacts;

public sealed class ArtifactReferencesTests
{
    [Fact]
    public void In_DigestsAsValuesAndNames_GivesEachOnceInOrder()
    {
        string a = ArtifactDigest.Of("a"u8).Hex, b = ArtifactDigest.Of("b"u8).Hex;
        Assert.Equal([b, a], ArtifactReferences.In($$"""{"x":["sha256:{{b}}",{"sha256:{{a}}":"sha256:{{b.ToUpperInvariant()}}"}],"no":"sha256:{{a[1..]}}g","commit":"{{a}}"}""").Select(d => d.Hex));
    }

    [Fact]
    public void In_FarMoreThanAResultHolds_TakesTimeByTheirNumberOnly()
    {
        const int Many = 300_000;
        string json = JsonSerializer.Serialize(Enumerable.Range(0, Many).Select(i => ArtifactDigest.Of(BitConverter.GetBytes(i))));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(Many, ArtifactReferences.In(json).Count);

        // Under a second where nothing else runs; comparing each with each takes minutes.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
