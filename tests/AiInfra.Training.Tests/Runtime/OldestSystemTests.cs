using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Runtime;

/// <summary>Every native library that the packages bring loads on Ubuntu 22.04 (glibc 2.35, libstdc++ 3.4.30) and hence on Debian 12 (glibc 2.36, the same libstdc++): no symbol version it needs is newer.</summary>
public sealed class OldestSystemTests
{
    private static readonly Version s_glibc = new(2, 35);
    private static readonly Version s_glibcxx = new(3, 4, 30);
    private static readonly Version s_cxxabi = new(1, 3, 13);

    [Theory]
    [InlineData("torch_cpu")]
    [InlineData("torch")]
    [InlineData("c10")]
    [InlineData("onnxruntime")]
    [InlineData("e_sqlite3")]
    public void Library_NeedsNothingNewerThanUbuntu2204(string name)
    {
        using FileStream library = File.OpenRead(Library(name));
        Check(library);
    }

    [Fact]
    public void LibTorchSharp_AsItComes_NeedsANewerLibstdcxx()
    {
        using FileStream library = File.OpenRead(Library("LibTorchSharp"));
        Assert.True(ElfNeeds.Highest(library, "GLIBCXX_") > s_glibcxx);
    }

    [Fact]
    public void LibTorchSharp_Corrected_NeedsNothingNewerThanUbuntu2204()
    {
        using var library = new MemoryStream(ElfVersionNeeds.Weaken(File.ReadAllBytes(Library("LibTorchSharp")), "GLIBCXX_3.4.32"));
        Check(library);
    }

    private static void Check(Stream library)
    {
        foreach ((string prefix, Version most) in new[] { ("GLIBC_", s_glibc), ("GLIBCXX_", s_glibcxx), ("CXXABI_", s_cxxabi) })
        {
            Version? needed = ElfNeeds.Highest(library, prefix);
            Assert.True(needed is null || needed <= most, $"{prefix}{needed} is needed, {prefix}{most} is there");
        }
    }

    private static string Library(string name)
    {
        string? path = NativeFiles.Find(NativeFiles.ProbedDirectories(), name);
        Assert.SkipUnless(OperatingSystem.IsLinux() && path is not null, $"No ELF library {name} here.");
        return path;
    }
}
