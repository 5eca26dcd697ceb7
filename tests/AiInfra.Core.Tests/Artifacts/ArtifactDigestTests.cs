using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Core.Tests.Artifacts;

public sealed class ArtifactDigestTests
{
    [Fact]
    public void Of_AbcOfTheStandard_IsTheStandardsDigest() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ArtifactDigest.Of("abc"u8).Hex); // FIPS 180-4's example

    [Fact]
    public void Json_AnyDigest_ComesBack() => Gen.Byte.Array[0, 100].ForAll(bytes =>
    {
        ArtifactDigest digest = ArtifactDigest.Of(bytes);
        return JsonSerializer.Deserialize<ArtifactDigest>(JsonSerializer.Serialize(digest)) == digest && ArtifactDigest.Parse(digest.Hex.ToUpperInvariant()) == digest;
    });

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("../../../../etc/passwd0000000000000000000000000000000000000000000")]
    public void Parse_SomethingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => ArtifactDigest.Parse(text));

    [Fact]
    public void References_InJson_AreFoundOnceEach()
    {
        string a = ArtifactDigest.Of("a"u8).Hex, b = ArtifactDigest.Of("b"u8).Hex;
        Assert.Equal([a, b], ArtifactReferences.In($$"""{"x":["sha256:{{a}}","sha256:{{b}}","sha256:{{a}}","short","{{a}}"],"n":64}""").Select(d => d.Hex));
    }
}
